// The directory, the list of programmes and the bound places, held against what a programme's ledger keeps of them.
// Pitfall: whoever may write to the directory decides who somebody is, so a document that the ledger does not know is as wrong as one that was changed.

import type { Deps } from '../deps.js';
import { witnessOf } from '../programmes/directory.js';
import { readRegistration, registrationWitness } from '../programmes/registration.js';
import type { Person } from '../programmes/schema.js';
import { SCHEME } from '../storage/hashing.js';
import type { Head } from '../storage/ledger.js';
import { listAll, type Place } from '../storage/store.js';
import type { Verified } from '../storage/verify.js';
import { agrees, type Witness, witnesses, witnessRef } from '../storage/witness.js';

/** What a check found. */
export interface Found {
  /** What does not hold, kind and document first. */
  faults: string[];
  /** What it could not say. */
  notes: string[];
}

type Heads = readonly Head<unknown>[];

/** What the ledger keeps of documents, by reference. */
function witnessesIn(heads: Heads): Map<string, Witness> {
  const kept = heads.filter(({ newest }) => newest.kind === witnesses.kind);
  return new Map(kept.map(({ newest }) => [newest.ref, newest.state as Witness]));
}

/** Whether a programme's documents are in its ledger: those of before it kept them are taken in by the first daily walk (adopting.ts). */
export function isAdopted(programmeId: string, heads: Heads): boolean {
  return witnessesIn(heads).has(witnessRef('registration', programmeId));
}

/** Who is which member, in every tenant. */
export async function checkDirectory(
  deps: Deps,
  programmeId: string,
  places: readonly Place[],
  heads: Heads,
): Promise<Found> {
  const known = new Map([...witnessesIn(heads)].filter(([, { of }]) => of === 'person'));
  const found: Found = { faults: [], notes: [] };
  let unknown = 0;
  for (const { partition } of places.filter(({ kind }) => kind === 'person'))
    for (const { id, body } of await listAll<Person>(deps.store, ['person'], partition)) {
      const memberId = body.memberships?.[programmeId];
      if (memberId === undefined) continue;
      const { ref = '', print = null } = witnessOf(programmeId, partition, id, body) ?? {};
      const witness = known.get(ref);
      known.delete(ref);
      if (witness && agrees(witness, print)) continue;
      const name = `person ${id}: the directory says this is ${memberId} of ${programmeId}`;
      if (witness) found.faults.push(`${name}, which is not what the ledger knows`);
      else if (ref !== '' || isAdopted(programmeId, heads))
        found.faults.push(`${name}, and the ledger knows nothing of it`);
      else unknown += 1;
    }
  for (const witness of known.values())
    if (!agrees(witness, null))
      found.faults.push(`person: the directory has lost how ${witness.about} is known in ${programmeId}`);
  if (unknown > 0)
    found.notes.push(
      `person: ${unknown} in the directory are from before it was covered; the next daily walk takes them in`,
    );
  return found;
}

/** That the list of programmes has it, as its ledger knows. `arriving`: it has it only once all is there. */
export async function checkRegistration(
  deps: Deps,
  programmeId: string,
  { heads }: Verified,
  arriving: boolean,
): Promise<Found> {
  const found: Found = { faults: [], notes: [] };
  const kept = await readRegistration(deps, programmeId);
  const witness = witnessesIn(heads).get(witnessRef('registration', programmeId));
  // A plan that has only begun to be put in has entries of today's scheme alone, and is said to be in no list.
  const begun =
    heads.every(({ newest }) => newest.scheme === SCHEME) && (witness === undefined || agrees(witness, null));
  if (!heads.some(({ newest }) => newest.kind === 'programme'))
    (kept || !begun ? found.faults : found.notes).push(`programme ${programmeId}: its own record is not there`);
  if (arriving) return found;
  if (kept && witness && !agrees(witness, registrationWitness(kept).print))
    found.faults.push(`registration ${programmeId}: the list of programmes does not say what the ledger knows`);
  if (kept && !witness)
    found.notes.push(`registration ${programmeId}: from before it was covered; the next daily walk takes it in`);
  if (!kept && begun)
    found.notes.push(`registration ${programmeId}: not in use, since its plan was not put in to the end`);
  if (!kept && !begun)
    found.faults.push(
      `registration ${programmeId} is gone: its data are here, and it is in no list of programmes (an import that was cut off is finished by doing it again)`,
    );
  return found;
}

/** Places that the programme's own record names, by purpose; absent before November 2026. */
type Places = Record<string, { conversationId: string; tenantId: string }> | undefined;

/** That each place the programme's record names leads back to it. */
export async function checkPlaces(
  deps: Deps,
  programmeId: string,
  places: readonly Place[],
  heads: Heads,
): Promise<Found> {
  const state = heads.find(({ newest }) => newest.kind === 'programme')?.newest.state;
  const bound: Places = Reflect.get(Object(state), 'places');
  const found: Found = { faults: [], notes: [] };
  for (const [purpose, { conversationId, tenantId }] of Object.entries(bound ?? {})) {
    const index = await deps.store.read<{ programmeId: string; purpose?: string }>(
      'binding',
      `bindings:${tenantId}`,
      conversationId,
    );
    if (index?.body.programmeId !== programmeId || (index.body.purpose ?? 'group') !== purpose)
      found.faults.push(`binding ${conversationId}: it does not lead to ${programmeId} as its record says`);
  }
  if (!bound && places.some(({ kind }) => kind === 'binding'))
    found.notes.push('binding: a channel bound before places were in the record counts as it is noted');
  return found;
}
