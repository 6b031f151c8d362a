// What an entry of the ledger is, and how its free texts are found, compared and said (hashing.ts hashes it).
// Pitfall: people stand in it by a person id and never by name, so that a person can be erased while the chain verifies.

import { createHash } from 'node:crypto';
import type { Kind } from './store.js';

/** Something a commit promises to others, finished by the sweep if the process dies (jobs/owed.ts). Plain JSON. */
export interface Owed {
  effect: string;
  [field: string]: unknown;
}

/** One immutable change to one record of a programme: who, when, what, and the whole state after it. */
export interface Entry<S> {
  /** How it is hashed (hashing.ts). Absent in entries of before November 2026, which stay as they are. */
  scheme?: 2;
  kind: Kind;
  ref: string;
  /** 1 for the first entry of a record, then one more each. */
  version: number;
  /** Instant (UTC ISO); never before the entry it follows. */
  at: string;
  /** Person id, never a name or an Entra id. */
  by: string;
  /** The action that made it, `<feature>.<verb-noun>`. */
  did: string;
  state: S;
  /** Former values of the fields that changed, free texts left out. */
  was: Partial<S>;
  /** Names of the free-text fields that changed. */
  reworded: string[];
  /** Digest of the figures that the head's trail keeps of it, salted as `figures`. */
  figures?: string;
  /** What this process had kept since its entry before, as `<kind>/<ref>@<version>:<hash>` (leaves.ts): gone or changed, it is found. */
  beside?: string[];
  /** Texts that it says were taken out of earlier entries: by path, ranges of versions. */
  redacts?: Record<string, [from: number, to: number][]>;
  /** Salt of each free text in `state` and `reason`, by its path. */
  salts: Record<string, string>;
  /** Why, where the action asks for it. */
  reason?: string;
  /** The version this one corrects or withdraws. */
  corrects?: number;
  /** Effect key: recognises a second delivery of the same form by the same person with the same content. */
  effect: string;
  /** The record whose commit caused this one, such as the risk an issue came from. */
  origin?: string;
  owes?: Owed[];
  previous: string;
  hash: string;
}

/** What the ledger must know of a kind of record: where its free texts are. */
export interface RecordType<S> {
  kind: Kind;
  /** Letters before the number of a reference: `M`, `R`, `I`. */
  prefix: string;
  /** Property names, at any depth of the state, whose strings are people's own words or names. */
  texts: ReadonlySet<string>;
  /** The few figures a summary compares over time; kept for the newest entries in the head's trail. */
  figures(state: S): Figures;
}

/** Small, flat and comparable: statuses, dates, scores. */
export type Figures = Record<string, string | number | boolean | null>;

/** The hash before a record's first entry. */
export const BEGINNING = '0'.repeat(64);

/** How other entries and anchors name an entry: `<kind>/<ref>@<version>:<hash>`. */
export function markOf({ kind, ref, version, hash }: Entry<unknown>): string {
  return `${kind}/${ref}@${version}:${hash}`;
}

/** The SHA-256 of a text, hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The free texts of a state, each with its path: `actions.0.what`. */
export function textsOf<S>(type: RecordType<S>, state: S): { path: string; text: string }[] {
  const found: { path: string; text: string }[] = [];
  walkTexts(state, type.texts, '', (path, text) => void found.push({ path: path.slice(1), text }));
  return found;
}

/** Former values of changed fields, and the names of changed free texts. */
export function compare<S>(type: RecordType<S>, before: S, after: S): Pick<Entry<S>, 'was' | 'reworded'> {
  const was: Partial<S> = {};
  const reworded: string[] = [];
  const fields = new Set([...Object.keys(before as object), ...Object.keys(after as object)]) as Set<string & keyof S>;
  for (const field of fields) {
    if (canonical(before[field]) === canonical(after[field])) continue;
    if (holdsText(before[field], field, type.texts) || holdsText(after[field], field, type.texts)) reworded.push(field);
    else was[field] = before[field] ?? (null as S[typeof field]);
  }
  return { was, reworded: reworded.sort() };
}

/** JSON with sorted keys and without undefined, so that equal contents have equal texts. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item ?? null)).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const fields = Object.entries(value).filter(([, item]) => item !== undefined);
    fields.sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${fields.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

/** What stands in an archived entry in place of a text that was taken out: its digest. */
export const REDACTED = /^redacted:([0-9a-f]{64})$/;
/** What people read there. */
export const REDACTED_WORDS = '[redacted]';

/** Content as people read it: each text that was taken out is said to be one. */
export function sayRedacted<T>(part: T): T {
  if (typeof part === 'string') return (REDACTED.test(part) ? REDACTED_WORDS : part) as T;
  if (Array.isArray(part)) return part.map(sayRedacted) as T;
  if (part === null || typeof part !== 'object') return part;
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, sayRedacted(value)])) as T;
}

/** A state with each free text as `replace` gives it. */
export function replaceTexts<S>(type: RecordType<S>, state: S, replace: (text: string, path: string) => string): S {
  const walk = (value: unknown, path: string): unknown => {
    if (Array.isArray(value)) return value.map((item, n) => walk(item, path === '' ? String(n) : `${path}.${n}`));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => {
        const here = path === '' ? key : `${path}.${key}`;
        return [key, typeof item === 'string' && type.texts.has(key) ? replace(item, here) : walk(item, here)];
      }),
    );
  };
  return walk(state, '') as S;
}

/** Each free text of a state with its path, which begins with `path`. */
export function walkTexts(
  value: unknown,
  texts: ReadonlySet<string>,
  path: string,
  found: (path: string, text: string) => void,
): void {
  if (Array.isArray(value)) value.forEach((item, n) => void walkTexts(item, texts, `${path}.${n}`, found));
  else if (value !== null && typeof value === 'object')
    for (const [key, item] of Object.entries(value)) {
      if (typeof item === 'string' && texts.has(key)) found(`${path}.${key}`, item);
      else walkTexts(item, texts, `${path}.${key}`, found);
    }
}

function holdsText(value: unknown, field: string, texts: ReadonlySet<string>): boolean {
  if (typeof value === 'string') return texts.has(field);
  let holds = false;
  walkTexts(value, texts, field, () => {
    holds = true;
  });
  return holds;
}
