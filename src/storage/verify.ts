// Walks whole chains and says what does not hold.
// Pitfall: an archived copy of the newest entry is not a fault (a crash before the commit point leaves one), but it must be the same entry.

import type { Deps } from '../deps.js';
import { describeError } from '../log.js';
import { letOthersThrough } from '../slices.js';
import { sayDiffering } from './anchor.js';
import type { Entry, RecordType } from './entry.js';
import { entriesOf, entryId, type Head, TRAIL_LENGTH } from './ledger.js';
import { type ListedKind, listAll } from './store.js';
import { checkEntry, checkOutstanding, checkTakenOut, checkTrail, type TakenOut, takenOutOf } from './verify-entry.js';

export interface Verified {
  records: number;
  entries: number;
  /** One sentence for each thing that does not hold, record and kind first; empty when all is well. */
  faults: string[];
  /** What could not be checked, and why. */
  notes: string[];
  heads: Head<unknown>[];
  /** The hash of each entry by `<kind>/<ref>@<version>`. */
  hashes: Map<string, string>;
  /** What entries name besides the one before them: the mark, and who names it. */
  named: { mark: string; by: string; at: string }[];
}

/** Entries of a record of very many people have a hundred kilobytes each. */
const PAGE = 50;

/** Checks every entry of every record of a programme: present, in order, chained, and hashing to what it says. `visit`: told of each entry. */
export async function verifyProgramme(
  deps: Deps,
  types: readonly RecordType<never>[],
  programmeId: string,
  visit: (entry: Entry<unknown>) => void = () => {},
): Promise<Verified> {
  const found = await listAll<Head<unknown>>(
    deps.store,
    types.map((type) => type.kind),
    programmeId,
  );
  const verified: Verified = {
    records: 0,
    entries: 0,
    faults: [],
    notes: [],
    heads: [],
    hashes: new Map(),
    named: [],
  };
  for (const stored of found) {
    const type = types.find((one) => one.kind === stored.kind);
    if (!type) continue;
    verified.records += 1;
    try {
      await verifyRecord(deps, type, programmeId, stored, verified, visit);
      verified.heads.push(stored.body);
    } catch (error) {
      // Whatever a document was made into, it is one record that cannot be read; a store that does not answer is another matter.
      if (!(error instanceof TypeError)) throw error;
      verified.faults.push(
        `${stored.kind} ${stored.id}: it cannot be read as a record (${describeError(error).error})`,
      );
    }
  }
  const kinds = new Set<string>(types.map(({ kind }) => kind));
  for (const { mark, by } of verified.named) {
    if (!kinds.has(mark.slice(0, mark.indexOf('/')))) continue;
    const differing = sayDiffering(mark, verified.hashes);
    if (differing) verified.faults.push(`${differing}: ${by} was saved after it`);
  }
  verified.faults = [...new Set(verified.faults)];
  return verified;
}

async function verifyRecord(
  deps: Deps,
  type: RecordType<never>,
  programmeId: string,
  stored: ListedKind<Head<unknown>>,
  verified: Verified,
  visit: (entry: Entry<unknown>) => void,
): Promise<void> {
  const { body: head, id: ref, kind } = stored;
  const { version: newest } = head.newest;
  const fault = (sentence: string) => void verified.faults.push(`${kind} ${sentence}`);
  if (head.newest.ref !== ref) fault(`${ref}: the head says it is ${head.newest.ref}`);
  if (stored.at !== head.newest.at) fault(`${ref}: it is filed under another time than its newest entry has`);
  if (stored.expiresInSeconds !== undefined) fault(`${ref}: it was made to disappear by itself`);
  const archived = await readArchive(deps, programmeId, ref, fault);
  const last: Entry<unknown>[] = [];
  const redactions: Entry<unknown>[] = [];
  const taken: TakenOut[] = [];
  const promising: number[] = [];
  for (let version = 1; version <= newest; version += 1) {
    await letOthersThrough();
    const entry = version === newest ? head.newest : archived.get(version);
    const before = last.at(-1);
    if (!entry) {
      fault(`${ref}@${version} is missing`);
      continue;
    }
    verified.entries += 1;
    const name = `${ref}@${version}`;
    if (entry.version !== version) fault(`${name} says it is version ${entry.version}`);
    for (const sentence of checkEntry(type, programmeId, ref, entry, before)) fault(`${name} ${sentence}`);
    last.push(entry);
    if (last.length > TRAIL_LENGTH) last.shift();
    if (entry.did === 'ledger.redact') redactions.push(entry);
    if (entry.owes) promising.push(version);
    taken.push(...takenOutOf(type, entry));
    verified.hashes.set(`${kind}/${name}`, entry.hash);
    for (const mark of entry.beside ?? []) verified.named.push({ mark, by: `${kind} ${name}`, at: entry.at });
    visit(entry);
  }
  const copy = archived.get(newest);
  if (copy && copy.hash !== head.newest.hash) fault(`${ref}@${newest} differs from its archived copy`);
  for (const version of archived.keys())
    if (version > newest) fault(`${ref}@${version} is in the archive, but the head is at ${newest}`);
  const said = checkTakenOut(taken, redactions);
  for (const sentence of said.faults) fault(`${ref}@${sentence}`);
  for (const sentence of said.notes) verified.notes.push(`${kind} ${ref}@${sentence}`);
  for (const sentence of [...checkTrail(type, head, last), ...checkOutstanding(head, promising)])
    fault(`${ref}: ${sentence}`);
}

/** A record's archived entries by version. */
async function readArchive(deps: Deps, programmeId: string, ref: string, fault: (sentence: string) => void) {
  const archived = new Map<number, Entry<unknown>>();
  for await (const page of deps.store.list<Entry<unknown>>(['entry'], entriesOf(programmeId, ref), { pageSize: PAGE }))
    for (const { body, id, at, expiresInSeconds } of page) {
      if (id !== entryId(body.ref, body.version))
        fault(`${ref}: an entry stored as ${id} says it is ${body.ref}@${body.version}`);
      if (at !== body.at) fault(`${id}: it is filed under another time than it has`);
      if (expiresInSeconds !== undefined) fault(`${id}: it was made to disappear by itself`);
      archived.set(body.version, body);
    }
  return archived;
}
