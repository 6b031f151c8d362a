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
  /** Of what kind it is, where it is no Adaptive Card: Teams' own cards about files. */
  attachment?: { contentType: string; name: string; contentUrl?: string };
  /** One plain sentence for notifications and clients that cannot draw cards. */
  summary: string;
}

/** Leave to send one message within Teams' limits, taken beforehand. */
export interface Slot {
  /** The call has ended, whatever came of it. */
  used(): void;
  /** Nothing was sent after all. */
  giveBack(): void;
}

/** Somebody in a team, as Teams lists them. */
export interface TeamMember {
  /** Entra object id, in small letters. */
  objectId: string;
  /** E-mail address and sign-in name. */
  addresses: string[];
}

/** `later`: it cannot be told just now. */
export type TeamList = TeamMember[] | 'no channel' | 'later';

export interface Messenger {
  /** Posts a card as a new message. Never throws for what Teams answers: that is the outcome. `slot`: what `wait` gave. */
  send(to: ConversationAddress, message: OutgoingCard, slot?: Slot): Promise<SendOutcome>;
  /** Replaces a card already shown; `inactive` when that message no longer exists. Safe to repeat. `slot`: what `wait` gave. */
  update(to: ConversationAddress, activityId: string, message: OutgoingCard, slot?: Slot): Promise<SendOutcome>;
  /**
   * Waits until the limits let one more message go there, behind what people wait for. Gives that slot, to be handed to `send`
   * or given back; or the instant before which it is of no use to ask again. Absent: there are no limits.
   */
  wait?(to: ConversationAddress): Promise<Slot | Date>;
  /**
   * Opens the own chat of a person who is known only by Entra object id, through the service address and tenant of `near`.
   * Undefined: the assistant may not write to them; `later`: that cannot be told just now. Shows nothing, so it is safe to
   * repeat. Absent: everybody's chat is known.
   */
  meet?(objectId: string, near: ConversationAddress): Promise<ConversationAddress | 'later' | undefined>;
  /** The people of the team that a channel is in. Absent: nobody can tell. */
  listMembers?(channel: ConversationAddress): Promise<TeamMember[] | 'later'>;
  /** Somebody in a conversation or team, by Teams' id of theirs; undefined when it does not tell. Absent: nobody can tell. */
  findMember?(near: ConversationAddress, userId: string): Promise<TeamMember | undefined>;
}

/** Runs a module's exported maker of a document in another thread; `document` is copied there. Rejects with what the maker throws. */
export type DrawAside = (module: string, name: string, document: unknown) => Promise<Uint8Array>;

export interface Deps {
  store: Store;
  clock: Clock;
  messenger: Messenger;
  log: Log;
  /** Absent: documents are made where people are answered. */
  drawAside?: DrawAside;
  /** Whether somebody (Entra object id) may put a new programme in. Absent: nobody may. */
  mayFound?(objectId: string): boolean;
  /** The people of the team a programme's channel is in. Absent: nobody can tell. */
  readTeam?(programmeId: string): Promise<TeamList>;
  /**
   * Told of every entry just saved, so that what it owes to others starts at once. Must not throw. Gives, once that is known,
   * what the person who saved is told of it; '' where there is nothing to tell.
   */
  committed?(programmeId: string, entry: Entry<unknown>): Promise<string> | undefined;
  /** Told when a place of a programme was bound, is gone or is back, so that what waits for it and who must know do not. */
  placeChanged?(programmeId: string): void;
}
