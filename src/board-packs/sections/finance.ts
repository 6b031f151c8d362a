// Finance, restricted: the grant's conditions, the High Needs variance and the reserve's runway with what it takes for granted. Pure. What one could
// get wrong: the lines are the summary's own; a missing figure is said, never a zero.

import { PART_NAMES, sayLimit } from '../../finance/exceptions.js';
import { sayMoney } from '../../finance/money.js';
import { sayShare, testSplit, type Verdict } from '../../finance/rules.js';
import { projectRunway } from '../../finance/runway.js';
import { NOTHING_ENTERED } from '../../finance/schema.js';
import { figuresOf } from '../../finance/views.js';
import { sayYear, yearOf } from '../../financial-years.js';
import { sayStatus } from '../../milestones/rules.js';
import { type BuildSection, fact, heading, list, text, words } from './blocks.js';

const VERDICTS: Record<Verdict, string> = {
  red: 'Broken',
  amber: 'Near the limit',
  green: 'Kept',
  unknown: 'Not known',
};

export const financeBlocks: BuildSection = ({ finance, summary, today }) => {
  if (finance.length === 0) return [fact('No figures are entered.')];
  const known = figuresOf(finance);
  const year = yearOf(today);
  const state = known.find((one) => one.year === year)?.state ?? NOTHING_ENTERED;
  const runway = projectRunway(known, year, today);
  return [
    ...list(
      `In brief, ${sayYear(year)}`,
      [words('What'), words('Facts'), text('Status')],
      summary.finance.map(({ title, facts, status }) => [
        title,
        facts,
        status?.kind === 'status' ? sayStatus(status.status) : 'Not known',
      ]),
      'No figures are entered.',
    ),
    ...list(
      'Experts at Hand: full-year forecast against the grant',
      [
        text('Part'),
        { title: 'Forecast', kind: 'money' },
        { title: 'Grant', kind: 'money' },
        text('Share'),
        text('Condition'),
        text('Test'),
      ],
      testSplit(state).map((test) => [
        PART_NAMES[test.part],
        test.pence,
        test.wholePence,
        sayShare(test),
        sayLimit(test.part),
        VERDICTS[test.verdict],
      ]),
      'Not tested.',
    ),
    ...list(
      'The reserve, year by year',
      [text('Year'), text('Opening'), text('Draw'), text('Closing')],
      runway.years.map((one) => [
        sayYear(one.year),
        sayMoney(one.openingPence),
        sayMoney(one.drawPence),
        sayMoney(one.closingPence),
      ]),
      runway.stopped || 'Not known.',
    ),
    ...(runway.stopped !== '' && runway.years.length > 0 ? [fact(runway.stopped)] : []),
    heading('What the runway takes for granted'),
    ...(runway.assumptions.length === 0
      ? [fact('Nothing.')]
      : runway.assumptions.map(({ sentence }) => fact(sentence))),
  ];
};
