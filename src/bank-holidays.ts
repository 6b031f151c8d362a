// Bank holidays of England, by arithmetic: a year costs microseconds, and every year of the product's days is computed once.
// Pitfall: days moved or added by proclamation follow no rule and are listed here; a new one is one more line.

/** The years whose bank holidays are known; outside them there are none. */
const YEARS = { first: 2000, last: 2099 };

/** Days proclaimed for one year, and those that they replaced. Source: gov.uk/bank-holidays and the London Gazette. */
const PROCLAIMED: Readonly<Record<number, { added: readonly string[]; gone?: readonly string[] }>> = {
  2002: { added: ['06-03', '06-04'], gone: ['05-27'] },
  2011: { added: ['04-29'] },
  2012: { added: ['06-04', '06-05'], gone: ['05-28'] },
  2020: { added: ['05-08'], gone: ['05-04'] },
  2022: { added: ['06-02', '06-03', '09-19'], gone: ['05-30'] },
  2023: { added: ['05-08'] },
};

export interface BankHolidays {
  /** All of them, those at weekends too, as `YYYY-MM-DD`. */
  all: ReadonlySet<string>;
  /** Those on weekdays, in order of time. */
  weekdays: readonly string[];
}

let known: BankHolidays | undefined;

/**
 * Every bank holiday of England from 2000 to 2099, substitute days included. Source of the rules: Banking and Financial
 * Dealings Act 1971, schedule 1, and gov.uk/bank-holidays.
 */
export function bankHolidays(): BankHolidays {
  known ??= computeAll();
  return known;
}

function computeAll(): BankHolidays {
  const all = Array.from({ length: YEARS.last - YEARS.first + 1 }, (_, n) => holidaysOf(YEARS.first + n)).flat();
  return { all: new Set(all), weekdays: all.filter((day) => !isWeekend(Date.parse(day) / DAY_MS)) };
}

function holidaysOf(year: number): string[] {
  const easter = easterOf(year);
  const [may, spring, summer] = [mondayFrom(year, 4, 1), mondayFrom(year, 4, 25), mondayFrom(year, 7, 25)];
  const fixed = [...withSubstitutes(year, 0, [1]), ...withSubstitutes(year, 11, [25, 26])];
  const all = [...fixed, easter - 2, easter + 1, may, spring, summer].map(sayDay);
  const { added = [], gone = [] } = PROCLAIMED[year] ?? {};
  const kept = all.filter((day) => !gone.includes(day.slice(5)));
  return [...kept, ...added.map((day) => `${year}-${day}`)].sort();
}

/** Days of a month, and for each at a weekend the next weekday that is free. */
function withSubstitutes(year: number, month: number, dates: readonly number[]): number[] {
  const own = dates.map((date) => dayNumber(year, month, date));
  const off = [...own];
  for (let day of own.filter(isWeekend)) {
    while (isWeekend(day) || off.includes(day)) day += 1;
    off.push(day);
  }
  return off;
}

/** The first Monday of a month on or after a date. */
function mondayFrom(year: number, month: number, date: number): number {
  const day = dayNumber(year, month, date);
  return day + ((8 - weekday(day)) % 7);
}

/** Easter Sunday. Source: the Gregorian computus of Meeus, Jones and Butcher. */
function easterOf(year: number): number {
  const century = Math.floor(year / 100);
  const golden = year % 19;
  const moon = (golden * 19 + century - Math.floor(century / 4) - Math.floor((8 * century + 13) / 25) + 15) % 30;
  const epact = moon - Math.floor(moon / 28) * (1 - Math.floor(29 / (moon + 1)) * Math.floor((21 - golden) / 11));
  const sunday = (year + Math.floor(year / 4) + epact + 2 - century + Math.floor(century / 4)) % 7;
  const offset = epact - sunday;
  const month = 3 + Math.floor((offset + 40) / 44);
  return dayNumber(year, month - 1, offset + 28 - 31 * Math.floor(month / 4));
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Days since 1 January 1970; `month` from 0. */
function dayNumber(year: number, month: number, date: number): number {
  return Date.UTC(year, month, date) / DAY_MS;
}

/** 0 for Sunday to 6 for Saturday. */
function weekday(day: number): number {
  return (day + 4) % 7;
}

function isWeekend(day: number): boolean {
  return weekday(day) % 6 === 0;
}

function sayDay(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}
