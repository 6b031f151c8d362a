// A ledger record for each document that changes in place and on which a right or a place rests: the directory, the list of programmes, bound
// channels. It keeps the document's fingerprint, never its content, so nothing of a person is in it.
// Pitfall: one document is written at a time, so the record first says what is about to be written and then that it was; between the two either is right.

import { randomUUID } from 'node:crypto';
import type { Deps } from '../deps.js';
import { isError, ProductError } from '../errors.js';
import { canonical, type RecordType, sha256 } from './entry.js';
import { commit, createHead, readHead, type StoredHead } from './ledger.js';
import type { Kind } from './store.js';

export interface Witness {
  /** The kind of document. */
  of: Kind;
  /** What it is about: a member id, a conversation id, the programme. */
  about: string;
  /** The document's fingerprint; null when there is none. */
  print: string | null;
  /** Fingerprints that it may have as well while it is being written; `gone` for its removal. */
  writing: string[];
}

export const witnesses: RecordType<Witness> = {
  kind: 'witness',
  prefix: 'WIT-',
  texts: new Set(),
  figures: ({ print, writing }) => ({ print, writing: writing.length }),
};

/** One document, as its programme's ledger knows it. */
export interface Witnessed {
  /** The record's reference, from `witnessRef`. */
  ref: string;
  of: Kind;
  about: string;
  /** The fingerprint of what it is to be, from `printOf`; null when it is to go. */
  print: string | null;
  /** What is done to it, as history says it; absent: it is written. */
  did?: string;
}

/** Whoever an entry is by that no person made. */
export const ASSISTANT = 'assistant';
const GONE = 'gone';
const TRIES = 8;

/** The reference of a document's record. `name`: what tells it apart; it is not kept. */
export function witnessRef(of: Kind, name: string): string {
  return `WIT-${sha256(canonical([of, name])).slice(0, 32)}`;
}

/** The fingerprint of what is covered of a document. */
export function printOf(content: unknown): string {
  return sha256(canonical(content));
}

/** Whether a document with this fingerprint (null: none) is what its record says. */
export function agrees({ print, writing }: Witness, found: string | null): boolean {
  return found === print || writing.includes(found ?? GONE);
}

/**
 * Writes a document as its programme's ledger says. Costs nothing but a read when what is covered stays as it is. Safe to repeat: a run that was cut off
 * is finished by the next. Throws what `write` throws, and the store's codes.
 */
export async function witnessed<T>(
  deps: Deps,
  programmeId: string,
  document: Witnessed,
  write: () => Promise<T>,
): Promise<T> {
  const { print } = document;
  for (let tries = 1; ; tries += 1) {
    const head = await readHead(deps, witnesses, programmeId, document.ref);
    const known = head?.body.newest.state;
    if ((known?.print ?? null) === print && (known?.writing ?? []).length === 0) return write();
    const writing = [...new Set([...(known?.writing ?? []), print ?? GONE])];
    const intent = await note(deps, programmeId, document, head, { print: known?.print ?? null, writing });
    if (!intent) {
      if (tries === TRIES) throw new ProductError('STALE', `others kept writing ${document.ref}`);
      continue;
    }
    const written = await write();
    // Whoever has noted something since is writing too, and closes it.
    await note(deps, programmeId, document, intent, { print, writing: [] });
    return written;
  }
}

/** The record with its next entry; undefined when somebody else noted something since. */
async function note(
  deps: Deps,
  programmeId: string,
  { ref, of, about, did = 'ledger.note-document' }: Witnessed,
  head: StoredHead<Witness> | undefined,
  next: Pick<Witness, 'print' | 'writing'>,
): Promise<StoredHead<Witness> | undefined> {
  const change = { by: ASSISTANT, did, effect: randomUUID() };
  const state: Witness = { of, about, ...next };
  try {
    if (!head) await createHead(deps, witnesses, programmeId, ref, change, state);
    else if ((await commit(deps, witnesses, programmeId, head, change, state)).outcome === 'conflict') return undefined;
  } catch (error) {
    if (!isError(error, 'TAKEN')) throw error;
    return undefined;
  }
  const made = await readHead(deps, witnesses, programmeId, ref);
  return made?.body.newest.effect === change.effect ? made : undefined;
}
