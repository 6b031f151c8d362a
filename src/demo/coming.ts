// What comes by itself in the demo's programme, in words: the week's moments and the return's days. What one could get wrong: this only
// tells of it; what is sent is decided by the jobs when the clock gets there.

import { formatDay } from '../calendar.js';
import { comingMoments, instantOf, type MomentKind } from '../jobs/schedule.js';
import { confidenceDay } from '../notices/confidence-job.js';
import type { Programme } from '../programmes/schema.js';
import { timetableOf } from '../programmes/timetable.js';
import { roundsOf } from '../returns/rounds.js';
import { summaryDay } from '../summary/job.js';

export interface Coming {
  /** UTC ISO. */
  at: string;
  what: string;
}

const WEEKLY: Record<MomentKind, string> = {
  due: 'owners are told what falls due',
  prompt: 'every workstream lead is asked for the weekly check-in',
  reminder: 'whoever has not answered is reminded, once',
  close: 'the check-in closes; answers from here on are late',
  digest: 'the digest is posted in the channel',
};

/** Everything that comes after `now` within so many weeks, the first one first. */
export function comingIn(programme: Programme, now: Date, weeks: number): Coming[] {
  const { zone } = programme;
  const { prompt } = timetableOf(programme);
  const end = new Date(now.getTime() + weeks * WEEK_MS).toISOString();
  const weekly = comingMoments(programme, now, weeks).flatMap((week) =>
    week.moments.map(({ kind, at, moved }): Coming => ({ at, what: `${WEEKLY[kind]}.${moved ? ` ${moved}.` : ''}` })),
  );
  const days = roundsOf(programme).flatMap(({ opensOn, remindsOn }) => [
    { day: opensOn, what: 'the quarterly return opens, and everyone with a section is asked.' },
    ...remindsOn.map((day) => ({ day, what: 'whoever has sections of the return to send is reminded.' })),
  ]);
  for (const { on } of programme.boards) {
    days.push({
      day: confidenceDay(programme, on),
      what: `partners are asked how sure they are, for the Board of ${formatDay(on)}.`,
    });
    days.push({
      day: summaryDay(programme, on),
      what: `the Board’s chair gets the summary for the Board of ${formatDay(on)}.`,
    });
  }
  const dated = days
    .map(({ day, what }): Coming => ({ at: instantOf(day, prompt.time, zone), what }))
    .filter(({ at }) => at > now.toISOString() && at <= end);
  return [...weekly, ...dated].sort((a, b) => a.at.localeCompare(b.at));
}

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;
