// Financial years, April to March, by the calendar year they begin in, and their quarters. Pure. What one could get wrong: 2026 is
// the year 2026/27, a day in March belongs to the year before its own, and quarter 3 is October to December.

import type { IsoDate } from './calendar.js';

/** The financial year a day is in. */
export function yearOf(day: IsoDate): number {
  const year = Number(day.slice(0, 4));
  return day.slice(5) < '04-01' ? year - 1 : year;
}

/** `2026/27`. */
export function sayYear(year: number): string {
  return `${year}/${twoDigits(year + 1)}`;
}

/** The reference of a year's record: `F2627`. */
export function refOf(year: number): string {
  return `F${twoDigits(year)}${twoDigits(year + 1)}`;
}

/** The year a reference names; undefined when it names none. */
export function yearOfRef(ref: string): number | undefined {
  const year = /^F(\d{2})\d{2}$/.exec(ref)?.[1];
  const found = year === undefined ? undefined : 2000 + Number(year);
  return found !== undefined && refOf(found) === ref ? found : undefined;
}

/** A year as people type it: `2027/28`, `27-28`, `2027 to 2028`, `2027`, `F2728`. Undefined when it is none of this century. */
export function readYear(text: string): number | undefined {
  const plain = text.trim().toUpperCase();
  if (/^F\d{4}$/.test(plain)) return yearOfRef(plain);
  const found = /^(?<from>(?:20)?\d{2})(?: ?(?:\/|-|–| TO ) ?(?<to>(?:20)?\d{2}))?$/.exec(plain)?.groups;
  if (!found?.from || (found.to === undefined && found.from.length === 2)) return undefined;
  const year = 2000 + (Number(found.from) % 100);
  return found.to === undefined || Number(found.to) % 100 === (year + 1) % 100 ? year : undefined;
}

/** 1 April. */
export function firstDayOf(year: number): IsoDate {
  return `${year}-04-01`;
}

/** 31 March. */
export function lastDayOf(year: number): IsoDate {
  return `${year + 1}-03-31`;
}

export type Quarter = 1 | 2 | 3 | 4;
export const QUARTERS: readonly Quarter[] = [1, 2, 3, 4];

/** `January to March 2028`. */
export function sayQuarter(year: number, quarter: Quarter): string {
  const months = ['April to June', 'July to September', 'October to December', 'January to March'][quarter - 1];
  return `${months} ${quarter === 4 ? year + 1 : year}`;
}

function twoDigits(year: number): string {
  return String(year % 100).padStart(2, '0');
}

/** One quarter of one financial year, by the calendar year that year begins in. */
export interface YearQuarter {
  year: number;
  quarter: Quarter;
}

/** The quarter a day is in. */
export function quarterOf(day: IsoDate): YearQuarter {
  const quarter = (Math.floor((Number(day.slice(5, 7)) + 8) / 3) % 4) + 1;
  return { year: yearOf(day), quarter: quarter as Quarter };
}

/** The quarter before one. */
export function quarterBefore({ year, quarter }: YearQuarter): YearQuarter {
  return quarter === 1 ? { year: year - 1, quarter: 4 } : { year, quarter: (quarter - 1) as Quarter };
}

/** The quarter after one. */
export function quarterAfter({ year, quarter }: YearQuarter): YearQuarter {
  return quarter === 4 ? { year: year + 1, quarter: 1 } : { year, quarter: (quarter + 1) as Quarter };
}

/** A quarter's own text, which sorts: `2026/27 Q3`. */
export function quarterId({ year, quarter }: YearQuarter): string {
  return `${sayYear(year)} Q${quarter}`;
}

/** The quarter of a `quarterId`; undefined when the text is none. */
export function readQuarterId(text: string): YearQuarter | undefined {
  const found = /^(?<year>\d{4}\/\d{2}) Q(?<quarter>[1-4])$/.exec(text)?.groups;
  const year = found?.year === undefined ? undefined : readYear(found.year);
  return year === undefined || !found ? undefined : { year, quarter: Number(found.quarter) as Quarter };
}

/** First and last day of a quarter. */
export function daysOfQuarter({ year, quarter }: YearQuarter): { from: IsoDate; until: IsoDate } {
  const own = quarter === 4 ? year + 1 : year;
  const [from, until] = (
    [
      ['04-01', '06-30'],
      ['07-01', '09-30'],
      ['10-01', '12-31'],
      ['01-01', '03-31'],
    ] as const
  )[quarter - 1] ?? ['', ''];
  return { from: `${own}-${from}`, until: `${own}-${until}` };
}

/** `Quarter 3 of 2026/27, October to December 2026`. */
export function sayQuarterWhole({ year, quarter }: YearQuarter): string {
  return `Quarter ${quarter} of ${sayYear(year)}, ${sayQuarter(year, quarter)}`;
}
