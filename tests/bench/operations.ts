// B4: what each thing asks of Cosmos DB, counted at the Cosmos client. What one could get wrong: these are the operations that the answer waits for;
// a card owed to the channel is paid afterwards and is not part of them.

import { randomUUID } from 'node:crypto';
import type { Deps } from '../../src/deps.js';
import { jobs } from '../../src/features.js';
import { newMemory, runJobs } from '../../src/jobs/runner.js';
import { sweepDeliveries } from '../../src/jobs/sending.js';
import { postUpdate } from '../../src/milestones/actions.js';
import { UpdateForm } from '../../src/milestones/schema.js';
import { requireActor } from '../../src/programmes/actor.js';
import { formOf } from '../../src/records/fields.js';
import { raiseFields } from '../../src/risks/fields.js';
import type { Turn } from '../../src/routes.js';
import { openCosmosStore } from '../../src/storage/cosmos-store.js';
import { showSummary } from '../../src/summary/routes.js';
import { openCarrier } from '../../src/teams/carrier.js';
import { rememberPersonal } from '../../src/teams/conversations.js';
import { raiseRisk } from '../risks/acts.js';
import { bindChannel } from '../support/bind-channel.js';
import { startCosmosEndpoint } from '../support/cosmos-endpoint.js';
import { createWorld, type World } from '../support/world.js';
import { countingStore } from './counting-store.js';
import type { Benchmark, Line } from './rounds.js';
import { demoPlan, updateOf, whoIs } from './submits.js';

interface Asked {
  /** Point reads and queries. */
  reads: number;
  queries: number;
  writes: number;
}

export const operations: Benchmark = {
  name: 'B4',
  run: async () => {
    const endpoint = await startCosmosEndpoint();
    const cosmos = await openCosmosStore({ endpoint: endpoint.endpoint, key: endpoint.key, database: randomUUID() });
    const store = countingStore(cosmos);
    const world = await createWorld({ plan: demoPlan, store });
    const during = async (work: () => Promise<unknown>): Promise<Asked> => {
      const from = store.counted.length;
      await work();
      const verbs = store.counted.slice(from).map(({ verb }) => verb);
      const count = (...wanted: string[]) => verbs.filter((verb) => wanted.includes(verb)).length;
      return { reads: count('read'), queries: count('list'), writes: count('create', 'replace', 'delete') };
    };
    try {
      return [...(await ofPeople(world, during)), ...(await ofTheClock(world, during))];
    } finally {
      await store.close();
      await endpoint.stop();
    }
  },
};

type During = (work: () => Promise<unknown>) => Promise<Asked>;

async function ofPeople({ deps }: World, during: During): Promise<Line[]> {
  const [one] = demoPlan.milestones;
  if (!one) throw new Error('a plan has milestones');
  const form = UpdateForm.parse({ ...updateOf(demoPlan.id, { ...one, opened: 1 }) });
  const update = async () => postUpdate(await turnOf(deps, one.ownerId), form);
  const submit = await during(update);
  const duplicate = await during(update);
  const raising = { ...formOf(raiseFields).parse(RAISED), form: randomUUID() };
  // The first of a kind also makes its numbering; every later one is like the second.
  await raiseRisk(await turnOf(deps, 'ws2-lead'), { ...raising, form: randomUUID() });
  const raise = await during(async () => {
    const { outcome } = await raiseRisk(await turnOf(deps, 'ws2-lead'), raising);
    if (outcome !== 'saved') throw new Error(`the risk ended as ${outcome}`);
  });
  const chair = await during(async () => showSummary(await turnOf(deps, 'board-chair')));
  const member = await during(async () => showSummary(await turnOf(deps, 'head-teacher')));
  return [
    line('B4.1', 'reads of a milestone update', submit.reads + submit.queries, 3, 'person, programme, head'),
    line('B4.2', 'writes of a milestone update', submit.writes, 2, 'archive, head'),
    line(
      'B4.3',
      'reads of a second delivery',
      duplicate.reads + duplicate.queries,
      4,
      `and ${duplicate.writes} writes`,
    ),
    line('B4.4', 'reads of raising a risk', raise.reads + raise.queries, 4, 'one more than an update'),
    line('B4.5', 'writes of raising a risk', raise.writes, 3, 'one more than an update'),
    line(
      'B4.6',
      'queries of a member’s summary',
      member.queries,
      1,
      `besides ${member.reads} reads, ${member.writes} writes`,
    ),
    line(
      'B4.7',
      'queries of a chair’s summary',
      chair.queries,
      1,
      `besides ${chair.reads} reads, and ${chair.writes} writes that keep what was shown`,
    ),
  ];
}

async function ofTheClock(world: World, during: During): Promise<Line[]> {
  const { deps } = world;
  const address = { serviceUrl: 'http://127.0.0.1:1/', tenantId: demoPlan.tenantId };
  await bindChannel(deps, { ...address, conversationId: '19:channel' }, demoPlan.id);
  for (const { objectId, memberId } of demoPlan.people)
    await rememberPersonal(deps, objectId, { ...address, conversationId: `a:${memberId}` });
  const memory = newMemory();
  const carrier = openCarrier(true);
  const look = () => runJobs(deps, jobs, (run) => sweepDeliveries(run, jobs, carrier), memory);
  world.at('2026-12-10T09:20:00.000Z');
  for (let n = 0; n < 6; n += 1) await look();
  const idle = await during(look);
  world.at('2026-12-10T09:30:30.000Z');
  const sentBefore = world.sent.length;
  const busy = await during(look);
  const sent = world.sent.length - sentBefore;
  if (sent === 0) throw new Error('no prompt was sent');
  return [
    line(
      'B4.8',
      'queries of an idle tick for a programme',
      idle.queries,
      1,
      `besides ${idle.reads} reads, ${idle.writes} writes`,
    ),
    line('B4.9', 'writes of a prompt', busy.writes / sent, 4, `${busy.writes} for ${sent} prompts`),
  ];
}

async function turnOf(deps: Deps, memberId: string): Promise<Turn> {
  const { tenantId, objectId } = whoIs(memberId);
  const actor = await requireActor(deps, tenantId, objectId, demoPlan.id);
  const address = { conversationId: 'a:bench', serviceUrl: '', tenantId };
  return { deps, actor, origin: { where: 'personal', address } };
}

function line(name: string, what: string, count: number, atMost: number, note: string): Line {
  return { name, what, goal: { atMost }, share: count, note };
}

const RAISED = {
  cause: 'few therapists',
  event: 'posts stay unfilled',
  consequence: 'the offer is late',
  category: 'workforce capacity',
  workstream: 'WS2',
  inherentLikelihood: '5',
  inherentImpact: '4',
  residualLikelihood: '3',
  residualImpact: '3',
  targetLikelihood: '2',
  targetImpact: '2',
  proximity: 'this quarter',
  response: 'treat',
  ownerId: 'ws2-lead',
  reviewOn: '2027-01-15',
};
