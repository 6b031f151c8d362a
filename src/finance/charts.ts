// The two charts of finance, as the card's template draws them. Pure. What one could get wrong: phones may not draw charts, so each
// carries its figures as a sentence too, and the rows beside it hold the same ones.

import { formatDay } from '../calendar.js';
import type { SectionView } from './cards.js';
import { PART_NAMES, sayLimit } from './exceptions.js';
import { inMillions, sayShortly } from './money.js';
import { LIMITS, type ShareTest, sayShare, tenthsOf } from './rules.js';
import type { RunwayYear } from './runway.js';
import { firstDayOf, lastDayOf } from './years.js';

/** Each share of the grant beside its limit; none while no share is known. */
export function chartSplit(tests: readonly ShareTest[]): SectionView['split'] {
  const tested = tests.filter((test) => test.part !== 'total' && test.verdict !== 'unknown');
  if (tested.length === 0) return [];
  const points = (y: (test: ShareTest) => number) => tested.map((test) => ({ x: PART_NAMES[test.part], y: y(test) }));
  const forecast = points((test) => tenthsOf(test.pence ?? 0, test.wholePence ?? 1) / 10);
  return [
    {
      title: 'Per cent of the grant, beside the limits',
      series: [
        { legend: 'Forecast', color: 'categoricalBlue', points: forecast },
        { legend: 'Limit', color: 'neutral', points: points((test) => LIMITS[test.part].percent) },
      ],
      text: `${tested.map((test) => `${PART_NAMES[test.part]} ${sayShare(test)} of ${sayLimit(test.part)}`).join('; ')}.`,
    },
  ];
}

/** The reserve at the end of each year, from the balance it begins with; none while no year is known. */
export function chartRunway(years: readonly RunwayYear[]): SectionView['runway'] {
  const [first] = years;
  if (!first) return [];
  const balances = [
    { day: firstDayOf(first.year), pence: first.openingPence },
    ...years.map(({ year, closingPence }) => ({ day: lastDayOf(year), pence: closingPence })),
  ];
  return [
    {
      title: 'Reserve at the end of each year, £m',
      points: balances.map(({ day, pence }) => ({
        x: formatDay(day),
        y: inMillions(pence),
        color: pence > 0 ? 'categoricalBlue' : 'attention',
      })),
      text: `Reserve: ${balances.map(({ day, pence }) => `${formatDay(day)} ${sayShortly(pence)}`).join(', ')}.`,
    },
  ];
}
