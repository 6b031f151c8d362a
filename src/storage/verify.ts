// Walks whole chains and says what does not hold. What one could get wrong: an archived copy of the newest entry is not a
// fault (a crash before the commit point leaves one), but it must be the same entry.

import type { Deps } from '../deps.js';
import { letOthersThrough } from '../slices.js';
import { BEGINNING, type Entry, hashEntry, type RecordType } from './entry.js';
import { entriesOf, entryId, type Head } from './ledger.js';
import { listAll } from './store.js';

export interface Verified {
  records: number;
  entries: number;
  /** One sentence for each thing that does not hold; empty when all is well. */
  faults: string[];
  heads: Head<unknown>[];
}

/** Entries of a record of very many people have a hundred kilobytes each. */
const PAGE = 50;

/** Checks every entry of every record of a programme: present, in order, chained, and hashing to what it says. */
export async function verifyProgramme(
  deps: Deps,
  types: readonly RecordType<never>[],
  programmeId: string,
): Promise<Verified> {
  const found = await listAll<Head<unknown>>(
    deps.store,
    types.map((type) => type.kind),
    programmeId,
  );
  const verified: Verified = { records: 0, entries: 0, faults: [], heads: found.map((stored) => stored.body) };
  for (const { body: head, kind, id } of found) {
    const type = types.find((one) => one.kind === kind);
    if (!type) continue;
    verified.records += 1;
    if (head.newest.ref !== id) verified.faults.push(`${id}: the head says it is ${head.newest.ref}`);
    await verifyRecord(deps, type, programmeId, head, verified);
  }
  return verified;
}

async function verifyRecord(
  deps: Deps,
  type: RecordType<never>,
  programmeId: string,
  head: Head<unknown>,
  verified: Verified,
): Promise<void> {
  const { ref, version: newest } = head.newest;
  const archived = new Map<number, Entry<unknown>>();
  for await (const page of deps.store.list<Entry<unknown>>(['entry'], entriesOf(programmeId, ref), { pageSize: PAGE }))
    for (const { body, id } of page) {
      if (id !== entryId(body.ref, body.version))
        verified.faults.push(`${ref}: an entry stored as ${id} says it is ${body.ref}@${body.version}`);
      archived.set(body.version, body);
    }
  let previous = BEGINNING;
  let at = '';
  for (let version = 1; version <= newest; version += 1) {
    await letOthersThrough();
    const entry = version === newest ? head.newest : archived.get(version);
    if (!entry) {
      verified.faults.push(`${ref}@${version} is missing`);
      previous = '';
      continue;
    }
    verified.entries += 1;
    if (entry.version !== version) verified.faults.push(`${ref}@${version} says it is version ${entry.version}`);
    if (previous !== '' && entry.previous !== previous)
      verified.faults.push(`${ref}@${version} does not follow the entry before it`);
    if (hashEntry(type, entry as Entry<never>) !== entry.hash)
      verified.faults.push(`${ref}@${version} was altered: its content does not give its hash`);
    if (entry.at < at) verified.faults.push(`${ref}@${version} is dated before the entry it follows`);
    previous = entry.hash;
    at = entry.at;
  }
  const copy = archived.get(newest);
  if (copy && copy.hash !== head.newest.hash) verified.faults.push(`${ref}@${newest} differs from its archived copy`);
  for (const version of archived.keys())
    if (version > newest) verified.faults.push(`${ref}@${version} is in the archive, but the head is at ${newest}`);
}
