// How an entry is hashed, by the scheme it was written under, and how its texts are salted.
// Pitfall: an entry is for ever hashed as on the day it was written; a new way of hashing is a new scheme.

import { randomBytes } from 'node:crypto';
import { canonical, type Entry, type Figures, REDACTED, type RecordType, sha256, walkTexts } from './entry.js';

/** The scheme of new entries. Before it, a text's digest was of `salt:text`, and neither programme nor figures were in the hash. */
export const SCHEME = 2;

/** What a salt looks like: 96 random bits. A longer one would have taken in letters of its text. */
export const SALT = /^[\w-]{16}$/;

type Unhashed<S> = Omit<Entry<S>, 'hash'> & { hash?: string };

/** The hash of an entry's whole content in its programme, its own hash left out, chained to the one before it. */
export function hashEntry<S>(type: RecordType<S>, programmeId: string, entry: Unhashed<S>): string {
  const { salts, reason, state, hash: _, ...rest } = entry;
  const digest = (text: string, path: string) => digestText(entry, text, path);
  return sha256(
    canonical({
      ...rest,
      ...(entry.scheme === SCHEME && { programmeId }),
      reason: reason === undefined ? undefined : digest(reason, 'reason'),
      state: digestTexts(state, type.texts, digest, 'state'),
    }),
  );
}

/** The digest by which a text of an entry enters its hash. `path`: `reason`, or `state.actions.0.what`. */
export function digestText({ salts, scheme }: Pick<Entry<unknown>, 'salts' | 'scheme'>, text: string, path: string) {
  const salt = salts[path];
  // What was taken out left its digest; with a salt, somebody only typed what looks like one.
  const left = salt === undefined ? REDACTED.exec(text)?.[1] : undefined;
  if (left !== undefined) return left;
  return sha256(scheme === SCHEME ? canonical([salt ?? null, text]) : `${salt ?? ''}:${text}`);
}

/** The digest of the figures that a trail keeps of an entry. */
export function digestFigures(salt: string | undefined, figures: Figures): string {
  return sha256(canonical([salt ?? null, figures]));
}

/** A fresh salt for each free text of a state, its reason, and its figures. */
export function saltTexts<S>(type: RecordType<S>, state: S, reason: string | undefined): Record<string, string> {
  const salts: Record<string, string> = { figures: newSalt() };
  if (reason !== undefined) salts.reason = newSalt();
  walkTexts(state, type.texts, 'state', (path) => {
    salts[path] = newSalt();
  });
  return salts;
}

/** 96 random bits as text. */
export function newSalt(): string {
  return randomBytes(12).toString('base64url');
}

function digestTexts(
  value: unknown,
  texts: ReadonlySet<string>,
  digest: (text: string, path: string) => string,
  path: string,
): unknown {
  if (Array.isArray(value)) return value.map((item, n) => digestTexts(item, texts, digest, `${path}.${n}`));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const here = `${path}.${key}`;
      if (typeof item === 'string' && texts.has(key)) return [key, digest(item, here)];
      return [key, digestTexts(item, texts, digest, here)];
    }),
  );
}
