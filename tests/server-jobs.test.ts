// Who may start a run from outside. Every case goes over HTTP against a loopback key document with tokens signed here; runs
// are counted, and no answer may carry more than one plain word or the run's own numbers.
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type JobSettings, localSettings, readProductionSettings, type Settings } from '../src/config.js';
import type { RunReport } from '../src/jobs/runner.js';
import { NOTHING } from '../src/jobs/tally.js';
import { openLog } from '../src/log.js';
import { type RunningServer, startServer } from '../src/server.js';
import { openEmbeddedStore } from '../src/storage/embedded-store.js';
import type { Store } from '../src/storage/store.js';
import { createTeamsAdapter } from '../src/teams/adapter.js';
import { type KeyDocument, type SignOptions, startKeyDocument } from './support/key-document.js';

const APP = '11111111-2222-3333-4444-555555555555';
const TENANT = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';
const CALLER = 'cccccccc-0000-4000-8000-000000000001';
const CALLER_APP = 'cccccccc-0000-4000-8000-000000000002';
const STRANGER = 'cccccccc-0000-4000-8000-000000000003';
const KEY = 'canary-key-of-forty-characters-and-more';
const log = openLog('silent');
const report: RunReport = { programmes: 2, troubled: 0, counts: { ...NOTHING, planned: 8, sent: 7, skipped: 1 } };

let keys: KeyDocument;
let store: Store;
let server: RunningServer;
let runs = 0;
let runJobs: () => Promise<RunReport>;
const opened: RunningServer[] = [];

/** Production's settings, with keys and login on loopback. */
function settingsWith(jobs: Record<string, string>): Settings {
  const settings = readProductionSettings({
    MicrosoftAppType: 'SingleTenant',
    MicrosoftAppId: APP,
    MicrosoftAppTenantId: TENANT,
    MicrosoftAppPassword: 'canary-secret',
    STORE_FILE: ':memory:',
    PORT: '0',
    JOBS_OPENID_METADATA: keys.metadataUrl,
    BOT_OPENID_METADATA: keys.metadataUrl,
    ...jobs,
  });
  return { ...settings, host: '127.0.0.1' };
}

async function open(settings: Settings): Promise<RunningServer> {
  const started = await startServer({
    settings,
    adapter: createTeamsAdapter(settings, log),
    onTurn: async () => {},
    store,
    log,
    runJobs: () => runJobs(),
  });
  opened.push(started);
  return started;
}

async function call(authorization?: string, options: { to?: RunningServer; method?: string; body?: string } = {}) {
  const { to = server, method = 'POST', body } = options;
  const response = await fetch(`${to.url}/api/jobs/run`, {
    method,
    ...(body !== undefined && { body }),
    headers: { ...(authorization !== undefined && { authorization }) },
  });
  return { status: response.status, text: await response.text() };
}

beforeAll(async () => {
  keys = await startKeyDocument();
  store = await openEmbeddedStore({ file: ':memory:' });
  server = await open(settingsWith({ JOBS_KEY: KEY, JOBS_CALLERS: `${CALLER},${CALLER_APP}` }));
});
afterAll(async () => {
  for (const one of opened) await one.stop();
  await store.close();
  await keys.stop();
});
beforeEach(() => {
  runs = 0;
  runJobs = async () => {
    runs += 1;
    return report;
  };
});
afterEach(() => keys.answer('well'));

const seconds = () => Math.floor(Date.now() / 1000);
const v2 = () => ({
  iss: `https://login.microsoftonline.com/${TENANT}/v2.0`,
  aud: APP,
  oid: CALLER,
  azp: STRANGER,
  nbf: seconds() - 60,
  exp: seconds() + 3600,
});
const v1 = () => ({ ...v2(), iss: `https://sts.windows.net/${TENANT}/`, aud: `api://${APP}`, azp: undefined });
const bearer = (claims: Record<string, unknown>, options?: SignOptions) => `Bearer ${keys.sign(claims, options)}`;

