// What a body settled, of whatever was asked of it: a decision or a change of a baseline. Pitfall: stored words
// of an outcome are the ones here; a form asks for them by records/outcome-fields.ts.

import * as z from 'zod/v4';
import { formatDay } from '../calendar.js';
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

/** "Agreed with changes on 3 December 2026, minute SPB 12/26"; '' while nothing is settled. */
export function sayOutcome(outcome: Outcome | null | undefined): string {
  if (!outcome) return '';
  const result = outcome.result.replace(/^./, (letter) => letter.toUpperCase());
  return `${result} on ${formatDay(outcome.on)}, minute ${outcome.minute}`;
}
