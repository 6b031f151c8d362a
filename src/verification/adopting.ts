// Taking the documents of a programme into its ledger that were kept before the ledger knew of them: the directory and the list of programmes.
// Pitfall: it takes them as they are, so it is done once, by whoever finds every chain whole; afterwards what the ledger does not know is a fault.

import type { Deps } from '../deps.js';
import { reprove } from '../programmes/directory.js';
import { readRegistration, registrationWitness } from '../programmes/registration.js';
import { witnessed } from '../storage/witness.js';

/** Takes them in, the list of programmes last: a run that was cut off is done again. Safe to repeat, and to run in several processes. */
export async function adoptDocuments(deps: Deps, programmeId: string): Promise<void> {
  for (const { partition } of await deps.store.listPartitions(['person'])) await reprove(deps, partition, programmeId);
  const kept = await readRegistration(deps, programmeId);
  if (kept) await witnessed(deps, programmeId, registrationWitness(kept), async () => {});
}
