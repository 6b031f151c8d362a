// Who saw and fetched what: a line for each file that left the assistant, and one a day for each person and restricted card. What one could get wrong: it is
// noted before anything is handed over, so that nothing leaves unnoted; it is no entry of the ledger, since reading changes nothing, and goes after two years.

import { randomUUID } from 'node:crypto';
import type { Deps } from '../deps.js';
import { isError } from '../errors.js';
import { canonical, sha256 } from '../storage/entry.js';
import { leavesOf, noteLeaf } from '../storage/leaves.js';
import { type Draft, listAll, type Stored } from '../storage/store.js';

export interface Access {
  /** Member id. */
  by: string;
  /** The maker's name and what it was made of: `board-packs.word`, `2026-12-03`. */
  what: string;
  /** The file's name as it was given; '' for a card. */
  name: string;
  /** What the maker was asked for: references and days, no words of people. */
  asked: Record<string, string>;
  /** What was noted before it and named by nothing yet (storage/leaves.ts). */
  after?: string[];
}

/** How long a line is kept. */
export const KEEP_SECONDS = 2 * 366 * 24 * 60 * 60;

/** Notes that somebody fetched a file. Throws the store's codes: then the file is not given. */
export async function noteAccess(deps: Deps, programmeId: string, access: Access): Promise<void> {
  const at = deps.clock.now().toISOString();
  const id = `${at.replace(/[^0-9TZ]/g, '')}-${randomUUID().slice(0, 8)}`;
  await keep(deps, programmeId, id, at, access);
}

/** Stores a line that names those before it, so that one that is changed or gone is missed. */
async function keep(deps: Deps, programmeId: string, id: string, at: string, access: Access): Promise<void> {
  const partition = accessOf(programmeId);
  if (!begun.has(deps.store)) begun.set(deps.store, new Set());
  if (!begun.get(deps.store)?.has(programmeId)) {
    // What a process before this one noted last is named by nothing yet.
    for await (const [newest] of deps.store.list<Access>(['access'], partition, { pageSize: 1 })) {
      if (newest) noteLeaf(deps.store, programmeId, markOfAccess(newest));
      break;
    }
    begun.get(deps.store)?.add(programmeId);
  }
  const after = leavesOf(deps.store, programmeId, 'access');
  const body: Access = { ...access, ...(after.length > 0 && { after }) };
  const draft: Draft<Access> = { id, partition, at, body, expiresInSeconds: KEEP_SECONDS };
  await deps.store.create('access', draft);
  noteLeaf(deps.store, programmeId, markOfAccess(draft), after);
}

/** How later lines and entries name a line. */
export function markOfAccess({ id, at, body }: Pick<Stored<Access>, 'id' | 'at' | 'body'>): string {
  return `access/${id}@1:${sha256(canonical([id, at, body]))}`;
}

/** Programmes whose newest line each store has been asked for. */
const begun = new WeakMap<object, Set<string>>();

/** What each store is known to hold, so that a second look on one day costs nothing. */
const noted = new WeakMap<object, Set<string>>();

/** Notes that somebody was shown what is restricted: once a day for each person and card. Throws the store's codes: then it is not shown. */
export async function noteSeen(deps: Deps, programmeId: string, by: string, what: string): Promise<void> {
  const at = deps.clock.now().toISOString();
  const id = `${at.slice(0, 10)}:${by}:${what}`;
  const memory = noted.get(deps.store) ?? new Set();
  noted.set(deps.store, memory);
  if (memory.has(`${programmeId} ${id}`)) return;
  if (memory.size > 50_000) memory.clear();
  const body: Access = { by, what, name: '', asked: {} };
  try {
    await keep(deps, programmeId, id, at, body);
  } catch (error) {
    if (!isError(error, 'TAKEN')) throw error;
  }
  memory.add(`${programmeId} ${id}`);
}

/** Everything seen and fetched, newest first. */
export async function listAccess(deps: Deps, programmeId: string): Promise<(Access & { at: string })[]> {
  const found = await listAll<Access>(deps.store, ['access'], accessOf(programmeId));
  return found.map(({ at, body }) => ({ at, ...body }));
}

/** The partition of who fetched what. */
export function accessOf(programmeId: string): string {
  return `access:${programmeId}`;
}
