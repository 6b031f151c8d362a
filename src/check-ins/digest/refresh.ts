// A late answer on the digest that the channel has already. What one could get wrong: two answers may be paid for at once, and
// the slower one may hold the older card, so it is drawn again until what was shown is what is true.

import type { Deps } from '../../deps.js';
import { ProductError } from '../../errors.js';
import { changeDelivery, openRun } from '../../jobs/deliveries.js';
import { deliveryId, type Job, type JobRun, type StoredDelivery } from '../../jobs/delivery.js';
import { keptUntil } from '../../jobs/endings.js';
import { type Carrier, sweepDeliveries } from '../../jobs/sending.js';
import { readProgramme } from '../../programmes/actor.js';
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
  jobs: readonly Job[],
  carrier: Carrier,
  programmeId: string,
  answer: Entry<CheckIn>,
): Promise<void> {
  const run = await readRun(deps, programmeId, answer.state.period);
  const digest = run.known.get(deliveryId(DIGEST))?.body;
  // Not sent yet: it will be drawn from this answer too. Never sent: there is nothing to replace.
  const stored = run.known.get(deliveryId(DIGEST));
  if (!stored || !digest || digest.state === 'planned') return;
  if (digest.state === 'claimed' || digest.state === 'sending')
    throw new ProductError('UNAVAILABLE', 'the digest is being sent');
  const { conversationId, activityId } = digest;
  if (!conversationId || !activityId) return deps.log.info('digest-not-there', { programmeId, state: digest.state });
  const to = await carrier.find(run, digest);
  if (to === 'gone') return postAgain(run, jobs, carrier, stored);
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
    if (outcome === 'refused') return;
    if (outcome === 'inactive') return postAgain(run, jobs, carrier, stored);
    if (outcome !== 'sent') throw new ProductError('UNAVAILABLE', `the digest was not replaced: ${outcome}`);
    shown = drawn;
  }
}

/** Somebody deleted it: it is a new message, sent once by the rules of every other. */
async function postAgain(run: JobRun, jobs: readonly Job[], carrier: Carrier, stored: StoredDelivery): Promise<void> {
  const at = run.now.toISOString();
  const { conversationId: _, activityId: __, ...body } = stored.body;
  const again = { ...stored, body };
  const until = keptUntil(at) > body.until ? keptUntil(at) : body.until;
  const change = { state: 'planned', reason: 'what was posted was deleted', notBefore: at, until } as const;
  const { stored: planned } = await changeDelivery(run.deps, again, change);
  if (!planned) return;
  const only = new Map([[planned.id, planned]]);
  await sweepDeliveries({ ...run, known: only }, jobs, carrier);
}

async function readRun(deps: Deps, programmeId: string, period: string): Promise<JobRun> {
  const programme = (await readProgramme(deps, programmeId))?.body.newest.state;
  if (!programme) throw new ProductError('MISSING', `there is no programme ${programmeId}`);
  return openRun(deps, programmeId, programme, period);
}
