// Drafts of long forms: what a person typed and has not sent, kept for that person alone. What one could get wrong: a draft is
// no answer; it is read by its author's own id, so that nobody else ever sees it.

import type { Deps } from '../deps.js';
import { isError } from '../errors.js';
import { listAll } from '../storage/store.js';

const KEEP_SECONDS = 60 * 24 * 60 * 60;
const TRIES = 3;

/** What was typed, and on which form. */
export interface Draft<Fields> {
  fields: Fields;
  form: string;
  opened: number;
  savedAt: string;
}

/** Keeps what a person typed, in place of what they kept before. */
export async function keepDraft<Fields>(
  deps: Deps,
  programmeId: string,
  ref: string,
  memberId: string,
  draft: Omit<Draft<Fields>, 'savedAt'>,
): Promise<void> {
  const at = deps.clock.now().toISOString();
  const body: Draft<Fields> = { ...draft, savedAt: at };
  const [partition, id] = placeOf(programmeId, ref, memberId);
  for (let tries = 1; ; tries += 1) {
    const known = await deps.store.read<Draft<Fields>>('draft', partition, id);
    try {
      if (known) await deps.store.replace('draft', { ...known, at, body });
      else await deps.store.create('draft', { id, partition, at, body, expiresInSeconds: KEEP_SECONDS });
      return;
    } catch (error) {
      // The same person on another device, in the same moment: the later one stands.
      if (!isError(error, 'TAKEN', 'STALE', 'MISSING') || tries === TRIES) throw error;
    }
  }
}

/** What a person kept of a form, or undefined. */
export async function readDraft<Fields>(
  deps: Deps,
  programmeId: string,
  ref: string,
  memberId: string,
): Promise<Draft<Fields> | undefined> {
  return (await deps.store.read<Draft<Fields>>('draft', ...placeOf(programmeId, ref, memberId)))?.body;
}

/** Lets a draft go, once it was sent. */
export async function dropDraft(deps: Deps, programmeId: string, ref: string, memberId: string): Promise<void> {
  await deps.store.delete('draft', ...placeOf(programmeId, ref, memberId));
}

function placeOf(programmeId: string, ref: string, memberId: string): [string, string] {
  return [`drafts:${programmeId}`, `${ref}:${memberId}`];
}

/** Lets go of every draft of a person. */
export async function dropDraftsOf(deps: Deps, programmeId: string, memberId: string): Promise<void> {
  const partition = `drafts:${programmeId}`;
  for (const { id } of await listAll(deps.store, ['draft'], partition))
    if (id.endsWith(`:${memberId}`)) await deps.store.delete('draft', partition, id);
}
