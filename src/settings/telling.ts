// How the programme's own record tells its history. Pure. What one could get wrong: names of people are not told here, so that an erasure leaves nothing
// behind in a card.

import { formatDay } from '../calendar.js';
import type { Telling } from '../programmes/history.js';
import { sayPurpose } from '../programmes/places.js';
import { type Programme, PURPOSES } from '../programmes/schema.js';
import { SECTIONS } from './sections.js';

/** How the programme's own record tells its history. */
export const programmeTelling: Telling<Programme> = {
  feature: 'programmes',
  named: 'Settings',
  title: ({ name }) => name,
  what: ({ did }) =>
    ({
      'programmes.load-plan': 'Founded',
      'programmes.import-plan': 'Changed by a plan workbook',
      'programmes.set-leave': 'Leave set',
      'programmes.set-person': 'A person added or changed',
      'programmes.remove-person': 'A person taken out',
      'settings.bind-place': 'A place chosen for cards',
      'ledger.redact': 'A person erased',
    })[did] ??
    SECTIONS.filter(({ id }) => did === `settings.set-${id}`).map(({ title }) => `${title} set`)[0] ??
    'Changed',
  changes: (entry) => changesOf(entry.was, entry.state),
  said: () => '',
  correctable: false,
};

/** Former and present values of what is short enough to say. */
function changesOf(was: Partial<Programme>, state: Programme) {
  const lines: { label: string; text: string }[] = [];
  const days = (list: readonly string[]) => list.map(formatDay).join(', ') || 'none';
  if (was.boards) {
    const [before, after] = [was.boards.map(({ on }) => on), state.boards.map(({ on }) => on)];
    lines.push({ label: 'Boards', text: difference(before, after, days) });
  }
  if (was.returns) {
    const [before, after] = [was.returns.map(({ dueOn }) => dueOn), state.returns.map(({ dueOn }) => dueOn)];
    lines.push({ label: 'Returns', text: difference(before, after, days) });
  }
  if (was.places) {
    const purposes = (places: Programme['places']) => PURPOSES.filter((one) => places?.[one]).map(sayPurpose);
    const text = difference(purposes(was.places), purposes(state.places), (list) => list.join(', '));
    if (text !== '') lines.push({ label: 'Places', text });
  }
  for (const [label, before, after] of [
    ['Tolerances', was.tolerances, state.tolerances],
    ['Risk matrix', was.scoring, state.scoring],
    ['Local area', was.localArea, state.localArea],
    ['Time zone', was.zone, state.zone],
  ] as const)
    if (before !== undefined) lines.push({ label, text: `${flat(before)} → ${flat(after)}` });
  return lines;
}

function difference(before: string[], after: string[], say: (days: readonly string[]) => string): string {
  const added = after.filter((one) => !before.includes(one));
  const gone = before.filter((one) => !after.includes(one));
  return [
    ...(added.length > 0 ? [`added ${say(added)}`] : []),
    ...(gone.length > 0 ? [`taken out ${say(gone)}`] : []),
  ].join('; ');
}

function flat(value: unknown): string {
  return typeof value === 'object' && value !== null ? Object.values(value).join(', ') : String(value);
}
