// A year's sections as the card shows them: figures, what is worked out of them, charts, and what is taken for granted. Pure. What one
// could get wrong: what is worked out is only as sure as its least sure part, and says so.

import { formatDay, type IsoDate } from '../calendar.js';
import { shorten } from '../cards/markup.js';
import { lastDayOf, sayQuarter, sayYear } from '../financial-years.js';
import { markVerdict, NO_MARK, type Row, type SectionView } from './cards.js';
import { chartRunway, chartSplit } from './charts.js';
import { PART_NAMES, sayLimit } from './exceptions.js';
import { sayMoney, sayShortly } from './money.js';
import { leastSure, penceOf, sayShare, testSpent, testSplit, type Verdict, varianceOf } from './rules.js';
import { projectRunway, type RunwayYear } from './runway.js';
import { type FinanceYear, NOTHING_ENTERED, type YearFigures } from './schema.js';
import { fieldsIn, type MoneyKey, SECTIONS, type SectionId } from './sections.js';
import { sayAgreement, sayAmount, saySince } from './telling.js';

type Drawn = Omit<SectionView, 'heading' | 'change'>;

/** A section of a year, without its heading and button. */
export function drawSection(
  id: SectionId,
  known: readonly YearFigures[],
  year: number,
  today: IsoDate,
  { letters, charts }: { letters: number; charts: boolean },
): Drawn {
  const state = known.find((one) => one.year === year)?.state ?? NOTHING_ENTERED;
  const draw: Record<SectionId, () => Partial<Drawn>> = {
    eah: () => drawSplit(state),
    hnb: () => drawBlocks(known, year),
    reserve: () => drawReserve(known, year, today),
    capital: () => drawCapital(state),
    assurance: () => drawAssurance(state, letters),
  };
  const drawn = { rows: [], charts: [], said: [], ...draw[id]() };
  return {
    ...drawn,
    ...(charts ? {} : { charts: [] }),
    note: shorten(noteOf(id, state), letters),
  };
}

const WORDS: Record<Verdict, string> = {
  red: 'Breach',
  amber: 'Near the limit',
  green: 'Within',
  unknown: 'Not known',
};

function drawSplit(state: FinanceYear): Partial<Drawn> {
  const tests = testSplit(state);
  const keys: Record<string, MoneyKey> = {
    direct: 'eahDirect',
    administration: 'eahAdministration',
    transformation: 'eahTransformation',
  };
  const forecast = [state.eahDirect, state.eahAdministration, state.eahTransformation];
  const rows = tests.map((test): Row => {
    const key = keys[test.part];
    const figure = key === undefined ? null : state[key];
    const total = test.pence === null ? 'not known' : `${sayMoney(test.pence)} · worked out, ${leastSure(forecast)}`;
    const since = key === undefined ? '' : saySince(figure);
    return {
      status: markVerdict(test.verdict, WORDS[test.verdict]),
      label: `${PART_NAMES[test.part]}, ${sayLimit(test.part)}`,
      value: sayShare(test),
      facts: [key === undefined ? total : sayAmount(figure), since].filter(Boolean).join(' · '),
    };
  });
  const spent = testSpent(state);
  const said =
    spent === undefined
      ? []
      : [
          {
            text: `Spent by ${formatDay(state.eahSpentOn ?? '')}: ${sayMoney(spent.spentPence)}, ${leastSure([state.eahDirectSpent, state.eahAdministrationSpent, state.eahTransformationSpent])}, of which ${spent.tests.map((test) => `${PART_NAMES[test.part].replace(/^D/, 'd')} ${sayShare(test)}`).join(', ')}.`,
          },
        ];
  return {
    rows: [figureRow('Grant', state, 'eahGrant'), ...rows],
    charts: chartSplit(tests),
    said,
  };
}

function drawBlocks(known: readonly YearFigures[], year: number): Partial<Drawn> {
  const state = known.find((one) => one.year === year)?.state ?? NOTHING_ENTERED;
  const variance = varianceOf(state);
  const others = known
    .filter((one) => one.year !== year && (one.state.hnbAllocation ?? one.state.hnbSpend) !== null)
    .sort((a, b) => a.year - b.year);
  const own: Row = {
    ...varianceRow(state, `Variance ${sayYear(year)}`),
    facts: variance.pence === null ? variance.lacks.join(' and ') : `worked out, ${sureness(state)}`,
  };
  return {
    rows: [
      own,
      figureRow('Allocation', state, 'hnbAllocation'),
      figureRow('Transfers in', state, 'hnbTransfers'),
      figureRow('Forecast spend', state, 'hnbSpend'),
      ...others.map((one): Row => {
        const theirs = varianceOf(one.state);
        return {
          ...varianceRow(one.state, `Variance ${sayYear(one.year)}`),
          facts: theirs.pence === null ? theirs.lacks.join(' and ') : `worked out, ${sureness(one.state)}`,
        };
      }),
    ],
    said: variance.assumes.map((assumed) => ({ text: `Assumes ${assumed}.` })),
  };
}

