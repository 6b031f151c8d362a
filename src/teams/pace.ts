// Teams' limits of sends, in this one place, and the order in which messages get their turn. What one could get wrong: a call
// counts from the moment it may begin until a window's length after its answer, since nobody here knows when Teams saw it.
//
// No library: p-throttle and the like hold one window each, and several of them one behind the other exceed at the edges,
// since what waits for the second has already been counted by the first. Here one slot is given when all windows have room.

import type { Slot } from '../deps.js';

/** At most `limit` calls in any `ms`. */
export interface Window {
  limit: number;
  ms: number;
}

/** For one bot in one conversation, as Teams publishes them (platform.md 2.1). */
export const PER_CONVERSATION: readonly Window[] = [
  { limit: 7, ms: 1_000 },
  { limit: 8, ms: 2_000 },
  { limit: 60, ms: 30_000 },
  { limit: 1_800, ms: 3_600_000 },
];

/** For one bot in one tenant, in any second. */
export const PER_TENANT = 50;

/** Where a message goes, as far as limits are concerned. */
export interface Where {
  tenantId: string;
  /** A chat's or channel's own id, without a thread. */
  conversationId: string;
}

export interface Pace {
  /**
   * A slot at the earliest moment at which no window is exceeded, or, when that is not within so many milliseconds, in how many
   * it may be. `urgent`: somebody waits for it, so it comes before all that is not; the rest is spread evenly over the second.
   */
  take(where: Where, how: { urgent: boolean; withinMs: number }): Promise<Slot | number>;
  /** Counts a call that is made at once whatever the windows say: a reply to somebody who has just written. */
  count(where: Where): Slot;
  /** Teams refused a call: nothing goes there for the time it named, or else for longer each time. Gives that time in ms. */
  backOff(where: Where, retryAfterMs?: number): number;
  /** Teams took a call: the next refusal is a first one again. */
  accepted(where: Where): void;
}

const FIRST_BACK_OFF_MS = 400;
const MOST_BACK_OFF_MS = 60_000;
const MOST_LANES = 10_000;

/** One conversation or one tenant: what was sent there. */
interface Lane {
  windows: readonly Window[];
  /** When each call ended; Infinity while it is under way. Only those that still count. */
  ends: { at: number }[];
  /** Nothing goes there before: Teams has asked for it. */
  heldUntil: number;
  /** Refused in a row. */
  refusals: number;
  /** When the next call that nobody waits for has its turn. */
  nextInTurn: number;
}

interface Waiting {
  lanes: readonly [tenant: Lane, conversation: Lane];
  urgent: boolean;
  deadline: number;
  settle(result: Slot | number): void;
}

/** A wait before the n-th repeat in a row (from 1) where Teams named none: exponential, with jitter, bounded. Milliseconds. */
export function backOffMs(refusals: number): number {
  return Math.min(FIRST_BACK_OFF_MS * 2 ** (refusals - 1), MOST_BACK_OFF_MS) * (0.5 + Math.random() / 2);
}

