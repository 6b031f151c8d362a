import { describe, expect, it } from 'vitest';
import { addDays } from '../../src/calendar.js';
import {
  comingMoments,
  isAllowed,
  mondayOf,
  nextAllowed,
  nextPromptAfter,
  periodAfter,
  periodBefore,
  periodOf,
  snoozeUntil,
  type Week,
  weekOf,
  workingDayUntil,
} from '../../src/jobs/schedule.js';
import { leaveOn } from '../../src/programmes/leave.js';
import { Timetable } from '../../src/programmes/timetable.js';
import { processorMs } from '../support/processor.js';

const LONDON = 'Europe/London';
const usual = Timetable.parse({});
const christmas = { from: '2026-12-21', until: '2027-01-01', name: 'Christmas closure' };

/** `Thu 2026-03-26T09:30Z` of each moment, by kind. */
function moments(week: Week): Record<string, string> {
  return Object.fromEntries(week.moments.map(({ kind, at }) => [kind, `${at.slice(0, 16)}Z`]));
}

describe('a week', () => {
  // Guard: `remembering`. An idle minute of very many programmes asks for the same weeks again and again.
  it('is worked out once for timetables that say the same, and never taken for another’s', () => {
    const week = weekOf(usual, LONDON, '2026-W48');
    expect(weekOf(structuredClone(usual), LONDON, '2026-W48')).toBe(week);
    const later = Timetable.parse({ prompt: { day: 'Thu', time: '09:45' } });
    const others: [Timetable, string, string][] = [
      [later, LONDON, '2026-W48'],
      [usual, 'Europe/Paris', '2026-W48'],
      [usual, LONDON, '2026-W49'],
      [{ ...usual, closures: [christmas] }, LONDON, '2026-W48'],
    ];
    for (const other of others) expect(weekOf(...other)).not.toBe(week);
    const closures = Array.from({ length: 100 }, (_, n) => ({ ...christmas, name: `Closure ${n}` }));
    const long = { ...usual, closures };
    expect(weekOf(long, LONDON, '2026-W48')).not.toBe(weekOf(long, LONDON, '2026-W48'));
    expect(weekOf(long, LONDON, '2026-W48')).toEqual(week);
  });

  it.each([
    ['in winter', '2026-W48', '2026-11-23T09:30Z', '2026-11-26T09:30Z', '2026-11-27T13:00Z'],
    ['in summer', '2026-W26', '2026-06-22T08:30Z', '2026-06-25T08:30Z', '2026-06-26T12:00Z'],
    ['before the clocks go forward on 29 March 2026', '2026-W13', '2026-03-23T09:30Z', '2026-03-26T09:30Z', undefined],
    ['after they did', '2026-W16', '2026-04-13T08:30Z', '2026-04-16T08:30Z', undefined],
    ['before they go back on 25 October 2026', '2026-W43', '2026-10-19T08:30Z', '2026-10-22T08:30Z', undefined],
    ['after they did, then', '2026-W44', '2026-10-26T09:30Z', '2026-10-29T09:30Z', undefined],
  ])('keeps its local times %s', (_when, period, due, prompt, digest) => {
    const week = weekOf(usual, LONDON, period);
    expect(moments(week)).toMatchObject({ due, prompt, ...(digest && { digest }) });
    expect(week).toMatchObject({ period, skipped: '' });
    expect(week.moments.every(({ moved }) => moved === '')).toBe(true);
    expect(week.moments.map(({ kind }) => kind)).toEqual(['due', 'prompt', 'reminder', 'close', 'digest']);
  });

  it('is caught up with until the same local time of the next working day', () => {
    const week = weekOf(usual, LONDON, '2026-W48');
    expect(week.moments.map(({ until }) => until.slice(0, 16))).toEqual([
      '2026-11-24T09:30',
      '2026-11-27T09:30',
      '2026-11-30T09:30',
      '2026-11-30T12:00',
      '2026-11-30T13:00',
    ]);
    // Over the weekend in which the clocks change, and over Easter.
    expect(weekOf(usual, LONDON, '2026-W43').moments.at(-1)?.until).toBe('2026-10-26T13:00:00.000Z');
    expect(weekOf(usual, LONDON, '2027-W12').moments.find(({ kind }) => kind === 'prompt')?.until).toBe(
      '2027-03-30T08:30:00.000Z',
    );
  });

  it('moves what falls on a bank holiday to the next working day, and says from where', () => {
    const easter = weekOf(usual, LONDON, '2027-W12');
    expect(moments(easter)).toEqual({
      due: '2027-03-22T09:30Z',
      prompt: '2027-03-25T09:30Z',
      reminder: '2027-03-30T08:30Z',
      close: '2027-03-30T11:00Z',
      digest: '2027-03-30T12:00Z',
    });
    expect(easter.moments.map(({ moved }) => moved)).toEqual([
      '',
      '',
      ...Array(3).fill('Moved from Friday 26 March 2027: bank holiday'),
    ]);
    expect(moments(weekOf(usual, LONDON, '2027-W13')).due).toBe('2027-03-30T08:30Z');
  });

  it('moves past a Christmas with substitute days and past New Year', () => {
    expect(moments(weekOf(usual, LONDON, '2026-W52'))).toMatchObject({
      prompt: '2026-12-24T09:30Z',
      reminder: '2026-12-29T09:30Z',
      digest: '2026-12-29T13:00Z',
    });
    const last = weekOf(usual, LONDON, '2026-W53');
    expect(moments(last)).toMatchObject({
      due: '2026-12-29T09:30Z',
      prompt: '2026-12-31T09:30Z',
      reminder: '2027-01-04T09:30Z',
    });
    expect(last.moments.at(-1)).toMatchObject({ moved: 'Moved from Friday 1 January 2027: bank holiday' });
    // 25 and 26 December 2027 are a weekend: Monday and Tuesday are off in their place.
    expect(moments(weekOf(usual, LONDON, '2027-W52')).due).toBe('2027-12-29T09:30Z');
  });

  it('keeps its order when the prompt moves onto the reminder’s day', () => {
    // Thursday 25 December 2025 and the day after are bank holidays.
    expect(
      weekOf(usual, LONDON, '2025-W52').moments.map(({ kind, at, moved }) => [kind, at.slice(0, 16), moved]),
    ).toEqual([
      ['due', '2025-12-22T09:30', ''],
      ['prompt', '2025-12-29T09:30', 'Moved from Thursday 25 December 2025: bank holiday'],
      ['reminder', '2025-12-30T09:30', 'Moved from Friday 26 December 2025: bank holiday'],
      ['close', '2025-12-30T12:00', 'Moved from Friday 26 December 2025: bank holiday'],
      ['digest', '2025-12-30T13:00', 'Moved from Friday 26 December 2025: bank holiday'],
    ]);
    // New Year's Day 2025 was a Wednesday: a prompt of Wednesday comes when the reminder of Thursday would.
    const early = Timetable.parse({ prompt: { day: 'Wed', time: '09:30' }, reminder: { day: 'Thu', time: '09:30' } });
    expect(weekOf(early, LONDON, '2025-W01').moments.map(({ moved }) => moved)).toEqual([
      '',
      'Moved from Wednesday 1 January 2025: bank holiday',
      'Moved from Thursday 2 January 2025: the prompt moved',
      '',
      '',
    ]);
  });

  it('is skipped when a closure covers the prompt’s own day', () => {
    const closed = Timetable.parse({ closures: [christmas] });
    expect(weekOf(closed, LONDON, '2026-W52')).toEqual({
      period: '2026-W52',
      skipped: 'Nobody is asked: Christmas closure',
      moments: [],
    });
    expect(weekOf(closed, LONDON, '2026-W53').moments).toEqual([]);
    expect(weekOf(closed, LONDON, '2027-W01').skipped).toBe('');
  });

  it('moves past a closure that covers only its reminder, and drops what finds no day', () => {
    const inset = Timetable.parse({ closures: [{ from: '2026-11-27', until: '2026-11-27', name: 'Inset day' }] });
    expect(weekOf(inset, LONDON, '2026-W48').moments.at(-1)).toMatchObject({
      at: '2026-11-30T13:00:00.000Z',
      moved: 'Moved from Friday 27 November 2026: Inset day',
    });
    const long = Timetable.parse({ closures: [{ ...christmas, from: '2026-12-18' }] });
    expect(weekOf(long, LONDON, '2026-W51')).toMatchObject({
      moments: [{ kind: 'due' }, { kind: 'prompt', until: '2026-12-18T09:30:00.000Z' }],
      dropped: ['No reminder: Christmas closure', 'No close: Christmas closure', 'No digest: Christmas closure'],
    });
  });

  it('is skipped when the prompt finds no day before the next one', () => {
    const closures = [{ from: '2026-01-02', until: '2026-01-09', name: 'New Year closure' }];
    // Thursday 1 January 2026 is a bank holiday, and every day up to the next prompt is closed.
    expect(weekOf(Timetable.parse({ closures }), LONDON, '2026-W01').skipped).toBe('Nobody is asked: bank holiday');
  });

  it('stays on a weekend day that the timetable itself names', () => {
    const weekend = Timetable.parse({ digest: { day: 'Sat', time: '10:00' } });
    expect(weekOf(weekend, LONDON, '2026-W48').moments.at(-1)).toMatchObject({
      at: '2026-11-28T10:00:00.000Z',
      moved: '',
    });
    expect(isAllowed(weekend, LONDON, new Date('2026-11-28T10:00:00Z'))).toBe(true);
    expect(isAllowed(weekend, LONDON, new Date('2026-11-29T10:00:00Z'))).toBe(false);
  });

  it.each([
    ['America/New_York', '2026-W10', '2026-03-05T14:30Z'],
    ['America/New_York', '2026-W11', '2026-03-12T13:30Z'],
    ['Asia/Kolkata', '2026-W48', '2026-11-26T04:00Z'],
    ['Pacific/Auckland', '2026-W48', '2026-11-25T20:30Z'],
  ])('is local in %s, %s', (zone, period, prompt) => {
    expect(moments(weekOf(usual, zone, period)).prompt).toBe(prompt);
  });

  it('takes a local time that spring leaves out as much later as the clocks jump', () => {
    // Cairo's clocks jump from Friday 24 April 2026, 00:00, to 01:00.
    const night = Timetable.parse({
      allowedHours: { from: '00:00', until: '23:00' },
      reminder: { day: 'Fri', time: '00:30' },
    });
    expect(moments(weekOf(night, 'Africa/Cairo', '2026-W17')).reminder).toBe('2026-04-23T22:30Z');
    expect(moments(weekOf(night, 'Africa/Cairo', '2026-W18')).reminder).toBe('2026-04-30T21:30Z');
  });
});

