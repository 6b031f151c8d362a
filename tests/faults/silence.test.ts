// F9: the connector, the store and the key document each accept a call and never answer (the Cosmos client's own limit
// against a silent endpoint is in tests/storage/cosmos-faults.test.ts). Whoever waits has a card,
// or the exact status, within 4.5 s, and other people are served meanwhile.
//
// Guards whose removal makes this fail: the time limit on every outbound call (teams/outbound.ts), the deadline
// that every turn is raced against (server.ts, teams/in-time.ts), and the limit on reading the key document (signed-keys.ts).

import { afterEach, expect, test } from 'vitest';
import { readProductionSettings, type Settings } from '../../src/config.js';
import { startServer } from '../../src/server.js';
import { openEmbeddedStore } from '../../src/storage/embedded-store.js';
import type { Store } from '../../src/storage/store.js';
import { createTeamsAdapter, type OnTurn } from '../../src/teams/adapter.js';
import { type Assistant, startAssistant } from '../support/assistant.js';
import { wordsOf } from '../support/card-reader.js';
import { startFakeConnector } from '../support/fake-connector.js';
import { startRun } from '../support/fault-run.js';
import { type KeyDocument, startKeyDocument } from '../support/key-document.js';

const PATIENCE_MS = 4_500;
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** How long something took, in whole milliseconds, and what came of it. */
async function timed<T>(work: Promise<T>): Promise<{ ms: number; result: T }> {
  const began = performance.now();
  const result = await work;
  return { ms: Math.round(performance.now() - began), result };
}

async function start(options: Parameters<typeof startAssistant>[0] = {}): Promise<Assistant> {
  const assistant = await startAssistant(options);
  closing.push(() => assistant.stop());
  return assistant;
}

test('A silent connector holds up nobody who presses a card', async () => {
  const run = startRun('F9 connector');
  const connector = await startFakeConnector();
  closing.push(() => connector.stop());
  const assistant = await start({ connector });
  const lead = assistant.person('lead2');
  await assistant.person('office').say('help', 'channel');
  const form = await lead.say('update M02');
  connector.script(() => ({ silence: true }));
  // A reply by message cannot be delivered; a press is answered in the call itself.
  const message = timed(
    lead.send({ ...lead.pressing(form, 'Cancel'), type: 'message', name: undefined, value: undefined, text: 'help' }),
  );
  const press = await timed(lead.press(form, 'Post update', { stated: 'green', commentary: 'Offers are out.' }));
  expect(wordsOf(press.result)).toContain('M02 updated');
  expect(press.ms).toBeLessThan(PATIENCE_MS);
  const waited = await message;
  expect(waited.ms).toBeLessThan(PATIENCE_MS);
  run.print({ 'ms to press': press.ms, 'ms for a message': waited.ms });
});

test('A silent store gives a card that keeps what was typed, and says so within the time', async () => {
  const run = startRun('F9 store');
  let silent: Store | undefined;
  const through = (store: Store): Store => ({
    create: (kind, draft) => (silent ?? store).create(kind, draft),
    read: (kind, partition, id) => (silent ?? store).read(kind, partition, id),
    replace: (kind, record) => (silent ?? store).replace(kind, record),
    delete: (kind, partition, id) => (silent ?? store).delete(kind, partition, id),
    list: (kinds, partition, within) => (silent ?? store).list(kinds, partition, within),
    listPartitions: (kinds) => (silent ?? store).listPartitions(kinds),
    ping: () => (silent ?? store).ping(),
    close: async () => undefined,
  });
  const assistant = await start({ wrap: through });
  const lead = assistant.person('lead2');
  const form = await lead.say('update M02');
  silent = { ...assistant.deps.store, create: never, read: never, replace: never, ping: never };
  const press = await timed(lead.press(form, 'Post update', { stated: 'green', commentary: 'Offers are out.' }));
  expect(press.ms).toBeLessThan(PATIENCE_MS);
  expect(wordsOf(press.result)).toContain('Not done yet');
  const ready = await timed(fetch(`${assistant.url}/readyz`));
  expect(ready.result.status).toBe(503);
  expect((await fetch(`${assistant.url}/healthz`)).status).toBe(200);
  silent = undefined;
  // What was typed is behind *Try again*, and is saved once the store answers.
  expect(wordsOf(await lead.press(press.result, 'Try again'))).toContain('Offers are out.');
  run.print({ 'ms to a card': press.ms, 'ms to not ready': ready.ms });
});

// Guard: `openDeadline` in server.ts; made any later, the turn has its whole time again after the keys took theirs.
test('What the keys take of the time is the turn’s no more', async () => {
  const run = startRun('F9 late keys');
  const { keys, server, settings } = await startWithKeys((_, deadline) => deadline?.race(never()));
  keys.answer('late');
  const answer = await timed(
    fetch(`${server.url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${goodToken(keys, settings)}` },
      body: JSON.stringify({
        type: 'message',
        channelId: 'msteams',
        serviceUrl: SERVICE,
        from: { id: '29:one' },
        recipient: { id: '28:bot' },
        conversation: { id: 'a:1', tenantId: KEYS_TENANT },
      }),
    }),
  );
  expect(answer.result.status).toBe(200);
  expect(answer.ms).toBeGreaterThan(2_500);
  expect(answer.ms).toBeLessThan(PATIENCE_MS + 1_000);
  run.print({ 'ms to an answer': answer.ms });
});

test('A silent key document gives 503 within the time, and whoever needs no key is served', async () => {
  const run = startRun('F9 keys');
  let turns = 0;
  const { keys, server, settings } = await startWithKeys(async () => {
    turns += 1;
  });
  const token = goodToken(keys, settings);
  keys.answer('never');
  const call = timed(
    fetch(`${server.url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: '{}',
    }),
  );
  const health = await timed(fetch(`${server.url}/healthz`));
  expect(health.result.status).toBe(200);
  const answer = await call;
  expect(answer.result.status).toBe(503);
  expect(answer.ms).toBeLessThan(PATIENCE_MS);
  expect(turns).toBe(0);
  run.print({ 'ms to 503': answer.ms, 'ms to health meanwhile': health.ms });
});

const SERVICE = 'https://smba.trafficmanager.net/uk/';
const KEYS_TENANT = '11111111-1111-4111-8111-111111111111';

/** A server that asks for tokens, with its key document. */
async function startWithKeys(onTurn: (...given: Parameters<OnTurn>) => Promise<unknown> | undefined) {
  const keys = await startKeyDocument();
  closing.push(() => keys.stop());
  const settings = readProductionSettings({
    PORT: '0',
    STORE_FILE: ':memory:',
    MicrosoftAppType: 'SingleTenant',
    MicrosoftAppId: '33333333-3333-4333-8333-333333333333',
    MicrosoftAppTenantId: KEYS_TENANT,
    MicrosoftAppPassword: 'not-a-secret',
    BOT_OPENID_METADATA: keys.metadataUrl,
    BOT_TOKEN_ISSUER: keys.issuer,
  });
  const quiet = () => undefined;
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
  const store = await openEmbeddedStore({ file: ':memory:' });
  const turn: OnTurn = async (...given) => void (await onTurn(...given));
  const server = await startServer({ settings, adapter: createTeamsAdapter(settings, log), onTurn: turn, store, log });
  closing.push(
    () => store.close(),
    () => server.stop(),
  );
  return { keys, server, settings };
}

function goodToken(keys: KeyDocument, { identity }: Settings): string {
  return keys.sign(keys.claims(identity?.appId ?? '', SERVICE));
}

const never = () => new Promise<never>(() => undefined);
