// The ledger: the only way programme data changes. Each record has a head (its newest entry in full, and a short trail);
// older entries are archived under predictable ids. What one could get wrong: the conditional replace of the head is the
// only commit point. Nothing is written after it, and everything before it may be found there already.

import type { Deps } from '../deps.js';
import { isError, ProductError } from '../errors.js';
import {
  BEGINNING,
  canonical,
  compare,
  type Entry,
  type Figures,
  markOf,
  type Owed,
  type RecordType,
  sayRedacted,
  sha256,
} from './entry.js';
import { requireNothingIdentifying } from './guarded-texts.js';
import { digestFigures, hashEntry, SCHEME, saltTexts } from './hashing.js';
import { leavesOf, noteLeaf } from './leaves.js';
import type { Stored } from './store.js';

/** A record as it stands. `newest.state` is its present state. */
export interface Head<S> {
  newest: Entry<S>;
  /** The figures after each of the last entries, oldest first; how a summary compares without reading history. */
  trail: TrailPoint[];
  /** Versions whose promises to others were not known to be kept when the head last moved. */
  owing: number[];
}

export interface TrailPoint {
  version: number;
  at: string;
  by: string;
  did: string;
  figures: Figures;
}

export type StoredHead<S> = Stored<Head<S>>;

/** How a change ended. `already`: this very form was saved before. `conflict`: someone else's entry took its place. */
export type Committed<S> =
  | { outcome: 'saved' | 'already'; entry: Entry<S>; head: Head<S> }
  | { outcome: 'conflict'; theirs: Entry<S>; head: Head<S> };

/** What is to be recorded, apart from the state itself. */
export interface Change {
  by: string;
  did: string;
  effect: string;
  reason?: string;
  corrects?: number;
  origin?: string;
  owes?: Owed[];
  redacts?: Entry<unknown>['redacts'];
}

/** The trail is bounded so that a head, and with it a summary, costs the same after ten years. */
export const TRAIL_LENGTH = 40;
const ATTEMPTS = 5;

/**
 * The key by which a second delivery of a form is recognised: the form's own id with tenant and person, a dot, and the
 * content typed. Activity ids are not part of it, since Teams re-delivers under new ones (proofs.md 1.10).
 */
export function effectKey(formId: string, tenantId: string, personId: string, content: unknown): string {
  const form = sha256(canonical([formId, tenantId, personId])).slice(0, 32);
  return `${form}.${sha256(canonical(content)).slice(0, 32)}`;
}

/** A record's head, or undefined when there is no such record. */
export function readHead<S>(deps: Deps, type: RecordType<S>, programmeId: string, ref: string) {
  return deps.store.read<Head<S>>(type.kind, programmeId, ref);
}

/** One entry of a record, from the head or the archive; undefined when the record never had that version. */
export async function readEntry<S>(deps: Deps, programmeId: string, head: Head<S>, version: number) {
  if (head.newest.version === version) return head.newest;
  const archived = await deps.store.read<Entry<S>>(
    'entry',
    entriesOf(programmeId, head.newest.ref),
    entryId(head.newest.ref, version),
  );
  return archived && sayRedacted(archived.body);
}

/** Every entry of a record, newest first. */
export async function* listHistory<S>(deps: Deps, programmeId: string, head: Head<S>): AsyncIterable<Entry<S>> {
  yield head.newest;
  for (let version = head.newest.version - 1; version > 0; version -= 1) {
    const entry = await readEntry(deps, programmeId, head, version);
    // A gap is left for `verify` to report: history shows what there is.
    if (entry) yield entry;
  }
}

/**
 * Whether a form opened at `opened` may still be saved on this head: undefined when it may; otherwise the entry that took
 * its place, ours (`already`) or someone else's (`conflict`).
 */
export async function recognise<S>(
  deps: Deps,
  programmeId: string,
  head: Head<S>,
  opened: number,
  effect: string,
): Promise<Committed<S> | undefined> {
  if (opened > head.newest.version) throw new ProductError('MALFORMED', `${head.newest.ref} has no version ${opened}`);
  if (opened === head.newest.version) return undefined;
  const next = await readEntry(deps, programmeId, head, opened + 1);
  if (next?.effect === effect) return { outcome: 'already', entry: next, head };
  return { outcome: 'conflict', theirs: head.newest, head };
}

/**
 * Commits the next state of a record on top of the head that was read. Safe against crashes, races and writes that end
 * uncertain: the outcome is always found again by the effect key. Throws UNAVAILABLE or UNCERTAIN when the store would
 * not tell; the same form may then be sent again. Throws MALFORMED for words that may identify a child.
 */
