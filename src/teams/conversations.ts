// Where people and programmes can be reached: channels bound to a programme, and each person's own chat. What one could
// get wrong: service addresses change, so they are refreshed from every activity (design.md section 4).

import { createHash } from 'node:crypto';
import type { ConversationAddress, Deps } from '../deps.js';
import { isError } from '../errors.js';
import type { Draft } from '../storage/store.js';

interface Reached {
  address: ConversationAddress;
  /** Set once the person has removed the assistant: then nothing is sent there, and no other chat is opened with them. */
  removed?: true;
}

/** A channel's or chat's own id, without the thread a message was in. */
export function conversationOf(address: Pick<ConversationAddress, 'conversationId'>): string {
  return address.conversationId.split(';')[0] ?? address.conversationId;
}

/** A person's own chat with the bot, or undefined when they have not met or the person has removed it. */
export async function readPersonal(
  deps: Deps,
  tenantId: string,
  objectId: string,
): Promise<ConversationAddress | undefined> {
  const found = (await readReached(deps, tenantId, objectId))?.body;
  return found?.removed ? undefined : found?.address;
}

/** Whether a person has removed the assistant from their own chat, and not added it since. */
export async function hasRemoved(deps: Deps, tenantId: string, objectId: string): Promise<boolean> {
  return (await readReached(deps, tenantId, objectId))?.body.removed === true;
}

/** Notes a person's own chat, written only when it is new or has moved. `added`: they have just added the assistant. */
export async function rememberPersonal(
  deps: Deps,
  objectId: string,
  address: ConversationAddress,
  added = false,
): Promise<void> {
  // Another process may have heard that it was removed.
  if (added) memoryOf(deps).delete(keyOf(address.tenantId, objectId));
  await keepReached(deps, address.tenantId, objectId, `${address.conversationId}|${address.serviceUrl}`, () => ({
    address,
  }));
}

/** Notes the newest service address of a person's own chat as it is known; any other conversation is left alone. */
export async function refreshPersonal(deps: Deps, objectId: string, address: ConversationAddress): Promise<void> {
  const { tenantId, conversationId, serviceUrl } = address;
  await keepReached(deps, tenantId, objectId, `${conversationId}|${serviceUrl}`, (known) =>
    known?.address.conversationId === conversationId ? { ...known, address } : known,
  );
}

/** Notes that a person has removed the assistant, so that nothing is sent there and adding it again is a beginning. */
export async function forgetPersonal(deps: Deps, tenantId: string, objectId: string): Promise<void> {
  memoryOf(deps).delete(keyOf(tenantId, objectId));
  await keepReached(deps, tenantId, objectId, undefined, (known) => known && { ...known, removed: true });
  await releaseWelcome(deps, tenantId, objectId);
}

/** True the first time it is asked for a person or place and installation; the welcome is shown once. */
export async function claimWelcome(deps: Deps, tenantId: string, key: string): Promise<boolean> {
  const at = deps.clock.now().toISOString();
  return createOnce(deps, { id: `welcome:${key}`, partition: `people:${tenantId}`, at, body: {} });
}

/** The assistant was removed there: added again, it says hello again. */
export async function releaseWelcome(deps: Deps, tenantId: string, key: string): Promise<void> {
  await deps.store.delete('conversation', `people:${tenantId}`, `welcome:${key}`);
}

/** Longer than Teams delivers anything again, and than an address for an upload lives. */
const UPLOAD_SECONDS = 7 * 24 * 60 * 60;

/** True the first time it is asked for an address that Teams named for an upload; only its digest is kept. */
export async function claimUpload(deps: Deps, tenantId: string, uploadUrl: string): Promise<boolean> {
  const at = deps.clock.now().toISOString();
  const id = `upload:${createHash('sha256').update(uploadUrl).digest('hex')}`;
  const partition = `people:${tenantId}`;
  return createOnce(deps, { id, partition, at, body: {}, expiresInSeconds: UPLOAD_SECONDS });
}

/** What each store is known to hold, so that most activities cost neither a read nor a write. */
const remembered = new WeakMap<object, Map<string, string>>();
const TRIES = 3;

/** Writes what is known of a person's chat as `next` says; `seen`, where given, is what the memory then holds of it. */
async function keepReached(
  deps: Deps,
  tenantId: string,
  objectId: string,
  seen: string | undefined,
  next: (known: Reached | undefined) => Reached | undefined,
): Promise<void> {
  const memory = memoryOf(deps);
  const key = keyOf(tenantId, objectId);
  if (seen !== undefined && memory.get(key) === seen) return;
  if (memory.size > 50_000) memory.clear();
  const partition = `people:${tenantId}`;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const found = await readReached(deps, tenantId, objectId);
    const body = next(found?.body);
    try {
      if (body === undefined) return;
      const at = deps.clock.now().toISOString();
      if (!found) await deps.store.create<Reached>('conversation', { id: objectId, partition, at, body });
      else if (JSON.stringify(found.body) !== JSON.stringify(body))
        await deps.store.replace<Reached>('conversation', { ...found, body });
      const { conversationId, serviceUrl } = body.address;
      if (seen === `${conversationId}|${serviceUrl}` && !body.removed) memory.set(key, seen);
      return;
    } catch (error) {
      // Someone else noted something in the same moment.
      if (!isError(error, 'TAKEN', 'STALE')) throw error;
    }
  }
}

function readReached(deps: Deps, tenantId: string, objectId: string) {
  return deps.store.read<Reached>('conversation', `people:${tenantId}`, objectId);
}

function keyOf(tenantId: string, objectId: string): string {
  return `${tenantId}|${objectId}`;
}

function memoryOf(deps: Deps): Map<string, string> {
  const memory = remembered.get(deps.store) ?? new Map<string, string>();
  remembered.set(deps.store, memory);
  return memory;
}

async function createOnce(deps: Deps, draft: Draft<unknown>): Promise<boolean> {
  try {
    await deps.store.create('conversation', draft);
    return true;
  } catch (error) {
    if (isError(error, 'TAKEN')) return false;
    throw error;
  }
}
