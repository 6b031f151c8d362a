// F12: who is let in. Every case goes over HTTP against a loopback key document with tokens signed here; the handler counts
// its turns, and no answer may carry more than one plain word.
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Settings } from '../src/config.js';
import { openLog } from '../src/log.js';
import { type RunningServer, startServer } from '../src/server.js';
import { openEmbeddedStore } from '../src/storage/embedded-store.js';
import type { Store } from '../src/storage/store.js';
import { createTeamsAdapter } from '../src/teams/adapter.js';
import { type KeyDocument, type SignOptions, startKeyDocument } from './support/key-document.js';

const APP = '11111111-2222-3333-4444-555555555555';
const TENANT = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';
const SERVICE = 'https://smba.trafficmanager.net/uk/';
const log = openLog('silent');

let keys: KeyDocument;
let store: Store;
let server: RunningServer;
let turns = 0;

function settingsFor(openIdMetadata: string): Settings {
  return {
    port: 0,
    host: '127.0.0.1',
    identity: {
      kind: 'SingleTenant',
      appId: APP,
      tenantId: TENANT,
      password: 'canary-secret',
      openIdMetadata,
      tokenIssuer: 'https://api.botframework.com',
      loginEndpoint: keys.loginEndpoint,
    },
    allowedTenants: [TENANT],
    serviceHosts: ['smba.trafficmanager.net'],
    store: { kind: 'embedded', file: ':memory:' },
    files: { uploadHosts: [] },
    jobs: { inProcess: false },
    founders: [],
    logLevel: 'silent',
  };
}

async function serverFor(openIdMetadata: string): Promise<RunningServer> {
  const settings = settingsFor(openIdMetadata);
  const onTurn = async () => {
    turns++;
  };
  return await startServer({ settings, adapter: createTeamsAdapter(settings, log), onTurn, store, log });
}

const activity = {
  type: 'message',
  id: '1',
  channelId: 'msteams',
  serviceUrl: SERVICE,
  text: 'summary',
  from: { id: '29:one', aadObjectId: 'dddddddd-0000-0000-0000-000000000001' },
  recipient: { id: `28:${APP}` },
  conversation: { id: 'a:1', conversationType: 'personal', tenantId: TENANT },
  channelData: { tenant: { id: TENANT } },
};