/** The pace of one process that may use so much of the bot's limit in a tenant, and the same share of each conversation's. */
export function openPace(sendsPerSecond: number): Pace {
  const lanes = new Map<string, Lane>();
  const perTenant = [{ limit: sendsPerSecond, ms: 1_000 }];
  const share = Math.min(sendsPerSecond / PER_TENANT, 1);
  const perConversation = PER_CONVERSATION.map(({ limit, ms }) => ({
    limit: Math.max(Math.floor(limit * share), 1),
    ms,
  }));
  const gapMs = 1_000 / sendsPerSecond;
  const waiting: Waiting[] = [];
  let timer: NodeJS.Timeout | undefined;
  let forgetAt = MOST_LANES;

  function laneOf(key: string, windows: readonly Window[]): Lane {
    const known = lanes.get(key);
    if (known) return known;
    if (lanes.size >= forgetAt) {
      forgetQuiet(lanes, new Set(waiting.flatMap((one) => one.lanes)));
      forgetAt = Math.max(MOST_LANES, 2 * lanes.size);
    }
    const lane: Lane = { windows, ends: [], heldUntil: 0, refusals: 0, nextInTurn: 0 };
    lanes.set(key, lane);
    return lane;
  }
  const lanesOf = ({ tenantId, conversationId }: Where): Waiting['lanes'] => [
    laneOf(tenantId, perTenant),
    laneOf(`${tenantId}|${conversationId}`, perConversation),
  ];

  function occupy(both: Waiting['lanes']): Slot {
    const use = { at: Number.POSITIVE_INFINITY };
    for (const lane of both) lane.ends.push(use);
    const end = (at: number) => {
      if (use.at !== Number.POSITIVE_INFINITY) return;
      use.at = at;
      giveTurns();
    };
    return {
      used: () => end(performance.now()),
      giveBack: () => end(Number.NEGATIVE_INFINITY),
    };
  }

  /** Gives every slot that can be given now, those that somebody waits for first, and wakes when the next one may be. */
  function giveTurns(): void {
    clearTimeout(timer);
    const now = performance.now();
    let wakeAt = Number.POSITIVE_INFINITY;
    // Many wait for the same few lanes.
    const rooms = new Map<Lane, number>();
    const roomIn = (lane: Lane) => {
      const at = rooms.get(lane) ?? roomAt(lane, now);
      rooms.set(lane, at);
      return at;
    };
    for (const urgent of [true, false])
      for (const one of waiting.filter((each) => each.urgent === urgent)) {
        const at = earliest(one, now, roomIn);
        if (at > now && one.deadline > now) {
          wakeAt = Math.min(wakeAt, at, one.deadline);
          continue;
        }
        waiting.splice(waiting.indexOf(one), 1);
        if (at > now) one.settle(at - now);
        else {
          one.settle(grant(one, now));
          for (const lane of one.lanes) rooms.delete(lane);
        }
      }
    if (waiting.length > 0) timer = setTimeout(giveTurns, Math.max(Math.ceil(wakeAt - now), 1));
  }

  function grant({ lanes: both, urgent }: Waiting, now: number): Slot {
    const [tenant] = both;
    // A timer that was late is made up for, but not what nobody asked for.
    if (!urgent) tenant.nextInTurn = Math.max(tenant.nextInTurn, now - 5 * gapMs) + gapMs;
    return occupy(both);
  }

  return {
    take: (where, { urgent, withinMs }) => {
      const now = performance.now();
      const both = lanesOf(where);
      const at = earliest({ lanes: both, urgent }, now, (lane) => roomAt(lane, now));
      if (at > now + withinMs) return Promise.resolve(at - now);
      return new Promise((settle) => {
        waiting.push({ lanes: both, urgent, deadline: now + withinMs, settle });
        giveTurns();
      });
    },
    count: (where) => occupy(lanesOf(where)),
    backOff: (where, retryAfterMs) => {
      const [, conversation] = lanesOf(where);
      conversation.refusals += 1;
      const ms = retryAfterMs ?? backOffMs(conversation.refusals);
      conversation.heldUntil = Math.max(conversation.heldUntil, performance.now() + ms);
      return ms;
    },
    accepted: (where) => {
      lanesOf(where)[1].refusals = 0;
    },
  };
}

/** The first moment from now on at which this call may begin. */
function earliest(
  { lanes: [tenant, conversation], urgent }: Pick<Waiting, 'lanes' | 'urgent'>,
  now: number,
  roomIn: (lane: Lane) => number,
): number {
  return Math.max(roomIn(tenant), roomIn(conversation), urgent ? now : tenant.nextInTurn);
}

/** When a lane has room, from now on, as far as can be told: calls under way may end later than now. */
function roomAt(lane: Lane, now: number): number {
  lane.ends = lane.ends.filter((end) => end.at + longest(lane) > now);
  let at = Math.max(now, lane.heldUntil);
  if (lane.windows.every(({ limit }) => lane.ends.length < limit)) return at;
  const ends = lane.ends.map((end) => Math.min(end.at, now)).sort((a, b) => a - b);
  for (const { limit, ms } of lane.windows) {
    // While the newest `limit` calls are in the window there is no room; it comes when the oldest of them leaves.
    const leaving = ends.at(-limit);
    if (leaving !== undefined) at = Math.max(at, leaving + ms);
  }
  return at;
}

function longest({ windows }: Lane): number {
  return Math.max(...windows.map(({ ms }) => ms));
}

/** Drops the lanes that nothing is measured by any more. */
function forgetQuiet(lanes: Map<string, Lane>, needed: ReadonlySet<Lane>): void {
  const now = performance.now();
  for (const [key, lane] of lanes) {
    const quiet = lane.heldUntil <= now && lane.ends.every((end) => end.at + longest(lane) <= now);
    if (quiet && !needed.has(lane)) lanes.delete(key);
  }
}
