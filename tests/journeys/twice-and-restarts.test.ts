// The same submit delivered more than once, processes that die, and sends nobody knows the end of. What one could get wrong:
// a restart is a new store on the same file, a new server and a new bot; nothing in memory may be needed.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CardJson } from '../../src/deps.js';
import { type Delivery, deliveriesOf } from '../../src/jobs/delivery.js';
import { openEmbeddedStore } from '../../src/storage/embedded-store.js';
import type { Head } from '../../src/storage/ledger.js';
import { listAll, type Store } from '../../src/storage/store.js';
import { type Assistant, type AssistantOptions, startAssistant } from '../support/assistant.js';
import { wordsOf } from '../support/card-reader.js';
import { type FakeConnector, startFakeConnector } from '../support/fake-connector.js';
import { faultyStore } from '../support/faulty-store.js';
import { CHANNEL } from '../support/person.js';
import { PROGRAMME } from '../support/world.js';

let folder: string;
let connector: FakeConnector;
let running: { assistant: Assistant; store: Store }[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'journey-'));
  connector = await startFakeConnector();
  running = [];
});
afterEach(async () => {
  await stop();
  await connector.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A process on the file. */
async function start(options: AssistantOptions = {}): Promise<Assistant> {
  const store = await openEmbeddedStore({ file: join(folder, 'ledger.db') });
  const assistant = await startAssistant({ bound: true, ...options, store, connector });
  running.push({ assistant, store });
  return assistant;
}

async function stop(): Promise<void> {
  for (const { assistant, store } of running.splice(0)) {
    await assistant.stop();
    await store.close();
  }
}

const update = { stated: 'green', forecastOn: '2026-12-31', commentary: 'Offers are out.' };
const BEGINNING = '2026-11-01T00:00:00.000Z';

/** Cards the channel was sent by themselves, tries that got no good answer included. */
const tries = () => connector.calls.filter((call) => call.method === 'POST' && call.body?.channelData?.channel).length;
const versionOf = async (assistant: Assistant, ref: string) =>
  (await assistant.deps.store.read<Head<unknown>>('milestone', PROGRAMME, ref))?.body.newest.version;
const cardIn = ({ body }: { body: unknown }) => (body as { value: CardJson }).value;

test('A submit delivered twice at once, later, and after a restart is one entry, one channel card and the same answer', async () => {
  const first = await start();
  const owner = first.person('owner');
  await first.person('office').say('help', 'channel');
  const submit = owner.pressing(await owner.say('update M02'), 'Post update', update);
  const [one, two] = await Promise.all([owner.send(submit), owner.send({ ...submit, id: 'again' })]);
  expect(wordsOf(cardIn(one))).toContain('M02 updated');
  expect(two).toEqual(one);
  await first.settled();
  first.at('2026-12-10T09:00:00.000Z');
  expect(await owner.send({ ...submit, id: 'much later' })).toEqual(one);
  await first.settled();
  await stop();

  const second = await start();
  second.at('2027-01-20T09:00:00.000Z');
  expect(await second.person('owner').send({ ...submit, id: 'after a restart' })).toEqual(one);
  await second.bot.sweep(BEGINNING);
  await second.settled();
  expect(await versionOf(second, 'M02')).toBe(2);
  expect(tries()).toBe(1);
});

test('An older submit delivered again after others have gone on still gets its own first answer', async () => {
  const assistant = await start();
  const owner = assistant.person('owner');
  const submit = owner.pressing(await owner.say('update M02'), 'Post update', update);
  const answer = await owner.send(submit);
  const lead2 = assistant.person('lead2');
  for (const commentary of ['First after.', 'Second after.'])
    await lead2.press(await lead2.say('update M02'), 'Post update', { ...update, commentary });
  expect(await owner.send(submit)).toEqual(answer);
  expect(await versionOf(assistant, 'M02')).toBe(4);
});

test('A dialog submitted twice closes with the same sentence, and a risk raised twice has one reference', async () => {
  const assistant = await start();
  const owner = assistant.person('owner');
  const dialog = await owner.open(await owner.say('update M02', 'channel'), 'Open');
  const submit = owner.submitting(dialog, 'Post update', update);
  const [one, two] = await Promise.all([owner.send(submit), owner.send(submit)]);
  expect(JSON.stringify(one.body)).toContain('Saved. M02 updated');
  expect(two.body).toEqual(one.body);
  const form = await owner.say('raise risk M02');
  const raise = owner.pressing(form, 'Raise the risk', {
    cause: 'a',
    event: 'b',
    consequence: 'c',
    category: 'other',
    workstream: 'WS2',
    inherentLikelihood: '3',
    inherentImpact: '3',
    residualLikelihood: '2',
    residualImpact: '2',
    targetLikelihood: '1',
    targetImpact: '1',
    proximity: 'later',
  });
  const [risk, again] = await Promise.all([owner.send(raise), owner.send(raise)]);
  expect(wordsOf(cardIn(risk))).toContain('R01 raised');
  expect(again).toEqual(risk);
  await assistant.settled();
  const heads = connector.sent.filter((sent) => sent.how !== 'post' && sent.conversationId.startsWith(CHANNEL));
  expect(heads).toHaveLength(2);
});

test('A channel card owed by a process that died after the commit is paid once by the next', async () => {
  const dying = await start({
    wrap: (store) => faultyStore(store, (_n, call) => (call === 'create delivery' ? 'dies' : undefined)),
  });
  const owner = dying.person('owner');
  await dying.person('office').say('help', 'channel');
  expect(wordsOf(await owner.press(await owner.say('update M02'), 'Post update', update))).toContain('M02 updated');
  await dying.settled();
  expect(tries()).toBe(0);
  await stop();

  const next = await start();
  await Promise.all([next.bot.sweep(BEGINNING), next.bot.sweep(BEGINNING)]);
  await next.bot.sweep(BEGINNING);
  expect(tries()).toBe(1);
  expect(next.announced().map(wordsOf)[0]).toContain('Offers are out.');
  await stop();
  await (await start()).bot.sweep(BEGINNING);
  expect(tries()).toBe(1);
});

test('A card whose process died after sending it is never sent again', async () => {
  // Claimed, then noted as being sent, then sent: what came of that is never noted.
  let notes = 0;
  const dying = await start({
    wrap: (store) =>
      faultyStore(store, (_n, call) => (call === 'replace delivery' && ++notes === 3 ? 'dies' : undefined)),
  });
  const owner = dying.person('owner');
  await dying.person('office').say('help', 'channel');
  await owner.press(await owner.say('update M02'), 'Post update', update);
  await dying.settled();
  expect(tries()).toBe(1);
  await stop();

  const next = await start();
  for (const instant of ['2026-11-26T09:01:00.000Z', '2026-11-26T09:05:00.000Z', '2026-11-26T10:00:00.000Z']) {
    next.at(instant);
    await next.bot.sweep(BEGINNING);
  }
  expect(tries()).toBe(1);
  const [record] = (await announcements(next)) ?? [];
  expect(record?.state).toBe('unknown');
}, 30_000);

test('A card whose sending ended unknown is not repeated', async () => {
  const assistant = await start();
  const owner = assistant.person('owner');
  await assistant.person('office').say('help', 'channel');
  connector.script((call) => (call.body?.channelData?.channel ? { status: 502, accept: true } : undefined));
  await owner.press(await owner.say('update M02'), 'Post update', update);
  await assistant.settled();
  assistant.at('2026-11-26T10:00:00.000Z');
  await assistant.bot.sweep(BEGINNING);
  expect(tries()).toBe(1);
  const [record] = (await announcements(assistant)) ?? [];
  expect(record?.state).toBe('unknown');
});

test('A card that Teams put off is sent once its time has come, however often the sweep looks before', async () => {
  const assistant = await start();
  const owner = assistant.person('owner');
  await assistant.person('office').say('help', 'channel');
  connector.script((call) =>
    call.body?.channelData?.channel ? { status: 429, headers: { 'retry-after': '120' } } : undefined,
  );
  await owner.press(await owner.say('update M02'), 'Post update', update);
  await assistant.settled();
  expect(tries()).toBe(1);
  connector.script();
  assistant.at('2026-11-26T09:01:00.000Z');
  await assistant.bot.sweep(BEGINNING);
  expect(tries()).toBe(1);
  assistant.at('2026-11-26T09:03:00.000Z');
  await assistant.bot.sweep(BEGINNING);
  await assistant.bot.sweep(BEGINNING);
  expect(assistant.announced()).toHaveLength(1);
  expect(tries()).toBe(2);
});

test('An issue owed by a process that died in between is opened once by the next', async () => {
  const dying = await start({
    wrap: (store) => faultyStore(store, (_n, call) => (call === 'create issue' ? 'dies' : undefined)),
  });
  const office = dying.person('office');
  const form = await office.say('raise risk M02');
  await office.press(form, 'Raise the risk', {
    cause: 'a',
    event: 'the floor gives way',
    consequence: 'c',
    category: 'other',
    workstream: 'WS2',
    inherentLikelihood: '3',
    inherentImpact: '3',
    residualLikelihood: '2',
    residualImpact: '2',
    targetLikelihood: '1',
    targetImpact: '1',
    proximity: 'later',
  });
  const happened = await office.press(await office.say('R01'), 'It has happened');
  const posted = await office.press(happened, 'It has happened', { reason: 'On Monday.' });
  expect(wordsOf(posted)).toContain('R01 has happened');
  await stop();

  const next = await start();
  await Promise.all([next.bot.sweep(BEGINNING), next.bot.sweep(BEGINNING)]);
  const issues = wordsOf(await next.person('office').say('issues'));
  expect(issues).toContain('1 in all, 1 open');
  expect(issues).toContain('the floor gives way');
});

test('After a restart the channel and the chats are still known', async () => {
  const first = await start();
  await first.person('office').say('help', 'channel');
  await stop();
  const second = await start();
  const owner = second.person('owner');
  await owner.press(await owner.say('update M02'), 'Post update', update);
  await second.settled();
  expect(
    connector.sent.filter((sent) => sent.conversationId.startsWith(CHANNEL) && sent.how === 'create'),
  ).toHaveLength(1);
});

async function announcements(assistant: Assistant) {
  const found = await listAll<Delivery>(assistant.deps.store, ['delivery'], deliveriesOf(PROGRAMME, '2026-W48'));
  return found.map(({ body }) => body).filter(({ kind }) => kind === 'announce');
}
