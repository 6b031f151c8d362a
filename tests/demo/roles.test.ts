// One person who plays every role: `demo as`, the one chat, `demo time`. What one could get wrong: whom a press acts as comes
// from the card, not from whom one is by now; both are told apart here by what each may do.

import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { link } from '../../src/cards/markup.js';
import { localSettings } from '../../src/config.js';
import { type DemoClock, openDemoClock } from '../../src/demo/clock.js';
import { composeDemoBot } from '../../src/demo/demo.js';
import { shareChat } from '../../src/demo/one-chat.js';
import { demoPeople } from '../../src/demo/people.js';
import { readDemoPlan, seedDemo } from '../../src/demo/seed.js';
import type { CardJson } from '../../src/deps.js';
import type { Plan } from '../../src/plans/plan-file.js';
import { notice } from '../../src/programmes/cards.js';
import { startServer } from '../../src/server.js';
import { openEmbeddedStore } from '../../src/storage/embedded-store.js';
import type { Head } from '../../src/storage/ledger.js';
import type { Store } from '../../src/storage/store.js';
import { createTeamsAdapter } from '../../src/teams/adapter.js';
import { openMessenger } from '../../src/teams/messenger.js';
import { buttonOf, cardOf, wordsOf } from '../support/card-reader.js';
import { type FakeConnector, startFakeConnector } from '../support/fake-connector.js';

const CHAT = 'a:demo-chat';
const GENERAL = '19:general@thread.tacv2';
const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

let plan: Plan;
let store: Store;
let clock: DemoClock;
let connector: FakeConnector;
let url: string;
let deps: ReturnType<typeof composeDemoBot>['deps'];
const ends: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  plan = await readDemoPlan();
  store = await openEmbeddedStore({ file: ':memory:' });
  await seedDemo(store, log, plan);
  const folder = await mkdtemp(join(tmpdir(), 'demo-roles-'));
  clock = openDemoClock(join(folder, 'clock.json'));
  connector = await startFakeConnector();
  const settings = localSettings({ port: 0 });
  const adapter = createTeamsAdapter(settings, log);
  const people = demoPeople(plan);
  const messenger = openMessenger(adapter, settings, log, clock);
  const composed = composeDemoBot({ store, clock, messenger, log, people });
  deps = composed.deps;
  const server = await startServer({ settings, adapter, onTurn: composed.onTurn, store, log });
  url = server.url;
  await shareChat(deps, people, { conversationId: CHAT, serviceUrl: connector.url, tenantId: plan.tenantId });
  ends.push(
    () => server.stop(),
    () => composed.bot.stop(),
    () => connector.stop(),
    async () => clock.stop(),
    () => store.close(),
    () => rm(folder, { recursive: true, force: true }),
  );
});

afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function post(activity: Record<string, unknown>, conversation: Record<string, unknown>): Promise<unknown> {
  const response = await fetch(`${url}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      id: randomUUID(),
      channelId: 'msteams',
      serviceUrl: connector.url,
      from: { id: '29:demo-you', name: 'You' },
      recipient: { id: '28:bot', name: 'Reform Delivery' },
      conversation: { tenantId: plan.tenantId, ...conversation },
      channelData: { tenant: { id: plan.tenantId } },
      ...activity,
    }),
  });
  const text = await response.text();
  return text === '' ? undefined : JSON.parse(text);
}

const personal = { conversationType: 'personal', id: CHAT };

/** Types into the personal chat; gives the newest card sent there. */
async function say(text: string): Promise<CardJson> {
  await post({ type: 'message', text }, personal);
  const newest = connector.sent.at(-1);
  expect(newest?.conversationId).toBe(CHAT);
  return cardOf(newest?.activity);
}

/** Presses a button in the personal chat; gives the card that takes its card's place. */
async function press(card: CardJson, title: string, typed: Record<string, string> = {}): Promise<CardJson> {
  const { verb, data } = buttonOf(card, title);
  const action = { type: 'Action.Execute', title, verb, data: { ...data, ...typed } };
  const answer = await post({ type: 'invoke', name: 'adaptiveCard/action', value: { action } }, personal);
  return (answer as { value: CardJson }).value;
}

describe('demo as', () => {
  it('begins with the WS6 lead and becomes whom one names, however it is written', async () => {
    expect(wordsOf(await say('help'))).toContain('You are WS6 lead');
    for (const [typed, name] of [
      ['the board chair', 'Board chair'],
      ['ws2', 'WS2 lead'],
      ['s151', 'S151 officer'],
      ['Programme Ofice', 'Programme office'],
      ['icb-chief-executive', 'ICB Chief Executive'],
    ]) {
      expect(wordsOf(await say(`demo as ${typed}`))).toContain(`You are now the ${name}`);
      expect(wordsOf(await say('help'))).toContain(`You are ${name}`);
    }
  });

  it('offers everybody else when nobody is named, or nobody of that name is there', async () => {
    const card = await say('demo as');
    expect(wordsOf(card)).toContain('Who do you want to be?');
    const named = JSON.stringify(card);
    for (const member of plan.programme.members)
      expect(named.includes(`"value":"${member.id}"`), member.id).toBe(member.id !== 'ws6-lead');
    expect(wordsOf(await say('demo as archbishop'))).toContain('Nobody here is called archbishop');
    expect(wordsOf(await press(card, 'Be this person', { member: 'pcf-lead' }))).toContain('You are now the PCF lead');
    expect(wordsOf(await say('help'))).toContain('You are PCF lead');
  });

  it('shows the chair’s summary to the chair alone', async () => {
    expect(wordsOf(await say('summary'))).not.toContain('Fingerprint');
    await say('demo as chair');
    expect(wordsOf(await say('summary'))).toContain('Fingerprint');
  });
});

describe('the one chat', () => {
  it('lets a card act as the person it was made for, and says for whom', async () => {
    const form = await say('update M18');
    await say('demo as dfe adviser');
    const fields = { stated: 'green', statedReason: 'Cover is arranged.', forecastOn: '2027-02-12' };
    const posted = await press(form, 'Post update', { ...fields, commentary: 'Agency cover is agreed.' });
    expect(wordsOf(posted)).toMatch(/^For: WS6 lead\nM18 updated/);
    const head = await store.read<Head<unknown>>('milestone', plan.id, 'M18');
    expect(head?.body.newest.by).toBe('ws6-lead');
    // Buttons of the answer act as the same person in turn.
    expect(wordsOf(await press(posted, 'Update again'))).toMatch(/^For: WS6 lead\nUpdate M18/);
  });

  it('marks a card sent to somebody else, and nothing of the mark leaves the demo', async () => {
    const member = deps.people.byId('ws2-lead');
    if (!member) throw new Error('there is no WS2 lead');
    const kept = await store.read<{ address: { conversationId: string; serviceUrl: string; tenantId: string } }>(
      'conversation',
      `people:${plan.tenantId}`,
      deps.people.objectIdOf(member),
    );
    if (!kept) throw new Error('the WS2 lead cannot be reached');
    const buttons = [link('Answer', 'milestones.choose', { programmeId: plan.id })];
    await deps.messenger.send(kept.body.address, notice('A question', ['How is M20?'], { buttons }));
    const sent = connector.sent.at(-1);
    expect(sent?.conversationId).toBe(CHAT);
    expect(wordsOf(cardOf(sent?.activity))).toMatch(/^For: WS2 lead\nA question/);
    expect(buttonOf(cardOf(sent?.activity), 'Answer').data.demoAs).toBe('ws2-lead');
    expect(JSON.stringify(connector.calls.map((call) => [call.path, call.body.conversation]))).not.toContain('demoAs');
  });

  it('greets again after every reload, once', async () => {
    const install = { type: 'installationUpdate', action: 'add' };
    const joined = { type: 'conversationUpdate', membersAdded: [{ id: '28:bot' }] };
    for (const order of [
      [install, joined],
      [joined, install],
    ]) {
      const before = connector.sent.length;
      for (const activity of order) await post(activity, personal);
      expect(connector.sent.length - before).toBe(1);
      expect(wordsOf(cardOf(connector.sent.at(-1)?.activity))).toContain('Hello');
    }
  });

  it('opens a form asked for in a channel in the chat of whoever one is', async () => {
    const thread = { isGroup: true, conversationType: 'channel', id: `${GENERAL};messageid=1` };
    await post({ type: 'message', text: '<at>Reform Delivery</at>&nbsp;update M18\n' }, thread);
    const open = buttonOf(cardOf(connector.sent.at(-1)?.activity), 'Open');
    const action = { type: 'Action.Execute', title: 'Open', verb: open.verb, data: open.data };
    await post({ type: 'invoke', name: 'adaptiveCard/action', value: { action } }, thread);
    const sent = connector.sent.at(-1);
    expect(sent?.conversationId).toBe(CHAT);
    expect(wordsOf(cardOf(sent?.activity))).toMatch(/^Update M18/);
  });
});

describe('demo time', () => {
  it('moves what the product takes for now forward, and never back', async () => {
    expect(wordsOf(await say('demo time 3 December 2026 09:30'))).toContain(
      'It is now Thursday 3 December 2026, 09:30',
    );
    expect(wordsOf(await say('demo time 2026-11-27'))).toContain('The clock moves forward only');
    expect(wordsOf(await say('R01'))).toContain('overdue');
    expect(clock.now().toISOString().slice(0, 16)).toBe('2026-12-03T09:30');
  });

  it('says what time it is when it is given none', async () => {
    expect(wordsOf(await say('demo time'))).toContain('It is Thursday 26 November 2026, 09:00');
  });
});
