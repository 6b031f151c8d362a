// B7: one card to each of many people, by the send engine and by the bare SDK. What one could get wrong: the engine's part is all
// four of its writes, the plan among them, the way to each person and the card made for their chat.

import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CardFactory,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type ConversationReference,
} from 'botbuilder';
import { formCard } from '../../src/check-ins/cards.js';
import { localSettings } from '../../src/config.js';
import type { Deps } from '../../src/deps.js';
import { listDeliveries, planDelivery } from '../../src/jobs/deliveries.js';
import type { Job, JobRun } from '../../src/jobs/delivery.js';
import { weekOf } from '../../src/jobs/schedule.js';
import { sweepDeliveries } from '../../src/jobs/sending.js';
import { countDeliveries } from '../../src/jobs/tally.js';
import { openLog } from '../../src/log.js';
import { loadPlan } from '../../src/plans/plan-file.js';
import { type Person, peopleOf } from '../../src/programmes/schema.js';
import { timetableOf } from '../../src/programmes/timetable.js';
import { projectPath } from '../../src/project-root.js';
import { openEmbeddedStore } from '../../src/storage/embedded-store.js';
import { createTeamsAdapter } from '../../src/teams/adapter.js';
import { openCarrier } from '../../src/teams/carrier.js';
import { rememberPersonal } from '../../src/teams/conversations.js';
import { openMessenger } from '../../src/teams/messenger.js';
import { PER_TENANT } from '../../src/teams/pace.js';
import { inFlight } from '../support/fault-run.js';
import { mostIn } from '../support/limits.js';
import { PROGRAMME, TENANT, testPlan } from '../support/world.js';
import { type FastConnector, startFastConnector } from './fast-connector.js';
import { inFolder } from './folders.js';
import { type Benchmark, compare, type Line, measure, sayCompared } from './rounds.js';

const MANY = Number(process.env.BENCH_PEOPLE ?? 5_000);
/** Fewer, since it takes as long as it takes. */
const PACED = Math.min(MANY, 500);
const SECOND_MS = 1_000;
const AT_ONCE = 32;
const NOW = new Date('2026-11-26T12:00:00.000Z');
const card = formCard.render(JSON.parse(await readFile(projectPath('cards', 'check-ins', 'form.data.json'), 'utf8')));

export const promptsInMemory: Benchmark = {
  name: 'B7.1',
  run: () => withConnector((connector) => againstPeer(connector, ':memory:', 'B7.1', 'store in memory')),
};

export const promptsOnDisk: Benchmark = {
  name: 'B7.2',
  run: () =>
    withConnector((connector) =>
      inFolder((folder) => againstPeer(connector, join(folder, 'bench.db'), 'B7.2', 'store on disk')),
    ),
};

export const promptsPaced: Benchmark = {
  name: 'B7.3',
  run: () =>
    withConnector(async (connector) => {
      const engine = await openEngine(connector, ':memory:', PACED, PER_TENANT);
      await engine.send(0);
      await engine.close();
      const moments = await connector.arrivals();
      const most = mostIn(moments, SECOND_MS);
      const began = Math.min(...moments);
      // Whole seconds, since only for those it is known how many are allowed.
      const seconds = Math.floor((Math.max(...moments) - began) / SECOND_MS);
      const within = moments.filter((at) => at < began + seconds * SECOND_MS).length;
      return {
        name: 'B7.3',
        what: `prompts to ${PACED} people within Teams’ limits, as a share of the allowed rate`,
        goal: { atLeast: 0.95, atMost: 1 },
        share: most > PER_TENANT ? most / PER_TENANT : within / (seconds * PER_TENANT),
        note: `${within} in ${seconds} s, at most ${most} in any second, where ${PER_TENANT} are allowed`,
      };
    }),
};

/** Sends the card to so many people; which round it is makes them other deliveries. */
type Send = (round: number) => Promise<void>;

