// A late answer on the digest that the channel has already. What one could get wrong: two answers may be paid for at once, and
// the slower one may hold the older card, so it is drawn again until what was shown is what is true.

import type { Deps } from '../../deps.js';
import { ProductError } from '../../errors.js';
import { listDeliveries } from '../../jobs/deliveries.js';
import { deliveryId, type JobRun } from '../../jobs/delivery.js';
import { weekOf } from '../../jobs/schedule.js';
import type { Carrier } from '../../jobs/sending.js';
import { readProgramme } from '../../programmes/actor.js';
import { timetableOf } from '../../programmes/timetable.js';
import type { Entry } from '../../storage/entry.js';
import type { CheckIn } from '../schema.js';
import { DIGEST, digestOf } from './job.js';

const TIMES = 4;

/**
 * The payer of `check-ins.refresh-digest`: shows a late answer on the week's digest, in place. Safe to repeat. Throws
 * UNAVAILABLE while the digest is just being sent, or Teams did not say that the card was replaced.
 */
export async function payDigest(
  deps: Deps,
  carrier: Carrier,
  programmeId: string,
  answer: Entry<CheckIn>,
): Promise<void> {
  const run = await readRun(deps, programmeId, answer.state.period);
  const digest = run.known.get(deliveryId(DIGEST))?.body;
  // Not sent yet: it will be drawn from this answer too. Never sent: there is nothing to replace.
  if (!digest || digest.state === 'planned') return;
  if (digest.state === 'claimed' || digest.state === 'sending')
    throw new ProductError('UNAVAILABLE', 'the digest is being sent');
  const { conversationId, activityId } = digest;
  if (!conversationId || !activityId) return deps.log.info('digest-not-there', { programmeId, state: digest.state });
  const to = await carrier.find(run, digest);
  if (to === 'later') throw new ProductError('UNAVAILABLE', 'the channel cannot be reached just now');
  if (!to) return deps.log.info('digest-not-there', { programmeId, state: 'no channel' });
  // The programme may post elsewhere by now; the digest lies where it was sent.
  const address = { ...to.address, conversationId };
  let shown = '';
  for (let time = 0; time < TIMES; time += 1) {
    const message = carrier.shape(run, digest, await digestOf(run), to);
    const drawn = JSON.stringify(message.card);
    if (drawn === shown) return;
    const { outcome } = await deps.messenger.update(address, activityId, message);
    deps.log.info('digest-updated', { programmeId, ref: answer.ref, outcome });
    if (outcome === 'inactive' || outcome === 'refused') return;
    if (outcome !== 'sent') throw new ProductError('UNAVAILABLE', `the digest was not replaced: ${outcome}`);
    shown = drawn;
  }
}

async function readRun(deps: Deps, programmeId: string, period: string): Promise<JobRun> {
  const programme = (await readProgramme(deps, programmeId))?.body.newest.state;
  if (!programme) throw new ProductError('MISSING', `there is no programme ${programmeId}`);
  const week = weekOf(timetableOf(programme), programme.zone, period);
  const known = await listDeliveries(deps, programmeId, period);
  return { deps, programmeId, programme, now: deps.clock.now(), week, known, plan: async () => {} };
}
