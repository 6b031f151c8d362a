// What a body settled, of whatever was asked of it: a decision or a change of a baseline. What one could get wrong: a day and a minute are always
// asked for, since what nobody can find in the minutes was not settled.

import * as z from 'zod/v4';
import { formatDay, type IsoDate } from '../calendar.js';
import type { Checked } from './changing.js';
import { checkDay, checkLength, hasProblems, type Problems, requireText } from './problems.js';
import { Day } from './schema.js';

/** What a body settled, at its meeting of a day, under a minute's reference. */
export const RESULTS = ['agreed', 'agreed with changes', 'not agreed'] as const;
export const Outcome = z.object({
  result: z.enum(RESULTS),
  on: Day,
  minute: z.string(),
  words: z.string(),
});
export type Outcome = z.infer<typeof Outcome>;

const text = z.string().default('');

/** What the form about it carries, as typed. */
export const OutcomeFields = z.object({ result: text, on: text, minute: text, words: text });
export type OutcomeFields = z.infer<typeof OutcomeFields>;

/** "Agreed with changes on 3 December 2026, minute SPB 12/26"; '' while nothing is settled. */
export function sayOutcome(outcome: Outcome | null | undefined): string {
  if (!outcome) return '';
  const result = outcome.result.replace(/^./, (letter) => letter.toUpperCase());
  return `${result} on ${formatDay(outcome.on)}, minute ${outcome.minute}`;
}

const MINUTE_LETTERS = 120;
const WORDS_LETTERS = 300;

/** What a body settled: the day and its minute always, words where it was not simply agreed. */
export function checkOutcome(askedOn: IsoDate, fields: OutcomeFields, today: IsoDate): Checked<Outcome, OutcomeFields> {
  const problems: Problems<OutcomeFields> = {};
  const result = RESULTS.find((one) => one === fields.result);
  if (!result) problems.result = 'Choose what the body settled.';
  const on = fields.on.trim();
  if (on > today) problems.on = 'This day is still to come.';
  else if (on < askedOn) problems.on = `That is before it was asked, on ${formatDay(askedOn)}.`;
  checkDay(problems, 'on', on, 'Give the day it was decided, such as 2026-12-03.');
  const minute = requireText(problems, fields, 'minute', MINUTE_LETTERS, 'Give the reference of the minute.');
  const words = fields.words.trim();
  checkLength(problems, 'words', words, WORDS_LETTERS);
  if (result && result !== 'agreed' && words === '')
    problems.words = result === 'not agreed' ? 'Say why it was not agreed.' : 'Say what was changed.';
  return hasProblems(problems) || !result ? { problems } : { ok: { result, on, minute, words } };
}