describe('a period', () => {
  it.each([
    ['2026-11-26T09:00:00Z', LONDON, '2026-W48'],
    ['2026-12-31T12:00:00Z', LONDON, '2026-W53'],
    ['2027-01-03T23:59:59Z', LONDON, '2026-W53'],
    ['2027-01-04T00:00:00Z', LONDON, '2027-W01'],
    ['2027-01-01T12:00:00Z', LONDON, '2026-W53'],
    ['2024-12-30T12:00:00Z', LONDON, '2025-W01'],
    ['2026-06-28T23:30:00Z', LONDON, '2026-W27'],
    ['2026-11-29T20:00:00Z', 'Pacific/Auckland', '2026-W49'],
    ['2026-11-30T03:00:00Z', 'America/New_York', '2026-W48'],
  ])('at %s in %s is %s', (instant, zone, period) => {
    expect(periodOf(instant, zone)).toBe(period);
    expect(periodOf(new Date(instant), zone)).toBe(period);
  });

  it('has one before and one after it, across year ends with and without a week 53', () => {
    expect(periodBefore('2027-W01')).toBe('2026-W53');
    expect(periodAfter('2026-W53')).toBe('2027-W01');
    expect(periodAfter('2025-W52')).toBe('2026-W01');
    expect(mondayOf('2026-W48')).toBe('2026-11-23');
    expect(mondayOf('2025-W01')).toBe('2024-12-30');
  });
});