export async function commit<S>(
  deps: Deps,
  type: RecordType<S>,
  programmeId: string,
  read: StoredHead<S>,
  change: Change,
  state: S,
): Promise<Committed<S>> {
  const opened = read.body.newest.version;
  let head = read;
  let next: Head<S> | undefined;
  for (let attempt = 1; ; attempt += 1) {
    const settled = await recognise(deps, programmeId, head.body, opened, change.effect);
    if (settled) return settled;
    next ??= append(deps, type, programmeId, head.body, change, state);
    try {
      await archive(deps, programmeId, head.body.newest);
      const stored = await deps.store.replace(type.kind, { ...head, at: next.newest.at, body: next });
      noteCommitted(deps, programmeId, stored.body.newest);
      return { outcome: 'saved', entry: stored.body.newest, head: stored.body };
    } catch (error) {
      if (!isError(error, 'STALE', 'UNCERTAIN') || attempt === ATTEMPTS) throw error;
      head = await requireHead(deps, type, programmeId, read.body.newest.ref);
    }
  }
}

/**
 * Creates a record's head under a known reference, such as one a plan names. Throws TAKEN when the record exists, and MALFORMED
 * for words that may identify a child.
 */
export async function createHead<S>(
  deps: Deps,
  type: RecordType<S>,
  programmeId: string,
  ref: string,
  change: Change,
  state: S,
): Promise<Head<S>> {
  const head = append(deps, type, programmeId, undefined, change, state, ref);
  const stored = await deps.store.create(type.kind, {
    id: ref,
    partition: programmeId,
    at: head.newest.at,
    body: head,
  });
  noteCommitted(deps, programmeId, stored.body.newest);
  return stored.body;
}

function noteCommitted(deps: Deps, programmeId: string, entry: Entry<unknown>): void {
  const { kind, ref, version, previous, beside = [] } = entry;
  noteLeaf(deps.store, programmeId, markOf(entry), [...beside, `${kind}/${ref}@${version - 1}:${previous}`]);
  deps.committed?.(programmeId, entry);
}

/** A record's head. Throws UNKNOWN when there is no such record. */
export async function requireHead<S>(
  deps: Deps,
  type: RecordType<S>,
  programmeId: string,
  ref: string,
): Promise<StoredHead<S>> {
  const head = await readHead(deps, type, programmeId, ref);
  if (!head) throw new ProductError('UNKNOWN', `no ${type.kind} ${ref} in ${programmeId}`, { ref });
  return head;
}

function append<S>(
  deps: Deps,
  type: RecordType<S>,
  programmeId: string,
  before: Head<S> | undefined,
  change: Change,
  state: S,
  ref = before?.newest.ref ?? '',
): Head<S> {
  const now = deps.clock.now().toISOString();
  const newest = before?.newest;
  requireNothingIdentifying(type, ref, newest?.state, state, change.reason);
  const salts = saltTexts(type, state, change.reason);
  const figures = type.figures(state);
  const previous = newest?.hash ?? BEGINNING;
  // The entry before it is named as `previous`.
  const beside = leavesOf(deps.store, programmeId).filter((leaf) => !leaf.endsWith(`:${previous}`));
  const unhashed: Omit<Entry<S>, 'hash'> = {
    scheme: SCHEME,
    kind: type.kind,
    ref,
    version: (newest?.version ?? 0) + 1,
    // A record's time never goes back, whatever the clocks of several machines say.
    at: newest && newest.at > now ? newest.at : now,
    ...change,
    state,
    ...(newest ? compare(type, newest.state, state) : { was: {}, reworded: [] }),
    figures: digestFigures(salts.figures, figures),
    ...(beside.length > 0 && { beside }),
    salts,
    previous,
  };
  const entry: Entry<S> = { ...unhashed, hash: hashEntry(type, programmeId, unhashed) };
  const { version, at, by, did } = entry;
  const trail = [...(before?.trail ?? []), { version, at, by, did, figures }].slice(-TRAIL_LENGTH);
  const owing = newest?.owes ? [...(before?.owing ?? []), newest.version] : (before?.owing ?? []);
  return { newest: entry, trail, owing: owing.slice(-TRAIL_LENGTH) };
}

async function archive<S>(deps: Deps, programmeId: string, entry: Entry<S>): Promise<void> {
  try {
    await deps.store.create('entry', {
      id: entryId(entry.ref, entry.version),
      partition: entriesOf(programmeId, entry.ref),
      at: entry.at,
      body: entry,
    });
  } catch (error) {
    // Another writer, or our own earlier attempt, archived the same entry: entries are immutable, so it is the same.
    if (!isError(error, 'TAKEN')) throw error;
  }
}

/** The partition of one record's archived entries: apart from the heads, so that no summary ever reads them. */
export function entriesOf(programmeId: string, ref: string): string {
  return `${programmeId}:${ref}`;
}

export function entryId(ref: string, version: number): string {
  return `${ref}@${version}`;
}
