// The front door under bodies, methods and ends it should not meet. What one could get wrong: in local mode there is no token,
// so these tests reach the limits behind it; who is let in at all is server-authentication.test.ts.
import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { localSettings } from '../src/config.js';
import type { Log, LogFields } from '../src/log.js';
import { type RunningServer, type ServerParts, startServer } from '../src/server.js';
import { openEmbeddedStore } from '../src/storage/embedded-store.js';
import type { Store } from '../src/storage/store.js';
import { createTeamsAdapter, type OnTurn } from '../src/teams/adapter.js';

const logged: { event: string; fields?: LogFields }[] = [];
const write = (event: string, fields?: LogFields) => void logged.push({ event, fields });
const log: Log = { debug: write, info: write, warn: write, error: write };

let store: Store;
let server: RunningServer;
let turns = 0;
let onTurn: OnTurn;

const counting: OnTurn = async () => {
  turns++;
};

async function start(parts: Partial<ServerParts> = {}): Promise<RunningServer> {
  const settings = parts.settings ?? localSettings({ port: 0, logLevel: 'silent' });
  const turn: OnTurn = (context) => onTurn(context);
  return await startServer({
    settings,
    adapter: createTeamsAdapter(settings, log),
    onTurn: turn,
    store,
    log,
    ...parts,
  });
}

beforeAll(async () => {
  store = await openEmbeddedStore({ file: ':memory:' });
  onTurn = counting;
  server = await start();
});
afterAll(async () => {
  await server.stop();
  await store.close();
});
afterEach(() => {
  turns = 0;
  onTurn = counting;
  logged.length = 0;
});

const activity = {
  type: 'message',
  channelId: 'msteams',
  serviceUrl: 'http://127.0.0.1:1/',
  from: { id: '29:one' },
  recipient: { id: '28:bot' },
  conversation: { id: 'a:1', tenantId: 'tenant-1' },
};

async function post(body: string, headers: Record<string, string> = {}, to = server) {
  const response = await fetch(`${to.url}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  return { status: response.status, text: await response.text(), headers: response.headers };
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
    ['entities that are no list', JSON.stringify({ ...activity, entities: {} })],
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

describe('other doors', () => {
  it.each([
    ['GET', '/api/messages', 405],
    ['PUT', '/api/messages', 405],
    ['DELETE', '/api/messages', 405],
    ['GET', '/', 404],
    ['POST', '/api/messages/%00', 404],
    ['GET', '/healthz/../../etc/passwd', 404],
    ['GET', '/%E0%A4%A', 404],
  ])('%s %s is answered %i, in one plain word', async (method, path, status) => {
    const response = await fetch(server.url + path, { method });
    expect(await response.text()).toMatch(/^\{"error":"[a-z ]+"\}$/);
    expect(response.status).toBe(status);
    expect(response.headers.get('server')).toBeNull();
  });

  it('an upgrade is cut off rather than held', async () => {
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    socket.on('error', () => {});
    socket.write('GET /api/messages HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n');
    socket.resume();
    await once(socket, 'close');
  });

  // Guard: requireLoopbackHost; without it a web page that renames itself to 127.0.0.1 could speak to the demo.
  it('in local mode a caller who names another host is turned away', async () => {
    const request = httpRequest(`${server.url}/api/messages`, {
      method: 'POST',
      headers: { host: 'evil.example.com', 'content-type': 'application/json' },
    });
    request.end(JSON.stringify(activity));
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    response.resume();
    expect(response.statusCode).toBe(403);
    expect(turns).toBe(0);
  });

  it('in local mode only loopback may be answered', async () => {
    const elsewhere = JSON.stringify({ ...activity, serviceUrl: 'https://smba.trafficmanager.net/uk/' });
    expect((await post(elsewhere)).status).toBe(403);
  });
});

describe('health', () => {
  it('is alive, and ready while the store answers', async () => {
    expect(await (await fetch(`${server.url}/healthz`)).json()).toEqual({ alive: true });
    const ready = await fetch(`${server.url}/readyz`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toEqual({ ready: true, reasons: [] });
  });

  it.each([
    ['fails', () => Promise.reject(new Error('canary internals'))],
    ['never answers', () => new Promise<void>(() => {})],
  ])('is not ready, within about a second, when the store %s', async (_what, ping) => {
    const other = await start({ store: { ...store, ping } });
    const startedAt = Date.now();
    const ready = await fetch(`${other.url}/readyz`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toEqual({ ready: false, reasons: ['the store does not answer'] });
    expect(Date.now() - startedAt).toBeLessThan(1_500);
    expect((await fetch(`${other.url}/healthz`)).status).toBe(200);
    await other.stop();
  });
});

describe('starting and stopping', () => {
  it('says in a sentence that the port is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    await expect(start({ settings: localSettings({ port }) })).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: `Port ${port} is already in use. Set PORT to another one.`,
    });
    taken.close();
  });

  it('lets a turn under way finish and takes no other', async () => {
    const other = await start();
    let finish = () => {};
    const reached = new Promise<void>((entered) => {
      onTurn = async () => {
        entered();
        await new Promise<void>((resolve) => {
          finish = resolve;
        });
      };
    });
    const answer = post(JSON.stringify(activity), {}, other);
    await reached;
    const stopped = other.stop();
    await expect(fetch(`${other.url}/healthz`)).rejects.toThrow();
    finish();
    expect((await answer).status).toBe(200);
    await stopped;
  });

  it('cuts off after eight seconds a turn that never ends', async () => {
    const other = await start();
    const reached = new Promise<void>((entered) => {
      onTurn = () => {
        entered();
        return new Promise(() => {});
      };
    });
    const answer = post(JSON.stringify(activity), {}, other).catch(() => 'cut');
    await reached;
    const startedAt = Date.now();
    await other.stop();
    expect(await answer).toBe('cut');
    expect(Date.now() - startedAt).toBeLessThan(9_500);
  });
});

it('a later limit on rates can turn an activity away with 429', async () => {
  const other = await start({ admit: () => 3 });
  const answer = await post(JSON.stringify(activity), {}, other);
  expect(answer).toMatchObject({ status: 429, text: '{"error":"too many requests"}' });
  expect(answer.headers.get('retry-after')).toBe('3');
  await other.stop();
});

// Guard: countRefusals; without it every refusal writes a line, and a flood fills the log.
it('many refusals are one line with counts', async () => {
  const other = await start();
  logged.length = 0;
  await Promise.all(Array.from({ length: 40 }, () => post('{}', {}, other)));
  await post('{}', { 'content-type': 'text/plain' }, other);
  await other.stop();
  expect(logged).toEqual([{ event: 'requests refused', fields: { 'not an activity': 40, 'not json': 1 } }]);
});

function nested(levels: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level++) value = [value];
  return value;
}
