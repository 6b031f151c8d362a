// The guard: finds in a text what may identify a child, before anything is stored. Pure.
// Pitfall: it is a guard, not a guarantee. It knows numbers, dates of birth, ages, references and homes, and no story.

import { findAddresses } from './addresses.js';
import { findAges } from './ages.js';
import { findBirths } from './births.js';
import { type Hit, type Kind, sayKinds } from './kinds.js';
import { findTenDigits, findUpns } from './numbers.js';
import { findReferences } from './references.js';
import { readTyped } from './typed-text.js';

/** Words of a text that may identify a child. */
export interface Finding {
  kind: Kind;
  /** The words to take out, exactly as typed. */
  words: string;
  /** Where they begin in the text. */
  at: number;
  /** Why, in a plain sentence that does not repeat the words. */
  why: string;
  /** It is one only with what stands in another field (fields.ts). */
  across?: boolean;
}

/** What to take out of a text, in order and without overlaps; empty when nothing was found. Linear in the text's length. */
export function findIdentifying(text: string): Finding[] {
  const { plain, typed } = readTyped(text);
  const hits = [findTenDigits, findUpns, findBirths, findAges, findReferences, findAddresses].flatMap((find) =>
    find(plain),
  );
  return apart(hits).map(({ kind, from, to }) => ({
    kind,
    ...typed(from, closed(plain, from, to)),
    why: `It looks like ${sayKinds([kind])}.`,
  }));
}

/** Hits in order; those that overlap become one, of the kind that came first. */
function apart(hits: Hit[]): Hit[] {
  const kept: Hit[] = [];
  for (const hit of hits.sort((a, b) => a.from - b.from || b.to - a.to)) {
    const last = kept.at(-1);
    if (!last || hit.from >= last.to) kept.push({ ...hit });
    else last.to = Math.max(last.to, hit.to);
  }
  return kept;
}

/** The end with the bracket that closes one opened within. */
function closed(plain: string, from: number, to: number): number {
  const words = plain.slice(from, to);
  return plain[to] === ')' && words.lastIndexOf('(') > words.lastIndexOf(')') ? to + 1 : to;
}
