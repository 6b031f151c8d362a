// What changed since the last Board, what a Board must see first on top. Pure. What one could get wrong: it is the summary's own list, so that
// pack and chair's card can never differ.

import { formatDay } from '../../calendar.js';
import { type BuildSection, fact, list, text, words } from './blocks.js';

export const changesBlocks: BuildSection = ({ summary, since }) => [
  fact(
    summary.lastBoardOn === null
      ? `No Board has met yet; this tells what changed since ${formatDay(since)}.`
      : `The last Board met on ${formatDay(since)}.`,
  ),
  ...list(
    'Milestones and risks',
    [text('Ref'), words('What'), words('Change')],
    summary.changes.map(({ ref, title, facts }) => [ref, title, facts]),
    'Nothing has changed.',
  ),
];
