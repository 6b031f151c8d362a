// What the card refuses the workbook refuses, with the same sentence, and the other way round.
// Pitfall: the sentences are never written here: each door's own is asked for, and they are compared.

import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readDemoPlan } from '../../src/demo/seed.js';
import { dependingOn } from '../../src/milestones/dependencies-form.js';
import { milestones } from '../../src/milestones/schema.js';
import { checkPlan } from '../../src/plans/checking.js';
import { rowsOf } from '../../src/plans/exporting.js';
import { loadPlan } from '../../src/plans/plan-file.js';
import { readStanding } from '../../src/plans/standing.js';
import type { PlanRows } from '../../src/plans/workbook.js';
import { formOf } from '../../src/records/fields.js';
import { raiseFields } from '../../src/risks/fields.js';
import type { Turn } from '../../src/routes.js';
import { requireHead } from '../../src/storage/ledger.js';
import { checkRaise } from '../risks/acts.js';
import { openDeps, TODAY, tablesOf } from './world.js';

async function world(change: (milestone: { ref: string; dependsOn?: string[] }) => void = () => {}) {
  const deps = await openDeps();
  const plan = await readDemoPlan();
  await loadPlan(deps, plan);
  const standing = await readStanding(deps, plan.tenantId, plan.id);
  for (const [ref, milestone] of standing.milestones) change(Object.assign(milestone, { ref }));
  const rows = structuredClone(rowsOf(standing)) as Required<PlanRows>;
  return { deps, standing, rows };
}

describe('what a milestone waits for', () => {
  it.each([
    ['M20, M99', 'M20', true],
    ['M99', 'M20', true],
    ['M20', 'M20', true],
    ['M05', 'M20', true],
    ['M08', 'M20', false],
    ['m8; M-19', 'M20', false],
    ['', 'M20', false],
  ])('is “%s” by card as by workbook', async (typed, ref, isRefused) => {
    const { deps, standing, rows } = await world();
    const milestone = standing.milestones.get(ref);
    const row = rows.milestones.find((one) => one.ref === ref);
    if (!milestone || !row) throw new TypeError('the demo has changed');
    const member = standing.programme.members.find(({ roles }) => roles.includes('programme office'));
    const actor = { programmeId: standing.id, programme: standing.programme, member, tenantId: 'tenant' };
    const turn = { deps, actor, origin: { where: 'personal' } } as Turn;
    const opened = (await requireHead(deps, milestones, standing.id, ref)).body.newest.version;
    const sent = { programmeId: standing.id, ref, opened, form: randomUUID(), dependsOn: typed };
    const card = await dependingOn.save(turn, sent);
    expect(card.outcome).toBe(isRefused ? 'refused' : 'saved');
    row.dependsOn = typed;
    const file = await checkPlan(await tablesOf(rows), standing, 'seed', TODAY);
    const fault = file.faults?.find(({ column }) => column.endsWith('Waits for'))?.sentence;
    expect(fault).toBe(card.outcome === 'refused' ? card.problems.dependsOn : undefined);
    if (!file.faults && card.outcome === 'saved')
      expect(file.planned.milestones.find((one) => one.ref === ref)?.dependsOn ?? []).toEqual(
        card.entry.state.dependsOn,
      );
  });

  it('and no longer could, comes back as it went out', async () => {
    const { standing, rows } = await world((milestone) => {
      if (milestone.ref === 'M20') milestone.dependsOn = ['M20', 'M99', 'M05'];
    });
    expect((await checkPlan(await tablesOf(rows), standing, 'seed', TODAY)).faults ?? []).toEqual([]);
  });
});

const good = {
  cause: 'One',
  event: 'Two',
  consequence: 'Three',
  category: 'finance',
  workstream: 'WS2',
  inherentLikelihood: 4,
  inherentImpact: 4,
  residualLikelihood: 3,
  residualImpact: 4,
  targetLikelihood: 2,
  targetImpact: 2,
  proximity: 'this year',
  response: 'treat',
  reviewOn: '2027-01-08',
  milestones: 'M08',
};

describe('a new risk', () => {
  it.each<[string, Partial<Record<keyof typeof good, string | number>>]>([
    ['as it should be', {}],
    ['better before controls', { inherentLikelihood: 1 }],
    ['worse once all is done', { targetLikelihood: 5, targetImpact: 3 }],
    ['of seven milestones', { milestones: 'M01, M02, M03, M04, M05, M06, M07' }],
    ['reviewed today', { reviewOn: TODAY }],
    ['reviewed long ago', { reviewOn: '2020-01-08' }],
    [
      'beyond appetite, and nobody told',
      { inherentLikelihood: 5, inherentImpact: 5, residualLikelihood: 5, residualImpact: 5 },
    ],
  ])('%s', async (_, other) => {
    const { standing, rows } = await world();
    const said = { ...good, ...other };
    const fields = formOf(raiseFields).parse({
      ...Object.fromEntries(Object.entries(said).map(([key, value]) => [key, String(value)])),
      ownerId: 'ws2-lead',
      escalateTo: '',
      escalationReason: '',
    });
    const card = checkRaise(fields, { programme: standing.programme, today: TODAY, by: 'programme-office' });
    rows.risks.push({ ...said, ref: 'R90', owner: 'ws2-lead' });
    const file = await checkPlan(await tablesOf(rows), standing, 'seed', TODAY);
    const sentences = (file.faults ?? []).map(({ sentence }) => sentence).sort();
    expect(sentences).toEqual('problems' in card ? Object.values(card.problems).sort() : []);
  });
});