describe('sending by itself', () => {
  const closed = Timetable.parse({ closures: [christmas] });
  it.each([
    ['2026-11-26T07:59:59Z', false, '2026-11-26T08:00:00.000Z'],
    ['2026-11-26T08:00:00Z', true, '2026-11-26T08:00:00.000Z'],
    ['2026-11-26T17:59:59Z', true, '2026-11-26T17:59:59.000Z'],
    ['2026-11-26T18:00:00Z', false, '2026-11-27T08:00:00.000Z'],
    ['2026-11-27T18:00:00Z', false, '2026-11-30T08:00:00.000Z'],
    ['2026-11-28T12:00:00Z', false, '2026-11-30T08:00:00.000Z'],
    ['2026-06-25T07:00:00Z', true, '2026-06-25T07:00:00.000Z'],
    ['2026-10-23T18:30:00Z', false, '2026-10-26T08:00:00.000Z'],
    ['2026-03-27T19:00:00Z', false, '2026-03-30T07:00:00.000Z'],
    ['2027-03-25T20:00:00Z', false, '2027-03-30T07:00:00.000Z'],
    ['2026-12-18T18:00:00Z', false, '2027-01-04T08:00:00.000Z'],
  ])('at %s is allowed: %s; next at %s', (now, allowed, next) => {
    expect(isAllowed(closed, LONDON, new Date(now))).toBe(allowed);
    expect(nextAllowed(closed, LONDON, new Date(now)).toISOString()).toBe(next);
  });
});

