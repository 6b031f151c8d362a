// Where people and programmes can be reached: channels bound to a programme, and each person's own chat. What one could
// get wrong: service addresses change, so they are refreshed from every activity (design.md section 4).

import type { ConversationAddress, Deps } from '../deps.js';
import { isError } from '../errors.js';

interface Binding {
  programmeId: string;
}

interface Reached {
  address: ConversationAddress;
  /** When the person was welcomed there; absent before that. */
  welcomedAt?: string;
}

/** A channel's or chat's own id, without the thread a message was in. */
export function conversationOf(address: ConversationAddress): string {
  return address.conversationId.split(';')[0] ?? address.conversationId;
}

/** The programme a channel or group chat is bound to. */
export async function readBinding(deps: Deps, address: ConversationAddress): Promise<string | undefined> {
  const found = await deps.store.read<Binding>('binding', `bindings:${address.tenantId}`, idOf(address));
  return found?.body.programmeId;
}

/** Binds a channel or group chat to a programme; the first one bound is where the programme's cards are posted. */
export async function bindConversation(deps: Deps, address: ConversationAddress, programmeId: string): Promise<void> {
  const at = deps.clock.now().toISOString();
  await createOnce(deps, 'binding', {
    id: idOf(address),
    partition: `bindings:${address.tenantId}`,
    at,
    body: { programmeId },
  });
  await rememberReached(deps, programmeId, 'channel', { ...address, conversationId: conversationOf(address) }, false);
}

/** Where a programme's cards are posted, or undefined while no channel is bound. */
export async function readChannel(deps: Deps, programmeId: string): Promise<ConversationAddress | undefined> {
  return (await deps.store.read<Reached>('conversation', programmeId, 'channel'))?.body.address;
}

/** Makes a channel the one a programme's cards are posted in, in place of another. */
export async function postHere(deps: Deps, programmeId: string, address: ConversationAddress): Promise<void> {
  await rememberReached(deps, programmeId, 'channel', { ...address, conversationId: conversationOf(address) }, true);
}

/** A person's own chat with the bot, or undefined when they have not met. */
export async function readPersonal(
  deps: Deps,
  tenantId: string,
  objectId: string,
): Promise<ConversationAddress | undefined> {
  return (await deps.store.read<Reached>('conversation', `people:${tenantId}`, objectId))?.body.address;
}

/** Notes a person's own chat, written only when it is new or has moved. */
export async function rememberPersonal(deps: Deps, objectId: string, address: ConversationAddress): Promise<void> {
  await rememberReached(deps, `people:${address.tenantId}`, objectId, address, true);
}

/** True the first time it is asked for a person and installation; the welcome is shown once. */
export async function claimWelcome(deps: Deps, tenantId: string, key: string): Promise<boolean> {
  const at = deps.clock.now().toISOString();
  return createOnce(deps, 'conversation', { id: `welcome:${key}`, partition: `people:${tenantId}`, at, body: {} });
}

const known = new WeakMap<object, Map<string, string>>();

async function rememberReached(
  deps: Deps,
  partition: string,
  id: string,
  address: ConversationAddress,
  move: boolean,
): Promise<void> {
  const memory = known.get(deps.store) ?? new Map<string, string>();
  known.set(deps.store, memory);
  const key = `${partition}|${id}`;
  const now = `${address.conversationId}|${address.serviceUrl}`;
  if (memory.get(key) === now) return;
  const found = await deps.store.read<Reached>('conversation', partition, id);
  try {
    const at = deps.clock.now().toISOString();
    if (!found) await deps.store.create<Reached>('conversation', { id, partition, at, body: { address } });
    else if (found.body.address.conversationId === address.conversationId || move)
      await deps.store.replace<Reached>('conversation', { ...found, body: { ...found.body, address } });
  } catch (error) {
    // Someone else noted it in the same moment; the next activity refreshes it.
    if (!isError(error, 'TAKEN', 'STALE')) throw error;
  }
  if (memory.size > 50_000) memory.clear();
  memory.set(key, now);
}

async function createOnce(
  deps: Deps,
  kind: 'binding' | 'conversation',
  draft: { id: string; partition: string; at: string; body: unknown },
): Promise<boolean> {
  try {
    await deps.store.create(kind, draft);
    return true;
  } catch (error) {
    if (isError(error, 'TAKEN')) return false;
    throw error;
  }
}

function idOf(address: ConversationAddress): string {
  return conversationOf(address);
}
