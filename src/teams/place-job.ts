// What follows when a bound place is gone or back: the programme office is told in person, once, and what waits is shown. Pitfall: it
// is planned from what is noted of the place, so a process that dies in between leaves it to the next look of any other.

import { formatInstant } from '../calendar.js';
import { link } from '../cards/markup.js';
import type { Deps } from '../deps.js';
import { changeDelivery, openRun } from '../jobs/deliveries.js';
import type { Delivery, Drawn, Job, JobRun } from '../jobs/delivery.js';
import { KEPT_DAYS, keptUntil, WAITS_FOR_CHANNEL } from '../jobs/endings.js';
import { periodBefore, periodOf } from '../jobs/schedule.js';
import { type Carrier, sweepDeliveries } from '../jobs/sending.js';
import { readProgramme } from '../programmes/actor.js';
import { notice } from '../programmes/cards.js';
import { type Purpose, readPlace, sayPurpose } from '../programmes/places.js';
import { isProgrammeOffice } from '../programmes/rights.js';
import { PURPOSES } from '../programmes/schema.js';

const KIND = 'office-place';

export const placeJob: Job = {
  anytime: [KIND],
  plan: async (run) => {
    const { deps, programmeId, programme } = run;
    for (const purpose of PURPOSES) {
      if (programme.places && !programme.places[purpose]) continue;
      const place = await readPlace(deps, programmeId, purpose, programme);
      if (place?.gone) await planTelling(run, purpose, place.gone.since);
      else if (place && purpose === 'group') await release(run);
    }
  },
  draws: { [KIND]: draw },
};

async function planTelling(run: JobRun, purpose: Purpose, since: string): Promise<void> {
  if (periodOf(since, run.programme.zone) !== run.week.period) return;
  const about = `${purpose}@${since.replace(/[^0-9]/g, '')}`;
  for (const { id } of run.programme.members.filter(isProgrammeOffice))
    await run.plan({ kind: KIND, about, memberId: id, place: 'personal', notBefore: since, until: keptUntil(since) });
}

/** The channel is there again: what waited for it is due now. */
async function release(run: JobRun): Promise<void> {
  const now = run.deps.clock.now().toISOString();
  for (const stored of run.known.values()) {
    const { state, reason, notBefore } = stored.body;
    if (state !== 'planned' || reason !== WAITS_FOR_CHANNEL || notBefore <= now) continue;
    const changed = await changeDelivery(run.deps, stored, { notBefore: now });
    if (changed.stored) run.known.set(stored.id, changed.stored);
  }
}

async function draw(run: JobRun, [delivery]: readonly Delivery[]): Promise<Drawn> {
  const purpose = PURPOSES.find((one) => one === delivery?.about.split('@')[0]);
  const place = purpose && (await readPlace(run.deps, run.programmeId, purpose));
  if (!purpose || !place?.gone) return { skip: 'the place is there again' };
  const { since, why } = place.gone;
  const answer = notice(
    'Nothing can be posted',
    [
      `The place of ${sayPurpose(purpose)} cannot be reached since ${formatInstant(since, run.programme.zone)}: ${why}.`,
      ...(purpose === 'group' ? [`What is to be posted there is kept for ${KEPT_DAYS} days.`] : []),
      'If it stays so, go to another channel, mention me and type: use this channel.',
    ],
    {
      buttons: [
        link('See delivery', 'check-ins.show-delivery', { programmeId: run.programmeId }),
        link('Settings', 'settings.show', { programmeId: run.programmeId }),
      ],
    },
  );
  return {
    message: { card: answer.card, summary: `Nothing can be posted in the place of ${sayPurpose(purpose)}: ${why}.` },
  };
}

/** At once what a look would do: tells the office, and shows what waits. Safe to repeat. Throws the store's codes. */
export async function settlePlaces(
  deps: Deps,
  jobs: readonly Job[],
  carrier: Carrier,
  programmeId: string,
): Promise<void> {
  const programme = (await readProgramme(deps, programmeId))?.body.newest.state;
  if (!programme) return;
  const present = periodOf(deps.clock.now(), programme.zone);
  const before = periodBefore(present);
  // As far back as anything is kept for a channel.
  for (const period of [periodBefore(before), before, present]) {
    const run = await openRun(deps, programmeId, programme, period);
    await placeJob.plan(run);
    await sweepDeliveries(run, jobs, carrier);
  }
}
