// Which week a check-in belongs to, and until when it can be answered. Pure. What one could get wrong: a week is answered
// from its Monday (early) until the next week's prompt (late after its close), not only while its window is open.

import { DateTime } from 'luxon';
import { dayOf, type IsoDate } from '../calendar.js';
import { type MomentKind, nextPromptAfter, periodBefore, periodOf, type Week, weekOf } from '../jobs/schedule.js';
import type { Programme } from '../programmes/schema.js';
import { timetableOf } from '../programmes/timetable.js';

/** A term's holidays are shorter than this many weeks. */
const MOST_SKIPPED_WEEKS = 20;

/** The Friday of a period's week. */
export function weekEndingOn(period: string): IsoDate {
  return DateTime.fromISO(`${period}-5`, { zone: 'utc' }).toFormat('yyyy-MM-dd');
}

/** The instant of a week's moment (UTC ISO), or undefined when it has none. */
export function momentAt(week: Week, kind: MomentKind): string | undefined {
  return week.moments.find((moment) => moment.kind === kind)?.at;
}

/** When people are asked again after a week (UTC ISO). */
export function nextPromptAt(programme: Programme, period: string): string {
  return nextPromptAfter(timetableOf(programme), programme.zone, period);
}

/** Whether a week's answer can still be given or changed; `early` before its Monday. */
export function answerable(programme: Programme, period: string, now: Date): 'open' | 'early' | 'closed' {
  if (now.toISOString() >= nextPromptAt(programme, period)) return 'closed';
  return periodOf(now, programme.zone) < period ? 'early' : 'open';
}

/** The week last asked about while it can still be answered, and this one. Weeks in which nobody is asked are passed over. */
export function answerablePeriods(programme: Programme, now: Date): string[] {
  const here = periodOf(now, programme.zone);
  let before = periodBefore(here);
  for (let n = 0; n < MOST_SKIPPED_WEEKS && isSkipped(programme, before); n += 1) before = periodBefore(before);
  return answerable(programme, before, now) === 'open' ? [before, here] : [here];
}

function isSkipped(programme: Programme, period: string): boolean {
  return weekOf(timetableOf(programme), programme.zone, period).skipped !== '';
}

/** Whether an answer given now is late: after the close of its week. */
export function isLate(week: Week, now: Date): boolean {
  const close = momentAt(week, 'close');
  return close !== undefined && now.toISOString() >= close;
}

/** The day it is, in the programme's zone. */
export function todayIn(programme: Programme, now: Date): IsoDate {
  return dayOf(now, programme.zone);
}
