// A message that the clock sends: what is kept of it, and what a feature says of those it plans and draws. What one could
// get wrong: a delivery is a promise to send once; `unknown` may have been shown and is never sent again by itself.

import type { Deps, OutgoingCard } from '../deps.js';
import type { Programme } from '../programmes/schema.js';
import type { Stored } from '../storage/store.js';
import type { Week } from './schedule.js';

/**
 * `planned` → `claimed` (one process draws it) → `sending` (written before the POST) → how it ended. `blocked`: nobody is
 * reached there. `failed`: Teams would not take it. `unknown`: it may have been shown. `missed`: its time passed.
 * `skipped`: it was not needed any more, or its day is a day off; `reason` says which.
 */
export const DELIVERY_STATES = [
  'planned',
  'claimed',
  'sending',
  'sent',
  'blocked',
  'failed',
  'unknown',
  'missed',
  'skipped',
] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** The states in which a delivery has ended; one sum everywhere: planned = the sum of these (proofs.md F17). */
export const ENDED = ['sent', 'blocked', 'failed', 'unknown', 'missed', 'skipped'] as const;
export type Ended = (typeof ENDED)[number];

/** What a feature plans. The id is `<about>:<memberId>:<kind>`, so that planning twice plans once. */
export interface PlannedDelivery {
  /** What it is: `prompt`, `reminder`, `digest`. Says who draws it. */
  kind: string;
  /** What it is about: a workstream, a record and version, or `all`. */
  about: string;
  /** Whom it is for; '' for everyone in the channel. */
  memberId: string;
  place: 'personal' | 'channel';
  /** Not before this instant (UTC ISO). */
  notBefore: string;
  /** Not after this instant (UTC ISO): then it is `missed`. */
  until: string;
  /** Set when it is known at once that it is not sent, such as a lead on leave. */
  skip?: string;
  /** Few and short: what its card is drawn from; of a `resend-N`, the `kind` that is sent again and what that one carried. */
  carries?: Record<string, string>;
}

/** A delivery as kept, in partition `prompts:<programme>:<period>`. */
export interface Delivery extends PlannedDelivery {
  state: DeliveryState;
  /** Times it was tried. */
  attempts: number;
  /** Its own time (UTC ISO), which stays when `notBefore` moves because Teams asked to wait. */
  dueAt: string;
  /** Who holds it, or held it last: another word for each attempt, so that no two processes ever take one for their own. */
  holder?: string;
  /** `claimed`, `sending`: when the lease ends. Otherwise when it was last changed. UTC ISO. */
  changedAt: string;
  /** Why it was blocked, failed, missed or skipped, in words for the programme office. */
  reason: string;
  /** Whether it went out after its own time, such as after an outage. */
  late: boolean;
  /** The message, once sent: where, and its id there. */
  conversationId?: string;
  activityId?: string;
}

export type StoredDelivery = Stored<Delivery>;

/** One look at one period of one programme. */
export interface JobRun {
  deps: Deps;
  programmeId: string;
  programme: Programme;
  now: Date;
  /** Since when the programme is served (UTC ISO), where that is known: what was due before is not caught up with. */
  since?: string;
  week: Week;
  /** The period's deliveries as one query found them, by id; `plan` adds to it. */
  known: Map<string, StoredDelivery>;
  /** Plans a delivery unless it is known. Safe to repeat, and to run in several processes. */
  plan(delivery: PlannedDelivery): Promise<void>;
  /** True once the process is to end: what has not begun is left to the next look. */
  stopping?(): boolean;
  /** Whether what is past may be called missed; absent: it may. */
  mayMiss?(): boolean;
}

/** What is sent, or why it is not after all. */
export type Drawn = { message: OutgoingCard } | { skip: string };

/** A feature's part in what the clock does. */
export interface Job {
  /** Plans what is due by now. Safe to repeat. */
  plan(run: JobRun): Promise<void>;
  /**
   * Draws by kind, at the moment of sending. Several deliveries only for the kinds of `together`. Each comes under the kind it
   * is drawn as (`drawnAs`).
   */
  draws: Record<string, (run: JobRun, deliveries: readonly Delivery[]) => Promise<Drawn>>;
  /** Kinds of which all that are due for one person go out as one message. */
  together?: readonly string[];
  /** Kinds that are not confined to the allowed hours: what somebody has just done, or must know at once. */
  anytime?: readonly string[];
  /**
   * Told of each delivery of its kinds that has ended, so that it can plan what follows: of all of them again after a restart,
   * so it must be safe to repeat.
   */
  ended?(run: JobRun, delivery: Delivery): Promise<void>;
  /** Figures to keep with the period's sum, such as how many were asked and answered. Asked for when that sum has changed. */
  figures?(run: JobRun): Promise<Record<string, number>>;
}

/** The id of a delivery within its period. */
export function deliveryId({ about, memberId, kind }: Pick<PlannedDelivery, 'about' | 'memberId' | 'kind'>): string {
  return `${about}:${memberId}:${kind}`;
}

/**
 * The kind a delivery is drawn as: `snooze-202611261140` as a `snooze`, `resend-1` as what is sent again, which its
 * `carries.kind` names.
 */
export function drawnAs({ kind, carries }: Pick<PlannedDelivery, 'kind' | 'carries'>): string {
  const plain = kind.replace(/-\d+$/, '');
  return plain === 'resend' && carries?.kind ? drawnAs({ kind: carries.kind }) : plain;
}

/** The partition of a period's deliveries: one query reads a whole sweep. */
export function deliveriesOf(programmeId: string, period: string): string {
  return `prompts:${programmeId}:${period}`;
}
