// The two charts of finance, as the card's template draws them. Pure. What one could get wrong: phones may not draw charts, so each
// carries its figures as a sentence too, and the rows beside it hold the same ones; bars below zero are drawn as nothing at all.

import { formatDay } from '../calendar.js';
import { firstDayOf, lastDayOf } from '../financial-years.js';
import type { ChartView } from './cards.js';
import { PART_NAMES, sayLimit } from './exceptions.js';
import { inMillions, sayShortly } from './money.js';
import { LIMITS, type Part, type ShareTest, sayShare, tenthsOf } from './rules.js';
import type { RunwayYear } from './runway.js';

/** Names that fit beneath a bar. */
const SHORT_NAMES: Record<Part, string> = {
  direct: 'Direct',
  administration: 'Admin',
  transformation: 'LA transf.',
  total: 'Total',
};

/** Each share of the grant beside its limit; none while no share is known. */
export function chartSplit(tests: readonly ShareTest[]): ChartView[] {
  const tested = tests.filter((test) => test.part !== 'total' && test.verdict !== 'unknown');
  if (tested.length === 0) return [];
  const points = (y: (test: ShareTest) => number) => tested.map((test) => ({ x: SHORT_NAMES[test.part], y: y(test) }));
  const forecast = points((test) => tenthsOf(test.pence ?? 0, test.wholePence ?? 1) / 10);
  return [
    {
      title: 'Per cent of the grant, beside the limits',
      axis: '%',
      series: [
        { legend: 'Forecast', color: 'categoricalBlue', points: forecast },
        { legend: 'Limit', color: 'neutral', points: points((test) => LIMITS[test.part].percent) },
      ],
      text: `${tested.map((test) => `${PART_NAMES[test.part]} ${sayShare(test)} of ${sayLimit(test.part)}`).join('; ')}.`,
    },
  ];
}

/** What is left of the reserve at the end of each year, and what is needed beyond it; none while no year is known. */
export function chartRunway(years: readonly RunwayYear[]): ChartView[] {
  const [first] = years;
  if (!first) return [];
  const balances = [
    { day: firstDayOf(first.year), pence: first.openingPence },
    ...years.map(({ year, closingPence }) => ({ day: lastDayOf(year), pence: closingPence })),
  ];
  const points = (y: (pence: number) => number) =>
    balances.map(({ day, pence }) => ({
      x: formatDay(day).replace(/^\d+ (\w{3})\w* \d\d/, '$1 '),
      y: inMillions(y(pence)),
    }));
  return [
    {
      title: 'Reserve at the end of each year, £m',
      axis: '£m',
      series: [
        { legend: 'Reserve', color: 'categoricalBlue', points: points((pence) => Math.max(0, pence)) },
        { legend: 'Falls on the general fund', color: 'attention', points: points((pence) => Math.max(0, -pence)) },
      ],
      text: `Reserve: ${balances.map(({ day, pence }) => `${formatDay(day)} ${sayShortly(pence)}`).join(', ')}.`,
    },
  ];
}
