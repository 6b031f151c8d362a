// The demo composed: one store, the demo's clock and people, the bot's server and the Playground. What one could get wrong:
// the same bot as production's is composed here; all that differs is who is identified and where messages go.

import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { type Bot, composeBot } from '../bot.js';
import { localSettings } from '../config.js';
import { describeError } from '../log.js';
import type { Plan } from '../plans/plan-file.js';
import { bindPlace } from '../programmes/places.js';
import { isProgrammeOffice } from '../programmes/rights.js';
import { startServer } from '../server.js';
import type { Store } from '../storage/store.js';
import { createTeamsAdapter, type OnTurn } from '../teams/adapter.js';
import { openMessenger } from '../teams/messenger.js';
import { type DemoClock, openDemoClock } from './clock.js';
import { openFileLog } from './file-log.js';
import { identifyAmong, oneChatMessenger, oneChatTurns, shareChat } from './one-chat.js';
import { type DemoPeople, demoPeople, NEWCOMER_OBJECT_ID } from './people.js';
import { type PlaygroundPerson, startPlayground } from './playground.js';
import { type DemoDeps, demoCommands, demoVerbs } from './routes.js';
import { readDemoPlan, seedDemo } from './seed.js';

export interface DemoParts {
  /** Holds clock, log and the Playground's files; it exists. */
  folder: string;
  store: Store;
  port: number;
  playgroundPort: number;
}

export interface RunningDemo {
  /** The Playground's address. */
  url: string;
  plan: Plan;
  people: DemoPeople;
  clock: DemoClock;
  /** Resolves when the Playground's process is gone, with how. */
  playgroundEnded: Promise<string>;
  /** Stops all but the store, which is the caller's. Safe to call twice. */
  stop(): Promise<void>;
}

const PERSONAL_CHAT = 'a:demo-chat';
const TEAM = { id: '19:demo-general@thread.tacv2', name: 'SEND Reform Delivery Group' };
const BOARD_CHANNEL = { id: '19:demo-board@thread.tacv2', name: 'Partnership Board' };
const BOT = { id: '28:5e0d0002-0000-4000-8000-000000000001', name: 'Reform Delivery' };
/** Who the Playground knows besides oneself: it wants five. */
const OTHERS = ['programme-office', 'board-chair', 'ws2-lead', 'icb-lead', 'pcf-lead'];

/** Seeds the store and starts bot and Playground. Throws with a sentence when either cannot start; nothing is left running. */
export async function startDemo(parts: DemoParts): Promise<RunningDemo> {
  const { folder, store } = parts;
  const plan = await readDemoPlan();
  const people = demoPeople(plan);
  const log = openFileLog(join(folder, 'demo.log'));
  const clock = openDemoClock(join(folder, 'clock.json'));
  await seedDemo(store, log, plan);

  const settings = localSettings({ port: parts.port, allowedTenants: [plan.tenantId] });
  const adapter = createTeamsAdapter(settings, log);
  const messenger = openMessenger(adapter, settings, log, clock);
  const { bot, deps, onTurn } = composeDemoBot({ store, clock, messenger, log, people }, () => server.url);
  const server = await startServer({
    settings,
    adapter,
    onTurn,
    store,
    log,
    fetchFile: bot.fetchFile,
    uploads: bot.uploads,
  });
  const playground = await startPlayground({
    port: parts.playgroundPort,
    botUrl: `${server.url}/api/messages`,
    folder: join(folder, 'playground'),
    tenantId: plan.tenantId,
    bot: BOT,
    you: { ...personOf(people, people.current().id), id: '29:demo-you', name: 'You' },
    people: OTHERS.map((id) => personOf(people, id)),
    personalChatId: PERSONAL_CHAT,
    groupChat: { id: '19:demo-group@thread.v2', name: 'Workstream leads' },
    team: { ...TEAM, groupId: '5e0d0003-0000-4000-8000-000000000001' },
    channel: BOARD_CHANNEL,
  }).catch(async (problem: unknown) => {
    await server.stop();
    throw problem;
  });
  const there = { serviceUrl: `${playground.url}/_connector`, tenantId: plan.tenantId };
  await shareChat(deps, people, { ...there, conversationId: PERSONAL_CHAT });
  const office = plan.programme.members.find(isProgrammeOffice);
  if (office)
    await bindPlace(
      deps,
      plan.id,
      'group',
      { ...there, conversationId: TEAM.id, kind: 'channel' },
      { memberId: office.id, effect: 'demo' },
    );
  bot.start({ jobs: true });
  log.info('demo-ready', { port: server.port, playgroundPort: parts.playgroundPort });

  const stopAll = async () => {
    const ends = await Promise.allSettled([playground.stop(), server.stop().then(() => bot.stop())]);
    for (const end of ends) if (end.status === 'rejected') log.error('stop-failed', describeError(end.reason));
    clock.stop();
  };
  let stopped: Promise<void> | undefined;
  return {
    url: playground.url,
    plan,
    people,
    clock,
    playgroundEnded: playground.ended,
    stop: () => {
      stopped ??= stopAll();
      return stopped;
    },
  };
}

/** The product's bot for one person who plays them all: `parts.messenger` sends, the demo's marks are put on and taken off. */
export function composeDemoBot(
  parts: Omit<DemoDeps, 'runJobs'>,
  address: () => string | undefined = () => undefined,
): { bot: Bot; deps: DemoDeps; onTurn: OnTurn } {
  const { people, store } = parts;
  // A look that began before the clock was moved has not seen the new hour: the second one has.
  const runJobs = async () => {
    await bot.runJobs();
    await bot.runJobs();
  };
  const mayFound = (objectId: string) => objectId === NEWCOMER_OBJECT_ID;
  const deps: DemoDeps = { ...parts, messenger: oneChatMessenger(parts.messenger, people), runJobs, mayFound };
  const identify = identifyAmong(people);
  // The Playground knows no consent, so files come by link.
  const files = { consent: false, key: randomBytes(32).toString('hex'), address, uploadHosts: [] };
  const bot = composeBot({ deps, dialogs: false, identify, commands: demoCommands, verbs: demoVerbs, files });
  return { bot, deps, onTurn: oneChatTurns(bot.onTurn, people, store) };
}

function personOf(people: DemoPeople, memberId: string): PlaygroundPerson {
  const member = people.byId(memberId);
  if (!member) throw new TypeError(`the plan has no ${memberId}`);
  return {
    id: `29:demo-${member.id}`,
    entraObjectId: people.objectIdOf(member),
    name: member.name,
    email: `${member.id}@example.org`,
  };
}
