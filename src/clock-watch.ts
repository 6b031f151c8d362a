// Whether this machine's clock can be believed. A time from outside says different things. Cosmos DB's `Date` is the present:
// more than ten minutes from it either way, the clock is wrong. The `timestamp` of an authenticated activity is Teams' own, but
// may be old, since Teams delivers again: that the clock is behind it by more than ten minutes proves the clock wrong; that it
// is ahead of it proves nothing until three senders agree and nobody speaks for the clock. An entry of the store more than an
// hour ahead proves the clock behind. Pitfall: monotonic time stands still while a machine sleeps, so what was heard ages
// out, and a clock held to be wrong is asked for again before anything is held back.

import type { Clock } from './clock.js';
import type { Store } from './storage/store.js';

export interface ClockWatch {
  /** The present by Cosmos DB. */
  heardStore(at: Date): void;
  /** When Teams says that somebody (any id of theirs) did something; only from an authenticated activity. */
  heardTeams(at: Date, sender: string): void;
  /** The newest instant (UTC ISO) the store holds, or a newer one. */
  kept(at: string): void;
  /** That an operator has looked at the clock and says it is right. */
  confirmed(word: Confirmation): void;
  /** Why the clock is wrong, for an operator; undefined while nothing says so. */
  fault(): string | undefined;
  /** Whether what is past may be called missed: not after more than two days' silence until a time from outside agrees. */
  mayMiss(): boolean;
}

/** An operator's word, kept in the store by `npm run store -- clock --confirm`. */
export interface Confirmation {
  /** By the clock that was confirmed, UTC ISO. */
  at: string;
  /** The newest entry then: nothing up to it proves the clock wrong any more. '' when there was none. */
  newest: string;
}

const MINUTE_MS = 60_000;
const APART_MS = 10 * MINUTE_MS;
const BEHIND_STORE_MS = 60 * MINUTE_MS;
const GAP_MS = 2 * 24 * 60 * MINUTE_MS;
/** What was heard is believed this long, by monotonic time. */
const HEARD_FOR_MS = 30 * MINUTE_MS;
/** An operator's word stands this long against what is heard. */
const CONFIRMED_FOR_MS = 24 * 60 * MINUTE_MS;
const AGREEING_SENDERS = 3;
const MOST_SENDERS = 1_000;

/** What was heard, and when by monotonic time. */
interface Heard {
  at: number;
  mono: number;
}

/** Watches a clock. `mono` gives milliseconds that never go back. */
export function watchClock(clock: Clock, mono: () => number = () => performance.now()): ClockWatch {
  const senders = new Map<string, Heard>();
  let store: Heard | undefined;
  let newest = '';
  let word: Confirmation = { at: '', newest: '' };
  let gap = false;
  let seen = { wall: clock.now().getTime(), mono: mono() };

  /** What it is now by what was heard; undefined when that is too long ago. */
  const nowBy = ({ at, mono: then }: Heard) => (mono() - then < HEARD_FOR_MS ? at + mono() - then : undefined);

  /** A clock that has jumped has a gap behind it, and so has a machine that slept. */
  function look(): number {
    const wall = clock.now().getTime();
    if (wall - seen.wall - (mono() - seen.mono) > GAP_MS) gap = true;
    seen = { wall, mono: mono() };
    return wall;
  }

  /** How far Teams' times are from the clock where they prove something; 0 otherwise. */
  function teamsOff(now: number): number {
    const off = [...senders.values()].flatMap((one) => nowBy(one) ?? []).map((at) => at - now);
    const most = Math.max(...off);
    if (most > APART_MS) return most;
    return off.length >= AGREEING_SENDERS && most < -APART_MS ? most : 0;
  }

  const isConfirmed = (now: number) => Math.abs(now - Date.parse(word.at)) < CONFIRMED_FOR_MS;

  function agree(at: number): void {
    if (Math.abs(at - look()) <= APART_MS) gap = false;
  }

  return {
    heardStore: (at) => {
      store = { at: at.getTime(), mono: mono() };
      agree(at.getTime());
    },
    heardTeams: (at, sender) => {
      senders.delete(sender);
      senders.set(sender, { at: at.getTime(), mono: mono() });
      const [oldest] = senders.keys();
      if (senders.size > MOST_SENDERS && oldest !== undefined) senders.delete(oldest);
      agree(at.getTime());
    },
    kept: (at) => {
      if (newest === '' && look() - Date.parse(at) > GAP_MS) gap = true;
      if (at > newest) newest = at;
    },
    confirmed: (given) => {
      word = given;
      if (isConfirmed(look())) gap = false;
    },
    fault: () => {
      const now = look();
      if (isConfirmed(now)) return undefined;
      const byStore = store && nowBy(store);
      if (byStore !== undefined && Math.abs(byStore - now) > APART_MS) return say('Cosmos DB says', byStore, now);
      const off = teamsOff(now);
      if (off !== 0) return say('Teams says', now + off, now);
      const entry = newest > word.newest ? Date.parse(newest) : now;
      return entry - now > BEHIND_STORE_MS ? say('the newest entry is of', entry, now) : undefined;
    },
    mayMiss: () => {
      const now = look();
      return !gap || isConfirmed(now);
    },
  };
}

function say(who: string, at: number, now: number): string {
  const [here, there] = [now, at].map((ms) => new Date(ms).toISOString());
  return `the clock is wrong: it says ${here}, ${who} ${there}`;
}

const WORD = { partition: 'ping', id: 'clock' };

/** What an operator last confirmed. */
export async function readConfirmation(store: Store): Promise<Confirmation | undefined> {
  return (await store.read<Confirmation>('anchor', WORD.partition, WORD.id))?.body;
}

/** Keeps an operator's word that the clock is right. */
export async function keepConfirmation(store: Store, word: Confirmation): Promise<void> {
  const found = await store.read<Confirmation>('anchor', WORD.partition, WORD.id);
  if (found) await store.replace('anchor', { ...found, at: word.at, body: word });
  else await store.create('anchor', { ...WORD, at: word.at, body: word });
}

/** Why the clock is wrong once everything has been asked again: the store for its time, and the operator's word. */
export async function clockFault(watch: ClockWatch, store: Store): Promise<string | undefined> {
  if (watch.fault() === undefined) return undefined;
  await store.ping().catch(() => undefined);
  const word = await readConfirmation(store).catch(() => undefined);
  if (word) watch.confirmed(word);
  return watch.fault();
}
