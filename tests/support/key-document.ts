// Microsoft's sign-in on loopback: the OpenID document and keys that tokens are checked with, and the token endpoint the bot
// signs in at. Pitfall: `sign` makes any token asked for, good or bad; only the defaults are good.
import { constants, createHmac, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JWK } from 'jose';

export interface SignOptions {
  /** `HS256` is signed with the public key's PEM, the classic confusion; `none` has no signature. */
  alg?: 'RS256' | 'RS384' | 'RS512' | 'PS256' | 'ES256' | 'HS256' | 'none';
  kid?: string;
  /** Signs with this private key, whatever the id says. */
  by?: KeyObject;
  /** Signed by a key nobody published, under the published key's id. */
  stranger?: boolean;
  header?: Record<string, unknown>;
}

export interface KeyDocument {
  metadataUrl: string;
  issuer: string;
  /** The public key of whoever signs as `stranger`. */
  strangersKey: JWK;
  /** For BOT_LOGIN_ENDPOINT; hands out `bot-token-<n>` for an hour. */
  loginEndpoint: string;
  /** A token with these claims, by default signed RS256 with the published key `endorsed` (for msteams). */
  sign(claims: Record<string, unknown>, options?: SignOptions): string;
  /** Claims of a good token for this bot and service address, valid for an hour. */
  claims(appId: string, serviceUrl: string): Record<string, unknown>;
  /** How the documents answer from here on. */
  answer(how: Answering): void;
  /** What is published from here on, made of the three keys as JWKs. */
  publish(change: (keys: PublishedKey[]) => unknown[]): void;
  /** Paths asked for so far. */
  asked: string[];
  stop(): Promise<void>;
}

/** `late`: each document a second and a quarter later. `oddly`: JSON without keys; `hugely`: good keys behind 2 MB; `by drops`: a letter now and then. */
export type Answering = 'well' | 'with 500' | 'never' | 'with nonsense' | 'oddly' | 'hugely' | 'by drops' | 'late';

export type PublishedKey = JWK & { kid: string; use: string; endorsements: string[] | undefined };

const ISSUER = 'https://api.botframework.com';

/** Starts it with three published keys: `endorsed` (msteams), `elsewhere` (webchat only), `plain` (no endorsements). */
export async function startKeyDocument(): Promise<KeyDocument> {
  const pairs = new Map(['endorsed', 'elsewhere', 'plain'].map((kid) => [kid, rsa()]));
  const stranger = rsa();
  const endorsements: Record<string, string[]> = { endorsed: ['msteams'], elsewhere: ['webchat'] };
  const asked: string[] = [];
  let how: Answering = 'well';
  let publish: (keys: PublishedKey[]) => unknown[] = (keys) => keys;
  let handedOut = 0;

  const server = createServer(async (request, response) => {
    asked.push(request.url ?? '');
    request.resume();
    if (how === 'never') return;
    if (how === 'late') await new Promise((resolve) => setTimeout(resolve, 1_250));
    if (how === 'with 500' || how === 'with nonsense') {
      response.statusCode = how === 'with 500' ? 500 : 200;
      response.end('<html>');
      return;
    }
    if (how === 'by drops') {
      const drops = setInterval(() => response.write(' '), 200);
      response.on('close', () => clearInterval(drops));
      return;
    }
    const keys = [...pairs].map(([kid, pair]) => ({
      ...pair.publicKey.export({ format: 'jwk' }),
      kid,
      use: 'sig',
      endorsements: endorsements[kid],
    }));
    const body = request.url?.endsWith('/openid')
      ? { issuer: ISSUER, jwks_uri: `${base}/keys`, id_token_signing_alg_values_supported: ['RS256'] }
      : request.url?.endsWith('/keys')
        ? how === 'oddly'
          ? { keys: 'none' }
          : { keys: publish(keys), ...(how === 'hugely' && { more: 'x'.repeat(2 * 1024 * 1024) }) }
        : { token_type: 'Bearer', expires_in: 3600, access_token: `bot-token-${++handedOut}` };
    // Not chained: restify, in the same process, makes every server's writeHead return nothing.
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    metadataUrl: `${base}/openid`,
    issuer: ISSUER,
    strangersKey: stranger.publicKey.export({ format: 'jwk' }),
    loginEndpoint: base,
    asked,
    sign: (claims, { alg = 'RS256', kid = 'endorsed', stranger: byStranger = false, by, header = {} } = {}) => {
      const text = [{ alg, typ: 'JWT', kid, ...header }, claims].map((part) => encode(JSON.stringify(part))).join('.');
      const pair = byStranger ? stranger : (pairs.get(kid) ?? stranger);
      return `${text}.${signature(text, alg, by ? { ...pair, privateKey: by } : pair)}`;
    },
    claims: (appId, serviceUrl) => {
      const now = Math.floor(Date.now() / 1000);
      return { iss: ISSUER, aud: appId, serviceurl: serviceUrl, nbf: now - 60, exp: now + 3600 };
    },
    answer: (next) => {
      how = next;
    },
    publish: (change) => {
      publish = change;
    },
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

interface Pair {
  publicKey: KeyObject;
  privateKey: KeyObject;
}

function rsa(): Pair {
  return generateKeyPairSync('rsa', { modulusLength: 2048 });
}

function signature(text: string, alg: NonNullable<SignOptions['alg']>, pair: Pair): string {
  if (alg === 'none') return '';
  if (alg === 'HS256') {
    const pem = pair.publicKey.export({ format: 'pem', type: 'spki' });
    return createHmac('sha256', pem).update(text).digest('base64url');
  }
  const key = {
    key: pair.privateKey,
    ...(alg === 'PS256' && { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }),
    ...(alg === 'ES256' && { dsaEncoding: 'ieee-p1363' as const }),
  };
  return createSign(`SHA${alg.slice(2)}`)
    .update(text)
    .sign(key, 'base64url');
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64url');
}
