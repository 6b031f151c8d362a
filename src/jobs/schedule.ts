// When a programme's people are asked, as instants: pure, from the timetable, the bank holidays and the closures. What one
// could get wrong: local times stay as they are across both changes of the clocks, so instants are made from them each time.

import { DateTime } from 'luxon';
import { addDays, dayOf, formatDayAndWeekday, type IsoDate, isBankHoliday } from '../calendar.js';
import { type Slot, type Timetable, timetableOf, WEEKDAYS } from '../programmes/timetable.js';
import { closureOn } from './closures.js';
import { remembering } from './remembered.js';

export const MOMENTS = ['due', 'prompt', 'reminder', 'close', 'digest'] as const;
export type MomentKind = (typeof MOMENTS)[number];

/** One thing that happens by itself in a week. */
export interface Moment {
  kind: MomentKind;
  /** UTC ISO. */
  at: string;
  /** Until when it is caught up with after an outage (UTC ISO). */
  until: string;
  /** Why it is not on its own day: `Moved from Friday 25 December 2026: bank holiday`; '' when it is. */
  moved: string;
}

/** A week of a programme. */
export interface Week {
  /** ISO week in the programme's zone: `2026-W48`. */
  period: string;
  /** Why nobody is asked in this week: `Nobody is asked: Christmas closure`; '' when people are. */
  skipped: string;
  /** In order of time; empty in a skipped week. A moment that moved past the week's end is still this week's. */
  moments: readonly Moment[];
  /** What finds no day at all, each with its reason: `No digest: Christmas closure`. Absent when everything has one. */
  dropped?: readonly string[];
}

/** Each comes after the one before it; `due` goes by itself. */
const IN_ORDER = ['prompt', 'reminder', 'close', 'digest'] as const;

/**
 * The week of a period. What falls on a day off moves to the next working day at the same local time, in order, as long as
 * that is before the next week's prompt; a closure over the prompt's own day skips the week.
 */
export const weekOf = remembering(planWeek);

function planWeek(timetable: Timetable, zone: string, period: string): Week {
  const monday = mondayOf(period);
  const closed = closureOn(timetable, ownDay(monday, timetable.prompt));
  if (closed) return { period, skipped: `Nobody is asked: ${closed.name}`, moments: [] };
  const nextPrompt = instantOf(addDays(ownDay(monday, timetable.prompt), 7), timetable.prompt.time, zone);
  const nextDue = instantOf(addDays(ownDay(monday, timetable.due), 7), timetable.due.time, zone);

  const due = place(timetable, zone, monday, 'due', nextDue);
  const moments: Moment[] = typeof due === 'string' ? [] : [due];
  const dropped = typeof due === 'string' ? [`No news of what is due: ${due}`] : [];
  let before: Moment | undefined;
  for (const kind of IN_ORDER) {
    const placed = place(timetable, zone, monday, kind, nextPrompt, before);
    if (typeof placed !== 'string') {
      moments.push(placed);
      before = placed;
    } else if (kind === 'prompt') return { period, skipped: `Nobody is asked: ${placed}`, moments: [] };
    else dropped.push(`No ${kind}: ${placed}`);
  }
  moments.sort((a, b) => a.at.localeCompare(b.at));
  return { period, skipped: '', moments, ...(dropped.length > 0 && { dropped }) };
}

/** The period an instant (UTC) belongs to in a zone: `2026-W48`. */
export function periodOf(instant: Date | string, zone: string): string {
  return periodOfDay(dayOf(instant, zone));
}

/** The week before a period. */
export function periodBefore(period: string): string {
  return periodOfDay(addDays(mondayOf(period), -7));
}

/** The week after a period. */
export function periodAfter(period: string): string {
  return periodOfDay(addDays(mondayOf(period), 7));
}

/** What is looked at for the next prompt or working day: ten years. Beyond them a closure is taken to be over. */
const MOST_WEEKS_AHEAD = 520;

