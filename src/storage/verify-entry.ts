// What must hold of one entry, and of what a head keeps beside its newest entry: the trail and what is still owed. Pure.
// Pitfall: entries of an older scheme are held to that scheme; a chain never goes back to one.

import { BEGINNING, canonical, type Entry, REDACTED, type RecordType, walkTexts } from './entry.js';
import { digestFigures, hashEntry, SALT, SCHEME } from './hashing.js';
import { type Head, TRAIL_LENGTH } from './ledger.js';
import { saysTakenOut } from './redacting.js';

/** What does not hold of one entry after the one before it; each continues `<kind> <ref>@<version>`. */
export function checkEntry(
  type: RecordType<never>,
  programmeId: string,
  ref: string,
  entry: Entry<unknown>,
  before: Entry<unknown> | undefined,
): string[] {
  const faults: string[] = [];
  const { kind, scheme, version, previous, at, hash } = entry;
  if (kind !== type.kind) faults.push(`says it is of a ${kind}`);
  if (entry.ref !== ref) faults.push(`says it is of ${entry.ref}`);
  if (scheme !== undefined && scheme !== SCHEME) faults.push('has a way of hashing that there is not');
  if (before?.scheme === SCHEME && scheme !== SCHEME) faults.push('goes back to an older way of hashing');
  if (version === 1 ? previous !== BEGINNING : before?.version === version - 1 && previous !== before.hash)
    faults.push('does not follow the entry before it');
  if (before && at < before.at) faults.push('is dated before the entry it follows');
  if (hashEntry(type, programmeId, entry as Entry<never>) !== hash)
    faults.push('was altered: its content does not give its hash');
  faults.push(...checkSalts(type, entry));
  return faults;
}

/** Texts of an entry by the paths of their salts. */
function saltedTexts(type: RecordType<never>, { state, reason }: Entry<unknown>): Map<string, string> {
  const texts = new Map<string, string>();
  walkTexts(state, type.texts, 'state', (path, text) => void texts.set(path, text));
  if (reason !== undefined) texts.set('reason', reason);
  return texts;
}

/** A salt is no part of the hash by itself: each must be one, and belong to a text. */
function checkSalts(type: RecordType<never>, entry: Entry<unknown>): string[] {
  const texts = saltedTexts(type, entry);
  const owned = (path: string) => texts.has(path) || (path === 'figures' && entry.scheme === SCHEME);
  const odd = Object.entries(entry.salts).filter(([path, salt]) => !owned(path) || !SALT.test(salt));
  const bare = [...texts].filter(([path, text]) => entry.salts[path] === undefined && !REDACTED.test(text));
  return [
    ...odd.map(([path]) => `was altered: the salt of ${sayPath(path)} is none`),
    ...bare.map(([path]) => `was altered: ${sayPath(path)} has lost its salt`),
  ];
}

/** A text that was taken out of an entry. */
export interface TakenOut {
  version: number;
  scheme: Entry<unknown>['scheme'];
  path: string;
}

/** The texts that were taken out of an entry. */
export function takenOutOf(type: RecordType<never>, entry: Entry<unknown>): TakenOut[] {
  const { version, scheme, salts } = entry;
  const gone = [...saltedTexts(type, entry)].filter(([path, text]) => salts[path] === undefined && REDACTED.test(text));
  return gone.map(([path]) => ({ version, scheme, path: sayPath(path) }));
}

/** Texts that were taken out, held against the redactions of their record; each continues `<kind> <ref>@`. */
export function checkTakenOut(
  taken: readonly TakenOut[],
  redactions: readonly Entry<unknown>[],
): { faults: string[]; notes: string[] } {
  const said: { faults: string[]; notes: string[] } = { faults: [], notes: [] };
  for (const { version, scheme, path } of taken) {
    const later = redactions.filter((one) => one.version > version);
    if (later.some((one) => saysTakenOut(one, version, path) || one.scheme !== SCHEME)) continue;
    // Before scheme 2 words that stood in older entries alone went without an entry of their own.
    if (scheme === SCHEME) said.faults.push(`${version}: ${path} was taken out, and no entry says so`);
    else said.notes.push(`${version}: ${path} was taken out before redactions had an entry of their own`);
  }
  return said;
}

/** What the head's trail says, held against the last entries. */
export function checkTrail(
  type: RecordType<never>,
  head: Head<unknown>,
  expected: readonly Entry<unknown>[],
): string[] {
  if (expected.length !== Math.min(head.newest.version, TRAIL_LENGTH)) return [];
  if (head.trail.length !== expected.length) return ['the trail has lost or gained something'];
  return expected.flatMap((entry, n) => {
    const point = head.trail[n];
    const { version, at, by, did } = entry;
    const same =
      point &&
      canonical([point.version, point.at, point.by, point.did]) === canonical([version, at, by, did]) &&
      haveFigures(type, entry, point.figures);
    return same ? [] : [`the trail does not say of version ${version} what its entry says`];
  });
}

function haveFigures(
  type: RecordType<never>,
  entry: Entry<unknown>,
  figures: Head<unknown>['trail'][number]['figures'],
): boolean {
  if (entry.scheme === SCHEME) return digestFigures(entry.salts.figures, figures) === entry.figures;
  // Older entries keep no digest of their figures; they are worked out again, as far as no words are missing and both know them.
  if ([...saltedTexts(type, entry)].some(([, text]) => REDACTED.test(text))) return true;
  const now = type.figures(entry.state as never);
  return Object.entries(figures).every(([name, value]) => !(name in now) || now[name] === value);
}

/** What is still owed, held against the versions whose entries promised something. */
export function checkOutstanding(head: Head<unknown>, promising: readonly number[]): string[] {
  const owing = promising.filter((version) => version < head.newest.version);
  return canonical(head.owing) === canonical(owing.slice(-TRAIL_LENGTH))
    ? []
    : ['what it still owes to others is not what its entries promised'];
}

function sayPath(path: string): string {
  return path.replace(/^state\./, '');
}