async function post(authorization: string | undefined, body: unknown = activity, to = server) {
  const response = await fetch(`${to.url}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(authorization !== undefined && { authorization }) },
    body: JSON.stringify(body),
  });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

/** What a refusal may say: a status in plain words, nothing of the SDK, the token, the keys or the settings. */
const plain = /^\{"error":"[a-z ]{1,24}"\}$/;

beforeAll(async () => {
  keys = await startKeyDocument();
  store = await openEmbeddedStore({ file: ':memory:' });
  server = await serverFor(keys.metadataUrl);
});
afterAll(async () => {
  await server.stop();
  await store.close();
  await keys.stop();
});
beforeEach(() => {
  turns = 0;
});

const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const seconds = () => Math.floor(Date.now() / 1000);
const good = () => keys.claims(APP, SERVICE);
const bearer = (claims: Record<string, unknown>, options?: SignOptions) => `Bearer ${keys.sign(claims, options)}`;

describe('a good token', () => {
  it.each([
    ['RS256', () => bearer(good())],
    ['RS384', () => bearer(good(), { alg: 'RS384' })],
    ['RS512', () => bearer(good(), { alg: 'RS512' })],
    [
      'addresses of other keys in its header, which nobody asks',
      () => bearer(good(), { header: { jku: `${keys.metadataUrl}/jku`, x5u: `${keys.metadataUrl}/x5u` } }),
    ],
    ['an end four minutes ago, within the allowed clock difference', () => bearer({ ...good(), exp: seconds() - 240 })],
    ['a beginning in four minutes, within it too', () => bearer({ ...good(), nbf: seconds() + 240 })],
  ])('is let in: %s', async (_what, authorization) => {
    expect((await post(authorization())).status).toBe(200);
    expect(turns).toBe(1);
    expect(keys.asked.filter((path) => !['/openid', '/keys'].includes(path))).toEqual([]);
  });
});

describe('without a good token the answer is 401 and no handler runs', () => {
  const entra = `https://sts.windows.net/${TENANT}/`;
  // Guard of each case: openTokenCheck in token-check.ts; the guard's own part is named where it is not plain.
  const cases: [string, () => string | undefined][] = [
    ['no header', () => undefined],
    ['an empty header', () => ''],
    ['another scheme', () => `Basic ${keys.sign(good())}`],
    ['a token without scheme', () => keys.sign(good())],
    ['words for a token', () => 'Bearer garbage'],
    ['three parts that are no JSON', () => 'Bearer aaaa.bbbb.cccc'],
    ['a token of 12 kB of nothing', () => `Bearer ${'a'.repeat(12_000)}.b.c`],
    ['a signature by a stranger under a published key’s id', () => bearer(good(), { stranger: true })],
    ['a key nobody published', () => bearer(good(), { kid: 'unheard-of' })],
    ['a body changed after signing', () => tampered()],
    ['alg none', () => bearer(good(), { alg: 'none' })],
    ['alg none with a signature of something', () => `${bearer(good(), { alg: 'none' })}AAAA`],
    ['HS256 keyed with the public key (guard: ALGORITHMS)', () => bearer(good(), { alg: 'HS256' })],
    ['PS256 by the right key (guard: ALGORITHMS)', () => bearer(good(), { alg: 'PS256' })],
    ['ES256 under an RSA key’s id', () => bearer(good(), { alg: 'ES256', by: curve })],
    [
      'RS256 in its header, signed as ES256',
      () => bearer(good(), { alg: 'ES256', by: curve, header: { alg: 'RS256' } }),
    ],
    ['a critical header we do not know (guard: crit)', () => bearer(good(), { header: { crit: ['exp'] } })],
    ['a critical header that jose knows (guard: crit)', () => bearer(good(), { header: { crit: ['b64'], b64: true } })],
    ['a body that is not encoded', () => bearer(good(), { header: { crit: ['b64'], b64: false } })],
    ['no key id (guard: Header)', () => bearer(good(), { header: { kid: undefined } })],
    ['a key id that is no text', () => bearer(good(), { header: { kid: { $ne: '' } } })],
    ['its own key in its header', () => bearer(good(), { stranger: true, header: { jwk: keys.strangersKey } })],
    ['a good token longer than any (guard: MOST_LETTERS)', () => bearer({ ...good(), more: 'x'.repeat(8_192) })],
    ['a good token and more', () => `${bearer(good())}.e30`],
    ['a good token twice', () => `${bearer(good())}, ${bearer(good())}`],
    ['claims that are a list', () => bearer([good()] as never)],
    ['an algorithm named like a property of objects', () => bearer(good(), { header: { alg: 'constructor' } })],
    ['another issuer', () => bearer({ ...good(), iss: 'https://evil.example.com' })],
    [
      'an emulator’s or Entra’s token for this very bot',
      () => bearer({ ...good(), iss: entra, appid: APP, ver: '1.0' }),
    ],
    ['a skill’s token', () => bearer({ ...good(), iss: entra, azp: APP, ver: '2.0' })],
    ['another bot’s audience', () => bearer({ ...good(), aud: TENANT })],
    ['several audiences', () => bearer({ ...good(), aud: [APP] })],
    ['an end ten minutes ago', () => bearer({ ...good(), exp: seconds() - 600 })],
    ['no end', () => bearer({ ...good(), exp: undefined })],
    ['an end in words', () => bearer({ ...good(), exp: 'never' })],
    ['an end six minutes ago (guard: CLOCK_TOLERANCE_S)', () => bearer({ ...good(), exp: seconds() - 360 })],
    ['a beginning in six minutes (guard: CLOCK_TOLERANCE_S)', () => bearer({ ...good(), nbf: seconds() + 360 })],
    ['a beginning in words', () => bearer({ ...good(), nbf: 'now' })],
    ['a beginning in ten minutes', () => bearer({ ...good(), nbf: seconds() + 600 })],
    [
      'another service address (guard: checkTokenFits)',
      () => bearer({ ...good(), serviceurl: 'https://smba.trafficmanager.net/de/' }),
    ],
    ['no service address in the token', () => bearer({ ...good(), serviceurl: undefined })],
    ['a key endorsed for another channel (guard: checkTokenFits)', () => bearer(good(), { kid: 'elsewhere' })],
    ['a key without endorsements (guard: checkTokenFits)', () => bearer(good(), { kid: 'plain' })],
  ];
  const tampered = () => {
    const [head, , signature] = keys.sign(good()).split('.');
    const body = Buffer.from(JSON.stringify({ ...good(), exp: seconds() + 9_999 })).toString('base64url');
    return `Bearer ${head}.${body}.${signature}`;
  };

  it.each(cases)('%s', async (_what, authorization) => {
    const answer = await post(authorization());
    expect(answer).toMatchObject({ status: 401, text: '{"error":"unauthorized"}' });
    expect(turns).toBe(0);
  });
});

