// When a return opens, which quarter it is about, and how people name it.

import { describe, expect, it } from 'vitest';
import { readDemoPlan } from '../../src/demo/seed.js';
import {
  daysOfQuarter,
  quarterAfter,
  quarterBefore,
  quarterId,
  quarterOf,
  readQuarterId,
  sayQuarterWhole,
} from '../../src/financial-years.js';
import { openedBy, readRound, roundBefore, roundOf, roundsOf } from '../../src/returns/rounds.js';

const { programme } = await readDemoPlan();
const open = { ...programme, timetable: undefined };

describe('quarters of financial years', () => {
  it.each([
    ['2026-04-01', '2026/27 Q1'],
    ['2026-06-30', '2026/27 Q1'],
    ['2026-07-01', '2026/27 Q2'],
    ['2026-12-31', '2026/27 Q3'],
    ['2027-01-01', '2026/27 Q4'],
    ['2027-03-31', '2026/27 Q4'],
    ['2027-04-01', '2027/28 Q1'],
  ])('%s is in %s', (day, id) => {
    const quarter = quarterOf(day);
    expect(quarterId(quarter)).toBe(id);
    expect(readQuarterId(id)).toEqual(quarter);
    const { from, until } = daysOfQuarter(quarter);
    expect(from <= day && day <= until).toBe(true);
    expect(quarterAfter(quarterBefore(quarter))).toEqual(quarter);
  });

  it('says one whole', () => {
    expect(sayQuarterWhole({ year: 2026, quarter: 4 })).toBe('Quarter 4 of 2026/27, January to March 2027');
    expect(readQuarterId('2026/28 Q1')).toBeUndefined();
    expect(readQuarterId('Q1')).toBeUndefined();
  });
});

describe('the returns of a programme', () => {
  it('are about the last quarter that ended before they are due', () => {
    expect(roundsOf(open).map(({ ref, dueOn }) => `${ref} ${dueOn}`)).toEqual([
      'Q26272 2026-10-16',
      'Q26273 2027-01-22',
      'Q26274 2027-04-23',
      'Q27281 2027-07-23',
    ]);
    expect(roundOf(open, 'Q26273')).toMatchObject({ from: '2026-10-01', until: '2026-12-31' });
  });

  it('open four weeks before, or on the last working day before that', () => {
    // Four weeks before 22 January 2027 is Christmas Day.
    expect(roundOf(open, 'Q26273')?.opensOn).toBe('2026-12-24');
    expect(roundOf(programme, 'Q26273')?.opensOn).toBe('2026-12-18');
    expect(roundOf(open, 'Q27281')?.opensOn).toBe('2027-06-25');
  });

  it('do not wait for the end of a closure of many weeks', () => {
    expect(roundOf(programme, 'Q26272')?.opensOn).toBe('2026-09-18');
  });

  it('are reminded of on working days after they opened', () => {
    expect(roundOf(programme, 'Q26273')?.remindsOn).toEqual(['2027-01-08', '2027-01-15']);
    expect(roundOf(programme, 'Q26272')?.remindsOn).toEqual(['2026-10-02', '2026-10-09']);
    const eager = { ...open, returnRound: { opensDaysBefore: 7, remindDaysBefore: [14, 7, 3], sections: {} } };
    expect(roundOf(eager, 'Q26273')?.remindsOn).toEqual(['2027-01-19']);
  });

  it('know the one before, and which are open', () => {
    const third = roundOf(programme, 'Q26273');
    expect(third && roundBefore(programme, third)?.ref).toBe('Q26272');
    expect(openedBy(programme, '2026-12-17').map(({ ref }) => ref)).toEqual(['Q26272']);
    expect(openedBy(programme, '2026-12-18').map(({ ref }) => ref)).toEqual(['Q26272', 'Q26273']);
  });

  it.each([
    ['Q3', 'Q26273'],
    ['q26273', 'Q26273'],
    ['2026/27 Q4', 'Q26274'],
    ['Q1 of 2027/28', 'Q27281'],
    ['quarter 2 2026/27', 'Q26272'],
    ['Q1 2026/27', undefined],
    ['Q5', undefined],
    ['next', undefined],
  ])('are named: %s', (typed, ref) => {
    expect(readRound(programme, typed)?.ref).toBe(ref);
  });
});
