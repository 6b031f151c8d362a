// Financial years, April to March, by the calendar year they begin in. Pure. What one could get wrong: 2026 is the year 2026/27,
// and a day in March belongs to the year before its own.

import type { IsoDate } from '../calendar.js';

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
