// Sends what was planned, once. What one could get wrong: `sending` is written before the POST and after the wait for a slot,
// so a process that dies in between leaves `unknown`, which may have been shown and is never sent again by itself.

import { randomUUID } from 'node:crypto';
import type { ConversationAddress, OutgoingCard, SendOutcome, Slot } from '../deps.js';
import { describeError } from '../log.js';
import { changeDelivery } from './deliveries.js';
import { type Delivery, drawnAs, type Job, type JobRun, type StoredDelivery } from './delivery.js';
import { isDue, mayBeShown } from './due.js';
import { endedAs, giveUp, putOff, unreached, untried, WAITS_FOR_CHANNEL, waitForChannel } from './endings.js';
import { gateFor, inFlight } from './in-flight.js';
import { tellEnded } from './telling.js';

/** Where a delivery goes, and whom it names there. */
export interface Reached {
  address: ConversationAddress;
  /** The Entra object id of whom it is for; absent when it is for everyone. */
  objectId?: string;
  /** Set where Teams refused the last message: one that arrives says that the place is there again. */
  wasRefused?: true;
}

/** How a delivery reaches its place; the Teams folder knows how. */
export interface Carrier {
  /** Where it goes; undefined when nobody is reached there. `later`: that cannot be told just now; `gone`: the channel is. */
  find(run: JobRun, delivery: Delivery): Promise<Reached | 'later' | 'gone' | undefined>;
  /** The card as its place needs it, with a mention where it is for one person among others. */
  shape(run: JobRun, delivery: Delivery, message: OutgoingCard, to: Reached): OutgoingCard;
  /** Sends it and notes what that says of the place. Never throws. Absent: it is simply sent. */
  send?(
    run: JobRun,
    delivery: Delivery,
    message: OutgoingCard,
    to: Reached,
    slot: Slot | undefined,
  ): Promise<SendOutcome>;
}

/** What a delivery becomes, from what it is. */
type Change = (body: Delivery) => Partial<Delivery>;

/** How many are on their way at once: enough for Teams' 50 a second when it takes a third of a second to answer. */
const AT_ONCE = 16;
/** How many cards are drawn at once: few, since that is work for the processor, but more than one waits for the store. */
const drawing = gateFor(4);
/** Longer than any send may take, and 60 s for clocks that differ (design.md section 4). */
const LEASE_MS = 90_000;
/** Sent this long after its own time, it went out late. */
const LATE_MS = 30 * 60_000;
/** What ends may make something else due at once, such as the channel for whom nobody reached in their own chat. */
const MOST_PASSES = 3;
const REPORT_TRIES = 4;

/** Sends what is due, gives up what is past, and tells the jobs what ended. Safe to run anywhere, at any time. */
export async function sweepDeliveries(run: JobRun, jobs: readonly Job[], carrier: Carrier): Promise<void> {
  await giveUpPast(run);
  for (let pass = 1; pass <= MOST_PASSES; pass += 1) {
    const due = [...run.known.values()].filter(({ body }) => isDue(run, jobs, body));
    if (pass > 1 && due.length === 0) return;
    await inFlight(grouped(due, jobs), AT_ONCE, async (group) => {
      if (!run.stopping?.()) await sendGroup(run, jobs, carrier, group);
    });
    await tellEnded(run, jobs);
  }
}

async function giveUpPast(run: JobRun): Promise<void> {
  for (const stored of run.known.values()) {
    const change = giveUp(stored.body, nowIn(run));
    // By a clock that nobody has spoken for since a long silence, all of it may lie ahead.
    if (change?.state === 'missed' && run.mayMiss?.() === false) continue;
    if (change) note(run, (await changeDelivery(run.deps, stored, change)).stored);
  }
}

/** What goes out as one message. In order of ids, so that the first of a group is the same for everyone who sees it. */
function grouped(due: readonly StoredDelivery[], jobs: readonly Job[]): StoredDelivery[][] {
  const groups = new Map<string, StoredDelivery[]>();
  for (const stored of [...due].sort((a, b) => a.id.localeCompare(b.id))) {
    const { memberId, place } = stored.body;
    const kind = drawnAs(stored.body);
    const together = jobs.some((job) => job.together?.includes(kind));
    const key = together ? `${kind}:${memberId}:${place}` : `=${stored.id}`;
    const group = groups.get(key);
    if (group) group.push(stored);
    else groups.set(key, [stored]);
  }
  return [...groups.values()];
}

