// What a summary says of finance: the grant's conditions, the High Needs variance, the reserve's runway. Pure. What one could get
// wrong: what a line takes for granted stands in the line, since nobody opens a card to look for an assumption.

import type { IsoDate } from '../calendar.js';
import { PART_NAMES, runwayExceptions, sayLimit, sayMend } from '../finance/exceptions.js';
import { sayShortly } from '../finance/money.js';
import { sayShare, testSplit, varianceOf } from '../finance/rules.js';
import { projectRunway } from '../finance/runway.js';
import { type FinanceYear, NOTHING_ENTERED } from '../finance/schema.js';
import { refOf, sayYear, yearOf, yearOfRef } from '../financial-years.js';
import type { Head } from '../storage/ledger.js';
import type { SummaryLine } from './schema.js';

/** The present financial year's lines; none while no year has a record. */
export function financeLines(heads: readonly Head<FinanceYear>[], today: IsoDate): SummaryLine[] {
  if (heads.length === 0) return [];
  const year = yearOf(today);
  const known = heads.map(({ newest }) => ({ year: yearOfRef(newest.ref) ?? 0, state: newest.state }));
  const state = known.find((one) => one.year === year)?.state ?? NOTHING_ENTERED;
  const line = (title: string, facts: string, status: SummaryLine['status']): SummaryLine => ({
    ref: refOf(year),
    title,
    facts,
    status,
  });
  const red = { kind: 'status', status: 'red' } as const;
  const amber = { kind: 'status', status: 'amber' } as const;
  const green = { kind: 'status', status: 'green' } as const;
  return [splitLine(), varianceLine(), runwayLine()];

  function splitLine(): SummaryLine {
    const tests = testSplit(state);
    const broken = tests.filter((test) => test.verdict === 'red');
    if (broken.length > 0) {
      const shares = broken.map((test) => `${PART_NAMES[test.part]} ${sayShare(test)}, ${sayLimit(test.part)}`);
      const title = `Experts at Hand: ${broken.length === 1 ? 'a condition is' : `${broken.length} conditions are`} broken`;
      return line(title, `${shares.join('; ')}. ${broken.map(sayMend).join(' ')}`, red);
    }
    if (tests.some((test) => test.verdict === 'unknown'))
      return line('Experts at Hand: not tested', 'A figure is missing', null);
    const near = tests
      .filter((test) => test.verdict === 'amber')
      .map((test) => `${PART_NAMES[test.part]} ${sayShare(test)}`);
    return near.length > 0
      ? line('Experts at Hand: within its conditions, near a limit', near.join(', '), amber)
      : line('Experts at Hand: within its conditions', 'Full-year forecast against the grant', green);
  }

  function varianceLine(): SummaryLine {
    const { pence, assumes, lacks } = varianceOf(state);
    const title = `High Needs Block ${sayYear(year)}`;
    if (pence === null) return line(`${title}: variance not known`, lacks.join(' and '), null);
    const assumed =
      assumes.length === 0 ? 'Allocation and transfers less forecast spend' : `Assumes ${assumes.join(' and ')}`;
    return line(`${title}: variance ${sayShortly(pence)}`, assumed, pence < 0 ? amber : green);
  }

  function runwayLine(): SummaryLine {
    const runway = projectRunway(known, year, today);
    const [out] = runwayExceptions(runway);
    const brief = runway.assumptions.map((one) => one.brief);
    const assumed = brief.length === 0 ? '' : `Assumes ${brief.join('; ')}.`;
    if (out) return line(out.text, `${out.more} ${assumed}`.trim(), red);
    const last = runway.years.at(-1);
    if (!last || runway.stopped !== '')
      return line('DSG reserve: runway not known', `${runway.stopped} ${assumed}`.trim(), null);
    return line(
      `The DSG reserve lasts beyond 31 March ${last.year + 1}: ${sayShortly(last.closingPence)} then`,
      assumed,
      green,
    );
  }
}