describe('a snooze', () => {
  const closed = Timetable.parse({ closures: [christmas] });
  it.each([
    ['2026-11-26T10:00:00Z', '2 hours', '2026-11-26T12:00:00.000Z'],
    ['2026-11-26T17:00:00Z', '2 hours', '2026-11-27T08:00:00.000Z'],
    ['2026-11-27T17:30:00Z', '2 hours', '2026-11-30T08:00:00.000Z'],
    ['2026-11-26T10:00:00Z', 'tomorrow', '2026-11-27T09:30:00.000Z'],
    ['2026-11-27T10:00:00Z', 'tomorrow', '2026-11-30T09:30:00.000Z'],
    ['2026-10-23T10:00:00Z', 'tomorrow', '2026-10-26T09:30:00.000Z'],
    ['2026-11-26T10:00:00Z', 'Monday', '2026-11-30T09:30:00.000Z'],
    ['2026-11-30T10:00:00Z', 'Monday', '2026-12-07T09:30:00.000Z'],
    ['2026-08-27T10:00:00Z', 'Monday', '2026-09-01T08:30:00.000Z'],
    ['2026-12-17T10:00:00Z', 'Monday', '2027-01-04T09:30:00.000Z'],
  ] as const)('at %s for %s comes back at %s', (now, snooze, back) => {
    expect(snoozeUntil(closed, LONDON, new Date(now), snooze).toISOString()).toBe(back);
  });
});

it('a person is on leave from the first day to the last, both included', () => {
  const member = { leave: [{ from: '2026-11-26', until: '2026-11-27' }] };
  expect(leaveOn(member, '2026-11-25')).toBeUndefined();
  expect(leaveOn(member, '2026-11-26')).toEqual(member.leave[0]);
  expect(leaveOn(member, '2026-11-27')).toEqual(member.leave[0]);
  expect(leaveOn(member, '2026-11-28')).toBeUndefined();
  expect(leaveOn({}, '2026-11-26')).toBeUndefined();
});

