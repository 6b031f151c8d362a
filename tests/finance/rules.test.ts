// The conditions of the Experts at Hand grant, the High Needs variance, assurance. What one could get wrong: shares are of the grant;
// the examples are those of the cabinet report and the specification.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findExceptions, sayMend } from '../../src/finance/exceptions.js';
import {
  LIMITS,
  leastSure,
  openDifferences,
  sayShare,
  testSpent,
  testSplit,
  varianceOf,
} from '../../src/finance/rules.js';
import { readYear, refOf, sayQuarter, sayYear, yearOf, yearOfRef } from '../../src/financial-years.js';
import { millions, notPublished, pounds, twoBreaches, yearWith } from './figures.js';

const verdicts = (year: Parameters<typeof testSplit>[0]) => testSplit(year).map((test) => test.verdict);
const split = (direct: number, administration: number, transformation: number, grant = 3_000_000) =>
  yearWith({
    eahGrant: pounds(grant),
    eahDirect: pounds(direct),
    eahAdministration: pounds(administration),
    eahTransformation: pounds(transformation),
  });

describe('the Experts at Hand test', () => {
  it('finds the two breaches of the example, 76.7% and 10.7%, and the sums that mend them', () => {
    const tests = testSplit(twoBreaches);
    expect(tests.map((test) => [test.part, test.verdict, sayShare(test), sayMend(test)])).toEqual([
      ['direct', 'red', '76.7%', 'Mended by £100,000 more spent on direct delivery.'],
      ['administration', 'red', '10.7%', 'Mended by £20,000 less spent on EAH administration.'],
      ['transformation', 'amber', '10.0%', ''],
      ['total', 'green', '97.3%', ''],
    ]);
  });

  it.each([
    ['the limits exactly', split(2_400_000, 300_000, 300_000), ['amber', 'amber', 'amber', 'amber']],
    ['a penny below 80%', split(2_399_999.99, 0, 0), ['red', 'green', 'green', 'green']],
    ['a penny above 10%', split(2_500_000, 300_000.01, 0), ['green', 'red', 'green', 'green']],
    ['one point inside', split(2_430_000, 270_000, 200_000), ['amber', 'amber', 'green', 'green']],
    ['a penny more than one point inside', split(2_430_000.01, 269_999.99, 0), ['green', 'green', 'green', 'green']],
    ['more than the grant', split(2_700_000, 250_000, 50_000.01), ['green', 'green', 'green', 'red']],
    ['an underspend', split(1_000_000, 0, 0), ['red', 'green', 'green', 'green']],
  ])('of %s', (_, year, expected) => {
    expect(verdicts(year)).toEqual(expected);
  });

  it('is not made of what is missing', () => {
    expect(verdicts(yearWith({ eahGrant: millions(3), eahDirect: millions(2.5) }))).toEqual([
      'green',
      'unknown',
      'unknown',
      'unknown',
    ]);
    expect(verdicts({ ...twoBreaches, eahGrant: notPublished })).toEqual(['unknown', 'unknown', 'unknown', 'unknown']);
    expect(verdicts({ ...twoBreaches, eahGrant: pounds(0) })).toEqual(['unknown', 'unknown', 'unknown', 'unknown']);
  });

  it('shows a share that rounds to its limit on the side on which it is', () => {
    const [direct, administration] = testSplit(split(2_399_999.99, 300_000.01, 0));
    expect([direct, administration].map((test) => test && sayShare(test))).toEqual(['just under 80%', 'just over 10%']);
  });

  it('for any amounts agrees with exact arithmetic, and the mend is the least sum that mends', () => {
    const amount = fc.integer({ min: 0, max: 1_000_000_000 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000_000 }), amount, amount, amount, (grant, ...parts) => {
        const figure = (pence: number) => ({ ...pounds(0), pence });
        const year = (direct: number, administration: number, transformation: number) =>
          yearWith({
            eahGrant: figure(grant),
            eahDirect: figure(direct),
            eahAdministration: figure(administration),
            eahTransformation: figure(transformation),
          });
        const [direct, administration, transformation] = parts;
        for (const test of testSplit(year(direct, administration, transformation))) {
          const { percent, atLeast } = LIMITS[test.part];
          const [mine, limit] = [BigInt(test.pence ?? 0) * 100n, BigInt(grant) * BigInt(percent)];
          expect(test.verdict === 'red').toBe(atLeast ? mine < limit : mine > limit);
          if (test.verdict !== 'red') continue;
          const moved = (sum: number) => BigInt((test.pence ?? 0) + (atLeast ? sum : -sum)) * 100n;
          const holds = (sum: number) => (atLeast ? moved(sum) >= limit : moved(sum) <= limit);
          expect([holds(test.mendPence), holds(test.mendPence - 1)]).toEqual([true, false]);
          expect(sayShare(test)).not.toBe(`${percent}.0%`);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is warned early by the split of what is spent so far, which is never a breach yet', () => {
    const year = yearWith({
      eahDirectSpent: pounds(905_000),
      eahAdministrationSpent: pounds(174_500),
      eahTransformationSpent: pounds(121_000),
      eahSpentOn: '2026-10-31',
    });
    const spent = testSpent(year);
    expect(spent?.spentPence).toBe(120_050_000);
    expect(spent?.tests.map((test) => [test.verdict, sayShare(test)])).toEqual([
      ['amber', '75.4%'],
      ['amber', '14.5%'],
      ['amber', '10.1%'],
    ]);
    expect(testSpent(yearWith({ eahDirectSpent: pounds(5) }))).toBeUndefined();
    expect(
      testSpent({
        ...year,
        eahDirectSpent: pounds(0),
        eahAdministrationSpent: pounds(0),
        eahTransformationSpent: pounds(0),
      }),
    ).toBeUndefined();
  });
});

describe('the High Needs variance', () => {
  it('of the report is 81.5 less 90.6, £9.1m over, and says that it assumes no transfers until they are entered', () => {
    const year = yearWith({ hnbAllocation: millions(81.5), hnbSpend: millions(90.6) });
    expect(varianceOf(year)).toEqual({
      pence: -910_000_000,
      assumes: ['no transfers: they are not entered'],
      lacks: [],
    });
    expect(varianceOf({ ...year, hnbTransfers: pounds(0) })).toEqual({ pence: -910_000_000, assumes: [], lacks: [] });
    expect(varianceOf({ ...year, hnbTransfers: pounds(-500_000) }).pence).toBe(-960_000_000);
  });

  it('is unknown, never zero, while a figure is not published', () => {
    expect(varianceOf(yearWith({ hnbAllocation: notPublished, hnbSpend: millions(95) }))).toEqual({
      pence: null,
      assumes: [],
      lacks: ['the allocation is not published'],
    });
    expect(varianceOf(yearWith({})).pence).toBeNull();
  });

  it('is as sure as its least sure figure', () => {
    expect(leastSure([pounds(1, 'confirmed'), null, pounds(1, 'indicative')])).toBe('indicative');
    expect(leastSure([pounds(1, 'confirmed')])).toBe('confirmed');
  });
});

describe('exceptions', () => {
  it('come worst first, and none is made of a year in order', () => {
    const found = findExceptions([{ year: 2026, state: twoBreaches }], 2026, '2026-11-26');
    expect(found.map((one) => one.verdict)).toEqual([...found.map((one) => one.verdict)].sort().reverse());
    expect(found.map((one) => one.word)).toEqual(['Breach', 'Breach', 'Near the limit', 'Not assured']);
    const fine = { ...split(2_600_000, 200_000, 200_000), s251: 'yes', outturn: 'yes', dsgNote: 'yes' } as const;
    expect(findExceptions([{ year: 2026, state: fine }], 2026, '2026-11-26').map((one) => one.word)).toEqual([
      'Near the limit',
    ]);
  });

  it('of assurance name what is not compared or not explained', () => {
    expect(openDifferences(yearWith({ s251: 'yes', outturn: 'no', outturnExplanation: 'Timing.' }))).toEqual([
      'DSG note: not yet compared',
    ]);
    expect(openDifferences(yearWith({ s251: 'yes', outturn: 'no', dsgNote: 'yes' }))).toEqual([
      'outturn: differs without an explanation',
    ]);
  });
});

describe('a financial year', () => {
  it('runs from April to March', () => {
    expect(['2026-03-31', '2026-04-01', '2027-01-01'].map(yearOf)).toEqual([2025, 2026, 2026]);
    expect([sayYear(2026), refOf(2026), refOf(2099), sayQuarter(2027, 4)]).toEqual([
      '2026/27',
      'F2627',
      'F9900',
      'January to March 2028',
    ]);
  });

  it.each([
    ['2027/28', 2027],
    ['27-28', 2027],
    ['2027–28', 2027],
    ['2027 to 2028', 2027],
    ['2027', 2027],
    ['f2728', 2027],
    ['2027/29', undefined],
    ['27', undefined],
    ['F2729', undefined],
    ['next', undefined],
  ])('typed as %s is %s', (typed, year) => {
    expect(readYear(typed)).toBe(year);
  });

  it('has a reference that names it back', () => {
    for (let year = 2000; year < 2100; year += 1) expect(yearOfRef(refOf(year))).toBe(year);
    expect(['F2628', 'M18', 'F99999'].map(yearOfRef)).toEqual([undefined, undefined, undefined]);
  });
});