function varianceRow(state: FinanceYear, label: string): Omit<Row, 'facts'> {
  const { pence } = varianceOf(state);
  if (pence === null) return { status: markVerdict('unknown', 'Not known'), label, value: 'not known' };
  const status = pence < 0 ? markVerdict('amber', 'Overspend') : markVerdict('green', 'Within');
  return { status, label, value: sayMoney(pence) };
}

function sureness(state: FinanceYear): string {
  return leastSure([state.hnbAllocation, state.hnbTransfers, state.hnbSpend]);
}

function drawReserve(known: readonly YearFigures[], year: number, today: IsoDate): Partial<Drawn> {
  const runway = projectRunway(known, year, today);
  const { runsOut, years } = runway;
  const last = years.at(-1);
  const outcome: Row[] =
    last === undefined
      ? []
      : [
          runsOut === null
            ? {
                status: markVerdict('green', 'Lasts'),
                label: `Lasts beyond ${formatDay(lastDayOf(last.year))}`,
                value: sayShortly(last.closingPence),
                facts: 'balance then, estimated',
              }
            : {
                status: markVerdict('red', 'Runs out'),
                label: `General-fund exposure by ${formatDay(lastDayOf(last.year))}`,
                value: sayShortly(runway.exposurePence),
                facts: `in ${sayQuarter(runsOut.year, runsOut.quarter)}, estimated`,
              },
        ];
  return {
    rows: [...outcome, ...years.map((one) => balanceRow(one, known))],
    charts: chartRunway(years),
    said: [...(runway.stopped === '' ? [] : [runway.stopped]), ...runway.assumptions.map((one) => one.sentence)].map(
      (text) => ({ text }),
    ),
  };
}

function balanceRow({ year, openingPence, drawPence, closingPence }: RunwayYear, known: readonly YearFigures[]): Row {
  const state = known.find((one) => one.year === year)?.state ?? NOTHING_ENTERED;
  const entered = (key: 'reserveOpening' | 'reserveDraw') =>
    penceOf(state[key]) === null ? '' : ` (${key === 'reserveDraw' ? 'planned, ' : ''}${saySince(state[key])})`;
  const moves = drawPence < 0 ? `adds ${sayMoney(-drawPence)}` : `draw ${sayMoney(drawPence)}`;
  return {
    status: NO_MARK,
    label: `Closing balance ${sayYear(year)}`,
    value: sayMoney(closingPence),
    facts: `estimated · opens at ${sayMoney(openingPence)}${entered('reserveOpening')}, ${drawPence === 0 ? 'no movement' : moves}${entered('reserveDraw')}`,
  };
}

function drawCapital(state: FinanceYear): Partial<Drawn> {
  const { capitalPlacesPlanned: planned, capitalPlacesOpen: open } = state;
  const places =
    open === null && planned === null ? 'not entered' : `${open ?? 'not entered'} of ${planned ?? 'not entered'}`;
  return {
    rows: [
      figureRow('Allocation', state, 'capitalAllocation'),
      figureRow('Committed', state, 'capitalCommitted'),
      figureRow('Spent', state, 'capitalSpent'),
      { status: NO_MARK, label: 'Places open, of those planned', value: places, facts: '' },
    ],
  };
}

function drawAssurance(state: FinanceYear, letters: number): Partial<Drawn> {
  const row = (key: 's251' | 'outturn' | 'dsgNote', label: string): Row => ({
    status:
      state[key] === null
        ? markVerdict('unknown', 'Not yet compared')
        : state[key] === 'yes'
          ? markVerdict('green', 'Agrees')
          : markVerdict('amber', 'Differs'),
    label,
    value: sayAgreement(state[key]),
    facts: shorten(state[`${key}Explanation`], letters),
  });
  const { ledgerOn } = state;
  return {
    rows: [
      {
        status: NO_MARK,
        label: 'Ledger of',
        value: ledgerOn === null ? 'not entered' : formatDay(ledgerOn),
        facts: '',
      },
      row('s251', 'Agrees with the Section 251 return'),
      row('outturn', 'Agrees with the outturn'),
      row('dsgNote', 'Agrees with the DSG note'),
    ],
  };
}

function figureRow(label: string, state: FinanceYear, key: MoneyKey): Row {
  return { status: NO_MARK, label, value: sayAmount(state[key]), facts: saySince(state[key]) };
}

/** What people wrote about a section, its explanations left out, which stand beside what they explain. */
function noteOf(id: SectionId, state: FinanceYear): string {
  const note = fieldsIn(SECTIONS[id]).findLast((field) => field.kind === 'words');
  return note?.kind === 'words' ? state[note.key] : '';
}
