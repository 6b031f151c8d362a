import { describe, expect, it } from 'vitest';
import { addDays, dayOf, formatDay, formatShortDay, isDay, isWorkingDay, workingDaysBetween } from '../src/calendar.js';

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
