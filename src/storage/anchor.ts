// One fingerprint over many records: what a card or pack was made from, and what `verify --anchor` is held against.
// Pitfall: the stored list proves itself, since its id is the hash of what it lists; a changed list has another id.

import type { Deps } from '../deps.js';
import { isError } from '../errors.js';
import { markOf, sha256 } from './entry.js';
import { noteLeaf } from './leaves.js';
import type { Head } from './ledger.js';

/** Records and versions, with the hash of each entry: `<kind>/<ref>@<version>:<hash>`, sorted. */
export interface Anchor {
  lines: string[];
}

/** What is kept, by `<kind>/<ref>@<version>`, with the hash that it has today. */
export type Hashes = ReadonlyMap<string, string>;

/** The fingerprint of these lines: 32 hexadecimal digits (128 bits), in fours for people to read. */
export function fingerprint(lines: readonly string[]): string {
  return grouped(lines, 32, 4);
}

/** Whether a fingerprint is of these lines, also one of before December 2026: 20 digits in fives. */
export function isFingerprintOf(print: string, lines: readonly string[]): boolean {
  return print === (print.length === 23 ? grouped(lines, 20, 5) : fingerprint(lines));
}

function grouped(lines: readonly string[], digits: number, size: number): string {
  const hash = sha256(lines.join('\n')).slice(0, digits).toUpperCase();
  return hash.replace(new RegExp(`(.{${size}})(?=.)`, 'g'), '$1-');
}

/** What an anchor over these heads lists. */
export function anchorLines(heads: readonly Head<unknown>[]): string[] {
  return heads.map(({ newest }) => markOf(newest)).sort();
}

/** Keeps what a fingerprint stands for; `more`: marks of other things than heads. Safe to repeat. Returns the fingerprint. */
export async function keepAnchor(
  deps: Deps,
  programmeId: string,
  heads: readonly Head<unknown>[],
  more: readonly string[] = [],
): Promise<string> {
  const lines = [...new Set([...anchorLines(heads), ...more])].sort();
  const print = fingerprint(lines);
  try {
    await deps.store.create<Anchor>('anchor', {
      id: print,
      partition: anchorsOf(programmeId),
      at: deps.clock.now().toISOString(),
      body: { lines },
    });
    noteLeaf(deps.store, programmeId, markOfAnchor(print, lines));
  } catch (error) {
    if (!isError(error, 'TAKEN')) throw error;
  }
  return print;
}

/** How an entry names a kept anchor. */
export function markOfAnchor(print: string, lines: readonly string[]): string {
  return `anchor/${print}@1:${sha256(lines.join('\n'))}`;
}

/** What a fingerprint stands for; undefined when it was not kept, or what was kept is not what it says. */
export async function readAnchor(deps: Deps, programmeId: string, wanted: string): Promise<string[] | undefined> {
  const kept = await deps.store.read<Anchor>('anchor', anchorsOf(programmeId), wanted.trim().toUpperCase());
  return kept && isFingerprintOf(kept.id, kept.body.lines) ? kept.body.lines : undefined;
}

/** A sentence for each line whose entry is gone or no longer has that hash. */
export function compareAnchor(lines: readonly string[], hashes: Hashes): string[] {
  return lines.flatMap((line) => sayDiffering(line, hashes) ?? []);
}

/** What became of something that was named: undefined when it is as it was. */
export function sayDiffering(mark: string, hashes: Hashes): string | undefined {
  const at = mark.lastIndexOf(':');
  const name = mark.slice(0, at);
  const hash = hashes.get(name);
  if (hash === mark.slice(at + 1)) return undefined;
  return `${name.replace('/', ' ')} ${hash === undefined ? 'is gone' : 'is not what it was'}`;
}

/** The partition of a programme's kept anchors. */
export function anchorsOf(programmeId: string): string {
  return `anchors:${programmeId}`;
}
