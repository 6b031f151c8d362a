// The sheet of the programme itself, which has its titles down the side, and how columns of text are described.
// Pitfall: a title is how a column is known in people's files, so one that changes makes their workbooks foreign.

import type { Column, Sheet } from './columns.js';

/** A column of text. `missing`: what is said when it is empty. */
export const text = (key: string, title: string, about: string, letters: number, missing?: string): Column => ({
  key,
  title,
  kind: 'text',
  about,
  letters,
  ...(missing && { missing }),
});

export const PROGRAMME_SHEET: Sheet = {
  key: 'programme',
  title: 'Programme',
  marks: ['id', 'localArea', 'greenDays', 'appetite'],
  columns: [
    text('id', 'Short name', 'Small letters, digits and hyphens; it never changes', 40, 'Give the plan a short name.'),
    text('name', 'Name', 'SEND Reform Plan', 80, 'Give the plan a name.'),
    text('localArea', 'Local area', 'The area partnership it is for', 80, 'Name the local area.'),
    text('zone', 'Time zone', 'Europe/London unless it says otherwise', 40),
    {
      key: 'greenDays',
      title: 'Green up to',
      kind: 'number',
      between: [0, 250],
      about: 'Working days late that are still green; 5',
    },
    {
      key: 'amberDays',
      title: 'Amber up to',
      kind: 'number',
      between: [0, 250],
      about: 'Working days late that are amber; beyond them red; 20',
    },
    {
      key: 'size',
      title: 'Matrix size',
      kind: 'number',
      between: [3, 6],
      about: 'Likelihood and impact run from 1 to this; 5',
    },
    {
      key: 'mediumFrom',
      title: 'Medium from',
      kind: 'number',
      between: [2, 36],
      about: 'The lowest score that is medium; 5',
    },
    {
      key: 'highFrom',
      title: 'High from',
      kind: 'number',
      between: [2, 36],
      about: 'The lowest score that is high; 15',
    },
    {
      key: 'appetite',
      title: 'Appetite',
      kind: 'number',
      between: [2, 36],
      about: 'The lowest residual score beyond appetite; 15',
    },
  ],
};
