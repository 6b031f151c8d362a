// The demo's money stories (domain.md section 7, 2 and 3), and that each figure says whether the report states it. What one could get
// wrong: the figures come from the plan and the rows through the product's own action, and are read by its own rules.

import { beforeAll, expect, it } from 'vitest';
import { replayHistory } from '../../src/demo/history.js';
import { madeFor } from '../../src/demo/one-chat.js';
import { demoPeople } from '../../src/demo/people.js';
import { readDemoPlan } from '../../src/demo/seed.js';
import type { Deps } from '../../src/deps.js';
import { findExceptions, sayMend } from '../../src/finance/exceptions.js';
import { financeVerbs } from '../../src/finance/routes.js';
import { sayShare, testSplit } from '../../src/finance/rules.js';
import { projectRunway } from '../../src/finance/runway.js';
import type { FinanceYear } from '../../src/finance/schema.js';
import { figuresOf } from '../../src/finance/views.js';
import { loadPlan, type Plan } from '../../src/plans/plan-file.js';
import { requireActor } from '../../src/programmes/actor.js';
import { openEmbeddedStore } from '../../src/storage/embedded-store.js';
import type { Head } from '../../src/storage/ledger.js';
import { listAll } from '../../src/storage/store.js';
import { summaryVerbs } from '../../src/summary/routes.js';
import { millions } from '../finance/figures.js';
import { bytesOf, MOST_BYTES } from '../support/card-reader.js';

const TODAY = '2026-11-26';
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
let plan: Plan;
let deps: Deps;
let known: ReturnType<typeof figuresOf>;
const year = (wanted: number) => known.find((one) => one.year === wanted)?.state as FinanceYear;

beforeAll(async () => {
  plan = await readDemoPlan();
  let now = new Date('2026-07-01T08:00:00.000Z');
  const send = async () => ({ outcome: 'refused' as const });
  const store = await openEmbeddedStore({ file: ':memory:' });
  deps = { store, clock: { now: () => now }, messenger: { send, update: send }, log: silent };
  await loadPlan(deps, plan);
  await replayHistory(deps, plan, (instant) => {
    now = instant;
  });
  known = figuresOf((await listAll<Head<FinanceYear>>(store, ['finance'], plan.id)).map((stored) => stored.body));
});

it('has what the report states, with its status, and nothing that it does not', () => {
  expect(year(2026)).toMatchObject({
    eahGrant: { pence: 300_000_000, status: 'indicative', source: 'S' },
    hnbAllocation: { pence: 8_150_000_000, source: 'S' },
    hnbSpend: { pence: 9_060_000_000, source: 'S' },
    hnbTransfers: null,
    reserveOpening: null,
  });
  expect(year(2025).reserveOpening).toMatchObject({ pence: 1_610_000_000, sinceOn: '2025-03-31', source: 'S' });
  expect(year(2027)).toMatchObject({
    eahGrant: { pence: 520_000_000, status: 'estimated' },
    hnbAllocation: { pence: null, status: 'not published' },
  });
  expect(year(2028).eahGrant).toMatchObject({ pence: 590_000_000, status: 'estimated' });
  expect([year(2025), year(2026)].map((state) => state.capitalAllocation?.pence)).toEqual([520_000_000, 510_000_000]);
});

it('tells the two breaches of the Experts at Hand grant, and says that the split is an assumption', () => {
  const broken = testSplit(year(2026)).filter((test) => test.verdict === 'red');
  expect(broken.map((test) => [sayShare(test), sayMend(test)])).toEqual([
    ['76.7%', 'Mended by £100,000 more spent on direct delivery.'],
    ['10.7%', 'Mended by £20,000 less spent on EAH administration.'],
  ]);
  expect(findExceptions(known, 2026, TODAY).map((one) => one.word)).toContain('Early warning');
  expect(year(2026).eahNote).toContain('assumption of this demo');
});

it('tells the runway without the 2026 opening balance, and a shorter one once it is entered', () => {
  const without = projectRunway(known, 2026, TODAY);
  expect(without).toMatchObject({ runsOut: { year: 2027, quarter: 4 }, exposurePence: 210_000_000 });
  expect(without.assumptions[0]?.sentence).toContain('Assumes no movement in 2025/26');
  const entered = known.map((one) =>
    one.year === 2026 ? { ...one, state: { ...one.state, reserveOpening: millions(13.6) } } : one,
  );
  expect(projectRunway(entered, 2026, TODAY)).toMatchObject({ runsOut: { year: 2027, quarter: 2 } });
});

it('is shown by cards that everybody gets whole, with what the demo adds to each button', async () => {
  const people = demoPeople(plan);
  const address = { conversationId: 'demo', serviceUrl: '', tenantId: plan.tenantId };
  for (const member of plan.programme.members) {
    const actor = await requireActor(deps, plan.tenantId, people.objectIdOf(member), plan.id);
    const turn = { deps, actor, origin: { where: 'personal' as const, address } };
    const sizes = ['summary.show', 'finance.show'].map(async (name) => {
      const verb = [...summaryVerbs, ...financeVerbs].find((one) => one.verb === name);
      const { card } = (await verb?.run(turn, verb.form.parse({ programmeId: plan.id }))) ?? { card: {} };
      return bytesOf(madeFor(card, member, people));
    });
    expect(Math.max(...(await Promise.all(sizes))), member.id).toBeLessThan(MOST_BYTES);
  }
});
