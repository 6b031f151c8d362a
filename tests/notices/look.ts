// One look of the clock at the week it is in, with the real engine and everybody's own chat. What one could get wrong: it looks
// at one period only, so a test that moves into another week looks again there.

import { listDeliveries, planDelivery } from '../../src/jobs/deliveries.js';
import type { Delivery, JobRun } from '../../src/jobs/delivery.js';
import { deliveryId } from '../../src/jobs/delivery.js';
import { payOwed } from '../../src/jobs/owed.js';
import { periodOf, weekOf } from '../../src/jobs/schedule.js';
import { type Carrier, sweepDeliveries } from '../../src/jobs/sending.js';
import { noticesJob } from '../../src/notices/job.js';
import { planNotice } from '../../src/notices/paying.js';
import { readProgramme } from '../../src/programmes/actor.js';
import { listRegistrations } from '../../src/programmes/registration.js';
import { timetableOf } from '../../src/programmes/timetable.js';
import { openIssue } from '../../src/risks/issues.js';
import { PROGRAMME, TENANT, type World } from '../support/world.js';

const carrier: Carrier = {
  find: async (_, { memberId }) => ({ address: { conversationId: memberId, serviceUrl: '', tenantId: TENANT } }),
  shape: (_run, _delivery, message) => message,
};
const payers = { 'notices.tell': planNotice, 'risks.open-issue': openIssue, announce: async () => {} };

/** Pays everything that is committed from now on, as the composed assistant does. Resolves `settled` when all is paid. */
export function payAtOnce(world: World): { settled(): Promise<void> } {
  const underWay: Promise<unknown>[] = [];
  world.deps.committed = (programmeId, entry) => void underWay.push(payOwed(world.deps, payers, programmeId, entry));
  return { settled: async () => void (await Promise.all(underWay)) };
}

/** Plans and sends what is due now; gives the deliveries of the week as they are then. */
export async function look(world: World): Promise<Delivery[]> {
  const { deps } = world;
  const now = deps.clock.now();
  const programme = (await readProgramme(deps, PROGRAMME))?.body.newest.state;
  if (!programme) throw new Error('no programme');
  const period = periodOf(now, programme.zone);
  const week = weekOf(timetableOf(programme), programme.zone, period);
  const [registration] = await listRegistrations(deps);
  const known = await listDeliveries(deps, PROGRAMME, period);
  const run: JobRun = {
    deps,
    programmeId: PROGRAMME,
    programme,
    now,
    week: { ...week, moments: week.moments.filter((moment) => moment.at >= (registration?.since ?? '')) },
    known,
    plan: async (planned) => {
      const id = deliveryId(planned);
      if (!known.has(id)) known.set(id, await planDelivery(deps, PROGRAMME, period, planned));
    },
  };
  await noticesJob.plan(run);
  await sweepDeliveries(run, [noticesJob], carrier);
  return [...known.values()].map((stored) => stored.body);
}

/** The cards a member was sent, as JSON. */
export function sentTo(world: World, memberId: string): string[] {
  return world.sent
    .filter(({ to }) => to.conversationId === memberId)
    .map(({ message }) => JSON.stringify(message.card));
}
