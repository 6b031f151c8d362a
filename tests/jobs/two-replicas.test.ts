// Two replicas on one Cosmos endpoint at 09:29:59, each with its own client, its own runner and its door for an outside
// scheduler, all at once: everybody is asked once.
//
// Guards whose removal makes this fail: the conditional change of a delivery (changeDelivery in jobs/deliveries.ts) before it is
// sent, and the predictable id under which it is planned (deliveryId in jobs/delivery.ts).

import { expect, test } from 'vitest';
import { listDeliveries } from '../../src/jobs/deliveries.js';
import { readTally } from '../../src/jobs/tally.js';
import type { Plan } from '../../src/plans/plan-file.js';
import { openCosmosStore } from '../../src/storage/cosmos-store.js';
import { type Assistant, startAssistant } from '../support/assistant.js';
import { startCosmosEndpoint } from '../support/cosmos-endpoint.js';
import { startFakeConnector } from '../support/fake-connector.js';
import { PROGRAMME, testPlan } from '../support/world.js';

const KEY = 'a key for tests, of more than thirty-two characters';
const LEADS = 12;

/** A programme of twelve workstreams, each with a lead of its own. */
function planOfLeads(): Plan {
  const leads = Array.from({ length: LEADS }, (_, n) => ({ id: `lead-${n + 1}`, workstream: `WS${n + 1}` }));
  return {
    ...testPlan,
    programme: {
      ...testPlan.programme,
      // What is asked before a Board has its own moment.
      boards: [],
      workstreams: leads.map(({ workstream }) => ({ id: workstream, name: `Workstream ${workstream}` })),
      members: leads.map(({ id, workstream }) => ({
        id,
        name: `Lead of ${workstream}`,
        organisation: 'LA' as const,
        roles: ['workstream lead' as const],
        leads: [workstream],
      })),
    },
    people: leads.map(({ id }, n) => ({
      objectId: `44444444-4444-4444-8444-${String(n).padStart(12, '0')}`,
      memberId: id,
    })),
    milestones: [],
    risks: [],
  };
}

test('two replicas that start at 09:29:59 ask everybody exactly once, by clock and by scheduler at the same time', async () => {
  const cosmos = await startCosmosEndpoint();
  const connector = await startFakeConnector();
  const plan = planOfLeads();
  const openStore = () => openCosmosStore({ endpoint: cosmos.endpoint, key: cosmos.key, database: 'two-replicas' });
  const stores = [await openStore(), await openStore()];
  const replicas: Assistant[] = [];
  for (const store of stores)
    replicas.push(await startAssistant({ plan, store, connector, jobsKey: KEY, at: '2026-11-25T12:00:00.000Z' }));
  const [first, second] = replicas;
  if (!first || !second) throw new Error('there are two');
  try {
    for (const { objectId, memberId } of plan.people) await first.person(memberId, objectId).install('personal');
    const sentBefore = connector.sent.length;
    const callsBefore = connector.calls.length;
    const everywhere = (instant: string) => replicas.forEach((replica) => void replica.at(instant));
    const scheduler = async () => {
      const answers = await Promise.all(
        replicas.map(({ url }) =>
          fetch(`${url}/api/jobs/run`, { method: 'POST', headers: { authorization: `Bearer ${KEY}` } }),
        ),
      );
      // 202: a slow machine, and the run goes on.
      for (const { status } of answers) expect([200, 202]).toContain(status);
    };

    everywhere('2026-11-26T09:29:59.000Z');
    for (const { bot } of replicas) bot.start({ jobs: true });
    await scheduler();
    expect(connector.sent.length).toBe(sentBefore);

    // Their own timers wake them a second later; the scheduler calls both while that goes on.
    everywhere('2026-11-26T09:30:00.000Z');
    await expect.poll(() => connector.sent.length, { timeout: 10_000, interval: 2 }).toBeGreaterThan(sentBefore);
    await Promise.all([scheduler(), scheduler()]);
    // Whatever a slow machine made them put off is tried again within the next minutes.
    const left = async () => (await readTally(first.deps, PROGRAMME, '2026-W48'))?.body.counts.sent !== LEADS;
    for (let minute = 31; minute < 41 && (minute < 33 || (await left())); minute += 1) {
      everywhere(`2026-11-26T09:${minute}:00.000Z`);
      await scheduler();
    }
    await Promise.all(replicas.map(({ bot }) => bot.stop()));

    const asked = connector.sent.slice(sentBefore).map(({ conversationId }) => conversationId);
    expect(asked.sort()).toEqual(plan.people.map(({ objectId }) => `a:${objectId}`).sort());
    expect(connector.calls.length - callsBefore).toBe(LEADS);
    const deliveries = await listDeliveries(first.deps, PROGRAMME, '2026-W48');
    expect([...deliveries.values()].map(({ body }) => `${body.kind} ${body.state}`)).toEqual(
      Array(LEADS).fill('prompt sent'),
    );
    expect((await readTally(first.deps, PROGRAMME, '2026-W48'))?.body.counts).toMatchObject({
      planned: LEADS,
      sent: LEADS,
      waiting: 0,
    });
  } finally {
    for (const replica of replicas) await replica.stop();
    for (const store of stores) await store.close();
    await connector.stop();
    await cosmos.stop();
  }
});