describe('a run is started', () => {
  it.each([
    ['by the key', () => `Bearer ${KEY}`],
    ['by a listed identity', () => bearer(v2())],
    ['by a listed application, in a token of the new form', () => bearer({ ...v2(), oid: STRANGER, azp: CALLER_APP })],
    [
      'by a listed application, in a token of the old form',
      () => bearer({ ...v1(), oid: STRANGER, appid: CALLER_APP }),
    ],
    ['by an id in capitals', () => bearer({ ...v2(), oid: CALLER.toUpperCase() })],
  ])('%s', async (_who, authorization) => {
    expect(await call(authorization())).toEqual({ status: 200, text: JSON.stringify(report) });
    expect(runs).toBe(1);
  });

  it('whatever the body says, which is not read', async () => {
    expect((await call(`Bearer ${KEY}`, { body: '{"programme": ' })).status).toBe(200);
    expect(runs).toBe(1);
  });
});

describe('without a good key or token the answer is 401 and nothing runs', () => {
  // Guards: openJobsCallerCheck in jobs-caller.ts and openSignedTokens in signed-token.ts.
  const cases: [string, () => string | undefined][] = [
    ['no header', () => undefined],
    ['an empty header', () => ''],
    ['the key without scheme', () => KEY],
    ['the key in another scheme', () => `Basic ${KEY}`],
    ['a part of the key', () => `Bearer ${KEY.slice(0, -1)}`],
    ['more than the key', () => `Bearer ${KEY}x`],
    ['the key in capitals', () => `Bearer ${KEY.toUpperCase()}`],
    ['words', () => 'Bearer garbage'],
    ['a stranger’s signature', () => bearer(v2(), { stranger: true })],
    ['alg none', () => bearer(v2(), { alg: 'none' })],
    ['HS256 keyed with the public key', () => bearer(v2(), { alg: 'HS256' })],
    ['another tenant’s token', () => bearer({ ...v2(), iss: `https://login.microsoftonline.com/${STRANGER}/v2.0` })],
    ['the common issuer', () => bearer({ ...v2(), iss: 'https://login.microsoftonline.com/common/v2.0' })],
    ['a token of Teams’ channel', () => bearer({ ...v2(), iss: 'https://api.botframework.com' })],
    ['another audience', () => bearer({ ...v2(), aud: 'https://management.azure.com/' })],
    ['several audiences', () => bearer({ ...v2(), aud: [APP] })],
    ['an end ten minutes ago', () => bearer({ ...v2(), exp: seconds() - 600 })],
    ['no end', () => bearer({ ...v2(), exp: undefined })],
    ['a beginning in ten minutes', () => bearer({ ...v2(), nbf: seconds() + 600 })],
  ];
  it.each(cases)('%s', async (_what, authorization) => {
    expect(await call(authorization())).toEqual({ status: 401, text: '{"error":"unauthorized"}' });
    expect(runs).toBe(0);
  });
});

describe('with a good token of somebody else the answer is 403 and nothing runs', () => {
  it.each([
    ['another identity', () => bearer({ ...v2(), oid: STRANGER })],
    ['no identity at all', () => bearer({ ...v2(), oid: undefined, azp: undefined })],
    ['the bot itself', () => bearer({ ...v2(), oid: STRANGER, azp: APP })],
    [
      'a listed id under another name',
      () => bearer({ ...v2(), oid: STRANGER, sub: CALLER, appid: '', roles: [CALLER] }),
    ],
  ])('%s', async (_who, authorization) => {
    expect(await call(authorization())).toEqual({ status: 403, text: '{"error":"forbidden"}' });
    expect(runs).toBe(0);
  });
});

it('a token is answered 503 while the keys cannot be had, and the key goes on working', async () => {
  const other = await open(settingsWith({ JOBS_KEY: KEY, JOBS_CALLERS: CALLER }));
  keys.answer('with 500');
  expect(await call(bearer(v2()), { to: other })).toEqual({ status: 503, text: '{"error":"unavailable"}' });
  expect((await call(`Bearer ${KEY}`, { to: other })).status).toBe(200);
});

