// The list of programmes this deployment serves; what jobs walk. What one could get wrong: it says only that a programme
// exists, and everything about it is in its own partition.

import type { Deps } from '../deps.js';
import { isError } from '../errors.js';
import { listAll } from '../storage/store.js';

const PARTITION = 'programmes';

interface Registered {
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
  try {
    await deps.store.create('registration', {
      id: programmeId,
      partition: PARTITION,
      at: since,
      body: { tenantId },
    });
  } catch (error) {
    if (!isError(error, 'TAKEN')) throw error;
  }
}

/** The tenant a programme's people are in, or undefined for one registered before it was kept. A point read. */
export async function readTenant(deps: Deps, programmeId: string): Promise<string | undefined> {
  return (await deps.store.read<Registered>('registration', PARTITION, programmeId))?.body.tenantId;
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
