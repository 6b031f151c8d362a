// The list of programmes this deployment serves; what jobs walk. What one could get wrong: it says only that a programme
// exists, and everything about it is in its own partition.

import type { Deps } from '../deps.js';
import { isError } from '../errors.js';
import { listAll } from '../storage/store.js';

const PARTITION = 'programmes';

/** Notes that a programme exists. Safe to repeat. */
export async function registerProgramme(deps: Deps, programmeId: string): Promise<void> {
  try {
    await deps.store.create('registration', {
      id: programmeId,
      partition: PARTITION,
      at: deps.clock.now().toISOString(),
      body: {},
    });
  } catch (error) {
    if (!isError(error, 'TAKEN')) throw error;
  }
}

/** Ids of every programme. One query. */
export async function listProgrammes(deps: Deps): Promise<string[]> {
  return (await listAll(deps.store, ['registration'], PARTITION)).map((stored) => stored.id).sort();
}
