// The chair's summary comes by itself before each Board. What one could get wrong: it is drawn at the moment of sending, so a message that an
// outage delayed tells the programme as it is then, and never after the Board.

import type { IsoDate } from '../calendar.js';
import { addDays, formatDay } from '../calendar.js';
import type { Delivery, Drawn, Job, JobRun } from '../jobs/delivery.js';
import { instantOf, periodOf, workingDayUntil } from '../jobs/schedule.js';
import type { Actor } from '../programmes/actor.js';
import { isBoardChair } from '../programmes/rights.js';
import type { Programme } from '../programmes/schema.js';
import { timetableOf } from '../programmes/timetable.js';
import { showSummary } from './routes.js';

const KIND = 'summary';

export const summaryJob: Job = {
  plan: async (run) => {
    const { programme } = run;
    const { zone } = programme;
    const timetable = timetableOf(programme);
    for (const { on } of programme.boards) {
      const at = instantOf(summaryDay(programme, on), timetable.prompt.time, zone);
      if (periodOf(at, zone) !== run.week.period || run.now.toISOString() < at) continue;
      const until = instantOf(on, timetable.allowedHours.until, zone);
      for (const { id } of programme.members.filter(isBoardChair))
        await run.plan({ kind: KIND, about: `board-${on}`, memberId: id, place: 'personal', notBefore: at, until });
    }
  },
  draws: { [KIND]: draw },
};

/** The day on which the summary for a Board of a day is sent. */
export function summaryDay(programme: Programme, boardOn: IsoDate): IsoDate {
  const timetable = timetableOf(programme);
  return workingDayUntil(timetable, addDays(boardOn, -timetable.summaryDaysBefore));
}

async function draw(run: JobRun, [delivery]: readonly Delivery[]): Promise<Drawn> {
  const { deps, programme, programmeId } = run;
  const member = programme.members.find(({ id }) => id === delivery?.memberId);
  if (!delivery || !member || !isBoardChair(member)) return { skip: 'no longer a chair of the Board' };
  const actor: Actor = { tenantId: '', objectId: '', programmeId, programme, member };
  const { card, summary } = await showSummary({ deps, actor });
  const on = delivery.about.slice('board-'.length);
  return { message: { card, summary: `For the Board of ${formatDay(on)}: ${summary}` } };
}