describe('what comes', () => {
  const programme = { zone: LONDON, timetable: Timetable.parse({ closures: [christmas] }) };

  it('is everything of the next four weeks, with why a week is skipped', () => {
    const coming = comingMoments(programme, new Date('2026-12-10T12:00:00Z'), 4);
    expect(coming.map(({ period, skipped, moments: all }) => [period, skipped, all.length])).toEqual([
      ['2026-W50', '', 3],
      ['2026-W51', '', 5],
      ['2026-W52', 'Nobody is asked: Christmas closure', 0],
      ['2026-W53', 'Nobody is asked: Christmas closure', 0],
      ['2027-W01', '', 2],
    ]);
  });

  it('includes what was moved into this week from the last', () => {
    const [first] = comingMoments({ zone: LONDON }, new Date('2027-03-30T07:00:00Z'), 1);
    expect(first).toMatchObject({ period: '2027-W12', moments: [{ kind: 'reminder' }, { kind: 'close' }, {}] });
    expect(first?.moments[0]?.moved).toBe('Moved from Friday 26 March 2027: bank holiday');
  });
});

describe('a timetable', () => {
  it.each([
    ['a reminder before the prompt', { reminder: { day: 'Mon', time: '09:30' } }, 'reminder'],
    ['a close with the digest', { close: { day: 'Fri', time: '13:00' } }, 'digest'],
    ['a prompt outside the allowed hours', { prompt: { day: 'Thu', time: '07:30' } }, 'prompt'],
    ['hours that end before they begin', { allowedHours: { from: '18:00', until: '08:00' } }, 'allowedHours'],
    ['a closure that ends first', { closures: [{ from: '2026-02-02', until: '2026-02-01', name: 'C' }] }, 'closures'],
  ])('with %s is refused', (_what, change, path) => {
    const paths = Timetable.safeParse(change).error?.issues.map((issue) => issue.path[0]);
    expect(paths).toContain(path);
  });
});

describe('a timetable that is closed without end', () => {
  const now = new Date('2026-11-26T10:00:00Z');
  const week = { from: '2026-01-01', until: '2026-01-04', name: 'A week' };
  it.each([
    ['to the last day there is', [{ from: '2026-11-20', until: '9999-12-31', name: 'For good' }]],
    ['from the first day there is', [{ from: '0000-01-01', until: '9999-12-31', name: 'For good' }]],
    [
      'in 5,000 weeks one by one',
      Array.from({ length: 5_000 }, (_, n) => ({
        ...week,
        from: addDays('2026-01-05', n * 7),
        until: addDays('2026-01-09', n * 7),
      })),
    ],
  ])('%s costs no more than any other', (_how, closures) => {
    const closed = Timetable.parse({ closures });
    const ms = processorMs(() => {
      expect(weekOf(closed, LONDON, '2026-W48')).toMatchObject({ moments: [] });
      expect(nextAllowed(closed, LONDON, now).getTime()).toBeGreaterThan(now.getTime());
      expect(nextPromptAfter(closed, LONDON, '2026-W48') > '2036').toBe(true);
      expect(snoozeUntil(closed, LONDON, now, 'Monday').getTime()).toBeGreaterThan(now.getTime());
      expect(comingMoments({ zone: LONDON, timetable: closed }, now, 4).flatMap(({ moments: all }) => all)).toEqual([]);
      expect(workingDayUntil(closed, '2026-11-29') < '2026-11-29').toBe(true);
    });
    expect(ms).toBeLessThan(250);
  });

  it('has an end to every search, at the ends of time too', () => {
    for (const day of ['0000-01-01', '0000-01-02', '9999-12-31']) expect(workingDayUntil(usual, day) <= day).toBe(true);
    for (const period of ['0000-W01', '9999-W52', '9999-W99']) {
      weekOf(usual, LONDON, period);
      nextPromptAfter(usual, LONDON, period);
    }
  });
});
