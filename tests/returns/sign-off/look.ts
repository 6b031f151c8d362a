// One look of the clock at the week it is in, with the real engine and everybody's own chat. What one could get wrong: somebody who is not
// reached in their own chat still is in the channel, whose conversation is called `channel`.

import { listDeliveries, planDelivery } from '../../../src/jobs/deliveries.js';
import { type Delivery, deliveryId, type JobRun } from '../../../src/jobs/delivery.js';
import { periodOf, weekOf } from '../../../src/jobs/schedule.js';
import { type Carrier, sweepDeliveries } from '../../../src/jobs/sending.js';
import { timetableOf } from '../../../src/programmes/timetable.js';
import { signOffJob } from '../../../src/returns/sign-off/job.js';
import { wordsOf } from '../../support/card-reader.js';
import { PROGRAMME, TENANT, type World } from '../../support/world.js';
import { payAll, programmeOf } from './prepared.js';

/** Pays what is owed and sends what is due at an instant; gives the week's deliveries as they are then. */
export async function look(world: World, at: string, unreached: readonly string[] = []): Promise<Delivery[]> {
  world.at(at);
  await payAll(world);
  const { deps } = world;
  const programme = await programmeOf(world);
  const period = periodOf(at, programme.zone);
  const known = await listDeliveries(deps, PROGRAMME, period);
  const run: JobRun = {
    deps,
    programmeId: PROGRAMME,
    programme,
    now: new Date(at),
    week: weekOf(timetableOf(programme), programme.zone, period),
    known,
    plan: async (planned) => {
      const id = deliveryId(planned);
      if (!known.has(id)) known.set(id, await planDelivery(deps, PROGRAMME, period, planned));
    },
  };
  const carrier: Carrier = {
    find: async (_, { memberId, place }) =>
      place === 'personal' && unreached.includes(memberId)
        ? undefined
        : { address: { conversationId: place === 'channel' ? 'channel' : memberId, serviceUrl: '', tenantId: TENANT } },
    shape: (_run, _delivery, message) => message,
  };
  await sweepDeliveries(run, [signOffJob], carrier);
  return [...known.values()].map((stored) => stored.body);
}

/** The cards that were sent to a member, or to the channel, in words. */
export function toldTo(world: World, conversationId: string): string[] {
  return world.sent
    .filter(({ to }) => to.conversationId === conversationId)
    .map(({ message }) => wordsOf(message.card));
}
