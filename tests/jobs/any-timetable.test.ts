// What holds of every timetable, in every zone, in any week: generated, not chosen.

import fc from 'fast-check';
import { DateTime } from 'luxon';
import { expect, it } from 'vitest';
import { addDays, dayOf, isWorkingDay } from '../../src/calendar.js';
import {
  isAllowed,
  mondayOf,
  nextAllowed,
  nextPromptAfter,
  periodOf,
  SNOOZES,
  snoozeUntil,
  weekOf,
} from '../../src/jobs/schedule.js';
import { Timetable, WEEKDAYS } from '../../src/programmes/timetable.js';

const LONDON = 'Europe/London';

/** Any timetable that is accepted, with closures between 2025 and 2029. */
const timetables = fc
  .record({
    slots: fc.uniqueArray(fc.integer({ min: 0, max: 5 * 20 - 1 }), { minLength: 4, maxLength: 4 }),
    due: fc.integer({ min: 0, max: 5 * 20 - 1 }),
    weekendDigest: fc.boolean(),
    closures: fc.array(fc.record({ start: fc.integer({ min: 0, max: 1500 }), days: fc.integer({ min: 0, max: 20 }) }), {
      maxLength: 12,
    }),
  })
  .map(({ slots, due, weekendDigest, closures }) => {
    const slot = (n: number) => ({
      day: WEEKDAYS[Math.floor(n / 20)] ?? 'Mon',
      time: `${String(8 + Math.floor((n % 20) / 2)).padStart(2, '0')}:${n % 2 ? '30' : '00'}`,
    });
    const [prompt = 0, reminder = 0, close = 0, digest = 0] = slots.sort((a, b) => a - b);
    return Timetable.parse({
      due: slot(due),
      prompt: slot(prompt),
      reminder: slot(reminder),
      close: slot(close),
      digest: weekendDigest ? { day: 'Sat', time: '11:00' } : slot(digest),
      closures: closures.map(({ start, days }, n) => ({
        from: addDays('2025-06-01', start),
        until: addDays('2025-06-01', start + days),
        name: `Closure ${n}`,
      })),
    });
  });
const zones = fc.constantFrom(LONDON, 'America/New_York', 'Africa/Cairo', 'Asia/Kolkata', 'Pacific/Auckland');

it('every moment of any timetable is in allowed hours of a working day, in order, before the next prompt', () => {
  fc.assert(
    fc.property(timetables, zones, fc.integer({ min: 0, max: 200 }), (timetable, zone, weeks) => {
      const period = periodOf(addDays('2025-06-02', weeks * 7), 'utc');
      const week = weekOf(timetable, zone, period);
      const next = nextPromptAfter(timetable, zone, period);
      const asking = week.moments.filter(({ kind }) => kind !== 'due');
      expect(week.skipped === '').toBe(asking[0]?.kind === 'prompt');
      for (const { at, until, kind, moved } of week.moments) {
        const day = dayOf(at, zone);
        expect(isAllowed(timetable, zone, new Date(at))).toBe(true);
        expect(isWorkingDay(day) || (day === addDays(mondayOf(period), 5) && timetable.digest.day === 'Sat')).toBe(
          true,
        );
        expect(timetable.closures.some((closure) => closure.from <= day && day <= closure.until)).toBe(false);
        expect(until > at).toBe(true);
        expect(moved === '').toBe(day === addDays(mondayOf(period), WEEKDAYS.indexOf(timetable[kind].day)));
        if (kind !== 'due') expect(at < next && until <= next).toBe(true);
      }
      const order = ['prompt', 'reminder', 'close', 'digest'];
      const places = asking.map(({ kind }) => order.indexOf(kind));
      expect(places).toEqual([...places].sort((a, b) => a - b));
      expect(new Set(asking.map(({ at }) => at)).size).toBe(asking.length);
    }),
    { numRuns: 600 },
  );
});

it('what is snoozed or put off comes at an allowed instant, and not before', () => {
  const instants = fc.date({ min: new Date('2025-06-01'), max: new Date('2029-06-01'), noInvalidDate: true });
  fc.assert(
    fc.property(timetables, zones, instants, fc.constantFrom(...SNOOZES), (timetable, zone, now, snooze) => {
      const back = snoozeUntil(timetable, zone, now, snooze);
      const next = nextAllowed(timetable, zone, now);
      expect(isAllowed(timetable, zone, back) && isAllowed(timetable, zone, next)).toBe(true);
      expect(back > now && next >= now).toBe(true);
    }),
    { numRuns: 600 },
  );
});

it('every day’s period is its ISO week, and begins with the Monday on or before it', () => {
  for (let day = '2019-12-25'; day < '2042-01-10'; day = addDays(day, 1)) {
    const luxon = DateTime.fromISO(day, { zone: 'utc' });
    const period = periodOf(`${day}T12:00:00Z`, 'utc');
    if (period !== luxon.toFormat("kkkk-'W'WW") || mondayOf(period) !== luxon.startOf('week').toISODate())
      expect.unreachable(`${day} is not of ${period}, ${mondayOf(period)}`);
  }
});
