// A programme as a plan finds it: its record, its milestones and risks, and how its people are known. What one could get wrong: it is read whole from the
// heads in one query, never from history.

import type { Deps } from '../deps.js';
import { ProductError } from '../errors.js';
import type { Milestone } from '../milestones/schema.js';
import { compareNumbered } from '../ordering.js';
import { listContacts } from '../programmes/directory.js';
import { type Holders, readHolders } from '../programmes/holders.js';
import { readTenant } from '../programmes/registration.js';
import { PROGRAMME_REF, type Programme } from '../programmes/schema.js';
import type { Risk } from '../risks/schema.js';
import type { Head, StoredHead } from '../storage/ledger.js';
import { listAll } from '../storage/store.js';
import type { Present } from './checking.js';

export interface Standing extends Present {
  programmeHead: StoredHead<Programme>;
  milestoneHeads: ReadonlyMap<string, StoredHead<Milestone>>;
  riskHeads: ReadonlyMap<string, StoredHead<Risk>>;
  /** Names by address in other programmes of the tenant, never to be told. */
  elsewhere: Holders['elsewhere'];
}

/** Reads a programme. Throws UNKNOWN when there is none. Two queries. */
export async function readStanding(deps: Deps, tenantId: string, programmeId: string): Promise<Standing> {
  const found = await listAll<Head<unknown>>(deps.store, ['programme', 'milestone', 'risk'], programmeId);
  const heads = <S>(kind: string) =>
    new Map(found.filter((one) => one.kind === kind).map((one) => [one.id, one as unknown as StoredHead<S>] as const));
  const programmeHead = heads<Programme>('programme').get(PROGRAMME_REF);
  if (!programmeHead) throw new ProductError('UNKNOWN', `no programme ${programmeId}`);
  const milestoneHeads = heads<Milestone>('milestone');
  const riskHeads = heads<Risk>('risk');
  const tenant = (await readTenant(deps, programmeId)) ?? tenantId;
  const { emails, objectIds } = await listContacts(deps, tenant, programmeId);
  const { here, elsewhere } = await readHolders(deps, tenant, programmeId);
  const states = <S>(all: ReadonlyMap<string, StoredHead<S>>) =>
    new Map([...all].map(([ref, head]) => [ref, head.body.newest.state] as const).sort(byRef));
  return {
    id: programmeId,
    programme: programmeHead.body.newest.state,
    milestones: states(milestoneHeads),
    risks: states(riskHeads),
    contacts: new Map([...objectIds, ...emails]),
    holders: here,
    elsewhere,
    programmeHead,
    milestoneHeads,
    riskHeads,
  };
}

function byRef([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return compareNumbered(a, b);
}
