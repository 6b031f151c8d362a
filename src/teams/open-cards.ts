// The *Open* cards that we posted where others read, each to be replaced once by what came of it. Pitfall: what a form says of the card it
// came from proves nothing; only a card noted here, in that conversation and not yet replaced, is ever replaced.

import { createHash } from 'node:crypto';
import type { Activity } from 'botbuilder';
import type { ConversationAddress, Deps } from '../deps.js';
import { describeError } from '../log.js';
import { conversationOf } from './conversations.js';

/** A message of ours in a shared conversation. */
export interface CardAddress {
  /** Without the thread. */
  conversationId: string;
  activityId: string;
}

interface OpenCard {
  /** The entry that took its place, as `M18@4`; absent while it stands. */
  replacedBy?: string;
}

/** A form that was opened longer ago is answered by a card of its own. */
const KEEP_SECONDS = 90 * 24 * 60 * 60;

/** Notes that an *Open* card was posted in a conversation. Never throws: one that is not noted is never replaced, and that is all. */
export async function noteOpenCard(deps: Deps, address: ConversationAddress, activityId: string): Promise<void> {
  const where = { conversationId: conversationOf(address), activityId };
  const at = deps.clock.now().toISOString();
  const draft = { id: idOf(where), partition: partitionOf(address), at, body: {}, expiresInSeconds: KEEP_SECONDS };
  await deps.store
    .create<OpenCard>('conversation', draft)
    .catch((error) => deps.log.warn('open-card-not-noted', describeError(error)));
}

/** The address of the card that was pressed, when it is an *Open* card: only that gives way to its result. */
export function pressedCard({ conversation, replyToId }: Activity, data: unknown): CardAddress | undefined {
  if (Reflect.get(Object(data), 'givesWay') !== true || !replyToId) return undefined;
  return { conversationId: conversationOf({ conversationId: conversation.id }), activityId: replyToId };
}

/** The card that a form says it came from; undefined unless we posted it as an *Open* card and it still stands. One read where it says so. */
export async function readOpenCard(deps: Deps, tenantId: string, data: unknown): Promise<CardAddress | undefined> {
  const { conversationId, activityId } = Object(Reflect.get(Object(data), 'card'));
  if (typeof conversationId !== 'string' || typeof activityId !== 'string') return undefined;
  const card = { conversationId, activityId };
  const found = await deps.store
    .read<OpenCard>('conversation', partitionOf({ tenantId }), idOf(card))
    .catch(() => undefined);
  return found && found.body.replacedBy === undefined ? card : undefined;
}

/**
 * Whether an entry may take the card's place: true for the first that asks, and for the same one again. A store that does not answer costs a
 * card of its own and no more, so it never throws.
 */
export async function claimOpenCard(
  deps: Deps,
  tenantId: string,
  card: CardAddress,
  replacedBy: string,
): Promise<boolean> {
  try {
    const found = await deps.store.read<OpenCard>('conversation', partitionOf({ tenantId }), idOf(card));
    if (found?.body.replacedBy !== undefined) return found.body.replacedBy === replacedBy;
    if (found) await deps.store.replace<OpenCard>('conversation', { ...found, body: { replacedBy } });
    return found !== undefined;
  } catch (error) {
    deps.log.warn('open-card-not-replaced', describeError(error));
    return false;
  }
}

function partitionOf({ tenantId }: Pick<ConversationAddress, 'tenantId'>): string {
  return `open-cards:${tenantId}`;
}

function idOf({ conversationId, activityId }: CardAddress): string {
  return createHash('sha256').update(`${conversationId}\n${activityId}`).digest('hex');
}
