// Where people and programmes can be reached: channels bound to a programme, and each person's own chat. What one could
// get wrong: service addresses change, so they are refreshed from every activity (design.md section 4).

import { createHash } from 'node:crypto';
import type { ConversationAddress, Deps } from '../deps.js';
import { isError } from '../errors.js';
import type { Draft } from '../storage/store.js';

interface Binding {
  programmeId: string;
}

interface Reached {
  address: ConversationAddress;
  /** When the person was welcomed there; absent before that. */
  welcomedAt?: string;
}

/** A channel's or chat's own id, without the thread a message was in. */
export function conversationOf(address: Pick<ConversationAddress, 'conversationId'>): string {
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
  await refreshChannel(deps, programmeId, address);
}

/** Notes the channel's service address as it is now; another conversation of the programme leaves the channel as it is. */
export async function refreshChannel(deps: Deps, programmeId: string, address: ConversationAddress): Promise<void> {
  await rememberReached(deps, programmeId, 'channel', { ...address, conversationId: conversationOf(address) }, false);
}

/** Where a programme's cards are posted, or undefined while no channel is bound. */
export async function readChannel(deps: Deps, programmeId: string): Promise<ConversationAddress | undefined> {
  return (await deps.store.read<Reached>('conversation', programmeId, 'channel'))?.body.address;
}

/** Makes a channel the one a programme's cards are posted in, in place of another. */
export async function postHere(deps: Deps, programmeId: string, address: ConversationAddress): Promise<void> {
  // Another process may have moved it since this one looked, so what is remembered here does not count.
  memoryOf(deps).delete(`${programmeId}|channel`);
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

/** Longer than Teams delivers anything again, and than an address for an upload lives. */
const UPLOAD_SECONDS = 7 * 24 * 60 * 60;

/** True the first time it is asked for an address that Teams named for an upload; only its digest is kept. */
export async function claimUpload(deps: Deps, tenantId: string, uploadUrl: string): Promise<boolean> {
  const at = deps.clock.now().toISOString();
  const id = `upload:${createHash('sha256').update(uploadUrl).digest('hex')}`;
  const partition = `people:${tenantId}`;
  return createOnce(deps, 'conversation', { id, partition, at, body: {}, expiresInSeconds: UPLOAD_SECONDS });
}

/** What each store is known to hold, so that most activities cost neither a read nor a write. */
const remembered = new WeakMap<object, Map<string, string>>();
const TRIES = 3;

async function rememberReached(
  deps: Deps,
  partition: string,
  id: string,
  address: ConversationAddress,
  move: boolean,
): Promise<void> {
  const memory = memoryOf(deps);
  const key = `${partition}|${id}`;
  const elsewhere = `${key}|${address.conversationId}`;
  const now = `${address.conversationId}|${address.serviceUrl}`;
  if (memory.get(key) === now || (!move && memory.get(elsewhere) === now)) return;
  if (memory.size > 50_000) memory.clear();
  for (let tries = 0; tries < TRIES; tries += 1) {
    const found = await deps.store.read<Reached>('conversation', partition, id);
    const known = found?.body.address;
    if (known && known.conversationId !== address.conversationId && !move) {
      memory.set(elsewhere, now);
      return;
    }
    try {
      const at = deps.clock.now().toISOString();
      if (!found) await deps.store.create<Reached>('conversation', { id, partition, at, body: { address } });
      else if (`${known?.conversationId}|${known?.serviceUrl}` !== now)
        await deps.store.replace<Reached>('conversation', { ...found, body: { ...found.body, address } });
      memory.set(key, now);
      return;
    } catch (error) {
      // Someone else noted something in the same moment.
      if (!isError(error, 'TAKEN', 'STALE')) throw error;
    }
  }
}

function memoryOf(deps: Deps): Map<string, string> {
  const memory = remembered.get(deps.store) ?? new Map<string, string>();
  remembered.set(deps.store, memory);
  return memory;
}

async function createOnce(deps: Deps, kind: 'binding' | 'conversation', draft: Draft<unknown>): Promise<boolean> {
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
