// What production says of itself at its door: a clock that cannot be believed, a store that takes no writes. Pitfall: who speaks
// for the clock is asked for a token first, so a stranger can put nobody out of service.

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { localSettings } from '../src/config.js';
import { openLog } from '../src/log.js';
import { loadPlan } from '../src/plans/plan-file.js';
import { projectPath } from '../src/project-root.js';
import { startServer } from '../src/server.js';
import { openEmbeddedStore } from '../src/storage/embedded-store.js';
import { watchStore } from '../src/store-watch.js';
import { createTeamsAdapter } from '../src/teams/adapter.js';
import { openDeps } from './plans/world.js';
import { draft } from './storage/draft.js';
import { faultyStore } from './support/faulty-store.js';
import { freePort } from './support/free-port.js';
import { type KeyDocument, startKeyDocument } from './support/key-document.js';
import { TENANT, testPlan } from './support/world.js';

const APP = '0b0b0000-0000-4000-8000-000000000001';
const SERVICE = 'https://smba.trafficmanager.net/uk/';
const MINUTE = 60_000;

let folder: string;
let keys: KeyDocument;
let running: ChildProcess | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trust-'));
  keys = await startKeyDocument();
});
afterEach(async () => {
  await end();
  await keys.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

const file = () => join(folder, 'ledger.db');

/** A store whose newest entries are so many milliseconds ahead of this machine's clock. */
async function fill(aheadMs: number): Promise<void> {
  const now = () => new Date(Date.now() + aheadMs);
  const store = await openEmbeddedStore({ file: file(), now });
  await loadPlan({ ...(await openDeps()), store, clock: { now } }, testPlan);
  await store.close();
}

/** Production on that store; gives its address once it listens. */
async function start(): Promise<string> {
  const port = await freePort();
  const env = {
    PATH: process.env.PATH,
    PORT: String(port),
    STORE_FILE: file(),
    MicrosoftAppType: 'SingleTenant',
    MicrosoftAppId: APP,
    MicrosoftAppTenantId: TENANT,
    MicrosoftAppPassword: 'canary-secret',
    BOT_OPENID_METADATA: keys.metadataUrl,
    BOT_TOKEN_ISSUER: keys.issuer,
    BOT_LOGIN_ENDPOINT: keys.loginEndpoint,
    JOBS_IN_PROCESS: 'off',
  };
  const child = spawn(process.execPath, [projectPath('.build', 'src', 'main.js')], { env, stdio: 'pipe' });
  running = child;
  let said = '';
  for (const output of [child.stdout, child.stderr])
    output.on('data', (chunk: Buffer) => {
      said += chunk;
    });
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 300; tries += 1) {
    if (child.exitCode !== null) throw new Error(`it ended: ${said}`);
    if (await fetch(`${url}/healthz`).catch(() => undefined)) return url;
    await pause(100);
  }
  throw new Error(`it does not listen: ${said}`);
}

async function end(): Promise<void> {
  const child = running;
  running = undefined;
  if (!child || child.exitCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

const readiness = async (url: string) => {
  const answer = await fetch(`${url}/readyz`);
  return { status: answer.status, ...((await answer.json()) as { reasons: string[] }) };
};

/** `npm run store -- clock` as a program. */
const clock = (...given: string[]): Promise<{ code: number; said: string }> =>
  new Promise((resolve) => {
    const env = { ...process.env, STORE_FILE: file(), COSMOS_ENDPOINT: '', COSMOS_DATABASE: '' };
    execFile(
      process.execPath,
      [projectPath('.build', 'src', 'store-command.js'), 'clock', ...given],
      { env },
      (error, out, fault) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, said: `${out}${fault}` }),
    );
  });

// Guards: `clockWatch.kept` and `notReady` in main.ts, and an operator's word, asked of the store again.
test('A clock behind the newest entry is wrong at the door until an operator says that it is right', async () => {
  await fill(120 * MINUTE);
  const url = await start();
  expect(await readiness(url)).toMatchObject({
    status: 503,
    reasons: [expect.stringMatching(/^the clock is wrong: it says .*, the newest entry is of /)],
  });
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  await end();
  expect(await clock()).toMatchObject({ code: 1, said: expect.stringMatching(/Nobody has confirmed.*\n.*--confirm/) });
  expect(await clock('--confirm')).toMatchObject({ code: 0, said: expect.stringContaining('was confirmed at') });
  expect(await clock()).toMatchObject({ code: 0 });
  expect(await readiness(await start())).toMatchObject({ status: 200, reasons: [] });
});

// Guards: `if (caller)` before `heard` in server.ts, and `heard` in main.ts.
test('Only Teams speaks for the clock: what a stranger sends changes nothing', async () => {
  await fill(0);
  const url = await start();
  const ahead = {
    type: 'message',
    id: '1',
    channelId: 'msteams',
    serviceUrl: SERVICE,
    text: 'hello',
    timestamp: new Date(Date.now() + 20 * MINUTE).toISOString(),
    from: { id: '29:one', aadObjectId: 'dddddddd-0000-4000-8000-000000000001' },
    recipient: { id: `28:${APP}` },
    conversation: { id: 'a:1', conversationType: 'personal', tenantId: TENANT },
    channelData: { tenant: { id: TENANT } },
  };
  const post = async (token: string | undefined) => {
    const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
    return (await fetch(`${url}/api/messages`, { method: 'POST', headers, body: JSON.stringify(ahead) })).status;
  };
  const good = keys.claims(APP, SERVICE);
  const strangers = [
    undefined,
    keys.sign(good, { stranger: true }),
    keys.sign({ ...good, aud: 'another' }),
    keys.sign({ ...good, serviceurl: 'https://elsewhere.example/' }),
  ];
  for (const token of strangers) expect(await post(token)).toBe(401);
  // The door's last answer is good for half a second.
  await pause(600);
  expect(await readiness(url)).toMatchObject({ status: 200 });
  expect(await post(keys.sign(good))).toBe(200);
  await pause(600);
  expect(await readiness(url)).toMatchObject({ status: 503, reasons: [expect.stringContaining('Teams says')] });
});

// Guard: the store's watch among the reasons.
test('A store that answers and takes no writes is not ready, and is again once it takes one', async () => {
  let full = false;
  const inner = await openEmbeddedStore({ file: ':memory:' });
  const disk = faultyStore(inner, (_n, call) => (full && /^(create|replace)/.test(call) ? 'unavailable' : undefined));
  const log = openLog('silent');
  const watch = watchStore(disk, log, { failedMs: 100 });
  const settings = localSettings({ port: 0, logLevel: 'silent' });
  const server = await startServer({
    settings,
    adapter: createTeamsAdapter(settings, log),
    onTurn: async () => {},
    store: watch.store,
    log,
    notReady: async () => (watch.writable() ? [] : ['the store takes no writes']),
  });
  try {
    expect(await readiness(server.url)).toMatchObject({ status: 200 });
    full = true;
    await expect(watch.store.create('risk', draft('R01', 1))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await pause(600);
    expect(await readiness(server.url)).toMatchObject({ status: 503, reasons: ['the store takes no writes'] });
    full = false;
    await expect.poll(async () => (await readiness(server.url)).status, { timeout: 5_000 }).toBe(200);
  } finally {
    await server.stop();
    watch.stop();
    await inner.close();
  }
});
