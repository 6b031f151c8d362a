// How many check-ins were asked for and answered, by week and by workstream. Pure. What one could get wrong: what is counted is a
// workstream in a week, not a person; who was away with nobody standing in is not among those asked.

import type { Head } from '../../storage/ledger.js';
import { askedFigure, awayFigure, TURNOUTS, type Turnout, turnoutOf } from '../digest/turnout.js';
import { type CheckIn, checkInRef } from '../schema.js';

/** One week: how it went for each workstream that was asked, or could not be. */
export interface WeekTurnouts {
  period: string;
  turnouts: ReadonlyMap<string, Turnout>;
}

/**
 * How these weeks went. `figures`: what the sums of the weeks keep, by period. Whoever answered was asked; what came in time and
 * was changed later came in time.
 */
export function composeParticipation(
  periods: readonly string[],
  workstreams: readonly string[],
  figures: ReadonlyMap<string, Record<string, number>>,
  answers: readonly Head<CheckIn>[],
): WeekTurnouts[] {
  const answered = new Map(answers.map((head) => [head.newest.ref, head]));
  return periods.map((period) => {
    const kept = figures.get(period) ?? {};
    const turnouts = workstreams.flatMap((workstream): [string, Turnout][] => {
      const answer = answered.get(checkInRef(workstream, period));
      if (!answer && !kept[askedFigure(workstream)]) return [];
      return [[workstream, turnoutOf(answer, kept[awayFigure(workstream)] !== undefined)]];
    });
    return { period, turnouts: new Map(turnouts) };
  });
}

/** How many of a week or of several went so. */
export function countTurnouts(weeks: readonly WeekTurnouts[], workstream?: string): Record<Turnout, number> {
  const counts = Object.fromEntries(TURNOUTS.map((turnout) => [turnout, 0])) as Record<Turnout, number>;
  for (const { turnouts } of weeks)
    for (const [id, turnout] of turnouts) if (workstream === undefined || id === workstream) counts[turnout] += 1;
  return counts;
}

/** Answered, in time or late, and how many were asked for. */
export function answeredOf(counts: Record<Turnout, number>): { answered: number; asked: number } {
  const answered = counts['in time'] + counts.late;
  return { answered, asked: answered + counts.none };
}
