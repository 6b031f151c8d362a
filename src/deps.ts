// What actions may reach of the world: store, clock, messenger, log. What one could get wrong: an action never imports
// an adapter; anything outside comes in through here, so tests and the demo can compose another world.

import type { Clock } from './clock.js';
import type { Log } from './log.js';
import type { Entry } from './storage/entry.js';
import type { Store } from './storage/store.js';

/** A card as it goes to Teams: Adaptive Card JSON. */
export type CardJson = Record<string, unknown>;

/** Where a message can be sent: a conversation this bot was installed in or spoken to from. */
export interface ConversationAddress {
  /** Bot Framework conversation id; a channel's own id posts a new thread in it. */
  conversationId: string;
  serviceUrl: string;
  tenantId: string;
}

/**
 * How a send ended. `unknown`: it may have been shown, so it is never repeated by itself (proofs.md §1.1).
 * `inactive`: the conversation is gone or the bot is blocked there. `refused`: Teams will not take this message.
 * `later`: certainly not shown; may be tried again after `notBefore`.
 */
export type SendOutcome =
  | { outcome: 'sent'; activityId: string }
  | { outcome: 'unknown' | 'inactive' | 'refused' }
  | { outcome: 'later'; notBefore: Date };

export interface OutgoingCard {
  card: CardJson;
  /** One plain sentence for notifications and clients that cannot draw cards. */
  summary: string;
}

export interface Messenger {
  /** Posts a card as a new message. Never throws for what Teams answers: that is the outcome. */
  send(to: ConversationAddress, message: OutgoingCard): Promise<SendOutcome>;
  /** Replaces a card already shown; `inactive` when that message no longer exists. Safe to repeat. */
  update(to: ConversationAddress, activityId: string, message: OutgoingCard): Promise<SendOutcome>;
  /** Resolves when the limits let one more message go there. Absent: there are no limits. */
  wait?(to: ConversationAddress): Promise<void>;
}

export interface Deps {
  store: Store;
  clock: Clock;
  messenger: Messenger;
  log: Log;
  /** Told of every entry just saved, so that what it owes to others starts at once. Must neither throw nor wait. */
  committed?(programmeId: string, entry: Entry<unknown>): void;
}
