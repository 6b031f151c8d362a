// What a failed turn answers, and that there is no other way in than the checked one.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { localSettings } from '../../src/config.js';
import type { Log, LogFields } from '../../src/log.js';
import { type RunningServer, startServer } from '../../src/server.js';
import { openEmbeddedStore } from '../../src/storage/embedded-store.js';
import type { Store } from '../../src/storage/store.js';
import { createTeamsAdapter, type OnTurn } from '../../src/teams/adapter.js';
import { type FakeConnector, startFakeConnector } from '../support/fake-connector.js';

const logged: { event: string; fields?: LogFields }[] = [];
const write = (event: string, fields?: LogFields) => void logged.push({ event, fields });
const log: Log = { debug: write, info: write, warn: write, error: write };
const settings = localSettings({ port: 0 });
const adapter = createTeamsAdapter(settings, log);

let connector: FakeConnector;
let store: Store;
let server: RunningServer;
let onTurn: OnTurn;

beforeAll(async () => {
  connector = await startFakeConnector();
  store = await openEmbeddedStore({ file: ':memory:' });
  server = await startServer({ settings, adapter, onTurn: (context) => onTurn(context), store, log });
});
afterAll(async () => {
  await server.stop();
  await store.close();
  await connector.stop();
});
beforeEach(() => {
  logged.length = 0;
  connector.sent.length = 0;
  connector.calls.length = 0;
  connector.script();
  onTurn = async () => {
    throw new Error('canary internals');
  };
});

async function post(change: Record<string, unknown>) {
  const response = await fetch(`${server.url}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      type: 'message',
      id: '1',
      channelId: 'msteams',
      serviceUrl: connector.url,
      from: { id: '29:one' },
      recipient: { id: '28:bot' },
      conversation: { id: 'a:1', tenantId: 'tenant-1' },
      ...change,
    }),
  });
  const text = await response.text();
  return { status: response.status, body: text ? JSON.parse(text) : undefined, text };
}

const loggedReference = () => logged.find((line) => line.event === 'turn failed')?.fields?.reference;

describe('a turn that failed', () => {
  // Guard: onTurnError in createTeamsAdapter; without it the SDK answers 500 with the error's own words.
  it('answers a card’s button with an error that carries the reference of the log', async () => {
    const answer = await post({ type: 'invoke', name: 'adaptiveCard/action', value: {} });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ statusCode: 500, type: 'application/vnd.microsoft.error' });
    expect(answer.body.value.code).toBe(loggedReference());
    expect(answer.body.value.message).toContain(loggedReference());
    expect(answer.text).not.toContain('canary');
  });

  it.each([
    ['task/submit', (body: Record<string, { value?: string }>) => body.task?.value],
    ['composeExtension/query', (body: Record<string, { text?: string }>) => body.composeExtension?.text],
  ])('answers %s in the shape Teams shows', async (name, sentence) => {
    const answer = await post({ type: 'invoke', name });
    expect(answer.status).toBe(200);
    expect(sentence(answer.body)).toContain(loggedReference());
  });

  it('answers a message with a sentence', async () => {
    expect((await post({ text: 'summary' })).status).toBe(200);
    expect(connector.sent).toHaveLength(1);
    expect(connector.sent[0]?.activity.text).toContain(loggedReference());
    expect(connector.sent[0]?.activity.text).not.toContain('canary');
  });

  it('stays quiet about events, and survives when its sentence cannot be sent', async () => {
    expect((await post({ type: 'installationUpdate' })).status).toBe(200);
    expect(connector.calls).toHaveLength(0);
    connector.script(() => ({ status: 500 }));
    expect((await post({ text: 'summary' })).status).toBe(200);
    expect(connector.calls).toHaveLength(1);
    expect(logged.map((line) => line.event)).toEqual(['turn failed', 'turn failed', 'failure not shown']);
  });
});

describe('a reply inside a turn', () => {
  // Guard: limitConnectors is what every turn's connector comes from, not only the messenger's.
  it('is posted once, though Teams answers 503', async () => {
    connector.script(() => ({ status: 503, accept: true }));
    onTurn = async (context) => {
      await context.sendActivity('hello').catch(() => undefined);
    };
    await post({ text: 'hi' });
    expect(connector.calls).toHaveLength(1);
  });
});

// Guard: isAllowedServiceUrl in limitConnectors, for every send that is not the messenger's.
it('there is no connector to a service address that is not allowed', async () => {
  await expect(adapter.connectorFor('https://evil.example.com/')).rejects.toMatchObject({ handedOver: false });
});

it('the SDK’s own way in is closed', async () => {
  let ran = false;
  const answered: number[] = [];
  const response = {
    socket: undefined,
    header: () => response,
    status: (status: number) => {
      answered.push(status);
      return response;
    },
    send: () => response,
    end: () => response,
  };
  const request = {
    method: 'POST',
    headers: {},
    body: { type: 'message', channelId: 'msteams', serviceUrl: connector.url },
  };
  await adapter.process(request, response as never, async () => {
    ran = true;
  });
  expect(ran).toBe(false);
  expect(answered).toEqual([500]);
});
