// What a body settled, as fields of a form: whatever was asked of it. Pitfall: a day and a minute are always asked for, since what nobody can find in the
// minutes was not settled.

import { formatDay, type IsoDate } from '../calendar.js';
import { capital } from '../cards/markup.js';
import { type Outcome, RESULTS } from '../programmes/outcomes.js';
import type { Problems } from '../programmes/problems.js';
import type { Fields, Typed } from './fields.js';

type Key = 'result' | 'on' | 'minute' | 'words';

/** The fields that note what a body settled. */
export const outcomeFields: Fields<{ outcome?: Outcome | null | undefined }, Key> = {
  result: {
    kind: 'choice',
    label: 'What was decided',
    missing: 'Choose what the body settled.',
    choices: () => RESULTS.map((value) => ({ title: capital(value), value })),
    from: ({ outcome }) => outcome?.result ?? '',
  },
  on: {
    kind: 'day',
    label: 'Decided on',
    missing: 'Give the day it was decided, such as 2026-12-03.',
    from: ({ outcome }) => outcome?.on ?? '',
  },
  minute: {
    kind: 'line',
    label: 'Reference of the minute',
    letters: 120,
    missing: 'Give the reference of the minute.',
    from: ({ outcome }) => outcome?.minute ?? '',
  },
  words: { kind: 'text', label: 'What was changed, or why not', from: ({ outcome }) => outcome?.words ?? '' },
};

/** What was settled; notes what is wrong with the day beside that of asking, and words that are missing. */
export function readOutcome(
  typed: Typed<Key>,
  askedOn: IsoDate,
  today: IsoDate,
  problems: Problems<Typed<Key>>,
): Outcome {
  const { result, on, minute, words } = typed;
  if (on > today) problems.on ??= 'This day is still to come.';
  else if (on < askedOn) problems.on ??= `That is before it was asked, on ${formatDay(askedOn)}.`;
  if (words === '' && result === 'not agreed') problems.words ??= 'Say why it was not agreed.';
  if (words === '' && result === 'agreed with changes') problems.words ??= 'Say what was changed.';
  return { result: result as Outcome['result'], on, minute, words };
}
