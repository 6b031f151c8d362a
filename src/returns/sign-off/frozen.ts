// The frozen content of a return, kept under its own fingerprint. What one could get wrong: it is written before the record that names it,
// and read back only while it still has that fingerprint; anything else was tampered with.

import type { Deps } from '../../deps.js';
import { isError, ProductError } from '../../errors.js';
import { readHead } from '../../storage/ledger.js';
import { fingerprintOf, ReturnContent } from '../content.js';
import { returnRecords } from './schema.js';

/** Keeps content for ever; gives its fingerprint. Safe to repeat: the same content is the same document. */
export async function freeze(deps: Deps, programmeId: string, content: ReturnContent): Promise<string> {
  const fingerprint = fingerprintOf(content);
  const at = deps.clock.now().toISOString();
  try {
    await deps.store.create('return-content', {
      id: idOf(content.ref, fingerprint),
      partition: contentsOf(programmeId),
      at,
      body: content,
    });
  } catch (error) {
    if (!isError(error, 'TAKEN', 'UNCERTAIN')) throw error;
    // It may have been stored: what is there says so.
    if (isError(error, 'UNCERTAIN') && !(await read(deps, programmeId, content.ref, fingerprint))) throw error;
  }
  return fingerprint;
}

/** Content by its fingerprint. Throws MISSING when it is gone or no longer what was signed. */
export async function requireFrozen(
  deps: Deps,
  programmeId: string,
  ref: string,
  fingerprint: string,
): Promise<ReturnContent> {
  const kept = await read(deps, programmeId, ref, fingerprint);
  const content = ReturnContent.safeParse(kept?.body);
  if (!content.success || fingerprintOf(content.data) !== fingerprint)
    throw new ProductError('MISSING', `the frozen content of ${ref} is missing or was altered`);
  return content.data;
}

/** What a return says as it is prepared or sent; undefined while it is being written, or since it was stopped. */
export async function readFrozen(
  deps: Deps,
  programmeId: string,
  ref: string,
): Promise<{ content: ReturnContent; fingerprint: string } | undefined> {
  const record = (await readHead(deps, returnRecords, programmeId, ref))?.body.newest.state;
  if (!record || record.stopped) return undefined;
  const { fingerprint } = record;
  return { content: await requireFrozen(deps, programmeId, ref, fingerprint), fingerprint };
}

function read(deps: Deps, programmeId: string, ref: string, fingerprint: string) {
  return deps.store.read('return-content', contentsOf(programmeId), idOf(ref, fingerprint));
}

/** The partition of frozen returns. */
export function contentsOf(programmeId: string): string {
  return `returns:${programmeId}`;
}

function idOf(ref: string, fingerprint: string): string {
  return `${ref}@${fingerprint}`;
}
