// Each partner is asked how sure it is before every Board. What one could get wrong: one person is asked for a partner, what has been scored since
// the last Board is not asked again, and nobody is asked after the Board has met.

import { addDays, type IsoDate } from '../calendar.js';
import { listScores } from '../confidence/actions.js';
import { voiceOf } from '../confidence/rules.js';
import { PARTNER_NAMES } from '../confidence/schema.js';
import { lastBoard, toScore } from '../confidence/views.js';
import type { Delivery, Drawn, Job, JobRun } from '../jobs/delivery.js';
import { instantOf, periodOf, workingDayUntil } from '../jobs/schedule.js';
import type { Programme } from '../programmes/schema.js';
import { timetableOf } from '../programmes/timetable.js';
import { readerOf, todayIn, whyNotTold } from './owners.js';

const KIND = 'confidence';

export const confidenceJob: Job = { plan, draws: { [KIND]: draw } };

async function plan(run: JobRun): Promise<void> {
  const { programme } = run;
  const { zone } = programme;
  const timetable = timetableOf(programme);
  for (const { on } of programme.boards) {
    const at = instantOf(confidenceDay(programme, on), timetable.prompt.time, zone);
    if (periodOf(at, zone) !== run.week.period || run.now.toISOString() < at) continue;
    const until = instantOf(on, timetable.allowedHours.from, zone);
    for (const partner of PARTNER_NAMES) {
      const voice = voiceOf(programme, partner);
      if (!voice) continue;
      const skip = whyNotTold(voice, todayIn(run));
      await run.plan({
        kind: KIND,
        about: `board-${on}`,
        memberId: voice.id,
        place: 'personal',
        notBefore: at,
        until,
        ...(skip !== '' && { skip }),
      });
    }
  }
}

async function draw(run: JobRun, [delivery]: readonly Delivery[]): Promise<Drawn> {
  const reader = readerOf(run, delivery?.memberId ?? '');
  if ('skip' in reader) return reader;
  const turn = { deps: run.deps, actor: reader.actor };
  const heads = await listScores(turn);
  const since = lastBoard(run.programme, todayIn(run));
  const { organisation } = reader.actor.member;
  const left = run.programme.workstreams.filter(
    ({ id }) =>
      !heads.some(({ newest: { state } }) => {
        return state.workstream === id && state.partner === organisation && state.scoredOn > since;
      }),
  );
  if (left.length === 0) return { skip: 'all scored since the last Board' };
  const { card, summary } = toScore(turn, heads);
  return { message: { card, summary } };
}

/** The day on which partners are asked before a Board of a day. */
export function confidenceDay(programme: Programme, boardOn: IsoDate): IsoDate {
  const timetable = timetableOf(programme);
  return workingDayUntil(timetable, addDays(boardOn, -timetable.confidenceDaysBefore));
}
