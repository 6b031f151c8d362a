// Out of the programme, through the bytes of a workbook, and in again. What one could get wrong: what was written must be read as it was, or every export
// would come back as changes.

import { describe, expect, it } from 'vitest';
import { applyChanges, foundProgramme } from '../../src/plans/applying.js';
import { checkPlan } from '../../src/plans/checking.js';
import { comparePlan, sayCounts } from '../../src/plans/comparing.js';
import { rowsOf } from '../../src/plans/exporting.js';
import { readStanding } from '../../src/plans/standing.js';
import { changesAnything } from '../../src/plans/uploads.js';
import { recordTypes } from '../../src/records.js';
import { verifyProgramme } from '../../src/storage/verify.js';
import { demoRows, demoStanding, openDeps, TENANT, TODAY, tablesOf } from './world.js';

const by = {
  tenantId: TENANT,
  objectId: 'aaaaaaaa-0000-4000-8000-000000000001',
  memberId: 'programme-office',
  upload: 'u1',
};

describe('a plan’s workbook', () => {
  it('put in again as it came out changes nothing', async () => {
    const { standing } = await demoStanding();
    const checked = await checkPlan(await tablesOf(rowsOf(standing)), standing, 'seed', TODAY);
    expect(checked.faults).toBeUndefined();
    if (checked.faults) return;
    const compared = await comparePlan(checked.planned, standing);
    expect(compared.lines.filter(({ how }) => how !== 'unchanged')).toEqual([]);
    expect(changesAnything(compared)).toBe(false);
  });

  it('founds a programme that gives the same workbook back', async () => {
    const rows = await demoRows();
    const deps = await openDeps();
    const checked = await checkPlan(await tablesOf(rows), undefined, 'seed', TODAY);
    expect(checked.faults).toBeUndefined();
    if (checked.faults) return;
    expect(sayCounts((await comparePlan(checked.planned, undefined)).lines)).toMatch(
      /Milestones: \d+ added; Risks: \d+ added/,
    );
    await foundProgramme(deps, checked.planned, by);
    // A second click, and a second delivery.
    await foundProgramme(deps, checked.planned, by);
    const standing = await readStanding(deps, TENANT, checked.planned.id);
    expect(rowsOf(standing)).toEqual({
      ...rows,
      people: rows.people.map((row) => (row.ref === 'programme-office' ? { ...row, contact: by.objectId } : row)),
    });
    expect((await verifyProgramme(deps, recordTypes, checked.planned.id)).faults).toEqual([]);
    // Somebody else's file under the same short name.
    await expect(foundProgramme(deps, checked.planned, { ...by, upload: 'u2' })).rejects.toThrow(/exists/);
  });

  it('changes what it may change, leaves what people move, and says which is which', async () => {
    const { deps, tenantId, standing } = await demoStanding();
    const rows = await demoRows();
    const [first, second] = rows.milestones;
    Object.assign(first ?? {}, { title: 'A better title', owner: 'WS2 lead' });
    Object.assign(second ?? {}, { baselineOn: '2027-09-09' });
    rows.milestones.push({ ...first, ref: 'M90', title: 'One more', baselineOn: '2027-05-03' });
    Object.assign(rows.risks[0] ?? {}, { residualImpact: 1, cause: 'Something else' });
    rows.meetings.push({ what: 'Board', on: '2027-12-02' });
    const checked = await checkPlan(await tablesOf(rows), standing, 'seed', TODAY);
    expect(checked.faults).toBeUndefined();
    if (checked.faults) return;
    const compared = await comparePlan(checked.planned, standing);
    const told = compared.lines
      .filter(({ how }) => how !== 'unchanged')
      .map(({ ref, how, what }) => `${ref} ${how} ${what}`);
    expect(told).toEqual([
      'Board added ',
      'M01 changed words; owner',
      expect.stringMatching(/^M02 left its baseline stays .*: type change M02 to ask for 9 September 2027$/),
      'M90 added 3 May 2027',
      'R01 left score: type reassess R01',
      'R01 changed cause',
    ]);
    await applyChanges(deps, standing, compared, { ...by, tenantId });
    const after = await readStanding(deps, tenantId, standing.id);
    expect(after.milestones.get('M01')).toMatchObject({ title: 'A better title', ownerId: 'ws2-lead' });
    expect(after.milestones.get('M02')?.baselineOn).toBe(standing.milestones.get('M02')?.baselineOn);
    expect(after.risks.get('R01')).toMatchObject({
      cause: 'Something else',
      residual: standing.risks.get('R01')?.residual,
    });
    expect(after.programme.boards.at(-1)).toEqual({ on: '2027-12-02' });
    expect(after.milestoneHeads.get('M01')?.body.newest.owes).toEqual([
      { effect: 'notices.tell', to: 'ws2-lead', why: 'named' },
      { effect: 'notices.tell', to: 'ws8-lead', why: 'moved' },
    ]);
    // The same file once more.
    const again = await checkPlan(await tablesOf(rows), after, 'seed', TODAY);
    expect(again.faults ?? changesAnything(await comparePlan(again.planned, after))).toBe(false);
    expect((await verifyProgramme(deps, recordTypes, standing.id)).faults).toEqual([]);
  });
});
