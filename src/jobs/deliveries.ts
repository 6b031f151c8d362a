// The records of what the clock sends: planned once, listed by week, changed by whoever holds them. What one could get wrong: a
// change is made only on the version that was read, so of several processes one goes on and the others leave it.

import type { Deps } from '../deps.js';
import { isError } from '../errors.js';
import { listAll } from '../storage/store.js';
import {
  type Delivery,
  type DeliveryState,
  deliveriesOf,
  deliveryId,
  type PlannedDelivery,
  type StoredDelivery,
} from './delivery.js';

const KEEP_SECONDS = 400 * 24 * 60 * 60;

/** Every delivery of a period, by id. One query. */
export async function listDeliveries(
  deps: Deps,
  programmeId: string,
  period: string,
): Promise<Map<string, StoredDelivery>> {
  const found = await listAll<Delivery>(deps.store, ['delivery'], deliveriesOf(programmeId, period));
  return new Map(found.map((stored) => [stored.id, stored]));
}

/** Plans a delivery once; gives it as it stands, whoever planned it first. */
export async function planDelivery(
  deps: Deps,
  programmeId: string,
  period: string,
  planned: PlannedDelivery,
): Promise<StoredDelivery> {
  const now = deps.clock.now().toISOString();
  const state: DeliveryState = planned.skip === undefined ? 'planned' : 'skipped';
  const body: Delivery = { ...planned, state, attempts: 0, changedAt: now, reason: planned.skip ?? '', late: false };
  try {
    return await deps.store.create<Delivery>('delivery', {
      id: deliveryId(planned),
      partition: deliveriesOf(programmeId, period),
      at: now,
      body,
      expiresInSeconds: KEEP_SECONDS,
    });
  } catch (error) {
    if (!isError(error, 'TAKEN', 'UNCERTAIN')) throw error;
    const known = await deps.store.read<Delivery>('delivery', deliveriesOf(programmeId, period), deliveryId(planned));
    if (!known) throw error;
    return known;
  }
}

/** Notes that a delivery was seen, whatever Teams said of it: its person has answered. */
export async function markSent(
  deps: Deps,
  programmeId: string,
  period: string,
  which: Pick<PlannedDelivery, 'about' | 'memberId' | 'kind'>,
): Promise<void> {
  const known = await deps.store.read<Delivery>('delivery', deliveriesOf(programmeId, period), deliveryId(which));
  if (known?.body.state === 'unknown') await changeDelivery(deps, known, { state: 'sent', reason: 'answered' });
}

/** Changes a delivery if nobody has since; `evenIfGivenUp`: also one that was called unknown while this attempt was under way. */
export async function changeDelivery(
  deps: Deps,
  stored: StoredDelivery,
  change: Partial<Delivery>,
  evenIfGivenUp = false,
): Promise<StoredDelivery | undefined> {
  const changedAt = change.changedAt ?? deps.clock.now().toISOString();
  try {
    return await deps.store.replace<Delivery>('delivery', {
      ...stored,
      body: { ...stored.body, ...change, changedAt },
    });
  } catch (error) {
    if (!isError(error, 'STALE', 'MISSING', 'UNCERTAIN')) throw error;
    const now = await deps.store.read<Delivery>('delivery', stored.partition, stored.id);
    // An uncertain write that was stored after all is ours.
    if (now?.body.changedAt === changedAt && now.body.state === change.state) return now;
    const givenUp = now?.body.state === 'unknown' && now.body.attempts === stored.body.attempts;
    if (now && ((evenIfGivenUp && givenUp) || (isError(error, 'UNCERTAIN') && now.version === stored.version)))
      return changeDelivery(deps, now, { ...change, changedAt }, false);
    return undefined;
  }
}
