// How long the DSG reserve lasts. Pure. What one could get wrong: a missing figure is never a zero in silence; whatever is taken
// for granted in its place is an assumption that is said, and where nothing can be assumed the runway stops.

import type { IsoDate } from '../calendar.js';
import { lastDayOf, QUARTERS, type Quarter, sayYear } from '../financial-years.js';
import { sayShortly } from './money.js';
import { penceOf, varianceOf } from './rules.js';
import { type FinanceYear, NOTHING_ENTERED, type YearFigures } from './schema.js';

export interface RunwayYear {
  year: number;
  openingPence: number;
  /** Below zero when the year adds to the reserve. */
  drawPence: number;
  /** Below zero when more was needed than there was. */
  closingPence: number;
}

/** Something taken for granted: as a sentence of its own, and as words that follow "assumes". */
export interface Assumption {
  sentence: string;
  brief: string;
}

export interface Runway {
  /** Oldest first; empty when no opening balance is known. */
  years: RunwayYear[];
  /** The first quarter at whose end nothing is left. */
  runsOut: { year: number; quarter: Quarter } | null;
  /** What is needed beyond the reserve by the end of the last year, which would fall on the general fund. */
  exposurePence: number;
  assumptions: Assumption[];
  /** Why it goes no further, as a sentence; '' when it reaches the year after the one asked about. */
  stopped: string;
}

/** No runway looks further ahead than this many years after the one asked about: beyond, one assumption follows another. */
const MOST_YEARS_AHEAD = 3;

/** The runway as it looks from a year, from the last opening balance that is known. */
export function projectRunway(known: readonly YearFigures[], asked: number, today: IsoDate): Runway {
  const stateOf = (year: number) => known.find((one) => one.year === year)?.state ?? NOTHING_ENTERED;
  const opened = known.filter((one) => one.year <= asked && penceOf(one.state.reserveOpening) !== null);
  const base = opened.length === 0 ? undefined : Math.max(...opened.map((one) => one.year));
  const runway: Runway = { years: [], runsOut: null, exposurePence: 0, assumptions: [], stopped: '' };
  if (base === undefined)
    return { ...runway, stopped: 'No opening balance of the reserve is entered, so a runway cannot be drawn.' };
  let balance = 0;
  let before: { year: number; drawPence: number } | undefined;
  for (let year = base; year <= lastYear(known, asked); year += 1) {
    const state = stateOf(year);
    balance = penceOf(state.reserveOpening) ?? balance;
    const next = penceOf(stateOf(year + 1).reserveOpening);
    // Between two known balances there is nothing to plan or assume.
    const draw =
      next !== null ? { pence: balance - next, assumptions: [], carries: true } : drawOf(year, state, before, today);
    if (draw === undefined) {
      runway.stopped = `From 1 April ${year} the runway cannot be drawn: ${sayLacks(state)} for ${sayYear(year)}, and no planned draw is entered.`;
      break;
    }
    runway.assumptions.push(...draw.assumptions);
    runway.years.push({
      year,
      openingPence: balance,
      drawPence: draw.pence,
      closingPence: balance - draw.pence,
    });
    if (draw.carries) before = { year, drawPence: draw.pence };
    const quarter = QUARTERS.find((one) => balance * 4 <= draw.pence * one);
    if (runway.runsOut === null && quarter !== undefined && balance - draw.pence <= 0)
      runway.runsOut = { year, quarter };
    balance -= draw.pence;
  }
  if (runway.years.length > 0)
    runway.assumptions.push({
      sentence: 'Assumes that a year’s draw is spread evenly over its quarters.',
      brief: 'an even draw over the year',
    });
  return { ...runway, exposurePence: Math.max(0, -(runway.years.at(-1)?.closingPence ?? 0)) };
}

interface Draw {
  pence: number;
  assumptions: Assumption[];
  /** Whether a later year may assume the same again. */
  carries: boolean;
}

/** What a year takes from the reserve: as planned, else its overspend, else nothing if it is over, else as the year before. */
function drawOf(
  year: number,
  state: FinanceYear,
  before: { year: number; drawPence: number } | undefined,
  today: IsoDate,
): Draw | undefined {
  const planned = penceOf(state.reserveDraw);
  if (planned !== null) return { pence: planned, assumptions: [], carries: true };
  const variance = varianceOf(state);
  if (variance.pence !== null) {
    const what =
      variance.pence > 0
        ? `adds the High Needs underspend of ${sayYear(year)}`
        : `meets the High Needs overspend of ${sayYear(year)}`;
    const how = {
      sentence: `Assumes that the reserve ${what}, ${sayShortly(Math.abs(variance.pence))}: no planned draw is entered.`,
      brief: `that the reserve ${what}`,
    };
    const more = variance.assumes.map((assumed) => ({
      sentence: `Assumes ${assumed} for ${sayYear(year)}.`,
      brief: 'no transfers',
    }));
    return { pence: 0 - variance.pence, assumptions: [how, ...more], carries: true };
  }
  if (lastDayOf(year) < today)
    return {
      pence: 0,
      assumptions: [
        {
          sentence: `Assumes no movement in ${sayYear(year)}, until the opening balance of 1 April ${year + 1} is entered.`,
          brief: `no movement in ${sayYear(year)}`,
        },
      ],
      carries: false,
    };
  if (!before) return undefined;
  const again = `Assumes the draw of ${sayYear(before.year)} again in ${sayYear(year)}, ${sayShortly(before.drawPence)}`;
  const assumption = { sentence: `${again}: ${sayLacks(state)}.`, brief: `the same draw again in ${sayYear(year)}` };
  return { pence: before.drawPence, assumptions: [assumption], carries: true };
}

function sayLacks(state: FinanceYear): string {
  return varianceOf(state).lacks.join(' and ');
}

/** The year after the one asked about, or the last of which the block or the reserve says anything. */
function lastYear(known: readonly YearFigures[], asked: number): number {
  const said = known.filter(({ state }) =>
    [state.hnbAllocation, state.hnbSpend, state.hnbTransfers, state.reserveOpening, state.reserveDraw].some(Boolean),
  );
  const last = Math.max(asked + 1, ...said.map((one) => one.year));
  return Math.min(last, asked + MOST_YEARS_AHEAD);
}
