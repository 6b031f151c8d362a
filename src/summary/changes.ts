// What changed since a day, read from the heads' trails alone. Pure. What one could get wrong: the figures "at the last
// Board" are those after the last entry up to the end of that day; a record younger than that is new.

import { addDays, formatShortDay, type IsoDate, workingDaysBetween } from '../calendar.js';
import { instantOf } from '../jobs/schedule.js';
import { sayStatus } from '../milestones/rules.js';
import type { Milestone, Status } from '../milestones/schema.js';
import { compareNumbered } from '../ordering.js';
import type { Risk } from '../risks/schema.js';
import type { Figures } from '../storage/entry.js';
import type { Head } from '../storage/ledger.js';

export interface Changed {
  ref: string;
  title: string;
  /** Our own words: "Forecast 15 Jan → 12 Feb". */
  what: string;
  /** Sorts the list: what a Board must see comes first. */
  weight: number;
}

/**
 * The figures of a record before an instant (UTC ISO), such as a day's end; undefined when it did not exist or the trail is
 * too young to tell. Where many records are compared, the instant is worked out once: that is most of what comparing costs.
 */
export function figuresBefore(head: Head<unknown>, end: string): Figures | undefined {
  return head.trail.findLast((point) => point.at < end)?.figures;
}

/** Milestones whose forecast, status or completion changed since the end of `since`. */
export function milestoneChanges(heads: Head<Milestone>[], since: IsoDate, today: IsoDate, zone: string): Changed[] {
  const end = endOf(since, zone);
  return heads.flatMap((head) => {
    const { ref, state } = head.newest;
    const before = figuresBefore(head, end);
    const line = (what: string, weight: number): Changed => ({ ref, title: state.title, what, weight });
    if (!before)
      return (head.trail[0]?.at ?? '') >= end && head.trail[0]?.version === 1 ? [line('New milestone', 4)] : [];
    if (state.actualOn !== null && before.actualOn === null)
      return [line(`Completed ${formatShortDay(state.actualOn, today)}`, 5)];
    const parts: string[] = [];
    if (before.forecastOn !== state.forecastOn && typeof before.forecastOn === 'string')
      parts.push(`Forecast ${formatShortDay(before.forecastOn, today)} → ${formatShortDay(state.forecastOn, today)}`);
    if (before.stated !== state.stated && state.stated !== null)
      parts.push(
        `${before.stated === null ? 'Not reported' : sayStatus(before.stated as Status)} → ${sayStatus(state.stated)}`,
      );
    const later = typeof before.forecastOn === 'string' && state.forecastOn > before.forecastOn;
    // Of later forecasts the longest slip comes first; it stays below a risk that has happened.
    const slip = later ? Math.min(workingDaysBetween(String(before.forecastOn), state.forecastOn), 999) : 0;
    return parts.length === 0 ? [] : [line(parts.join(', '), later ? 1 - slip / 1000 : 3)];
  });
}

/** Risks that are new, closed, happened, or whose residual score moved since the end of `since`. */
export function riskChanges(heads: Head<Risk>[], since: IsoDate, zone: string): Changed[] {
  const end = endOf(since, zone);
  return heads.flatMap((head) => {
    const { ref, state } = head.newest;
    const before = figuresBefore(head, end);
    const score = state.residual.likelihood * state.residual.impact;
    const line = (what: string, weight: number): Changed => ({ ref, title: state.event, what, weight });
    if (!before) return head.trail[0]?.version === 1 ? [line(`New risk, residual ${score}`, 2)] : [];
    if (before.state !== state.state && state.state === 'closed') return [line('Closed', 4)];
    if (before.state !== state.state && state.state === 'materialised') return [line('Has happened: now an issue', 0)];
    if (typeof before.residual === 'number' && before.residual !== score)
      return [line(`Residual ${before.residual} → ${score}`, score > before.residual ? 1 : 4)];
    return [];
  });
}

/** Heaviest first, then by reference. */
export function inOrder(changes: Changed[]): Changed[] {
  return [...changes].sort((a, b) => a.weight - b.weight || compareNumbered(a.ref, b.ref));
}

/** The instant (UTC ISO) at which a day has ended in a zone. */
export function endOf(day: IsoDate, zone: string): string {
  return instantOf(addDays(day, 1), '00:00', zone);
}

/** The last instant (UTC ISO) of a day in a zone, to the millisecond that entries are dated by. */
export function lastInstantOf(day: IsoDate, zone: string): string {
  return new Date(Date.parse(endOf(day, zone)) - 1).toISOString();
}
