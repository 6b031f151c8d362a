// The demo's plan as a workbook, and a store to put it into. What one could get wrong: it goes through real bytes of a real workbook, as people's files do.

import { readDemoPlan } from '../../src/demo/seed.js';
import type { Deps } from '../../src/deps.js';
import { ProductError } from '../../src/errors.js';
import { rowsOf } from '../../src/plans/exporting.js';
import { loadPlan } from '../../src/plans/plan-file.js';
import { readBytes } from '../../src/plans/reading/read-bytes.js';
import { readStanding, type Standing } from '../../src/plans/standing.js';
import type { Table } from '../../src/plans/tables.js';
import { makePlanWorkbook, type PlanRows } from '../../src/plans/workbook.js';
import { openEmbeddedStore } from '../../src/storage/embedded-store.js';

export const TENANT = '5e0d0001-0000-4000-8000-000000000001';
/** The day of the demo's clock. */
export const TODAY = '2026-11-26';
const silent = async () => ({ outcome: 'refused' }) as const;

export async function openDeps(at = '2026-11-26T09:00:00.000Z'): Promise<Deps> {
  const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} } as unknown as Deps['log'];
  const store = await openEmbeddedStore({ file: ':memory:' });
  return { store, clock: { now: () => new Date(at) }, messenger: { send: silent, update: silent }, log };
}

/** The demo's programme in a store of its own, and how it stands. */
export async function demoStanding(): Promise<{ deps: Deps; tenantId: string; standing: Standing }> {
  const deps = await openDeps();
  const plan = await readDemoPlan();
  await loadPlan(deps, plan);
  return { deps, tenantId: plan.tenantId, standing: await readStanding(deps, plan.tenantId, plan.id) };
}

/** The rows of the demo's plan, to be changed by a test. */
export async function demoRows(): Promise<Required<PlanRows>> {
  return structuredClone(rowsOf((await demoStanding()).standing)) as Required<PlanRows>;
}

/** Rows as a workbook's tables, through its bytes. */
export async function tablesOf(rows: PlanRows): Promise<Table[]> {
  return (await readBytes('plan.xlsx', await makePlanWorkbook({ heading: 'Plan', rows }))).tables;
}

/** The store as it is, but its n-th write from now on fails: not made, or made and not answered. */
export function failing(deps: Deps, at: number, made: boolean): Deps {
  const { store } = deps;
  let writes = 0;
  const write = async <T>(work: () => Promise<T>): Promise<T> => {
    writes += 1;
    if (writes !== at) return work();
    if (made) await work();
    throw new ProductError(made ? 'UNCERTAIN' : 'UNAVAILABLE', 'by the test');
  };
  const broken: Deps['store'] = {
    ...store,
    create: (kind, draft) => write(() => store.create(kind, draft)),
    replace: (kind, record) => write(() => store.replace(kind, record)),
  };
  return { ...deps, store: broken };
}
