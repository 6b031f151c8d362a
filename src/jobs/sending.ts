// Sends what was planned, once. What one could get wrong: `sending` is written before the POST and after the wait for a slot,
// so a process that dies in between leaves `unknown`, which may have been shown and is never sent again by itself.

import type { ConversationAddress, OutgoingCard, SendOutcome } from '../deps.js';
import { describeError } from '../log.js';
import { timetableOf } from '../programmes/timetable.js';
import { changeDelivery } from './deliveries.js';
import {
  type Delivery,
  type DeliveryState,
  ENDED,
  type Ended,
  type Job,
  type JobRun,
  type StoredDelivery,
} from './delivery.js';
import { isAllowed } from './schedule.js';

/** Where a delivery goes, and whom it names there. */
export interface Reached {
  address: ConversationAddress;
  /** The Entra object id of whom it is for; absent when it is for everyone. */
  objectId?: string;
}

/** How a delivery reaches its place; the Teams folder knows how. */
export interface Carrier {
  /** Where it goes; undefined when nobody is reached there. `later`: that cannot be told just now. */
  find(run: JobRun, delivery: Delivery): Promise<Reached | 'later' | undefined>;
  /** The card as its place needs it, with a mention where it is for one person among others. */
  shape(run: JobRun, delivery: Delivery, message: OutgoingCard, to: Reached): OutgoingCard;
}

/** How many are sent at once; what bounds them is the limit of sends, not this. */
const AT_ONCE = 32;
const ATTEMPTS = 6;
/** Longer than any send may take, and 60 s for clocks that differ (design.md section 4). */
const LEASE_MS = 90_000;
/** Sent this long after its own time, it went out late. */
const LATE_MS = 30 * 60_000;
/** Sends what is due, gives up what is past, and tells the jobs what ended. Safe to run anywhere, at any time. */
export async function sweepDeliveries(run: JobRun, jobs: readonly Job[], carrier: Carrier): Promise<void> {
  await giveUp(run);
  const due = [...run.known.values()].filter(({ body }) => isDue(run, body));
  await inFlight(grouped(due, jobs), (group) => sendGroup(run, jobs, carrier, group));
  await tellEnded(run, jobs);
}

/** What nobody will send any more: its time has passed, or whoever was sending it never said how that ended. */
async function giveUp(run: JobRun): Promise<void> {
  const now = run.now.toISOString();
  for (const stored of run.known.values()) {
    const { state, changedAt, until } = stored.body;
    const change =
      state === 'sending' && changedAt < now
        ? {
            state: 'unknown' as const,
            reason: 'the assistant stopped while sending: it may or may not have been shown',
          }
        : (state === 'planned' || (state === 'claimed' && changedAt < now)) && until < now
          ? { state: 'missed' as const, reason: 'its time passed before it could be sent' }
          : undefined;
    if (change) await keep(run, await changeDelivery(run.deps, stored, change));
  }
}

function isDue(run: JobRun, { state, changedAt, notBefore, until }: Delivery): boolean {
  const now = run.now.toISOString();
  const free = state === 'planned' || (state === 'claimed' && changedAt < now);
  return free && notBefore <= now && until >= now && isAllowed(timetableOf(run.programme), run.programme.zone, run.now);
}

function grouped(due: readonly StoredDelivery[], jobs: readonly Job[]): StoredDelivery[][] {
  const groups = new Map<string, StoredDelivery[]>();
  for (const stored of due) {
    const kind = baseKind(stored.body.kind);
    const together = jobs.some((job) => job.together?.includes(kind));
    const key = together ? `${kind}:${stored.body.memberId}` : `=${stored.id}`;
    groups.set(key, [...(groups.get(key) ?? []), stored]);
  }
  return [...groups.values()];
}