describe('the address', () => {
  it.each([
    ['with neither key nor callers', () => settingsWith({})],
    ['in local mode', () => localSettings({ port: 0 })],
  ])('does not exist %s', async (_when, settings) => {
    const other = await open(settings());
    for (const authorization of [undefined, `Bearer ${KEY}`, 'Bearer undefined', 'Bearer '])
      expect(await call(authorization, { to: other })).toEqual({ status: 404, text: '{"error":"not found"}' });
    expect(runs).toBe(0);
  });

  it('takes no token when only a key is set, and no key when only callers are', async () => {
    const byKey = await open(settingsWith({ JOBS_KEY: KEY }));
    const byToken = await open(settingsWith({ JOBS_CALLERS: CALLER }));
    expect((await call(bearer(v2()), { to: byKey })).status).toBe(401);
    expect((await call(`Bearer ${KEY}`, { to: byToken })).status).toBe(401);
    expect((await call(`Bearer ${KEY}`, { to: byKey })).status).toBe(200);
    expect((await call(bearer(v2()), { to: byToken })).status).toBe(200);
  });

  it('answers GET with 405', async () => {
    expect(await call(`Bearer ${KEY}`, { method: 'GET' })).toMatchObject({ status: 405 });
    expect(runs).toBe(0);
  });

  it('turns away a body announced as larger than is ever read', async () => {
    const body = 'x'.repeat(300 * 1024);
    expect(await call(`Bearer ${KEY}`, { body })).toEqual({ status: 413, text: '{"error":"payload too large"}' });
    expect(runs).toBe(0);
  });

  it('cuts off a body that never ends, and had answered before', async () => {
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    let heard = '';
    socket.on('data', (chunk) => {
      heard += chunk;
    });
    socket.on('error', () => {});
    socket.write(
      `POST /api/jobs/run HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${KEY}\r\ntransfer-encoding: chunked\r\n\r\n`,
    );
    const sending = setInterval(() => socket.write(`10000\r\n${'x'.repeat(65_536)}\r\n`), 5);
    await new Promise<void>((resolve) => socket.once('close', () => resolve()));
    clearInterval(sending);
    expect(heard).toMatch(/^HTTP\/1.1 200 OK/);
  });

  it('says 500 in plain words when a run fails altogether', async () => {
    runJobs = () => Promise.reject(new Error('canary internals'));
    expect(await call(`Bearer ${KEY}`)).toEqual({ status: 500, text: '{"error":"internal error"}' });
  });

  it('answers 202 after five seconds while a long run goes on', async () => {
    let finish = (_: RunReport) => {};
    runJobs = () =>
      new Promise((resolve) => {
        finish = resolve;
      });
    const answer = await call(`Bearer ${KEY}`);
    finish(report);
    expect(answer).toEqual({ status: 202, text: '{"underWay":true}' });
  });
});

describe('the settings', () => {
  const jobs = (given: Record<string, string>): JobSettings => settingsWith(given).jobs;
  it('take Microsoft’s key document of the bot’s own tenant, or that of another cloud', () => {
    const metadata = (given: Record<string, string>) =>
      jobs({ JOBS_CALLERS: CALLER, JOBS_OPENID_METADATA: '', ...given }).callers;
    expect(metadata({})).toMatchObject({
      openIdMetadata: `https://login.microsoftonline.com/${TENANT}/v2.0/.well-known/openid-configuration`,
      issuers: [`https://login.microsoftonline.com/${TENANT}/v2.0`, `https://sts.windows.net/${TENANT}/`],
      audiences: [APP, `api://${APP}`],
    });
    expect(metadata({ BOT_LOGIN_ENDPOINT: 'https://login.microsoftonline.us/' })?.openIdMetadata).toBe(
      `https://login.microsoftonline.us/${TENANT}/v2.0/.well-known/openid-configuration`,
    );
  });

  it('run the jobs in this process unless that is switched off', () => {
    expect(jobs({})).toEqual({ inProcess: true });
    expect(jobs({ JOBS_IN_PROCESS: 'off' })).toEqual({ inProcess: false });
  });
});