/** When people are asked again after a period's own week (UTC ISO): from then on nothing more is said of that week. */
export function nextPromptAfter(timetable: Timetable, zone: string, period: string): string {
  let next = period;
  for (let weeks = 0; weeks < MOST_WEEKS_AHEAD; weeks += 1) {
    next = periodAfter(next);
    const prompt = weekOf(timetable, zone, next).moments.find(({ kind }) => kind === 'prompt');
    if (prompt) return prompt.at;
  }
  return instantOf(ownDay(mondayOf(next), timetable.prompt), timetable.prompt.time, zone);
}

/** The Monday a period begins with. */
export function mondayOf(period: string): IsoDate {
  const [year = '', week = ''] = period.split('-W');
  const fourth = `${year}-01-04`;
  return addDays(fourth, (Number(week) - 1) * 7 - weekdayOf(fourth));
}

/** Whether something may be sent by itself now: inside the allowed hours of a day that is neither off nor closed. */
export function isAllowed(timetable: Timetable, zone: string, now: Date): boolean {
  const day = dayOf(now, zone);
  const { from, until } = timetable.allowedHours;
  const instant = now.toISOString();
  return (
    instant >= instantOf(day, from, zone) && instant < instantOf(day, until, zone) && dayOff(timetable, day) === ''
  );
}

/** The first instant from `from` on, itself included, at which something may be sent. */
export function nextAllowed(timetable: Timetable, zone: string, from: Date): Date {
  if (isAllowed(timetable, zone, from)) return from;
  const opens = (day: IsoDate) => new Date(instantOf(day, timetable.allowedHours.from, zone));
  const day = workingDayFrom(timetable, dayOf(from, zone));
  return opens(day) > from ? opens(day) : opens(workingDayFrom(timetable, addDays(day, 1)));
}

export const SNOOZES = ['2 hours', 'tomorrow', 'Monday'] as const;
export type Snooze = (typeof SNOOZES)[number];

/** When a snoozed prompt comes again; never on a day off. `tomorrow` and `Monday` mean the prompt's own time of day. */
export function snoozeUntil(timetable: Timetable, zone: string, now: Date, snooze: Snooze): Date {
  if (snooze === '2 hours') return nextAllowed(timetable, zone, new Date(now.getTime() + 2 * HOUR_MS));
  const today = dayOf(now, zone);
  const wanted = snooze === 'tomorrow' ? addDays(today, 1) : addDays(mondayOf(periodOfDay(today)), 7);
  return new Date(instantOf(workingDayFrom(timetable, wanted), timetable.prompt.time, zone));
}

/** A closure of more days than this, such as a summer, is not waited out before it: people are written to once it is over. */
const MOST_DAYS_EARLIER = 14;

/** The last day up to `from` on which people are written to; within a long closure the last one that is no weekend or bank holiday. */
export function workingDayUntil(timetable: Timetable, from: IsoDate): IsoDate {
  for (const rules of [timetable, { ...timetable, closures: [] }])
    for (let n = 0; n <= MOST_DAYS_EARLIER; n += 1) {
      const day = addDays(from, -n);
      if (dayOff(rules, day) === '') return day;
    }
  return from;
}

/** What comes by itself after `now` within so many weeks, with why anything is moved, dropped or skipped. */
export function comingMoments(
  programme: { timetable?: Timetable | undefined; zone: string },
  now: Date,
  weeks: number,
): Week[] {
  const { zone } = programme;
  const timetable = timetableOf(programme);
  const end = DateTime.fromJSDate(now, { zone }).plus({ weeks }).toUTC().toISO() ?? '';
  const comes = (instant: string) => instant > now.toISOString() && instant <= end;
  const coming: Week[] = [];
  // The week before may have been moved into this one.
  for (let period = periodBefore(periodOf(now, zone)); period <= periodOf(end, zone); period = periodAfter(period)) {
    const week = weekOf(timetable, zone, period);
    const moments = week.moments.filter((moment) => comes(moment.at));
    const asked = comes(instantOf(ownDay(mondayOf(period), timetable.prompt), timetable.prompt.time, zone));
    if (moments.length > 0 || (asked && week.skipped)) coming.push({ ...week, moments });
  }
  return coming;
}

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

