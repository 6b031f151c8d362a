// A card that was answered stays answered: its message is replaced by what the person was shown, so that another device, a reaction or a later look does not
// show the empty form again. Pitfall: whoever has gone on to another form in the same message would lose their words, so that one is left alone.

import { createHash } from 'node:crypto';
import type { CardJson, ConversationAddress, Deps, OutgoingCard, SendOutcome } from '../deps.js';
import { isError } from '../errors.js';
import { describeError } from '../log.js';
import { listAll, type Stored } from '../storage/store.js';

export interface AnsweredMessages {
  /** Notes what a message of ours, in a person's own chat, now shows to whoever pressed on it. `final`: the press settled something. Never throws. */
  note(address: ConversationAddress, messageId: string, shown: OutgoingCard, final: boolean): void;
  /** Tries again what could not be replaced, by whichever process comes first. */
  sweep(): Promise<void>;
  /** Replaces at once what is waiting. */
  stop(): Promise<void>;
}

/** Long enough for a second press on the same card to be part of it. */
const WAIT_MS = 1_000;
const MOST_WAITING = 2_000;
/** Nobody else tries while one process does. Longer than any call may take. */
const LEASE_MS = 90_000;
const ATTEMPTS = 8;
const KEEP_SECONDS = 24 * 60 * 60;
const PARTITION = 'answered';

interface Waiting {
  address: ConversationAddress;
  messageId: string;
  shown: OutgoingCard;
  timer: NodeJS.Timeout;
}

/** What could not be replaced yet. */
interface Owed extends Omit<Waiting, 'timer'> {
  attempts: number;
  /** Nobody tries before: UTC ISO. */
  until: string;
}

/** Replaces answered messages. `track` is told of work that nobody waits for. */
export function openAnsweredMessages(deps: Deps, track: (work: Promise<unknown>) => void): AnsweredMessages {
  const waiting = new Map<string, Waiting>();
  /** Messages of which an older state may be owed. */
  const owed = new Set<string>();

  function take(id: string): Promise<void> {
    const one = waiting.get(id);
    if (!one) return Promise.resolve();
    clearTimeout(one.timer);
    waiting.delete(id);
    return replace(id, one).catch((error) => deps.log.warn('answered-card-not-replaced', describeError(error)));
  }

  async function replace(id: string, { address, messageId, shown }: Waiting): Promise<void> {
    const sent = await update(address, messageId, shown);
    if (isOver(sent)) {
      if (owed.delete(id)) await deps.store.delete('conversation', PARTITION, id);
      return;
    }
    if (owed.size >= MOST_WAITING) owed.clear();
    owed.add(id);
    const body: Owed = { address, messageId, shown, attempts: 1, until: afterMs(deps, sent, LEASE_MS) };
    const at = deps.clock.now().toISOString();
    const draft = { id, partition: PARTITION, at, body, expiresInSeconds: KEEP_SECONDS };
    const known = await deps.store.read<Owed>('conversation', PARTITION, id);
    await (known
      ? deps.store.replace<Owed>('conversation', { ...known, body })
      : deps.store.create<Owed>('conversation', draft)
    ).catch((error) => {
      // Another process owes a state of it: that one is as new.
      if (!isError(error, 'TAKEN', 'STALE', 'MISSING')) throw error;
    });
  }

  /** Behind what people wait for. */
  async function update(to: ConversationAddress, messageId: string, shown: OutgoingCard): Promise<SendOutcome> {
    const slot = await deps.messenger.wait?.(to);
    if (slot instanceof Date) return { outcome: 'later', notBefore: slot };
    return deps.messenger.update(to, messageId, shown, slot);
  }

  async function tryAgain(stored: Stored<Owed>): Promise<void> {
    const { id, body } = stored;
    if (body.until > deps.clock.now().toISOString()) return;
    const lease = { ...body, attempts: body.attempts + 1, until: afterMs(deps, undefined, LEASE_MS) };
    const claimed = await deps.store.replace<Owed>('conversation', { ...stored, body: lease }).catch((error) => {
      if (isError(error, 'STALE', 'MISSING')) return undefined;
      throw error;
    });
    if (!claimed) return;
    const sent = await update(body.address, body.messageId, body.shown);
    if (isOver(sent) || claimed.body.attempts >= ATTEMPTS) await deps.store.delete('conversation', PARTITION, id);
    else if (sent.outcome === 'later')
      await deps.store.replace<Owed>('conversation', {
        ...claimed,
        body: { ...claimed.body, until: sent.notBefore.toISOString() },
      });
  }

  return {
    note: (address, messageId, shown, final) => {
      const id = createHash('sha256')
        .update(`${address.tenantId}\n${address.conversationId}\n${messageId}`)
        .digest('hex');
      const before = waiting.get(id);
      if (!before && !final) return;
      if (before) clearTimeout(before.timer);
      waiting.delete(id);
      // A form that was opened since would lose what is being typed; its own end replaces the message.
      if (!final && takesWords(shown.card)) return;
      const [oldest] = waiting.keys();
      if (waiting.size >= MOST_WAITING && oldest !== undefined) track(take(oldest));
      const timer = setTimeout(() => track(take(id)), WAIT_MS);
      timer.unref();
      waiting.set(id, { address, messageId, shown, timer });
    },
    sweep: async () => {
      for (const stored of await listAll<Owed>(deps.store, ['conversation'], PARTITION)) await tryAgain(stored);
    },
    stop: async () => {
      await Promise.all([...waiting.keys()].map(take));
    },
  };
}

/** Replaced, gone or not wanted: nothing more to do. A message that is gone is left, and the next card is posted. */
function isOver({ outcome }: SendOutcome): boolean {
  return outcome === 'sent' || outcome === 'inactive' || outcome === 'refused';
}

function afterMs(deps: Deps, sent: SendOutcome | undefined, ms: number): string {
  return sent?.outcome === 'later'
    ? sent.notBefore.toISOString()
    : new Date(deps.clock.now().getTime() + ms).toISOString();
}

/** Whether a card is a form: something can be typed or chosen on it. */
function takesWords(card: CardJson): boolean {
  return JSON.stringify(card).includes('"type":"Input.');
}
