// What of a year needs somebody, worst first. Pure. What one could get wrong: an unknown is no exception and no all-clear either;
// it is said where the figure would stand, and here only when a test could not be made.

import { formatDay, type IsoDate } from '../calendar.js';
import { firstDayOf, lastDayOf, sayQuarter, sayYear } from '../financial-years.js';
import { sayMoney, sayShortly } from './money.js';
import {
  LIMITS,
  openDifferences,
  type Part,
  penceOf,
  type ShareTest,
  sayShare,
  testSpent,
  testSplit,
  type Verdict,
  varianceOf,
} from './rules.js';
import { projectRunway, type Runway } from './runway.js';
import { type FinanceYear, NOTHING_ENTERED, type YearFigures } from './schema.js';
import type { SectionId } from './sections.js';

export interface Exception {
  section: SectionId;
  verdict: Exclude<Verdict, 'green'>;
  /** What it is: "Breach", "Runs out". */
  word: string;
  text: string;
  /** What would mend it, or what it means; '' when there is nothing to add. */
  more: string;
}

export const PART_NAMES: Record<Part, string> = {
  direct: 'Direct delivery',
  administration: 'EAH administration',
  transformation: 'LA transformation',
  total: 'Forecast in total',
};

/** Red before amber before unknown; within each as the sections come. */
export function findExceptions(known: readonly YearFigures[], year: number, today: IsoDate): Exception[] {
  const state = known.find((one) => one.year === year)?.state ?? NOTHING_ENTERED;
  const all = [
    ...splitExceptions(state),
    ...spentExceptions(state),
    ...blockExceptions(state, year),
    ...runwayExceptions(projectRunway(known, year, today)),
    ...capitalExceptions(state),
    ...(firstDayOf(year) <= today ? assuranceExceptions(state) : []),
  ];
  const order = ['red', 'amber', 'unknown'];
  return all.sort((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict));
}

/** The conditions of the grant that are broken or near it. */
export function splitExceptions(state: FinanceYear): Exception[] {
  const tests = testSplit(state);
  const untested = tests.filter((test) => test.verdict === 'unknown').length;
  if (untested === tests.length && state.eahGrant === null && state.eahDirect === null) return [];
  const found = tests.flatMap((test): Exception[] => {
    const text = `${PART_NAMES[test.part]} is ${sayShare(test)} of the grant; ${sayLimit(test.part)} is required.`;
    if (test.verdict === 'red') return [{ section: 'eah', verdict: 'red', word: 'Breach', text, more: sayMend(test) }];
    if (test.verdict === 'amber')
      return [{ section: 'eah', verdict: 'amber', word: 'Near the limit', text, more: sayRoom(test) }];
    return [];
  });
  if (untested === 0) return found;
  const lacking = [
    ...(penceOf(state.eahGrant) === null ? ['the grant'] : []),
    ...tests.filter((test) => test.part !== 'total' && test.pence === null).map((test) => PART_NAMES[test.part]),
  ];
  const text = `The Experts at Hand test is not complete: ${lacking.join(', ')} ${lacking.length === 1 ? 'is' : 'are'} not known.`;
  return [...found, { section: 'eah', verdict: 'unknown', word: 'Not known', text, more: '' }];
}

/** "at least 80%". */
export function sayLimit(part: Part): string {
  const { percent, atLeast } = LIMITS[part];
  return `${atLeast ? 'at least' : 'at most'} ${percent}%`;
}

/** The sum that mends a breach, as a sentence. */
export function sayMend({ part, mendPence }: ShareTest): string {
  if (mendPence === 0) return '';
  const [more, what] = LIMITS[part].atLeast ? ['more', 'spent on'] : ['less', 'spent on'];
  return part === 'total'
    ? `Mended by spending ${sayMoney(mendPence)} less in all.`
    : `Mended by ${sayMoney(mendPence)} ${more} ${what} ${PART_NAMES[part].replace(/^[A-Z](?![A-Z])/, (letter) => letter.toLowerCase())}.`;
}

function sayRoom({ part, pence, wholePence }: ShareTest): string {
  if (pence === null || wholePence === null) return '';
  const { percent, atLeast } = LIMITS[part];
  const limit = (atLeast ? Math.ceil : Math.floor)((wholePence * percent) / 100);
  const room = Math.abs(pence - limit);
  return room === 0 ? 'Exactly on the limit: nothing may move.' : `${sayMoney(room)} away from the limit.`;
}

function spentExceptions(state: FinanceYear): Exception[] {
  const spent = testSpent(state);
  if (!spent) return [];
  const beyond = spent.tests.filter((test) => test.verdict === 'amber');
  if (beyond.length === 0) return [];
  const shares = beyond.map((test) => `${PART_NAMES[test.part]} ${sayShare(test)} (${sayLimit(test.part)})`);
  const until = state.eahSpentOn === null ? '' : ` by ${formatDay(state.eahSpentOn)}`;
  return [
    {
      section: 'eah',
      verdict: 'amber',
      word: 'Early warning',
      text: `Of the ${sayMoney(spent.spentPence)} spent${until}: ${shares.join(', ')}.`,
      more: 'The rest of the year has to make up for it.',
    },
  ];
}

function blockExceptions(state: FinanceYear, year: number): Exception[] {
  const { pence } = varianceOf(state);
  if (pence === null || pence >= 0) return [];
  const text = `The High Needs Block is overspent by ${sayShortly(-pence)} in ${sayYear(year)}.`;
  return [{ section: 'hnb', verdict: 'amber', word: 'Overspend', text, more: 'The reserve has to meet it.' }];
}

/** When the reserve runs out, and what that would cost the general fund. */
export function runwayExceptions({ years, runsOut, exposurePence }: Runway): Exception[] {
  const last = years.at(-1);
  if (!runsOut || !last) return [];
  const more =
    exposurePence === 0
      ? `Nothing is left on ${formatDay(lastDayOf(last.year))}.`
      : `By ${formatDay(lastDayOf(last.year))} ${sayShortly(exposurePence)} would fall on the general fund.`;
  const text = `The DSG reserve runs out in ${sayQuarter(runsOut.year, runsOut.quarter)}.`;
  return [{ section: 'reserve', verdict: 'red', word: 'Runs out', text, more }];
}

function capitalExceptions(state: FinanceYear): Exception[] {
  const [allocation, committed] = [penceOf(state.capitalAllocation), penceOf(state.capitalCommitted)];
  if (allocation === null || committed === null || committed <= allocation) return [];
  const text = `High needs capital is committed beyond its allocation by ${sayMoney(committed - allocation)}.`;
  return [{ section: 'capital', verdict: 'red', word: 'Overcommitted', text, more: '' }];
}

function assuranceExceptions(state: FinanceYear): Exception[] {
  const open = openDifferences(state);
  if (state === NOTHING_ENTERED || open.length === 0) return [];
  const text = `Not assured yet: ${open.join('; ')}.`;
  return [
    {
      section: 'assurance',
      verdict: 'amber',
      word: 'Not assured',
      text,
      more: 'The S151 officer cannot sign before this is settled.',
    },
  ];
}
