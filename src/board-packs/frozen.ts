// The frozen content of a pack, kept under its own fingerprint. What one could get wrong: it is written before the record that names it, and
// read back only while it still has that fingerprint; anything else was tampered with.

import type { Deps } from '../deps.js';
import { isError, ProductError } from '../errors.js';
import { fingerprintOf } from '../returns/content.js';
import { PackContent } from './content.js';
import { packsRef } from './schema.js';

/** Keeps content for ever; gives its fingerprint. Safe to repeat: the same content is the same document. */
export async function freeze(deps: Deps, programmeId: string, content: PackContent): Promise<string> {
  const fingerprint = fingerprintOf(content);
  const id = idOf(content.boardOn, fingerprint);
  const partition = contentsOf(programmeId);
  try {
    await deps.store.create('board-pack-content', { id, partition, at: content.frozenAt, body: content });
  } catch (error) {
    if (!isError(error, 'TAKEN', 'UNCERTAIN')) throw error;
    // It may have been stored: what is there says so.
    if (isError(error, 'UNCERTAIN') && !(await deps.store.read('board-pack-content', partition, id))) throw error;
  }
  return fingerprint;
}

/** Content by its fingerprint. Throws MISSING when it is gone or no longer what was frozen. */
export async function requireFrozen(
  deps: Deps,
  programmeId: string,
  boardOn: string,
  fingerprint: string,
): Promise<PackContent> {
  const kept = await deps.store.read('board-pack-content', contentsOf(programmeId), idOf(boardOn, fingerprint));
  const content = PackContent.safeParse(kept?.body);
  if (!content.success || fingerprintOf(content.data) !== fingerprint)
    throw new ProductError('MISSING', `the frozen pack of ${boardOn} is missing or was altered`);
  return content.data;
}

/** The partition of frozen packs. */
export function contentsOf(programmeId: string): string {
  return `board-packs:${programmeId}`;
}

function idOf(boardOn: string, fingerprint: string): string {
  return `${packsRef(boardOn)}@${fingerprint}`;
}
