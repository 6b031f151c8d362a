// The records of what the clock sends: planned once, listed by week, changed by whoever holds them. What one could get wrong: a
// change is made only on the version that was read, so of several processes one goes on and the others leave it.

import type { Deps } from '../deps.js';
import { isError } from '../errors.js';
import type { Programme } from '../programmes/schema.js';
import { timetableOf } from '../programmes/timetable.js';
import { listAll } from '../storage/store.js';
import {
  type Delivery,
  type DeliveryState,
  deliveriesOf,
  deliveryId,
  type JobRun,
  type PlannedDelivery,
  type StoredDelivery,
} from './delivery.js';
import { weekOf } from './schedule.js';

const KEEP_SECONDS = 400 * 24 * 60 * 60;
const TRIES = 3;

/** Every delivery of a period, by id. One query. */
export async function listDeliveries(
  deps: Deps,
  programmeId: string,
  period: string,
): Promise<Map<string, StoredDelivery>> {
  const found = await listAll<Delivery>(deps.store, ['delivery'], deliveriesOf(programmeId, period));
  return new Map(found.map((stored) => [stored.id, stored]));
}

/** A look at one period of a programme outside the clock's own. `known`: its deliveries, where only some are meant. */
export async function openRun(
  deps: Deps,
  programmeId: string,
  programme: Programme,
  period: string,
  known?: JobRun['known'],
): Promise<JobRun> {
  const all = known ?? (await listDeliveries(deps, programmeId, period));
  const plan: JobRun['plan'] = async (delivery) => {
    const id = deliveryId(delivery);
    if (!all.has(id)) all.set(id, await planDelivery(deps, programmeId, period, delivery));
  };
  const week = weekOf(timetableOf(programme), programme.zone, period);
  return { deps, programmeId, programme, now: deps.clock.now(), week, known: all, plan };
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
  const body: Delivery = {
    ...planned,
    state,
    attempts: 0,
    dueAt: planned.notBefore,
    changedAt: now,
    reason: planned.skip ?? '',
    late: false,
  };
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

/** Notes that what a person was sent of these kinds was seen, whatever Teams said of it: they have answered. Point reads. */
export async function markSent(
  deps: Deps,
  programmeId: string,
  period: string,
  { kinds, ...who }: Pick<PlannedDelivery, 'about' | 'memberId'> & { kinds: readonly string[] },
): Promise<void> {
  const mark = async (kind: string) => {
    const id = deliveryId({ ...who, kind });
    const known = await deps.store.read<Delivery>('delivery', deliveriesOf(programmeId, period), id);
    if (known?.body.state === 'unknown') await changeDelivery(deps, known, { state: 'sent', reason: 'answered' });
  };
  await Promise.all(kinds.map(mark));
}

/** What came of a change: whether it was made, and the delivery as it now stands; undefined when it is gone. */
export interface Changed {
  made: boolean;
  stored: StoredDelivery | undefined;
}

/**
 * Changes a delivery if nobody has since. `lateReport`: also one that was called unknown meanwhile, if nobody else has held
 * it: whoever sent it knows better. Throws UNAVAILABLE or UNCERTAIN when the store cannot say.
 */
export async function changeDelivery(
  deps: Deps,
  stored: StoredDelivery,
  change: Partial<Delivery>,
  lateReport = false,
): Promise<Changed> {
  const changedAt = change.changedAt ?? deps.clock.now().toISOString();
  let from = stored;
  for (let tries = 1; ; tries += 1) {
    const body: Delivery = { ...from.body, ...change, changedAt };
    try {
      return { made: true, stored: await deps.store.replace<Delivery>('delivery', { ...from, body }) };
    } catch (error) {
      if (!isError(error, 'STALE', 'MISSING', 'UNCERTAIN')) throw error;
      const now = await deps.store.read<Delivery>('delivery', stored.partition, stored.id);
      if (!now) return { made: false, stored: undefined };
      // Stored after all: by an uncertain write, or by a client that repeated one whose answer was lost.
      if (isSame(now.body, body)) return { made: true, stored: now };
      const calledUnknown = lateReport && now.body.state === 'unknown' && now.body.holder === stored.body.holder;
      const dropped = isError(error, 'UNCERTAIN') && now.version === from.version;
      if (!calledUnknown && !dropped) return { made: false, stored: now };
      if (tries === TRIES) throw error;
      from = now;
    }
  }
}

/** The holder is another word for each attempt, so only that attempt's own write looks like this. */
function isSame(now: Delivery, wanted: Delivery): boolean {
  return (
    wanted.holder !== undefined &&
    now.holder === wanted.holder &&
    now.state === wanted.state &&
    now.changedAt === wanted.changedAt
  );
}
