// What the programme office is told by itself of a check-in: that somebody is away with nobody to stand in, or that it is not
// theirs. What one could get wrong: who leads a workstream is changed in the plan, not here; the office may answer meanwhile.

import { formatDay } from '../calendar.js';
import { link } from '../cards/markup.js';
import type { Delivery, Drawn, Job, JobRun } from '../jobs/delivery.js';
import { nameOf, workstreamName } from '../programmes/actor.js';
import { notice } from '../programmes/cards.js';
import { leaveOn } from '../programmes/leave.js';
import { readHead } from '../storage/ledger.js';
import { checkInRef, checkIns } from './schema.js';
import { todayIn } from './week.js';

export const checkInOfficeJob: Job = {
  // Planned where it happens (later.ts); here it is only drawn.
  plan: async () => {},
  draws: {
    'office-away': (run, deliveries) =>
      draw(
        run,
        deliveries,
        (who, until) => `${who} is away${until ? ` until ${formatDay(until)}` : ''}, and nobody stands in for them.`,
      ),
    'office-not-mine': (run, deliveries) =>
      draw(run, deliveries, (who) => `${who} says that this check-in is not theirs.`),
  },
};

async function draw(
  run: JobRun,
  [delivery]: readonly Delivery[],
  say: (who: string, until: string | undefined) => string,
): Promise<Drawn> {
  if (!delivery) return { skip: 'nothing to tell' };
  const { programme, programmeId, deps } = run;
  const ref = checkInRef(delivery.about, run.week.period);
  if (await readHead(deps, checkIns, programmeId, ref)) return { skip: 'answered meanwhile' };
  const from = programme.members.find((member) => member.id === delivery.carries?.from);
  const until = from && leaveOn(from, todayIn(programme, run.now))?.until;
  const answer = notice(
    `Check-in of ${workstreamName(programme, delivery.about)}`,
    [
      say(nameOf(programme, delivery.carries?.from ?? ''), until),
      'You can answer it for this week, or ask somebody who knows and answer with their words.',
    ],
    { buttons: [link('Answer it', 'check-ins.open', { programmeId, ref })] },
  );
  return { message: answer };
}
