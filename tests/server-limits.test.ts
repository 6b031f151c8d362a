// Every door has its limit: whoever asks too much is told to wait, and nobody else is. Pitfall: the doors come from the server's
// own list, so one that is added without a limit, or without a good request here, fails.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { localSettings } from '../src/config.js';
import { NOTHING } from '../src/jobs/tally.js';
import { openLog } from '../src/log.js';
import { type RunningServer, startServer } from '../src/server.js';
import { openEmbeddedStore } from '../src/storage/embedded-store.js';
import type { Store } from '../src/storage/store.js';
import { createTeamsAdapter } from '../src/teams/adapter.js';
import { openAdmission } from '../src/teams/admission.js';

const MOST = 5;
const KEY = 'canary-key-of-forty-characters-and-more';
const log = openLog('silent');
/** Probes: what they cost is bounded otherwise, since one that is turned away takes the process out of service. */
const UNLIMITED = ['GET /healthz', 'GET /readyz'];

let store: Store;
let server: RunningServer;
let pings = 0;
beforeAll(async () => {
  store = await openEmbeddedStore({ file: ':memory:' });
  const ping = async () => {
    pings += 1;
  };
  const local = localSettings({ port: 0, logLevel: 'silent' });
  const settings = { ...local, jobs: { ...local.jobs, key: KEY } };
  const person = (token: string) => (token.startsWith('good') ? { tenantId: 't', objectId: token } : undefined);
  server = await startServer({
    settings,
    adapter: createTeamsAdapter(settings, log),
    onTurn: async () => undefined,
    store: { ...store, ping },
    log,
    runJobs: async () => ({ programmes: 0, troubled: 0, counts: NOTHING }),
    fetchFile: async () => ({ refused: 'none' }),
    linkIsFor: person,
    uploads: {
      linkTo: () => undefined,
      check: (token) => {
        const allowed = person(token);
        return allowed ? { allowed } : { refused: 'none' };
      },
      take: async () => ({ taken: true, heading: '', lines: [] }),
    },
    admit: openAdmission({ points: MOST, duration: 60 }),
  });
});
afterAll(async () => {
  await server.stop();
  await store.close();
});

const activity = (who: string) =>
  JSON.stringify({
    type: 'message',
    channelId: 'msteams',
    serviceUrl: 'http://127.0.0.1:1/',
    from: { id: who },
    recipient: { id: '28:bot' },
    conversation: { id: 'a:1', tenantId: 't' },
  });

/** A request of somebody at a door; its status. */
async function knock(door: string, who: string): Promise<number> {
  const [method = '', path = ''] = door.split(' ');
  const token = who === 'nobody' ? 'forged' : `good-${method}-${who.replace(/\W/g, '-')}`;
  const body = path === '/api/messages' ? activity(who) : method === 'POST' ? 'x' : undefined;
  const type = path === '/api/messages' ? 'application/json' : 'application/octet-stream';
  const authorization = `Bearer ${who === 'scheduler' ? KEY : who}`;
  const response = await fetch(server.url + path.replace(':token', token), {
    method,
    headers: { 'content-type': type, 'x-file-name': 'plan.xlsx', authorization },
    ...(body && { body }),
  });
  await response.arrayBuffer();
  return response.status;
}

async function flood(door: string, who: string): Promise<number[]> {
  const statuses: number[] = [];
  for (let n = 0; n < MOST + 3; n += 1) statuses.push(await knock(door, who));
  return statuses;
}

// Guards: each `limit(…)` in server.ts.
test('At every door one who asks too much is told 429, and the next person is not', async () => {
  expect(server.doors.length).toBeGreaterThanOrEqual(8);
  for (const door of server.doors.filter((one) => !UNLIMITED.includes(one))) {
    const first = door.includes('/api/jobs') ? 'guesser' : `one ${door}`;
    const statuses = await flood(door, first);
    expect(statuses.slice(0, MOST), door).not.toContain(429);
    expect(statuses.slice(MOST), door).toEqual([429, 429, 429]);
    expect(await knock(door, door.includes('/api/jobs') ? 'scheduler' : `two ${door}`), door).not.toBe(429);
  }
});

test('Who has no good link is counted by address, and keeps nobody with a good one out', async () => {
  expect((await flood('GET /files/:token', 'nobody')).at(-1)).toBe(429);
  expect(await knock('GET /files/:token', 'three')).toBe(404);
});

// Guard: `once` in readiness.ts.
test('A flood of probes asks the store twice a second at most, and is always answered', async () => {
  const before = pings;
  const began = performance.now();
  const asked = await Promise.all(Array.from({ length: 100 }, () => knock('GET /readyz', 'probe')));
  expect(new Set(asked)).toEqual(new Set([200]));
  expect(pings - before).toBeLessThanOrEqual(2 + (performance.now() - began) / 500);
});
