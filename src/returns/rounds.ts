// Which returns there are, and when each opens: pure, from the programme alone. What one could get wrong: a return is about the last
// quarter that ends before it is due, and opens on a working day, an earlier one rather than a later, so that nobody loses days.

import { addDays, type IsoDate } from '../calendar.js';
import {
  daysOfQuarter,
  quarterBefore,
  quarterOf,
  readQuarterId,
  readYear,
  refOf,
  type YearQuarter,
} from '../financial-years.js';
import { workingDayUntil } from '../jobs/schedule.js';
import { type Programme, ReturnRound } from '../programmes/schema.js';
import { timetableOf } from '../programmes/timetable.js';

export interface Round {
  /** `Q26273`: quarter 3 of 2026/27. */
  ref: string;
  dueOn: IsoDate;
  opensOn: IsoDate;
  /** The days on which whoever has sections to send is reminded, the first one first; none before it opens. */
  remindsOn: IsoDate[];
  quarter: YearQuarter;
  /** First and last day of that quarter. */
  from: IsoDate;
  until: IsoDate;
}

const DEFAULTS = ReturnRound.parse({});

/** How a programme asks for its returns; programmes stored before there were any have the defaults. */
export function returnRoundOf(programme: Pick<Programme, 'returnRound'>): ReturnRound {
  return programme.returnRound ?? DEFAULTS;
}

/** Every return of a programme, the first one first. */
export function roundsOf(programme: Programme): Round[] {
  const { opensDaysBefore, remindDaysBefore } = returnRoundOf(programme);
  const timetable = timetableOf(programme);
  const before = (day: IsoDate, days: number) => workingDayUntil(timetable, addDays(day, -days));
  return programme.returns
    .map(({ dueOn }): Round => {
      const quarter = quarterBefore(quarterOf(dueOn));
      const opensOn = before(dueOn, opensDaysBefore);
      const reminds = new Set(remindDaysBefore.map((days) => before(dueOn, days)).filter((day) => day > opensOn));
      return {
        ref: returnRef(quarter),
        dueOn,
        opensOn,
        remindsOn: [...reminds].sort(),
        quarter,
        ...daysOfQuarter(quarter),
      };
    })
    .sort((a, b) => a.dueOn.localeCompare(b.dueOn));
}

/** The return of a reference, or undefined. */
export function roundOf(programme: Programme, ref: string): Round | undefined {
  return roundsOf(programme).find((round) => round.ref === ref);
}

/** The return before one, whose answers stand beside; undefined for the first. */
export function roundBefore(programme: Programme, round: Round): Round | undefined {
  return roundsOf(programme).findLast((one) => one.dueOn < round.dueOn);
}

/** Returns open at a day, the last one last: an earlier one stays open until it is sent. */
export function openedBy(programme: Programme, today: IsoDate): Round[] {
  return roundsOf(programme).filter((round) => round.opensOn <= today);
}

/** The reference of a quarter's return. */
export function returnRef({ year, quarter }: YearQuarter): string {
  return `Q${refOf(year).slice(1)}${quarter}`;
}

/** A return as people type it: `Q3`, `Q3 2026/27`, `2026/27 Q3`, `Q26273`; undefined when it is none of the programme's. */
export function readRound(programme: Programme, typed: string): Round | undefined {
  const text = typed
    .trim()
    .toUpperCase()
    .replace(/QUARTER\s*/, 'Q');
  const rounds = roundsOf(programme);
  if (/^Q\d{5}$/.test(text)) return rounds.find((round) => round.ref === text);
  const quarter = /\bQ([1-4])\b/.exec(text)?.[1];
  const rest = text
    .replace(/\bQ[1-4]\b/, '')
    .replace(/\b(?:OF|IN)\b/g, '')
    .trim();
  if (!quarter) return undefined;
  if (rest === '') return rounds.findLast((round) => round.quarter.quarter === Number(quarter));
  const year = readYear(rest);
  const meant = year === undefined ? undefined : readQuarterId(`${year}/${String(year + 1).slice(2)} Q${quarter}`);
  return meant && rounds.find((round) => round.ref === returnRef(meant));
}
