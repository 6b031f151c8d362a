// Days in the words people use. What one could get wrong: a day without a year is the latest that is not still to come.

import { expect, it } from 'vitest';
import { readDay, readSince, saySince, sinceDay } from '../../src/summary/day-words.js';

const programme = { boards: [{ on: '2026-10-08' }, { on: '2026-12-03' }] };
const TODAY = '2027-01-14';

it.each([
  ['3 December', '2026-12-03'],
  ['3rd Dec', '2026-12-03'],
  ['3 December 2026', '2026-12-03'],
  ['the 3rd of december 2026', '2026-12-03'],
  ['2026-12-03', '2026-12-03'],
  ['12 January', '2027-01-12'],
  ['30 Sept', '2026-09-30'],
  ['yesterday', '2027-01-13'],
  ['today', '2027-01-14'],
  ['last Board', '2026-12-03'],
  ['15 January', '2026-01-15'],
  ['31 February', undefined],
  ['3 Movember', undefined],
  ['3 December 2031', undefined],
  ['2031-01-01', undefined],
  ['', undefined],
])('reads "%s" as %s', (typed, day) => {
  expect(readDay(typed, programme, TODAY)).toBe(day);
});

it.each([
  ['last Board', 'board', '2026-12-03'],
  ['the last quarter', 'quarter', '2026-12-31'],
  ['quarter', 'quarter', '2026-12-31'],
  ['4 October', '2026-10-04', '2026-10-04'],
] as const)('compares "%s" with the end of %s', (typed, since, from) => {
  expect(readSince(typed, programme, TODAY)).toBe(since);
  expect(sinceDay(since, programme, TODAY)).toBe(from);
});

it('says since when, and without a Board before it the last 28 days', () => {
  expect(saySince('board', programme, TODAY)).toBe('Changed since the Board of 3 December 2026');
  expect(saySince('board', programme, '2026-09-01')).toBe('Changed in the last 28 days');
  expect(sinceDay('board', programme, '2026-09-01')).toBe('2026-08-04');
  expect(saySince('quarter', programme, '2026-11-26')).toBe(
    'Changed since the quarter that ended on 30 September 2026',
  );
});
