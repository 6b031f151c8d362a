// What bodies the front door reads. What one could get wrong: in local mode there is no token, so these tests reach the limits
// behind it; who is let in at all is server-authentication.test.ts.
import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { localSettings } from '../src/config.js';
import { openLog } from '../src/log.js';
import { readActivity } from '../src/request-body.js';
import { type RunningServer, startServer } from '../src/server.js';
import { openEmbeddedStore } from '../src/storage/embedded-store.js';
import type { Store } from '../src/storage/store.js';
import { createTeamsAdapter } from '../src/teams/adapter.js';

let store: Store;
let server: RunningServer;
let turns = 0;

beforeAll(async () => {
  const settings = localSettings({ port: 0 });
  const log = openLog('silent');
  const onTurn = async () => {
    turns++;
  };
  store = await openEmbeddedStore({ file: ':memory:' });
  server = await startServer({ settings, adapter: createTeamsAdapter(settings, log), onTurn, store, log });
});
afterAll(async () => {
  await server.stop();
  await store.close();
});
afterEach(() => {
  turns = 0;
});

const activity = {
  type: 'message',
  channelId: 'msteams',
  serviceUrl: 'http://127.0.0.1:1/',
  from: { id: '29:one' },
  recipient: { id: '28:bot' },
  conversation: { id: 'a:1', tenantId: 'tenant-1' },
};

async function post(body: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${server.url}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  return { status: response.status, text: await response.text() };
}

/** Writes a body of this size, piece by piece, for as long as the server takes it, and gives the status it answered. */
async function upload(bytes: number, headers: Record<string, string | number>) {
  const request = httpRequest(`${server.url}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
  });
  let status: number | undefined;
  request.on('response', (response) => {
    status = response.statusCode;
    response.resume();
  });
  const over = new Promise<void>((resolve) => {
    request.on('error', () => resolve());
    request.on('close', () => resolve());
  });
  const piece = Buffer.alloc(64 * 1024, '[');
  let written = 0;
  const write = () => {
    while (written < bytes && !request.destroyed) {
      written += piece.length;
      if (!request.write(piece)) return;
    }
    request.end();
  };
  request.on('drain', write);
  write();
  await over;
  return status;
}

describe('a body', () => {
  it('of an activity is one turn', async () => {
    expect((await post(JSON.stringify(activity))).status).toBe(200);
    expect(turns).toBe(1);
  });

  // Guard: readActivity's Shape; without it the SDK answers 500 with its own words.
  it.each([
    ['nothing', ''],
    ['no JSON', '{"type":'],
    ['null', 'null'],
    ['a list', '[]'],
    ['a word', '"message"'],
    ['an empty object', '{}'],
    ['a type that is no text', JSON.stringify({ ...activity, type: 7 })],
    ['an empty type', JSON.stringify({ ...activity, type: '' })],
    ['nobody it is from', JSON.stringify({ ...activity, from: undefined })],
    ['no recipient', JSON.stringify({ ...activity, recipient: null })],
    ['a conversation that is a word', JSON.stringify({ ...activity, conversation: 'a:1' })],
    ['a text that is an object', JSON.stringify({ ...activity, text: { toString: 'x' } })],
    ['a time that is none', JSON.stringify({ ...activity, timestamp: 'yesterday' })],
    ['33 levels', JSON.stringify({ ...activity, value: nested(32) })],
    ['100,000 levels', `{"value":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
  ])('of %s is a bad request', async (_what, body) => {
    expect(await post(body)).toMatchObject({ status: 400, text: '{"error":"bad request"}' });
    expect(turns).toBe(0);
  });

  it('of 32 levels, or with brackets in a text, is read', async () => {
    expect((await post(JSON.stringify({ ...activity, value: nested(31) }))).status).toBe(200);
    expect((await post(JSON.stringify({ ...activity, text: `"\\${'['.repeat(500)}` }))).status).toBe(200);
  });

  it.each([
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['plain text', { 'content-type': 'text/plain' }],
    ['something like JSON', { 'content-type': 'application/jsonp' }],
    ['compressed JSON', { 'content-encoding': 'gzip' }],
  ])('sent as %s is not read', async (_what, headers) => {
    expect((await post(JSON.stringify(activity), headers as unknown as Record<string, string>)).status).toBe(415);
    expect(turns).toBe(0);
  });

  // Guard: MOST_BYTES in request-body.ts; without it this costs 120-180 MB (proofs.md §1.6).
  it.each([
    ['that says so', { 'content-length': 60 * 1024 * 1024 }],
    ['in pieces', { 'transfer-encoding': 'chunked' }],
  ])('of 60 MB %s is turned away without being held', async (what, headers) => {
    const held = () => process.memoryUsage().arrayBuffers / 1024 / 1024;
    const before = held();
    let most = before;
    const look = setInterval(() => {
      most = Math.max(most, held());
    }, 2);
    expect(await upload(60 * 1024 * 1024, headers as unknown as Record<string, string>)).toBe(413);
    clearInterval(look);
    const grown = most - before;
    process.stdout.write(`60 MB body ${what}: ${grown.toFixed(1)} MB of it held at most\n`);
    expect(grown).toBeLessThan(40);
    expect(turns).toBe(0);
  });

  // Guard: BODY_LIMIT_MS; without it the connection is held for as long as the caller likes.
  it('that never ends is given up after five seconds and the connection closed', async () => {
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    socket.write(
      'POST /api/messages HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{',
    );
    let text = '';
    socket.on('data', (data) => {
      text += data;
    });
    const drip = setInterval(() => socket.write(' '), 200);
    const startedAt = Date.now();
    await once(socket, 'close');
    clearInterval(drip);
    expect(text).toMatch(/^HTTP\/1.1 408 /);
    expect(Date.now() - startedAt).toBeLessThan(8_000);
  });
});

// Guard: `settle` takes the listeners away. A refusal notes where it was made, which costs more than reading a small body.
it('a body that was read whole leaves nothing behind that would make a refusal of it', async () => {
  const headers = { 'content-type': 'application/json' };
  const request = Object.assign(Readable.from([Buffer.from(JSON.stringify(activity))]), { headers });
  const listening = () => ['data', 'end', 'close'].map((event) => request.listenerCount(event));
  const before = listening();
  expect(await readActivity(request as unknown as IncomingMessage)).toMatchObject({ type: 'message' });
  expect(listening()).toEqual(before);
});

function nested(levels: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level++) value = [value];
  return value;
}