/** One message, from the claim of its deliveries to what came of it. Never throws: what fails here is tried again or unknown. */
async function sendGroup(
  run: JobRun,
  jobs: readonly Job[],
  carrier: Carrier,
  group: readonly StoredDelivery[],
): Promise<void> {
  let held: StoredDelivery[] = [];
  let posted = false;
  let slot: Slot | undefined;
  try {
    held = await claim(run, jobs, group);
    if (held.length === 0) return;
    const ready = await prepare(run, jobs, carrier, held);
    if (typeof ready === 'function') return void (await writeAll(run, held, ready));
    slot = ready.slot;
    const wanted = held.length;
    held = await writeAll(run, held, () => ({ state: 'sending', changedAt: lease(run) }));
    // Drawn of all of them: were one another's by now, it would be shown twice.
    if (held.length < wanted) return void (await writeAll(run, held, untried(run.deps.clock.now())));
    posted = true;
    const { first, message, to } = ready;
    const outcome = carrier.send
      ? await carrier.send(run, first, message, to, slot)
      : await run.deps.messenger.send(to.address, message, slot);
    slot = undefined;
    await report(run, held, outcome, ready.to.address);
  } catch (error) {
    const [first] = group;
    const event = posted ? 'delivery-not-noted' : 'delivery-not-prepared';
    run.deps.log.warn(event, { kind: first?.body.kind, about: first?.body.about, ...describeError(error) });
    // Certainly not shown; when the store does not take this either, the lease runs out.
    if (!posted) await writeAll(run, latest(run, held), putOff(run.deps, 'it could not be prepared')).catch(() => []);
  } finally {
    slot?.giveBack();
  }
}

/** Claims a group. Whoever loses the first leaves all of it to whoever has that. */
async function claim(run: JobRun, jobs: readonly Job[], group: readonly StoredDelivery[]): Promise<StoredDelivery[]> {
  const holder = randomUUID();
  const now = run.deps.clock.now().getTime();
  const held: StoredDelivery[] = [];
  for (const stored of group) {
    // The look is older than this by as long as the messages before it took.
    if (!isDue(run, jobs, stored.body)) continue;
    const change: Change = ({ attempts, late, dueAt }) => ({
      state: 'claimed',
      attempts: attempts + 1,
      holder,
      changedAt: lease(run),
      late: late || now - Date.parse(dueAt) > LATE_MS,
    });
    const [claimed] = await writeAll(run, [stored], change);
    if (claimed) held.push(claimed);
    else if (held.length === 0) break;
  }
  return held;
}

interface Ready {
  first: Delivery;
  to: Reached;
  message: OutgoingCard;
  slot: Slot | undefined;
}

/** Draws, finds the way and waits for leave to send; or says what the deliveries become instead. */
async function prepare(
  run: JobRun,
  jobs: readonly Job[],
  carrier: Carrier,
  held: readonly StoredDelivery[],
): Promise<Ready | Change> {
  const { clock, messenger } = run.deps;
  const deliveries = held.map(({ body }) => ({ ...body, kind: drawnAs(body) }));
  const [first] = deliveries;
  const draw = first && jobs.map((job) => job.draws[first.kind]).find((one) => one !== undefined);
  if (!draw) throw new TypeError(`nobody draws a ${first?.kind}`);
  const drawn = await drawing(run.deps.store)(() => draw(run, deliveries));
  if ('skip' in drawn) return () => ({ state: 'skipped', reason: drawn.skip });
  const to = await carrier.find(run, first);
  if (to === 'later') return putOff(run.deps, 'the chat could not be opened');
  // What waits for a channel waits for another one, too.
  if (to === 'gone' || (!to && first.reason === WAITS_FOR_CHANNEL)) return waitForChannel(run.deps);
  if (!to) return () => ({ state: 'blocked', reason: unreached(first) });
  const message = carrier.shape(run, first, drawn.message, to);
  const slot = await messenger.wait?.(to.address);
  if (slot instanceof Date) return untried(slot);
  // The hours or the deliveries' time may have ended meanwhile; the next look says what becomes of them.
  if (mayBeShown(run, jobs, first) && deliveries.every(({ until }) => until >= nowIn(run)))
    return { first, to, message, slot };
  slot?.giveBack();
  return untried(clock.now());
}

/** Keeps what came of a send: a store that is away for a moment must not make `unknown` of what Teams has said. */
async function report(
  run: JobRun,
  held: readonly StoredDelivery[],
  outcome: SendOutcome,
  to: ConversationAddress,
): Promise<void> {
  const change: Change =
    outcome.outcome === 'later'
      ? putOff(run.deps, 'Teams asked to wait, again and again', outcome.notBefore)
      : (body) => endedAs(body, outcome, to, run.deps);
  for (let tries = 1; ; tries += 1) {
    try {
      await writeAll(run, held, change, true);
      return;
    } catch (error) {
      if (tries === REPORT_TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100 * 4 ** tries));
    }
  }
}

/** Writes a change to each; gives those that were still ours to change. */
async function writeAll(
  run: JobRun,
  group: readonly StoredDelivery[],
  change: Change,
  lateReport = false,
): Promise<StoredDelivery[]> {
  const written: StoredDelivery[] = [];
  for (const before of group) {
    const { made, stored } = await changeDelivery(run.deps, before, change(before.body), lateReport);
    note(run, stored);
    if (made && stored) written.push(stored);
  }
  return written;
}

function note(run: JobRun, stored: StoredDelivery | undefined): void {
  if (stored) run.known.set(stored.id, stored);
}

/** These as they were last seen, as far as they are still held by this attempt. */
function latest(run: JobRun, held: readonly StoredDelivery[]): StoredDelivery[] {
  return held.map((one) => run.known.get(one.id) ?? one).filter((now, n) => now.body.holder === held[n]?.body.holder);
}

function nowIn({ deps }: JobRun): string {
  return deps.clock.now().toISOString();
}

function lease(run: JobRun): string {
  return new Date(run.deps.clock.now().getTime() + LEASE_MS).toISOString();
}