describe('with a good token the answer is 403 and no handler runs', () => {
  const elsewhere = (serviceUrl: string) => ({ ...activity, serviceUrl });
  const other = '99999999-9999-9999-9999-999999999999';
  // Guard of each case: checkCaller in caller.ts.
  const cases: [string, typeof activity | Record<string, unknown>][] = [
    [
      'another tenant',
      { ...activity, conversation: { id: 'a:1', tenantId: other }, channelData: { tenant: { id: other } } },
    ],
    ['two tenants that differ, ours first', { ...activity, channelData: { tenant: { id: other } } }],
    ['two tenants that differ, ours second', { ...activity, conversation: { id: 'a:1', tenantId: other } }],
    ['no tenant', { ...activity, conversation: { id: 'a:1' }, channelData: {} }],
    [
      'a tenant that is no text',
      { ...activity, conversation: { id: 'a:1' }, channelData: { tenant: { id: [TENANT] } } },
    ],
    ['no service address', { ...activity, serviceUrl: undefined }],
    ['a look-alike host', elsewhere('https://evil-smba.trafficmanager.net/uk/')],
    ['a neighbour under the same registrar', elsewhere('https://evil.trafficmanager.net/uk/')],
    ['our host as a prefix of theirs', elsewhere('https://smba.trafficmanager.net.evil.example/uk/')],
    ['our host as a user name', elsewhere('https://smba.trafficmanager.net@evil.example/uk/')],
    ['a password before our host', elsewhere('https://me:secret@smba.trafficmanager.net/uk/')],
    ['plain http', elsewhere('http://smba.trafficmanager.net/uk/')],
    ['another port', elsewhere('https://smba.trafficmanager.net:8443/uk/')],
    ['this machine', elsewhere('http://127.0.0.1:8080/')],
    ['no address at all', elsewhere('smba.trafficmanager.net')],
    ['another channel', { ...activity, channelId: 'webchat' }],
  ];
  it.each(cases)('%s', async (_what, body) => {
    const serviceurl = String(body.serviceUrl ?? SERVICE);
    const kid = body.channelId === 'webchat' ? 'elsewhere' : 'endorsed';
    const answer = await post(bearer({ ...good(), serviceurl }, { kid }), body);
    expect(answer).toMatchObject({ status: 403, text: '{"error":"forbidden"}' });
    expect(turns).toBe(0);
  });

  it('but a tenant named in one place only is enough', async () => {
    const { channelData, ...without } = activity;
    expect((await post(bearer(good()), without)).status).toBe(200);
    expect((await post(bearer(good()), { ...without, conversation: { id: 'a:1' }, channelData })).status).toBe(200);
  });
});

describe('when the key document cannot be had', () => {
  // Guard: openKeys turns every failure to fetch into 503; the SDK answers 500 or 401 to valid callers, or never.
  it.each(['with 500', 'with nonsense', 'oddly', 'hugely', 'by drops', 'never'] as const)(
    'answering %s, callers are told 503',
    async (how) => {
      const other = await serverFor(keys.metadataUrl);
      keys.answer(how);
      try {
        const startedAt = Date.now();
        const answer = await post(bearer(good()), activity, other);
        expect(answer.status).toBe(503);
        expect(answer.text).toMatch(plain);
        expect(Date.now() - startedAt).toBeLessThan(4_000);
        const askedBefore = keys.asked.length;
        expect((await post(bearer(good()), activity, other)).status).toBe(503);
        expect(keys.asked.length).toBe(askedBefore);
        expect(turns).toBe(0);
      } finally {
        keys.answer('well');
        await other.stop();
      }
    },
  );

  it('keys already known go on working', async () => {
    expect((await post(bearer(good()))).status).toBe(200);
    keys.answer('with 500');
    expect((await post(bearer(good()))).status).toBe(200);
    keys.answer('well');
  });

  it('a flood of unknown keys asks for the document once', async () => {
    const other = await serverFor(keys.metadataUrl);
    const askedBefore = keys.asked.length;
    const flood = Array.from({ length: 50 }, (_, n) => post(bearer(good(), { kid: `k${n}` }), activity, other));
    expect((await Promise.all(flood)).map((answer) => answer.status)).toEqual(Array(50).fill(401));
    expect(keys.asked.slice(askedBefore)).toEqual(['/openid', '/keys']);
    await other.stop();
  });
});

it('no answer names its server, and none may be kept or sniffed', async () => {
  const { headers } = await post(undefined);
  expect(headers.get('server')).toBeNull();
  expect(headers.get('x-powered-by')).toBeNull();
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('cache-control')).toBe('no-store');
});

it.each([
  ['POST', '/api/messages', 401],
  ['GET', '/api/messages', 405],
  ['GET', '/nowhere', 404],
  ['GET', '/healthz', 200],
  ['GET', '/readyz', 200],
])(
  'production’s answer to %s %s lets a browser do nothing with it, and insists on https',
  async (method, path, status) => {
    const { headers, status: answered } = await fetch(server.url + path, { method });
    expect(answered).toBe(status);
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; frame-ancestors 'none'/);
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000');
  },
);
