// The storage port: single-document operations and single-partition queries, nothing else, so that an embedded file and
// Cosmos DB behave alike. What one could get wrong: a write that ends UNCERTAIN may or may not have been stored; the
// caller must read again and look for its own mark before it tries once more.

/** Every kind of document the product keeps. A kind is stored beside each document and is what queries select by. */
export const KINDS = [
  'programme',
  'milestone',
  'risk',
  'issue',
  'decision',
  'action',
  'change-request',
  'question',
  'confidence',
  'check-in',
  'finance',
  'kpi',
  'return',
  'return-section',
  'return-content',
  'board-pack',
  'family-digest',
  'board-pack-content',
  'witness',
  'entry',
  'numbering',
  'form',
  'person',
  'registration',
  'binding',
  'conversation',
  'announcement',
  'delivery',
  'run',
  'draft',
  'reading',
  'picture',
  'anchor',
  'access',
] as const;
export type Kind = (typeof KINDS)[number];

/** What a caller hands in to be created. `id` is unique within its kind and partition; no `/ \ ? #`, at most 255 characters. */
export interface Draft<T> {
  id: string;
  partition: string;
  /** Instant (UTC ISO) the document speaks of; queries order by it. */
  at: string;
  body: T;
  /** Seconds after its last write at which the document may disappear. Absent: kept for ever. */
  expiresInSeconds?: number;
}

/** A document as stored. `version` is opaque, changes with every write and is never reused, not even after a delete. */
export interface Stored<T> extends Draft<T> {
  version: string;
}

export interface Within {
  /** Only documents whose `at` is at or after this instant (UTC ISO). */
  since?: string;
  /** Only documents whose `at` is at or before this instant (UTC ISO). */
  until?: string;
  /** At most this many per page; 1 to 500. Default 500. */
  pageSize?: number;
}

/**
 * Errors, all `ProductError`: TAKEN (create: the id exists), STALE (replace: someone saved since), MISSING (replace: no such
 * document), UNCERTAIN (a write that may have been stored), UNAVAILABLE (certainly not stored; try again later).
 */
export interface Store {
  /** Stores a new document. Throws TAKEN when this kind, partition and id exist already. */
  create<T>(kind: Kind, draft: Draft<T>): Promise<Stored<T>>;
  /** One document by its id, or undefined. */
  read<T>(kind: Kind, partition: string, id: string): Promise<Stored<T> | undefined>;
  /** Replaces a document only if `record.version` is still its version. Throws STALE or MISSING otherwise. */
  replace<T>(kind: Kind, record: Stored<T>): Promise<Stored<T>>;
  /** Documents of one partition and of any of these kinds, newest `at` first, a page at a time. */
  list<T>(kinds: readonly Kind[], partition: string, within?: Within): AsyncIterable<ListedKind<T>[]>;
  /** Removes a document; does nothing when there is none. */
  delete(kind: Kind, partition: string, id: string): Promise<void>;
  /** Where documents of these kinds are, each kind and partition once. A slow question over the whole store, for verification alone. */
  listPartitions(kinds: readonly Kind[]): Promise<Place[]>;
  /** Resolves when the store answers; throws UNAVAILABLE otherwise. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface Place {
  kind: Kind;
  partition: string;
}

export interface ListedKind<T> extends Stored<T> {
  kind: Kind;
}

/** Every document a listing has, in one array. For partitions known to be small. */
export async function listAll<T>(
  store: Store,
  kinds: readonly Kind[],
  partition: string,
  within?: Within,
): Promise<ListedKind<T>[]> {
  const found: ListedKind<T>[] = [];
  for await (const page of store.list<T>(kinds, partition, within)) found.push(...page);
  return found;
}
