// The whole store held against its ledger: every chain, and every document that a card, a right or a paper rests on.
// Pitfall: people go on working while it walks, so what does not hold is looked at a second time before it is said.

import type { Deps } from '../deps.js';
import { listProgrammes } from '../programmes/registration.js';
import { recordTypes } from '../records.js';
import type { Entry } from '../storage/entry.js';
import { KINDS, type Place } from '../storage/store.js';
import { type Verified, verifyProgramme } from '../storage/verify.js';
import { COVERAGE } from './coverage.js';
import { checkDirectory, checkPlaces, checkRegistration } from './directory.js';
import { checkDocuments } from './documents.js';

/** A programme as it was found. */
export interface VerifiedProgramme extends Verified {
  programmeId: string;
  /** Whether the list of programmes has it; one that is not yet is in no use. */
  registered: boolean;
  /** Marks of what nothing that was saved later names: only an anchor that is kept elsewhere misses them. */
  unnamed: string[];
}

/**
 * Verifies every programme of the store, also those that are in no list but have data, one after another. `only`: that one. Reads alone. Throws the
 * store's codes.
 */
export async function* verifyStore(deps: Deps, only?: string): AsyncIterable<VerifiedProgramme> {
  const places = await listCovered(deps);
  const ids = new Set(await listProgrammes(deps));
  for (const { kind, partition } of places) {
    const owner = COVERAGE[kind]?.programmeOf(partition);
    if (owner !== undefined) ids.add(owner);
  }
  for (const programmeId of [...ids].sort())
    if (only === undefined || programmeId === only) yield await verifyWhole(deps, programmeId, places);
}

/** Verifies one programme. `arriving`: it is being put in, so it is in no list yet. Reads alone. Throws the store's codes. */
export async function verifyWhole(
  deps: Deps,
  programmeId: string,
  places?: readonly Place[],
  arriving = false,
): Promise<VerifiedProgramme> {
  const found = await verifyOnce(deps, programmeId, places ?? (await listCovered(deps)), arriving);
  if (found.faults.length === 0) return found;
  const again = await verifyOnce(deps, programmeId, await listCovered(deps), arriving);
  return { ...again, faults: again.faults.filter((fault) => found.faults.includes(fault)) };
}

async function verifyOnce(
  deps: Deps,
  programmeId: string,
  places: readonly Place[],
  arriving: boolean,
): Promise<VerifiedProgramme> {
  const freezing: Entry<unknown>[] = [];
  const verified = await verifyProgramme(deps, recordTypes, programmeId, (entry) => {
    if (entry.kind === 'return' || entry.kind === 'board-pack') freezing.push(entry);
  });
  const refs = new Set(verified.heads.map(({ newest }) => newest.ref));
  const lost = places.filter(
    ({ kind, partition }) =>
      kind === 'entry' &&
      COVERAGE.entry.programmeOf(partition) === programmeId &&
      !refs.has(partition.slice(programmeId.length + 1)),
  );
  const { unnamed, hashes, ...documents } = await checkDocuments(deps, programmeId, places, verified, freezing);
  const found = [
    { faults: lost.map(({ partition }) => `entry ${partition}: the record that these entries are of is gone`) },
    documents,
    await checkDirectory(deps, programmeId, places, verified.heads),
    await checkPlaces(deps, programmeId, places, verified.heads),
    await checkRegistration(deps, programmeId, verified, arriving),
  ];
  const faults = [...new Set([...verified.faults, ...found.flatMap((one) => one.faults)])];
  const notes = [...verified.notes, ...found.flatMap((one) => ('notes' in one ? one.notes : []))];
  const registered = (await listProgrammes(deps)).includes(programmeId);
  return { ...verified, programmeId, registered, faults, notes, unnamed, hashes };
}

/** Where the documents are that verification covers. */
function listCovered(deps: Deps): Promise<Place[]> {
  return deps.store.listPartitions(KINDS.filter((kind) => COVERAGE[kind].by !== 'none'));
}
