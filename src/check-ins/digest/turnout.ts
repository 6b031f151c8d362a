// Who was asked in a week, and whether they answered. Pure. What one could get wrong: it is counted by workstream, once a week,
// whoever answers for it; a week away with nobody to stand in is neither an answer nor a missing one.

import type { Delivery } from '../../jobs/delivery.js';
import { isOnlyObserver } from '../../programmes/rights.js';
import type { Programme } from '../../programmes/schema.js';
import type { Head } from '../../storage/ledger.js';
import type { CheckIn } from '../schema.js';

export const TURNOUTS = ['in time', 'late', 'away', 'none'] as const;
/** `none`: asked, and nothing has come. */
export type Turnout = (typeof TURNOUTS)[number];

/** Whether the week's first question was meant for somebody of this workstream. */
function wasAsked(programme: Programme, deliveries: readonly Delivery[], workstream: string): boolean {
  return firstAsked(programme, deliveries, workstream).length > 0;
}

/** Whether everybody who could answer for a workstream was away when it was asked. */
export function wasAway(programme: Programme, deliveries: readonly Delivery[], workstream: string): boolean {
  const asked = firstAsked(programme, deliveries, workstream);
  return asked.length > 0 && asked.every(({ state }) => state === 'skipped');
}

/** Whether a week was first answered after its close; what was in time and changed later stays in time. */
export function wasLate({ trail, newest }: Head<CheckIn>): boolean {
  const first = trail.find((point) => point.version === 1);
  return first ? first.figures.late === true : newest.state.late;
}

/** How a workstream that was asked, or has answered, took part. */
export function turnoutOf(answer: Head<CheckIn> | undefined, away: boolean): Turnout {
  if (answer) return wasLate(answer) ? 'late' : 'in time';
  return away ? 'away' : 'none';
}

/**
 * A week's figures, as kept with its sum: in all, and which workstreams were asked or away, since deliveries do not stay for
 * ever. Who was away with nobody to stand in is not counted among the asked.
 */
export function turnoutFigures(
  programme: Programme,
  deliveries: readonly Delivery[],
  answers: ReadonlyMap<string, Head<CheckIn>>,
): Record<string, number> {
  const counts: Record<Turnout, number> = { 'in time': 0, late: 0, away: 0, none: 0 };
  const figures: Record<string, number> = {};
  for (const { id } of programme.workstreams) {
    const answer = answers.get(id);
    const asked = wasAsked(programme, deliveries, id);
    const away = wasAway(programme, deliveries, id);
    if (!asked && !answer) continue;
    counts[turnoutOf(answer, away)] += 1;
    if (asked) figures[askedFigure(id)] = 1;
    if (away && !answer) figures[awayFigure(id)] = 1;
  }
  const answered = counts['in time'] + counts.late;
  return { asked: answered + counts.none, answered, late: counts.late, away: counts.away, ...figures };
}

/** The figure that says a workstream was asked. */
export function askedFigure(workstream: string): string {
  return `asked ${workstream}`;
}

/** The figure that says nobody of a workstream was there to answer. */
export function awayFigure(workstream: string): string {
  return `away ${workstream}`;
}

function firstAsked(programme: Programme, deliveries: readonly Delivery[], workstream: string): Delivery[] {
  return deliveries.filter(({ kind, about, memberId }) => {
    if (about !== workstream || (kind !== 'prompt' && kind !== 'handover')) return false;
    const member = programme.members.find(({ id }) => id === memberId);
    return !member || !isOnlyObserver(member);
  });
}
