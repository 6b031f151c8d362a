// What the key document may be, and what becomes of tokens already proved: the check itself against a loopback document, by a
// clock of its own. Pitfall: a token must be refused for its key and for nothing else, so every refused one has a good twin.
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Refusal } from '../../src/teams/caller.js';
import { openTokenCheck, type TokenCheck } from '../../src/teams/token-check.js';
import { type KeyDocument, type PublishedKey, type SignOptions, startKeyDocument } from '../support/key-document.js';

const APP = '11111111-2222-3333-4444-555555555555';
const SERVICE = 'https://smba.trafficmanager.net/uk/';
const HOUR_MS = 3_600_000;

let keys: KeyDocument;
let now: number;
let check: TokenCheck;
beforeAll(async () => {
  keys = await startKeyDocument();
});
afterAll(() => keys.stop());
beforeEach(() => {
  now = Date.now();
  keys.answer('well');
  keys.publish((published) => published);
  check = openCheck();
});

function openCheck(): TokenCheck {
  const identity = {
    kind: 'SingleTenant' as const,
    appId: APP,
    tenantId: APP,
    password: 'canary-secret',
    openIdMetadata: keys.metadataUrl,
    tokenIssuer: keys.issuer,
    loginEndpoint: keys.loginEndpoint,
  };
  return openTokenCheck(identity, () => now);
}

/** A token good for an hour from the moved clock's now. */
function token(options?: SignOptions, hours = 1): string {
  const claims = keys.claims(APP, SERVICE);
  return keys.sign({ ...claims, nbf: now / 1000 - 60, exp: now / 1000 + hours * 3600 }, options);
}

/** 200, or the status of the refusal. */
async function ask(made: string): Promise<number> {
  return check(`Bearer ${made}`).then(
    () => 200,
    (error: unknown) => (error instanceof Refusal ? error.status : 500),
  );
}

const rsa = (modulusLength = 2048) => generateKeyPairSync('rsa', { modulusLength });
const published = (pair: ReturnType<typeof rsa>, more: object) => ({
  ...pair.publicKey.export({ format: 'jwk' }),
  use: 'sig',
  endorsements: ['msteams'],
  ...more,
});

