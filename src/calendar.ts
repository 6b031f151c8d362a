// Dates, zones and working days. Pure.
// Pitfall: a date (`YYYY-MM-DD`) is a day in the programme's own zone, never an instant; "today" therefore needs the zone.

import { DateTime } from 'luxon';
import { bankHolidays } from './bank-holidays.js';

/** A calendar day, `YYYY-MM-DD`. */
export type IsoDate = string;

/** The day it is at an instant in a zone (IANA name); '' for what is no instant. Throws RangeError for no zone. */
export function dayOf(instant: Date | string, zone: string): IsoDate {
  const at = typeof instant === 'string' ? Date.parse(instant) : instant.getTime();
  if (Number.isNaN(at)) return '';
  // Intl writes years of fewer or more than four digits in its own way; so far away a zone is no matter.
  if (at < YEAR_1000 || at > MOST) return utcDay(at);
  let days = dayFormats.get(zone);
  if (!days) {
    days = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
    dayFormats.set(zone, days);
  }
  return days.format(at);
}

/** A format for each zone, since making one costs a hundred times what using it does. */
const dayFormats = new Map<string, Intl.DateTimeFormat>();

/** Whether a text is a day that exists, written `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && DateTime.fromISO(text, { zone: 'utc' }).isValid;
}

/** The days that a person may give, both included. What is stored may lie outside: it is shown as it is. */
export const FIRST_DAY = '2000-01-01';
export const LAST_DAY = '2099-12-31';

/** What is said of a day outside them, beside its field. */
export const DAY_RULE = 'Give a day between 1 January 2000 and 31 December 2099.';

/** Whether a day lies among those that a person may give. */
export function isGiveable(day: IsoDate): boolean {
  return day >= FIRST_DAY && day <= LAST_DAY;
}

/** `9 June 2026`. */
export function formatDay(day: IsoDate): string {
  return DateTime.fromISO(day, { zone: 'utc', locale: 'en-GB' }).toFormat('d MMMM yyyy');
}

/** `Tuesday 9 June 2026`. */
export function formatDayAndWeekday(day: IsoDate): string {
  return DateTime.fromISO(day, { zone: 'utc', locale: 'en-GB' }).toFormat('cccc d MMMM yyyy');
}

/** `9 Jun`, or `9 Jun 2027` when the year is not that of `beside`; for lists where space is short. */
export function formatShortDay(day: IsoDate, beside: IsoDate): string {
  const pattern = day.slice(0, 4) === beside.slice(0, 4) ? 'd MMM' : 'd MMM yyyy';
  return DateTime.fromISO(day, { zone: 'utc', locale: 'en-GB' }).toFormat(pattern);
}

/** `9 June 2026, 14:05` in a zone. */
export function formatInstant(instant: string, zone: string): string {
  return DateTime.fromISO(instant, { zone, locale: 'en-GB' }).toFormat('d MMMM yyyy, HH:mm');
}

/** `Thursday 26 November, 09:30` in a zone; for lists whose headings give the year. */
export function formatMoment(instant: string, zone: string): string {
  return DateTime.fromISO(instant, { zone, locale: 'en-GB' }).toFormat('cccc d MMMM, HH:mm');
}

/** The day `days` later (or earlier, when negative); the last or first day of four digits where that is past them. */
export function addDays(day: IsoDate, days: number): IsoDate {
  return utcDay(Date.parse(`${day}T00:00:00Z`) + days * DAY);
}

/** The day it is in UTC at so many milliseconds since 1970, as far as four digits hold its year. */
function utcDay(at: number): IsoDate {
  return new Date(Math.min(Math.max(at, LEAST), MOST)).toISOString().slice(0, 10);
}

/** Monday to Friday, bank holidays of England left out. */
export function isWorkingDay(day: IsoDate): boolean {
  return isWeekday(day) && !isBankHoliday(day);
}

/** Whether England has a bank holiday on a day, substitute days included. None before 2000 or after 2099. */
export function isBankHoliday(day: IsoDate): boolean {
  return bankHolidays().all.has(day);
}

/**
 * Working days from one day to another: how many of them one must pass to get from `from` to `to`. Negative when `to` is
 * earlier. This is the unit of slip.
 */
export function workingDaysBetween(from: IsoDate, to: IsoDate): number {
  if (to < from) return -workingDaysBetween(to, from);
  const start = Date.parse(`${from}T00:00:00Z`) / DAY;
  const end = Date.parse(`${to}T00:00:00Z`) / DAY;
  // Those after `from`, up to and including `to`: a day that is one itself counts as before.
  const holidays = holidaysUpTo(to) - holidaysUpTo(from);
  return weekdaysUpTo(end) - weekdaysUpTo(start) - holidays;
}

const DAY = 24 * 60 * 60 * 1000;
const LEAST = Date.parse('0000-01-01T00:00:00Z');
const YEAR_1000 = Date.parse('1000-01-02T00:00:00Z');
const MOST = Date.parse('9999-12-31T00:00:00Z');

/** How many bank holidays on weekdays there are up to a day, itself included. Found by halves. */
function holidaysUpTo(day: IsoDate): number {
  const holidays = bankHolidays().weekdays;
  let [least, most] = [0, holidays.length];
  while (least < most) {
    const half = (least + most) >> 1;
    if ((holidays[half] ?? '') <= day) least = half + 1;
    else most = half;
  }
  return least;
}

function isWeekday(day: IsoDate): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6;
}

/** Weekdays from 1 January 1970, a Thursday, up to and including a day number. */
function weekdaysUpTo(dayNumber: number): number {
  // Counted from Monday 29 December 1969, so that whole weeks hold five.
  const sinceMonday = dayNumber + 3;
  const weeks = Math.floor(sinceMonday / 7);
  return weeks * 5 + Math.min(sinceMonday - weeks * 7 + 1, 5);
}

const MONTHS = 'january february march april may june july august september october november december'.split(' ');

/**
 * The days that words may mean, in the order of the years given: `3 December`, `3rd Dec 2026`, `the 3rd of December`, `2026-12-03`. Only days that
 * exist; none when the words mean no day. `years` are those tried where the words name none.
 */
export function daysMeant(typed: string, years: readonly string[]): IsoDate[] {
  const words = typed.toLowerCase().replace(/,/g, ' ').replace(/\s+/g, ' ').trim();
  if (isDay(words)) return [words];
  const [, day = '', month = '', year] =
    /^(?:the )?(\d{1,2})(?:st|nd|rd|th)?(?: of)? ([a-z]{3,9})\.?(?: (\d{4}))?$/.exec(words) ?? [];
  const n = month === '' ? -1 : MONTHS.findIndex((name) => name.startsWith(month));
  if (n < 0) return [];
  return (year ? [year] : years)
    .map((one) => `${one}-${String(n + 1).padStart(2, '0')}-${day.padStart(2, '0')}`)
    .filter(isDay);
}
