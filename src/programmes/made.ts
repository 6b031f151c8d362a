// A change to a register that an answer made: a check-in's today. What one could get wrong: the effect already names which of
// the answer's effects it is (`<answer's effect>/<n>`), so applying it twice finds the first one's entry.

import type { IsoDate } from '../calendar.js';

export interface Made {
  /** Member id of whoever answered; the answer's own action asked what they may do. */
  by: string;
  /** The effect key, `<answer's effect>/<n>`. */
  effect: string;
  /** The answer's reference, `WS6-2026-W48`. */
  origin: string;
  /** The day of the answer; the change is checked as of it, however late it is applied. */
  on: IsoDate;
}

/** "in the check-in of week 48" for an entry that came from one; '' otherwise. */
export function sayOrigin(origin: string | undefined): string {
  const week = origin?.match(/^WS\d{1,2}-\d{4}-W(\d{2})$/)?.[1];
  return week === undefined ? '' : `in the check-in of week ${Number(week)}`;
}
