// The whole assistant on loopback, with Teams' side played by tests: a server, a connector that records, and people who
// type and press (person.ts). What one could get wrong: what an entry owes is paid after the answer, so a test that counts
// what the channel got waits with `settled` first.

import { randomUUID } from 'node:crypto';
import { type Bot, composeBot } from '../../src/bot.js';
import { localSettings } from '../../src/config.js';
import type { CardJson, Deps } from '../../src/deps.js';
import type { Log } from '../../src/log.js';
import { loadPlan, type Plan } from '../../src/plans/plan-file.js';
import type { FileMaker, Verb } from '../../src/routes.js';
import { startServer } from '../../src/server.js';
import { openEmbeddedStore } from '../../src/storage/embedded-store.js';
import type { Store } from '../../src/storage/store.js';
import { createTeamsAdapter } from '../../src/teams/adapter.js';
import { openMessenger } from '../../src/teams/messenger.js';
import { bindChannel } from './bind-channel.js';
import { cardOf } from './card-reader.js';
import { type FakeConnector, startFakeConnector } from './fake-connector.js';
import { CHANNEL, createPerson, type Person } from './person.js';
import { testPlan } from './world.js';

export interface Assistant {
  url: string;
  deps: Deps;
  bot: Bot;
  connector: FakeConnector;
  logged: { event: string; fields: Record<string, unknown> }[];
  at(instant: string): void;
  /** A member of the plan, or, with an object id or tenant of their own, anyone. */
  person(memberId: string, objectId?: string, tenantId?: string): Person;
  /** Resolves when everything owed so far was paid or given up. */
  settled(): Promise<void>;
  /** The newest card somebody was sent in their own chat. */
  newestFor(person: Person): CardJson;
  /** Cards posted in the programme's channel by themselves, oldest first: no replies, nothing replaced. */
  announced(): CardJson[];
  stop(): Promise<void>;
}

export interface AssistantOptions {
  plan?: Plan;
  /** Whether the programme office has bound the channel; it has not unless told so. */
  bound?: boolean;
  /** A store that outlives this assistant; closed by whoever opened it. */
  store?: Store;
  /** Wraps the store the bot uses; the plan is loaded before, on the plain one. */
  wrap?: (store: Store) => Store;
  /** A connector that outlives this assistant. */
  connector?: FakeConnector;
  dialogs?: boolean;
  /** When it starts and the plan is loaded, if not at Thursday 26 November 2026, 09:00. */
  at?: string;
  allowedTenants?: string[];
  /** How fast it may send, as in production; without it, as fast as it can. */
  sendsPerSecond?: number;
  /** Whether the client asks for leave to upload files; it does unless told not to. */
  consent?: boolean;
  /** Entra object ids of those who may put a new programme in. */
  founders?: readonly string[];
  /** Whether it knows an address for links; it does unless told not to. */
  publicAddress?: boolean;
  /** Files and verbs besides the product's own. */
  makers?: FileMaker[];
  verbs?: Verb[];
  /** Opens POST /api/jobs/run to whoever has this key. */
  jobsKey?: string;
}

/** Starts an assistant with the test plan at Thursday 26 November 2026, 09:00. */
export async function startAssistant(options: AssistantOptions = {}): Promise<Assistant> {
  const plan = options.plan ?? testPlan;
  let now = new Date(options.at ?? '2026-11-26T09:00:00.000Z');
  const clock = { now: () => now };
  const logged: Assistant['logged'] = [];
  const note = (event: string, fields = {}) => void logged.push({ event, fields });
  const log: Log = { debug: note, info: note, warn: note, error: note };
  const plain = options.store ?? (await openEmbeddedStore({ file: ':memory:', now: () => now }));
  const connector = options.connector ?? (await startFakeConnector());
  const local = localSettings({
    port: 0,
    ...(options.allowedTenants && { allowedTenants: options.allowedTenants }),
    sendsPerSecond: options.sendsPerSecond,
  });
  const settings = { ...local, jobs: { ...local.jobs, ...(options.jobsKey && { key: options.jobsKey }) } };
  const adapter = createTeamsAdapter(settings, log);
  const messenger = openMessenger(adapter, settings, log, clock);
  await loadPlan({ store: plain, clock, messenger, log }, plan);
  if (options.bound) {
    const there = { conversationId: CHANNEL, serviceUrl: connector.url, tenantId: plan.tenantId };
    await bindChannel({ store: plain, clock, messenger, log }, there, plan.id);
  }
  const mayFound = (objectId: string) => options.founders?.includes(objectId) ?? false;
  const deps: Deps = { store: options.wrap?.(plain) ?? plain, clock, messenger, log, mayFound };
  let address: string | undefined;
  const files = {
    consent: options.consent ?? true,
    key: 'a key for tests of at least 32 letters',
    address: () => (options.publicAddress === false ? undefined : address),
    uploadHosts: ['127.0.0.1'],
    makers: options.makers ?? [],
  };
  const bot = composeBot({ deps, dialogs: options.dialogs ?? true, files, verbs: options.verbs ?? [] });
  const server = await startServer({
    settings,
    adapter,
    onTurn: bot.onTurn,
    store: deps.store,
    log,
    runJobs: bot.runJobs,
    fetchFile: bot.fetchFile,
    uploads: bot.uploads,
  });
  address = server.url;
  const objectIdOf = (memberId: string) =>
    plan.people.find((one) => one.memberId === memberId)?.objectId ?? randomUUID();
  return {
    url: server.url,
    deps,
    bot,
    connector,
    logged,
    at: (instant) => {
      now = new Date(instant);
    },
    person: (memberId, objectId = objectIdOf(memberId), tenantId = plan.tenantId) =>
      createPerson({ url: server.url, connector, tenantId, objectId }),
    settled: () => bot.stop(),
    newestFor: (person) =>
      cardOf(connector.sent.findLast((one) => one.conversationId === `a:${person.objectId}`)?.activity),
    announced: () =>
      connector.sent
        .filter((one) => one.how === 'create' && one.conversationId.startsWith(CHANNEL))
        .map((one) => cardOf(one.activity)),
    stop: async () => {
      await server.stop();
      await bot.stop();
      if (!options.connector) await connector.stop();
      if (!options.store) await plain.close();
    },
  };
}