async function sendGroup(
  run: JobRun,
  jobs: readonly Job[],
  carrier: Carrier,
  group: readonly StoredDelivery[],
): Promise<void> {
  const { deps } = run;
  let held = await writeAll(run, group, ({ body }) => ({
    state: 'claimed',
    attempts: body.attempts + 1,
    changedAt: lease(run),
    late: body.late || run.now.getTime() - Date.parse(body.notBefore) > LATE_MS,
  }));
  const first = held[0]?.body;
  if (!first) return;
  const ended = (state: Ended, reason = '') => writeAll(run, held, () => ({ state, reason }));
  const again = (notBefore: Date, reason: string) =>
    first.attempts >= ATTEMPTS
      ? ended('failed', reason)
      : writeAll(run, held, () => ({ state: 'planned', notBefore: notBefore.toISOString() }));
  const soon = () => new Date(deps.clock.now().getTime() + 60_000);
  try {
    const draw = jobs.map((job) => job.draws[baseKind(first.kind)]).find((one) => one !== undefined);
    if (!draw) throw new TypeError(`nobody draws a ${first.kind}`);
    const drawn = await draw(
      run,
      held.map(({ body }) => body),
    );
    if ('skip' in drawn) return void (await ended('skipped', drawn.skip));
    const to = await carrier.find(run, first);
    if (to === 'later') return void (await again(soon(), 'their chat could not be opened'));
    if (!to) return void (await ended('blocked', 'the assistant is not installed for them, or they have blocked it'));
    await deps.messenger.wait?.(to.address);
    held = await writeAll(run, held, () => ({ state: 'sending', changedAt: lease(run) }));
    if (held.length === 0) return;
    const outcome = await deps.messenger.send(to.address, carrier.shape(run, first, drawn.message, to));
    if (outcome.outcome === 'later') await again(outcome.notBefore, 'Teams asked to wait, again and again');
    else await writeAll(run, held, () => told(outcome, to.address), true);
  } catch (error) {
    deps.log.warn('delivery-not-drawn', { kind: first.kind, about: first.about, ...describeError(error) });
    if (held.every(({ body }) => body.state === 'claimed')) await again(soon(), 'its card could not be drawn');
  }
}

function told(outcome: Exclude<SendOutcome, { outcome: 'later' }>, to: ConversationAddress): Partial<Delivery> {
  if (outcome.outcome === 'sent')
    return { state: 'sent', reason: '', conversationId: to.conversationId, activityId: outcome.activityId };
  if (outcome.outcome === 'unknown')
    return { state: 'unknown', reason: 'Teams did not say: it may or may not have been shown' };
  return outcome.outcome === 'inactive'
    ? { state: 'blocked', reason: 'the assistant is not installed for them, or they have blocked it' }
    : { state: 'failed', reason: 'Teams would not take the message' };
}

/** Deliveries this process has told their jobs of, so that a look costs nothing once all is done. */
const toldOf = new WeakMap<object, Set<string>>();

async function tellEnded(run: JobRun, jobs: readonly Job[]): Promise<void> {
  const known = toldOf.get(run.deps.store) ?? new Set<string>();
  toldOf.set(run.deps.store, known);
  if (known.size > 50_000) known.clear();
  for (const { partition, id, body } of [...run.known.values()]) {
    const key = `${partition}/${id}/${body.state}`;
    if (!isEnded(body.state) || known.has(key)) continue;
    for (const job of jobs) if (job.draws[baseKind(body.kind)]) await job.ended?.(run, body);
    known.add(key);
  }
}

/** Writes the same change to each; gives those that were still ours to change. */
async function writeAll(
  run: JobRun,
  group: readonly StoredDelivery[],
  change: (stored: StoredDelivery) => Partial<Delivery>,
  evenIfGivenUp = false,
): Promise<StoredDelivery[]> {
  const written: StoredDelivery[] = [];
  for (const stored of group) {
    const done = await changeDelivery(run.deps, stored, change(stored), evenIfGivenUp);
    if (done) written.push(done);
    await keep(run, done);
  }
  return written;
}

async function keep(run: JobRun, stored: StoredDelivery | undefined): Promise<void> {
  if (stored) run.known.set(stored.id, stored);
}

async function inFlight<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = items[Symbol.iterator]();
  const worker = async () => {
    for (let next = queue.next(); !next.done; next = queue.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, worker));
}

function lease(run: JobRun): string {
  return new Date(run.deps.clock.now().getTime() + LEASE_MS).toISOString();
}

function isEnded(state: DeliveryState): state is Ended {
  return ENDED.some((one) => one === state);
}

/** `snooze-202611261140` and `resend-2` are drawn as what they are. */
function baseKind(kind: string): string {
  return kind.replace(/-\d+$/, '');
}