/** Where a moment of the week falls, or why it finds no day before `limit` (UTC ISO). */
function place(
  timetable: Timetable,
  zone: string,
  monday: IsoDate,
  kind: MomentKind,
  limit: string,
  before?: Moment,
): Moment | string {
  const { [kind]: slot } = timetable;
  const own = ownDay(monday, slot);
  const off = dayOff(timetable, own);
  let day = workingDayFrom(timetable, own);
  // The one before may have moved by as much as a week.
  for (let n = 0; n < 14 && before && instantOf(day, slot.time, zone) <= before.at; n += 1)
    day = workingDayFrom(timetable, addDays(day, 1));
  const instant = instantOf(day, slot.time, zone);
  const reason = off || `the ${before?.kind} moved`;
  if (instant >= limit) return reason;
  // Caught up with by the next working day. A closure does not lengthen that: nobody wants last month's question.
  const again = instantOf(workingDayFrom({ ...timetable, closures: [] }, addDays(day, 1)), slot.time, zone);
  const until = again < limit ? again : limit;
  const moved = day === own ? '' : `Moved from ${formatDayAndWeekday(own)}: ${reason}`;
  return { kind, at: instant, until, moved };
}

/** Why a day is off, or '' when it is not. A weekend day that the timetable itself names is a working day here. */
function dayOff(timetable: Timetable, day: IsoDate): string {
  const closure = closureOn(timetable, day);
  if (closure) return closure.name;
  if (isBankHoliday(day)) return 'bank holiday';
  const weekday = WEEKDAYS[weekdayOf(day)];
  if (weekday !== 'Sat' && weekday !== 'Sun') return '';
  return MOMENTS.some((kind) => timetable[kind].day === weekday) ? '' : 'weekend';
}

/** The first day from `from` on that is not off; after ten years of days off, the next whatever it is. */
function workingDayFrom(timetable: Timetable, from: IsoDate): IsoDate {
  const last = addDays(from, 7 * MOST_WEEKS_AHEAD);
  let day = from;
  while (day < last && dayOff(timetable, day) !== '') {
    // A closure is passed at once, however long it is.
    const closed = closureOn(timetable, day)?.until ?? day;
    day = addDays(closed < last ? closed : last, 1);
  }
  return day;
}

function ownDay(monday: IsoDate, { day }: Slot): IsoDate {
  return addDays(monday, WEEKDAYS.indexOf(day));
}

/** Local times already turned into instants: a run asks for the same ones every minute, and time zones are slow to ask. */
const instants = new Map<string, string>();
const MOST_INSTANTS = 10_000;

/** A local time of a day as an instant, UTC ISO. A time the clocks leave out in spring is as much later as they jump. */
export function instantOf(day: IsoDate, time: string, zone: string): string {
  const local = `${day}T${time} ${zone}`;
  let instant = instants.get(local);
  if (instant === undefined) {
    instant = DateTime.fromISO(`${day}T${time}`, { zone }).toUTC().toISO() ?? '';
    if (instants.size >= MOST_INSTANTS) instants.clear();
    instants.set(local, instant);
  }
  return instant;
}

/** An ISO week belongs to the year of its Thursday, and 4 January is always in the first. */
function periodOfDay(day: IsoDate): string {
  const thursday = addDays(day, 3 - weekdayOf(day));
  const year = thursday.slice(0, 4);
  const days = (Date.parse(thursday) - Date.parse(`${year}-01-01`)) / DAY_MS;
  return `${year}-W${String(Math.floor(days / 7) + 1).padStart(2, '0')}`;
}

/** 0 for Monday to 6 for Sunday. */
function weekdayOf(day: IsoDate): number {
  return (new Date(day).getUTCDay() + 6) % 7;
}
