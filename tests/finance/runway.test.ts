// How long the DSG reserve lasts, with and without the balances that are missing. What one could get wrong: £16.1m is the balance of
// 31 March 2025, a year before the year that is asked about.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { projectRunway } from '../../src/finance/runway.js';
import type { FinanceYear, YearFigures } from '../../src/finance/schema.js';
import { millions, notPublished, pounds, yearWith } from './figures.js';

const TODAY = '2026-11-26';
const years = (states: Record<number, Partial<FinanceYear>>): YearFigures[] =>
  Object.entries(states).map(([year, state]) => ({ year: Number(year), state: yearWith(state) }));
const report = {
  2025: { reserveOpening: millions(16.1) },
  2026: { hnbAllocation: millions(81.5), hnbSpend: millions(90.6) },
  2027: { hnbAllocation: notPublished },
};

describe('the runway of the report', () => {
  it('without the 2026 opening assumes no movement in 2025/26 and runs out in January to March 2028', () => {
    const runway = projectRunway(years(report), 2026, TODAY);
    expect(runway.years.map((one) => [one.year, one.openingPence, one.drawPence, one.closingPence])).toEqual([
      [2025, 1_610_000_000, 0, 1_610_000_000],
      [2026, 1_610_000_000, 910_000_000, 700_000_000],
      [2027, 700_000_000, 910_000_000, -210_000_000],
    ]);
    expect(runway).toMatchObject({ runsOut: { year: 2027, quarter: 4 }, exposurePence: 210_000_000, stopped: '' });
    expect(runway.assumptions.map((one) => one.sentence)).toEqual([
      'Assumes no movement in 2025/26, until the opening balance of 1 April 2026 is entered.',
      'Assumes that the reserve meets the High Needs overspend of 2026/27, £9.1m: no planned draw is entered.',
      'Assumes no transfers: they are not entered for 2026/27.',
      'Assumes the draw of 2026/27 again in 2027/28, £9.1m: the allocation is not published and the forecast spend is not entered.',
      'Assumes that a year’s draw is spread evenly over its quarters.',
    ]);
  });

  it('with a 2026 opening of £13.6m starts there, assumes nothing of 2025/26, and runs out two quarters earlier', () => {
    const runway = projectRunway(
      years({ ...report, 2026: { ...report[2026], reserveOpening: millions(13.6) } }),
      2026,
      TODAY,
    );
    expect(runway.years.map((one) => one.year)).toEqual([2026, 2027]);
    expect(runway.runsOut).toEqual({ year: 2027, quarter: 2 });
    expect(runway.exposurePence).toBe(460_000_000);
    expect(JSON.stringify(runway.assumptions)).not.toContain('2025/26');
  });

  it('asked of 2025/26 with the 2026 opening entered takes the movement between the two balances', () => {
    const runway = projectRunway(
      years({ ...report, 2026: { ...report[2026], reserveOpening: millions(14) } }),
      2025,
      TODAY,
    );
    expect(runway.years[0]).toMatchObject({ year: 2025, drawPence: 210_000_000, closingPence: 1_400_000_000 });
    expect(JSON.stringify(runway.assumptions)).not.toContain('2025/26');
  });
});

describe('a runway', () => {
  it('takes a planned draw rather than the overspend', () => {
    const planned = years({ ...report, 2026: { ...report[2026], reserveDraw: millions(5) } });
    const runway = projectRunway(planned, 2026, TODAY);
    expect(runway.years.map((one) => one.drawPence)).toEqual([0, 500_000_000, 500_000_000]);
    expect(runway.runsOut).toBeNull();
    expect(runway.exposurePence).toBe(0);
  });

  it('cannot be drawn without an opening balance, and says so', () => {
    expect(projectRunway(years({ 2026: report[2026] }), 2026, TODAY)).toMatchObject({
      years: [],
      runsOut: null,
      stopped: 'No opening balance of the reserve is entered, so a runway cannot be drawn.',
    });
  });

  it('stops where nothing can be assumed: a missing figure is not a zero', () => {
    const runway = projectRunway(years({ 2026: { reserveOpening: millions(16.1) } }), 2026, TODAY);
    expect(runway.years).toEqual([]);
    expect(runway.stopped).toBe(
      'From 1 April 2026 the runway cannot be drawn: the allocation is not entered and the forecast spend is not entered for 2026/27, and no planned draw is entered.',
    );
  });

  it('grows by an underspend', () => {
    const runway = projectRunway(
      years({
        2026: {
          reserveOpening: millions(1),
          hnbAllocation: millions(10),
          hnbSpend: millions(9),
          hnbTransfers: pounds(0),
        },
      }),
      2026,
      TODAY,
    );
    expect(runway.years[0]).toMatchObject({ drawPence: -100_000_000, closingPence: 200_000_000 });
    expect(runway.assumptions[0]?.sentence).toContain('adds the High Needs underspend of 2026/27, £1m');
  });

  it('is out at once when the year begins in deficit', () => {
    const runway = projectRunway(
      years({ 2026: { reserveOpening: millions(-2), reserveDraw: millions(1) } }),
      2026,
      TODAY,
    );
    expect(runway.runsOut).toEqual({ year: 2026, quarter: 1 });
    expect(runway.exposurePence).toBe(400_000_000);
  });

  it('for any opening and draw closes at their difference, and runs out in the first quarter that ends with nothing', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10 ** 12 - 1 }),
        fc.integer({ min: 1, max: 10 ** 12 - 1 }),
        (opening, draw) => {
          const figure = (pence: number) => ({ ...pounds(0), pence });
          const runway = projectRunway(
            years({ 2026: { reserveOpening: figure(opening), reserveDraw: figure(draw) } }),
            2026,
            TODAY,
          );
          let balance = opening;
          let out: { year: number; quarter: number } | null = null;
          for (const { year, openingPence, closingPence } of runway.years) {
            expect([openingPence, closingPence]).toEqual([balance, balance - draw]);
            for (let quarter = 1; quarter <= 4; quarter += 1)
              if (out === null && BigInt(balance) * 4n - BigInt(draw) * BigInt(quarter) <= 0n) out = { year, quarter };
            balance -= draw;
          }
          expect(runway.runsOut).toEqual(out);
          expect(runway.exposurePence).toBe(Math.max(0, -balance));
        },
      ),
      { numRuns: 200 },
    );
  });
});