async function againstPeer(connector: FastConnector, file: string, name: string, where: string): Promise<Line> {
  const engine = await openEngine(connector, file, MANY);
  const peer = openPeer(connector, MANY);
  const compared = await compare(
    (round) => measure(MANY, () => engine.send(round)),
    () => measure(MANY, peer),
  );
  await engine.close();
  const what = `prompts to ${MANY} people, ${where} ÷ raw continueConversationAsync`;
  return {
    ...compared,
    name,
    what,
    goal: { atLeast: 0.5 },
    note: `${sayCompared(compared)}; ${engine.unanswered()} unanswered`,
  };
}

/** The product's engine, with a directory of people who have all met the assistant. */
async function openEngine(connector: FastConnector, file: string, people: number, sendsPerSecond?: number) {
  const log = openLog('error');
  const clock = { now: () => NOW };
  const settings = localSettings({ port: 0, logLevel: 'error', ...(sendsPerSecond && { sendsPerSecond }) });
  const messenger = openMessenger(createTeamsAdapter(settings, log), settings, log, clock);
  const store = await openEmbeddedStore({ file });
  const deps: Deps = { store, clock, messenger, log };
  await loadPlan(deps, testPlan);
  const members = Array.from({ length: people }, (_, n) => `member${n}`);
  await inFlight(members, 256, (memberId) => meet(deps, connector, memberId));
  const carrier = openCarrier(true);
  const drawn = async () => ({ message: { card, summary: 'Check-in' } });
  const job: Job = { plan: async () => {}, draws: { prompt: drawn } };
  let unanswered = 0;
  const send: Send = async (round) => {
    const run = await openRun(deps, `2026-W${40 + round}`);
    for (const memberId of members)
      await run.plan({ kind: 'prompt', about: 'WS1', memberId, place: 'personal', notBefore: AT, until: UNTIL });
    await sweepDeliveries(run, [job], carrier);
    const { planned, sent, unknown } = countDeliveries(run.known.values());
    if (planned !== people || sent + unknown !== people) throw new Error(`${sent} of ${people} were sent`);
    // A machine with too much else to do may not answer within the messenger's limit.
    unanswered += unknown;
  };
  return { send, unanswered: () => unanswered, close: () => store.close() };
}
const AT = NOW.toISOString();
const UNTIL = '2026-11-27T09:30:00.000Z';

async function meet(deps: Deps, { url }: FastConnector, memberId: string): Promise<void> {
  const objectId = randomUUID();
  const body: Person = { memberships: { [PROGRAMME]: memberId } };
  await deps.store.create<Person>('person', { id: objectId, partition: peopleOf(TENANT), at: AT, body });
  await rememberPersonal(deps, objectId, { conversationId: `a:${memberId}`, serviceUrl: url, tenantId: TENANT });
}

async function openRun(deps: Deps, period: string): Promise<JobRun> {
  const { programme } = testPlan;
  const known = await listDeliveries(deps, PROGRAMME, period);
  return {
    deps,
    programmeId: PROGRAMME,
    programme,
    now: NOW,
    week: weekOf(timetableOf(programme), programme.zone, period),
    known,
    plan: async (planned) => {
      const stored = await planDelivery(deps, PROGRAMME, period, planned);
      known.set(stored.id, stored);
    },
  };
}

/** The bare SDK: as many at once, the same card, nothing kept. */
function openPeer({ url }: FastConnector, people: number): () => Promise<void> {
  const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));
  const conversations = Array.from({ length: people }, (_, n) => `a:member${n}`);
  return () =>
    inFlight(conversations, AT_ONCE, (id) => {
      const reference = {
        bot: { id: '28:bot', name: '' },
        conversation: { id },
        channelId: 'msteams',
        serviceUrl: url,
      };
      return adapter.continueConversationAsync('', reference as Partial<ConversationReference>, async (context) => {
        await context.sendActivity({
          summary: 'Check-in',
          attachments: [CardFactory.adaptiveCard(card)],
          channelData: { tenant: { id: TENANT } },
        });
      });
    });
}

async function withConnector(work: (connector: FastConnector) => Promise<Line>): Promise<Line[]> {
  const connector = await startFastConnector();
  try {
    return [await work(connector)];
  } finally {
    await connector.stop();
  }
}
