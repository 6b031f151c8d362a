// A plan put in while the store fails at every write in turn. What one could get wrong: what was done stays, doing it again goes on, and at the end there is
// one entry for each change and every chain verifies.

import { expect, it } from 'vitest';
import type { Deps } from '../../src/deps.js';
import { ProductError } from '../../src/errors.js';
import { applyChanges, type By, foundProgramme } from '../../src/plans/applying.js';
import { checkPlan } from '../../src/plans/checking.js';
import { comparePlan } from '../../src/plans/comparing.js';
import { rowsOf } from '../../src/plans/exporting.js';
import { readStanding } from '../../src/plans/standing.js';
import { changesAnything } from '../../src/plans/uploads.js';
import type { PlanRows } from '../../src/plans/workbook.js';
import { recordTypes } from '../../src/records.js';
import { verifyProgramme } from '../../src/storage/verify.js';
import { demoRows, failing, openDeps, TENANT, TODAY, tablesOf } from './world.js';

const by: By = { tenantId: TENANT, objectId: undefined, memberId: 'programme-office', upload: 'u1' };

/** A few rows of each sheet, so that every write can be tried. */
async function fewRows(): Promise<Required<PlanRows>> {
  const rows = await demoRows();
  const risks = rows.risks.slice(0, 2).map((row) => ({ ...row, milestones: [] }));
  const milestones = rows.milestones.slice(0, 3).map((row) => ({ ...row, dependsOn: [] }));
  return { ...rows, milestones, risks };
}

const MOST_WRITES = 60;

/** Entries but those by which the ledger knows documents: a write that failed may have been noted twice. */
const registered = (hashes: ReadonlyMap<string, string>) =>
  [...hashes.keys()].filter((name) => !name.startsWith('witness/')).length;

it.each([
  ['is not made', false],
  ['is made and not answered', true],
])('founds a programme whichever write %s', async (_, made) => {
  const rows = await fewRows();
  const checked = await checkPlan(await tablesOf(rows), undefined, 'seed', TODAY);
  if (checked.faults) throw new TypeError('the rows have changed');
  let failed = 0;
  for (let at = 1; at <= MOST_WRITES; at += 1) {
    const deps = await openDeps();
    const outcome = await foundProgramme(failing(deps, at, made), checked.planned, by).catch((error) => error);
    if (outcome instanceof ProductError) failed += 1;
    await foundProgramme(deps, checked.planned, by);
    const standing = await readStanding(deps, TENANT, checked.planned.id);
    expect(rowsOf(standing).milestones).toEqual(rows.milestones);
    const { faults, hashes } = await verifyProgramme(deps, recordTypes, standing.id);
    expect(faults).toEqual([]);
    expect(registered(hashes)).toBe(6);
    await deps.store.close();
  }
  expect(failed).toBeGreaterThan(3);
});

it.each([
  ['is not made', false],
  ['is made and not answered', true],
])('changes a programme whichever write %s', async (_, made) => {
  const rows = await fewRows();
  const first = await checkPlan(await tablesOf(rows), undefined, 'seed', TODAY);
  if (first.faults) throw new TypeError('the rows have changed');
  const changed = structuredClone(rows);
  for (const row of changed.milestones) Object.assign(row, { title: `New words of ${row.ref}` });
  Object.assign(changed.risks[0] ?? {}, { cause: 'Something else' });
  changed.meetings.push({ what: 'Board', on: '2028-12-07' });
  changed.milestones.push({ ...changed.milestones[0], ref: 'M90' });
  const tables = await tablesOf(changed);
  let failed = 0;
  for (let at = 1; at <= 20; at += 1) {
    const deps = await openDeps();
    await foundProgramme(deps, first.planned, by);
    const apply = async (through: Deps): Promise<boolean> => {
      const standing = await readStanding(deps, TENANT, first.planned.id);
      const checked = await checkPlan(tables, standing, 'seed', TODAY);
      if (checked.faults) throw new TypeError('the rows have changed');
      const compared = await comparePlan(checked.planned, standing);
      if (!changesAnything(compared)) return false;
      await applyChanges(through, standing, compared, { ...by, upload: 'u2' });
      return true;
    };
    const outcome = await apply(failing(deps, at, made)).catch((error) => error);
    if (outcome instanceof ProductError) failed += 1;
    await apply(deps);
    expect(await apply(deps)).toBe(false);
    const { faults, hashes } = await verifyProgramme(deps, recordTypes, first.planned.id);
    expect(faults).toEqual([]);
    // The six that founded it, the programme, three milestones and a risk changed, one milestone new.
    expect(registered(hashes)).toBe(6 + 6);
    await deps.store.close();
  }
  expect(failed).toBeGreaterThan(made ? 0 : 3);
});