describe('an odd key turns no good token away', () => {
  // Guard of each case: RsaKey in signed-keys.ts, read for each key by itself.
  const odd: [string, unknown][] = [
    ['nothing', null],
    ['a number', 7],
    ['a list', []],
    ['no id', { kty: 'RSA', n: 'AQAB', e: 'AQAB' }],
    ['an id that is no text', { kid: {}, kty: 'RSA', n: 'AQAB', e: 'AQAB' }],
    ['another kind of key', { kid: 'curve', kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' }],
    ['a secret', { kid: 'secret', kty: 'oct', k: 'AAAA' }],
    ['a modulus that is no number', { kid: 'odd', kty: 'RSA', n: '%%%', e: 'AQAB' }],
    ['a modulus of nothing', { kid: 'odd', kty: 'RSA', n: '', e: 'AQAB' }],
    ['an id like a property of objects', { kid: '__proto__', kty: 'RSA', n: 'AQAB', e: 'AQAB' }],
    ['endorsements that are no list', { kid: 'odd', kty: 'RSA', n: 'AQAB', e: 'AQAB', endorsements: 'msteams' }],
  ];
  it.each(odd)('%s', async (_what, key) => {
    keys.publish((good) => [key, ...good]);
    expect(await ask(token())).toBe(200);
  });

  it('under the same id, before the good one (guard: every key of an id is tried)', async () => {
    const short = { kty: 'RSA', n: 'AQAB', e: 'AQAB', kid: 'endorsed' };
    keys.publish((good) => [short, published(rsa(), { kid: 'endorsed' }), ...good]);
    expect(await ask(token())).toBe(200);
  });

  it('two keys of one id both sign', async () => {
    const second = rsa();
    keys.publish((good) => [...good, published(second, { kid: 'endorsed' })]);
    expect([await ask(token()), await ask(token({ by: second.privateKey }))]).toEqual([200, 200]);
  });

  it('among three thousand others', async () => {
    const { kid: _, ...one } = published(rsa(), {}) as PublishedKey;
    const small = { ...one, n: 'AQAB' };
    keys.publish((good) => [...Array.from({ length: 3_000 }, (__, n) => ({ ...small, kid: `other-${n}` })), ...good]);
    expect(await ask(token())).toBe(200);
  });
});

describe('a key that must not sign', () => {
  it.each([
    ['RSA of 1,024 bits', 1024, {}, 401],
    ['RSA of 2,048 bits, its good twin', 2048, {}, 200],
    ['one for encryption', 2048, { use: 'enc' }, 401],
    ['one for another algorithm', 2048, { alg: 'RS512' }, 401],
    ['one for this algorithm', 2048, { alg: 'RS256' }, 200],
    ['one that may only encrypt', 2048, { key_ops: ['encrypt'] }, 401],
    ['one that may verify', 2048, { key_ops: ['verify'] }, 200],
  ])('%s', async (_what, bits, more, status) => {
    const pair = rsa(bits);
    keys.publish((good) => [...good, published(pair, { kid: 'tried', ...more })]);
    expect(await ask(token({ kid: 'tried', by: pair.privateKey }))).toBe(status);
  });

  it('the fifth of one id is not tried, so that one id costs four checks at most (guard: MOST_OF_ONE_ID)', async () => {
    const many = Array.from({ length: 5 }, () => rsa());
    keys.publish(() => many.map((pair) => published(pair, { kid: 'many' })));
    const tried = await Promise.all(many.map(({ privateKey }) => ask(token({ kid: 'many', by: privateKey }))));
    expect(tried).toEqual([200, 200, 200, 200, 401]);
  });
});

describe('a document that is gone, odd, huge or slow', () => {
  it.each(['with 500', 'with nonsense', 'oddly', 'hugely', 'by drops', 'never'] as const)(
    'answering %s, keeps the last good one for two days and no longer (guard: USABLE_MS)',
    async (how) => {
      expect(await ask(token())).toBe(200);
      keys.answer(how);
      now += 47 * HOUR_MS;
      const began = performance.now();
      expect(await ask(token())).toBe(200);
      expect(performance.now() - began).toBeLessThan(2_000);
      now += 2 * HOUR_MS;
      expect(await ask(token())).toBe(503);
    },
  );

  it('empty of keys counts as gone', async () => {
    expect(await ask(token())).toBe(200);
    keys.publish(() => []);
    now += 25 * HOUR_MS;
    expect(await ask(token())).toBe(200);
    expect(await ask(token({ kid: 'unheard-of' }))).toBe(503);
  });
});

describe('a token proved once', () => {
  it('is not proved again while its key stays as published', async () => {
    const made = token();
    expect(await ask(made)).toBe(200);
    const asked = keys.asked.length;
    expect([await ask(made), await ask(made)]).toEqual([200, 200]);
    expect(keys.asked.length).toBe(asked);
  });

  it('ends with its own end, and the five minutes for clocks that differ (guards: until, clockTolerance)', async () => {
    const made = token();
    expect(await ask(made)).toBe(200);
    now += HOUR_MS + 299_000;
    expect(await ask(made)).toBe(200);
    now += 2_000;
    expect(await ask(made)).toBe(401);
  });

  it('ends when its key is withdrawn (guard: keys(…).includes)', async () => {
    const made = token({}, 100);
    expect(await ask(made)).toBe(200);
    keys.publish((good) => [...good.filter(({ kid }) => kid !== 'endorsed'), published(rsa(), { kid: 'endorsed' })]);
    now += 25 * HOUR_MS;
    // This one starts the fetch and is let in by the key that was known.
    await ask(made);
    await expect.poll(() => ask(made)).toBe(401);
  });

  it('ends when no key document can be had for two days', async () => {
    const made = token({}, 100);
    expect(await ask(made)).toBe(200);
    keys.answer('with 500');
    now += 49 * HOUR_MS;
    expect(await ask(made)).toBe(503);
  });

  it('says nothing for another that only looks like it', async () => {
    const made = token();
    expect(await ask(made)).toBe(200);
    const [head, body, signature = ''] = made.split('.');
    const turned = signature.startsWith('A') ? `B${signature.slice(1)}` : `A${signature.slice(1)}`;
    expect(await ask(`${head}.${body}.${turned}`)).toBe(401);
  });
});
