// Words that come by another door than a form: a plan file, an import, a job. What one could get wrong: the ledger looks at new
// words only, so that a record with old ones can still be changed.

import { expect, test } from 'vitest';
import { type Milestone, milestones } from '../../src/milestones/schema.js';
import { loadPlan, Plan } from '../../src/plans/plan-file.js';
import { requireNothingIdentifying } from '../../src/storage/guarded-texts.js';
import { commit, requireHead } from '../../src/storage/ledger.js';
import { createWorld, PROGRAMME, testPlan } from '../support/world.js';

const NHS = '943 476 5919';

test('The ledger refuses words that may identify a child, names record and field, and stores nothing', async () => {
  const { deps } = await createWorld();
  const head = await requireHead(deps, milestones, PROGRAMME, 'M02');
  const { state } = head.body.newest;
  const change = { by: 'owner', did: 'milestones.post-update', effect: 'x' };
  const typed = { ...state, commentary: `Waiting for ${NHS}` };
  await expect(commit(deps, milestones, PROGRAMME, head, change, typed)).rejects.toMatchObject({
    name: 'MALFORMED',
    message: 'M02, commentary: this seems to hold an NHS number. Take it out.',
  });
  const reason = `Wrong child: ${NHS}`;
  await expect(commit(deps, milestones, PROGRAMME, head, { ...change, reason }, state)).rejects.toMatchObject({
    message: 'M02, reason: this seems to hold an NHS number. Take it out.',
  });
  expect((await requireHead(deps, milestones, PROGRAMME, 'M02')).body.newest.version).toBe(1);
});

test('Words that stood there before the guard knew them hold up no later change', () => {
  const before = { commentary: NHS, title: 'Posts' } as Milestone;
  expect(() =>
    requireNothingIdentifying(milestones, 'M02', before, { ...before, title: 'Other' }, undefined),
  ).not.toThrow();
  expect(() => requireNothingIdentifying(milestones, 'M02', undefined, before, undefined)).toThrow(/M02, commentary/);
});

test('A plan that may identify a child is refused whole, with the place of each such text', async () => {
  const plan = {
    ...testPlan,
    milestones: testPlan.milestones.map((one) => (one.ref === 'M02' ? { ...one, title: `Post for ${NHS}` } : one)),
  };
  const parsed = Plan.safeParse(plan);
  expect(parsed.error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)).toEqual([
    'milestones.1.title: M02 seems to hold an NHS number. Take it out.',
  ]);
  const { deps } = await createWorld();
  await expect(loadPlan(deps, { ...plan, id: 'another' })).rejects.toMatchObject({ name: 'MALFORMED' });
});

test('What the guard costs is little beside a commit', () => {
  const words =
    'The forecast gap of £9.1m stands; 9 of 14 posts are filled, 3 at interview on 4 December 2026, and R01 at 16 threatens M18 and M20. '.repeat(
      3,
    );
  const state = { title: words, statedReason: words, slipText: words, commentary: words, evidenceUrl: words } as never;
  const once = () => requireNothingIdentifying(milestones, 'M02', undefined, state, words);
  for (let n = 0; n < 200; n += 1) once();
  const began = performance.now();
  for (let n = 0; n < 200; n += 1) once();
  const each = (performance.now() - began) / 200;
  process.stdout.write(`guard: ${each.toFixed(3)} ms for six texts of ${words.length} characters\n`);
  expect(each).toBeLessThan(20);
});
