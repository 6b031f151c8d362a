// The list of programmes this deployment serves; what jobs walk. What one could get wrong: it says only that a programme
// exists, and everything about it is in its own partition.

import type { Deps } from '../deps.js';
import { isError } from '../errors.js';
import { readHead } from '../storage/ledger.js';
import { listAll, type Stored } from '../storage/store.js';
import { printOf, type Witnessed, witnessed, witnesses, witnessRef } from '../storage/witness.js';

const PARTITION = 'programmes';

export interface Registered {
  /** The tenant its people are in; absent for programmes registered before it was kept. */
  tenantId?: string;
}

/** Notes that a programme exists, in which tenant, and since when (UTC ISO; absent: now). Safe to repeat. */
export async function registerProgramme(
  deps: Deps,
  programmeId: string,
  tenantId: string,
  since = deps.clock.now().toISOString(),
): Promise<void> {
  const known = await readRegistration(deps, programmeId);
  const registration = { id: programmeId, partition: PARTITION, at: since, body: { tenantId } };
  const document = registrationWitness(known ?? registration);
  // One of before its ledger knew of it is taken into it with everything else (verification/adopting.ts).
  if (known && !(await readHead(deps, witnesses, programmeId, document.ref))) return;
  await witnessed(deps, programmeId, document, async () => {
    if (known) return;
    try {
      await deps.store.create<Registered>('registration', registration);
    } catch (error) {
      if (!isError(error, 'TAKEN')) throw error;
    }
  });
}

/** How a programme's own ledger knows that it is in the list. */
export function registrationWitness({ id, at, body }: Pick<Stored<Registered>, 'id' | 'at' | 'body'>): Witnessed {
  const print = printOf([PARTITION, id, at, body]);
  return { ref: witnessRef('registration', id), of: 'registration', about: id, print };
}

/** The tenant a programme's people are in, or undefined for one registered before it was kept. A point read. */
export async function readTenant(deps: Deps, programmeId: string): Promise<string | undefined> {
  return (await readRegistration(deps, programmeId))?.body.tenantId;
}

/** What the list says of a programme, as it is stored. A point read. */
export function readRegistration(deps: Deps, programmeId: string): Promise<Stored<Registered> | undefined> {
  return deps.store.read<Registered>('registration', PARTITION, programmeId);
}

export interface Registration {
  programmeId: string;
  /** Since when it is served (UTC ISO). */
  since: string;
}

/** Every programme, and since when. One query. */
export async function listRegistrations(deps: Deps): Promise<Registration[]> {
  const found = await listAll(deps.store, ['registration'], PARTITION);
  return found
    .map((stored) => ({ programmeId: stored.id, since: stored.at }))
    .sort((a, b) => a.programmeId.localeCompare(b.programmeId));
}

/** Ids of every programme. One query. */
export async function listProgrammes(deps: Deps): Promise<string[]> {
  return (await listRegistrations(deps)).map((registration) => registration.programmeId);
}
