// The front door beside its main business: other addresses, health, start and stop, refusals in number.
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
    expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    // A demo speaks plain http: a browser told otherwise could not open this machine's other programs.
    expect(response.headers.get('strict-transport-security')).toBeNull();
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
  const other = await start({ admit: async () => 3 });
  const answer = await post(JSON.stringify(activity), {}, other);
  expect(answer).toMatchObject({ status: 429, text: '{"error":"too many requests"}' });
  expect(answer.headers.get('retry-after')).toBe('3');
  await other.stop();
});

// Guard: countRefusals; without it every refusal writes a line, and a flood fills the log.
it('many refusals are one line with counts', async () => {
  // A log of its own: the other server's count of earlier refusals may be written at any moment.
  const own: typeof logged = [];
  const note = (event: string, fields?: LogFields) => void own.push({ event, fields });
  const other = await start({ log: { debug: note, info: note, warn: note, error: note } });
  own.length = 0;
  await Promise.all(Array.from({ length: 40 }, () => post('{}', {}, other)));
  await post('{}', { 'content-type': 'text/plain' }, other);
  await other.stop();
  expect(own).toEqual([{ event: 'requests refused', fields: { 'not an activity': 40, 'not json': 1 } }]);
});
