// What becomes of a delivery that was not simply sent: put off, given up, or ended as Teams said. Pure but for the clock and
// chance. What one could get wrong: only what was certainly not shown may be `planned` again.

import type { ConversationAddress, Deps, SendOutcome } from '../deps.js';
import type { Delivery } from './delivery.js';

/** With the waits between them, longer than anything is caught up with. */
const ATTEMPTS = 30;
const FIRST_WAIT_MS = 5_000;
const MOST_WAIT_MS = 60 * 60_000;

/** For so many days what is for everyone in a channel is kept while that cannot be reached; then it is `missed`. */
export const KEPT_DAYS = 14;
const DAY_MS = 24 * 60 * 60_000;
/** A channel that Teams refused is tried again this often, since nothing tells when it is back. */
const TRY_CHANNEL_MS = 60 * 60_000;

/** Why a delivery waits that a channel did not get. */
export const WAITS_FOR_CHANNEL = 'the channel could not be reached';

/** Why a channel did not get something: none is bound. */
export const NO_CHANNEL = 'the programme has no channel';

/** Until when something due at this instant (UTC ISO) is kept for a channel. */
export function keptUntil(dueAt: string): string {
  return new Date(Date.parse(dueAt) + KEPT_DAYS * DAY_MS).toISOString();
}

/** Waits until the channel is there again: what is for everyone past its own time, what asks one person until that. */
export function waitForChannel(deps: Pick<Deps, 'clock'>): (body: Delivery) => Partial<Delivery> {
  const notBefore = new Date(deps.clock.now().getTime() + TRY_CHANNEL_MS).toISOString();
  return ({ attempts, memberId, until, dueAt }) => {
    const kept = keptUntil(dueAt);
    return {
      state: 'planned',
      attempts: attempts - 1,
      reason: WAITS_FOR_CHANNEL,
      notBefore,
      until: memberId === '' && kept > until ? kept : until,
    };
  };
}

/** Tried again later: not before Teams' own word, and longer each time; after too many attempts it has failed. */
export function putOff(
  deps: Pick<Deps, 'clock'>,
  reason: string,
  notBefore?: Date,
): (body: Delivery) => Partial<Delivery> {
  const now = deps.clock.now().getTime();
  return ({ attempts }) => {
    if (attempts >= ATTEMPTS) return { state: 'failed', reason };
    const growing = Math.min(FIRST_WAIT_MS * 4 ** (attempts - 1), MOST_WAIT_MS) * (0.75 + Math.random() / 4);
    // The first time, Teams' own word is enough.
    const wait = notBefore && attempts === 1 ? 0 : growing;
    return {
      state: 'planned',
      reason,
      notBefore: new Date(Math.max(now + wait, notBefore?.getTime() ?? 0)).toISOString(),
    };
  };
}

/** Put back without having been tried. */
export function untried(notBefore: Date): (body: Delivery) => Partial<Delivery> {
  return ({ attempts }) => ({ state: 'planned', attempts: attempts - 1, notBefore: notBefore.toISOString() });
}

/** What nobody will send any more: its time has passed, or whoever was sending it never said how that ended. */
export function giveUp({ state, changedAt, until, reason }: Delivery, now: string): Partial<Delivery> | undefined {
  const abandoned = changedAt < now;
  if (state === 'sending' && abandoned)
    return { state: 'unknown', reason: 'the assistant stopped while sending: it may or may not have been shown' };
  if ((state === 'planned' || (state === 'claimed' && abandoned)) && until < now)
    return { state: 'missed', reason: `its time passed before it could be sent${reason && `: ${reason}`}` };
  return undefined;
}

/** How a send ended, once Teams has said so or will never say. */
export function endedAs(
  delivery: Delivery,
  outcome: Exclude<SendOutcome, { outcome: 'later' }>,
  { conversationId }: ConversationAddress,
  deps: Pick<Deps, 'clock'>,
): Partial<Delivery> {
  switch (outcome.outcome) {
    case 'sent':
      return { state: 'sent', reason: '', conversationId, activityId: outcome.activityId };
    case 'unknown':
      return { state: 'unknown', reason: 'Teams did not say: it may or may not have been shown' };
    case 'inactive':
      return delivery.place === 'channel'
        ? waitForChannel(deps)(delivery)
        : { state: 'blocked', reason: unreached(delivery) };
    case 'refused':
      return { state: 'failed', reason: 'Teams would not take the message' };
  }
}

/** Why nobody is reached there. */
export function unreached({ place }: Pick<Delivery, 'place'>): string {
  return place === 'channel' ? NO_CHANNEL : 'the assistant is not installed for them, or they have blocked it';
}
