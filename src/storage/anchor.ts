// One fingerprint over many records: what a card or pack was made from, and what `verify --anchor` is held against. What one
// could get wrong: the stored list proves itself, since its id is the hash of what it lists; a changed list has another id.

import type { Deps } from '../deps.js';
import { isError } from '../errors.js';
import { sha256 } from './entry.js';
import { type Head, readEntry } from './ledger.js';

/** Records and versions, with the hash of each entry: `<kind>/<ref>@<version>:<hash>`, sorted. */
export interface Anchor {
  lines: string[];
}

/** The fingerprint of these heads: 20 hexadecimal digits, in fives for people to read. */
export function fingerprint(lines: readonly string[]): string {
  const digits = sha256(lines.join('\n')).slice(0, 20).toUpperCase();
  return digits.replace(/(.{5})(?=.)/g, '$1-');
}

/** What an anchor over these heads lists. */
export function anchorLines(heads: readonly Head<unknown>[]): string[] {
  return heads.map(({ newest }) => `${newest.kind}/${newest.ref}@${newest.version}:${newest.hash}`).sort();
}

/** Keeps what a fingerprint stands for. Safe to repeat. Returns the fingerprint. */
export async function keepAnchor(deps: Deps, programmeId: string, heads: readonly Head<unknown>[]): Promise<string> {
  const lines = anchorLines(heads);
  const print = fingerprint(lines);
  try {
    await deps.store.create<Anchor>('anchor', {
      id: print,
      partition: `anchors:${programmeId}`,
      at: deps.clock.now().toISOString(),
      body: { lines },
    });
  } catch (error) {
    if (!isError(error, 'TAKEN')) throw error;
  }
  return print;
}

/**
 * Holds the records of today against an anchor: a sentence for each line whose entry is gone or no longer has that hash.
 * Undefined when no such anchor was kept, or the one kept is not what its fingerprint says.
 */
export async function checkAnchor(
  deps: Deps,
  programmeId: string,
  wanted: string,
  heads: readonly Head<unknown>[],
): Promise<string[] | undefined> {
  const kept = await deps.store.read<Anchor>('anchor', `anchors:${programmeId}`, wanted.trim().toUpperCase());
  if (!kept || fingerprint(kept.body.lines) !== kept.id) return undefined;
  const faults: string[] = [];
  for (const line of kept.body.lines) {
    const [record = '', hash] = line.split(':');
    const [name = '', version] = record.split('@');
    const head = heads.find((one) => `${one.newest.kind}/${one.newest.ref}` === name);
    const entry = head && (await readEntry(deps, programmeId, head, Number(version)));
    if (!entry) faults.push(`${record} is gone`);
    else if (entry.hash !== hash) faults.push(`${record} is not what it was`);
  }
  return faults;
}
