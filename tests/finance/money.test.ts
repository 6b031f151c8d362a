// Pounds as people type and read them. What one could get wrong: what is said of an amount must read back as that amount.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inMillions, MOST_PENCE, readMoney, sayMoney, sayShortly } from '../../src/finance/money.js';

describe('an amount', () => {
  it.each([
    ['£1,234,567.89', 123_456_789],
    ['1234567', 123_456_700],
    ['1.2m', 120_000_000],
    ['5.2 million', 520_000_000],
    ['£5.2M', 520_000_000],
    ['600k', 60_000_000],
    ['£600 K', 60_000_000],
    ['0.32m', 32_000_000],
    ['.5m', 50_000_000],
    ['1.23456789m', 123_456_789],
    ['81 500 000', 8_150_000_000],
    ['81\u00A0500\u00A0000.00', 8_150_000_000],
    ['GBP 12', 1_200],
    ['1.1bn', 110_000_000_000],
    ['0', 0],
    ['  £3.00  ', 300],
  ])('typed as %s is %d pence', (typed, pence) => {
    expect(readMoney(typed, false)).toEqual({ pence });
  });

  it.each([
    ['-£9.1m', -910_000_000],
    ['−9.1m', -910_000_000],
    ['£-9,100,000', -910_000_000],
    ['(9.1m)', -910_000_000],
    ['minus 2', -200],
    ['-0', 0],
  ])('below zero typed as %s is %d pence where that is allowed', (typed, pence) => {
    expect(readMoney(typed, true)).toEqual({ pence });
    if (pence < 0) expect(readMoney(typed, false)).toEqual({ problem: 'This cannot be below zero.' });
  });

  it.each([
    ['', 'Give an amount in pounds'],
    ['three million', 'Give an amount in pounds'],
    ['12,34,567', 'Give an amount in pounds'],
    ['0,3m', 'Give an amount in pounds'],
    ['(9.1m', 'Give an amount in pounds'],
    ['1.2.3', 'Give an amount in pounds'],
    ['=1+1', 'Give an amount in pounds'],
    ['€5m', 'Give the amount in pounds'],
    ['$5', 'Give the amount in pounds'],
    ['80%', 'not a percentage'],
    ['not published', 'leave it empty'],
    ['n/a', 'leave it empty'],
    ['1.5', 'could be pence or millions'],
    ['1.239', 'below a penny'],
    ['1.2345678901m', 'below a penny'],
    ['10000000000', 'more than £9,999,999,999.99'],
    ['9'.repeat(400), 'more than £9,999,999,999.99'],
  ])('typed as %s is refused with a sentence', (typed, said) => {
    expect(readMoney(typed, true)).toEqual({ problem: expect.stringContaining(said) });
  });

  it.each([
    [0, '£0', '£0'],
    [5, '£0.05', '£0.05'],
    [123_456_789, '£1,234,567.89', '£1.23m'],
    [-910_000_000, '−£9,100,000', '−£9.1m'],
    [32_000_000, '£320,000', '£320,000'],
    [99_999_999, '£999,999.99', '£1m'],
    [120_000_000_000, '£1,200,000,000', '£1,200m'],
  ])('of %d pence is said as %s, and shortly as %s', (pence, whole, shortly) => {
    expect(sayMoney(pence)).toBe(whole);
    expect(sayShortly(pence)).toBe(shortly);
  });

  it('reads back to the penny, whatever it is', () => {
    fc.assert(
      fc.property(fc.integer({ min: -MOST_PENCE, max: MOST_PENCE }), (pence) => {
        expect(readMoney(sayMoney(pence), true)).toEqual({ pence });
      }),
      { numRuns: 300 },
    );
  });

  it('in millions with every penny behind the point is the same to the penny', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: MOST_PENCE }), (pence) => {
        const digits = String(pence).padStart(9, '0');
        expect(readMoney(`£${digits.slice(0, -8)}.${digits.slice(-8)}m`, false)).toEqual({ pence });
      }),
      { numRuns: 300 },
    );
  });

  it('is drawn in millions to the hundredth', () => {
    expect([700_000_000, -210_000_000, 1_383_000_000].map(inMillions)).toEqual([7, -2.1, 13.83]);
  });

  it('never makes the reader fail, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (typed) => {
        const read = readMoney(typed, true);
        if ('pence' in read) expect(Number.isSafeInteger(read.pence)).toBe(true);
        else expect(read.problem).toMatch(/\.$/);
      }),
      { numRuns: 300 },
    );
  });
});
