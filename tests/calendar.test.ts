import Holidays from 'date-holidays';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  dayOf,
  formatDay,
  formatShortDay,
  isBankHoliday,
  isDay,
  isWorkingDay,
  workingDaysBetween,
} from '../src/calendar.js';
import { processorMs } from './support/processor.js';

describe('days', () => {
  it('are those of the zone, not of UTC', () => {
    expect(dayOf('2026-07-01T23:30:00.000Z', 'Europe/London')).toBe('2026-07-02');
    expect(dayOf('2026-12-01T23:30:00.000Z', 'Europe/London')).toBe('2026-12-01');
  });

  it('exist or do not', () => {
    expect(isDay('2026-02-28')).toBe(true);
    for (const text of ['2026-02-30', '2026-2-3', '28/02/2026', '', 'tomorrow', '2026-13-01'])
      expect(isDay(text)).toBe(false);
  });

  it('are written the way people here read them', () => {
    expect(formatDay('2026-06-09')).toBe('9 June 2026');
    expect(formatShortDay('2026-06-09', '2026-11-26')).toBe('9 Jun');
    expect(formatShortDay('2027-01-15', '2026-11-26')).toBe('15 Jan 2027');
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  });
});

describe('working days', () => {
  it('leave out weekends and the bank holidays of England', () => {
    expect(isWorkingDay('2026-12-24')).toBe(true);
    expect(isWorkingDay('2026-12-25')).toBe(false);
    expect(isWorkingDay('2026-12-26')).toBe(false);
    expect(isWorkingDay('2026-12-28')).toBe(false);
    expect(isWorkingDay('2026-08-31')).toBe(false);
  });

  it.each([
    ['2026-11-26', '2026-11-26', 0],
    ['2026-11-26', '2026-11-27', 1],
    ['2026-11-27', '2026-11-30', 1],
    ['2026-11-28', '2026-11-29', 0],
    ['2026-12-31', '2027-01-15', 10],
    ['2026-12-31', '2027-02-12', 30],
    ['2027-02-12', '2026-12-31', -30],
    ['2026-06-19', '2026-06-22', 1],
  ])('from %s to %s are %i', (from, to, days) => {
    expect(workingDaysBetween(from, to)).toBe(days);
  });

  it('agree with counting them one by one', () => {
    let counted = 0;
    for (let day = '2026-01-01'; day < '2029-03-31'; ) {
      day = addDays(day, 1);
      if (isWorkingDay(day)) counted += 1;
      if (!day.endsWith('-15')) continue;
      expect(workingDaysBetween('2026-01-01', day)).toBe(counted);
    }
  });
});

describe('bank holidays', () => {
  // Moved or added by proclamation, and wrong in the data they are held against: https://www.gov.uk/bank-holidays.
  const proclaimed: Record<string, boolean> = {
    '2002-05-27': false,
    '2002-06-03': true,
    '2002-06-04': true,
    '2011-04-29': true,
    '2012-05-28': false,
    '2012-06-04': true,
  };

  it('are those of England in every year from 2000 to 2099', () => {
    const england = new Holidays('GB', 'ENG');
    const off = Array.from({ length: 100 }, (_, n) => england.getHolidays(2000 + n))
      .flat()
      .filter(({ type }) => type === 'public' || type === 'bank')
      .map(({ date }) => date.slice(0, 10));
    const theirs = new Set(off);
    expect(theirs.size).toBeGreaterThan(800);
    for (let day = '2000-01-01'; day <= '2099-12-31'; day = addDays(day, 1))
      expect(isBankHoliday(day), day).toBe(proclaimed[day] ?? theirs.has(day));
  });
});

describe('any two days that can be stored', () => {
  const far = ['0000-01-01', '0026-12-20', '1969-12-28', '1999-12-31', '2026-11-26', '2206-12-20', '9999-12-31'];

  it('have their working days between them counted at once, whatever the years', () => {
    const pairs = far.flatMap((from) => far.map((to) => [from, to] as const));
    const ms = processorMs(() => {
      for (let n = 0; n < 20; n += 1) for (const [from, to] of pairs) workingDaysBetween(from, to);
    });
    // Counted one by one it is 3,653,000 days for a single pair.
    expect(ms).toBeLessThan(100);
    for (const [from, to] of pairs) expect(workingDaysBetween(from, to) + workingDaysBetween(to, from)).toBe(0);
    // Five in each whole week where no bank holidays are known.
    expect(workingDaysBetween('0026-12-20', '0027-01-03')).toBe(10);
    expect(workingDaysBetween('9998-01-05', '9999-01-04')).toBe(52 * 5);
    expect(workingDaysBetween('1999-12-20', '2000-01-10')).toBe(14);
  });

  it('are those of their instants in a zone', () => {
    for (const day of far.slice(0, -1))
      for (const zone of ['Europe/London', 'Pacific/Auckland'])
        expect(isDay(dayOf(`${day}T12:00:00.000Z`, zone)), day).toBe(true);
    for (const at of ['-000001-12-31T23:00:00.000Z', '9999-12-31T23:00:00.000Z', '+010000-01-01T12:00:00.000Z'])
      expect(isDay(dayOf(at, 'Europe/London')), at).toBe(true);
  });

  it('have days after and before them that are days', () => {
    expect(addDays('9999-12-31', 1)).toBe('9999-12-31');
    expect(addDays('0000-01-01', -1)).toBe('0000-01-01');
    for (const day of far)
      for (const days of [-4_000_000, -1, 1, 4_000_000]) expect(isDay(addDays(day, days))).toBe(true);
  });
});

it('gives the same day as luxon at any instant of any zone', () => {
  const zones = ['Europe/London', 'UTC', 'Pacific/Kiritimati', 'America/St_Johns', 'Asia/Kathmandu'];
  const [from, until] = [Date.parse('1970-01-02T00:00:00Z'), Date.parse('2199-12-30T00:00:00Z')];
  fc.assert(
    fc.property(fc.integer({ min: from, max: until }), fc.constantFrom(...zones), (at, zone) => {
      const instant = new Date(at);
      expect(dayOf(instant, zone)).toBe(DateTime.fromJSDate(instant).setZone(zone).toISODate());
      expect(dayOf(instant.toISOString(), zone)).toBe(dayOf(instant, zone));
    }),
  );
  expect(dayOf('no instant', 'UTC')).toBe('');
});
