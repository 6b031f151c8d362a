// The check of the token every incoming call carries. What one could get wrong: the SDK's own check also takes emulator and
// Entra tokens, answers a bad signature with 500, prints keys, and waits for ever on the key document (proofs.md §1.5, §1.7),
// so its door is closed and this one, with only what Microsoft's channel sends, is open.
// Format: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication

import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import * as z from 'zod/v4';
import { type BotIdentity, isSafeAddress } from '../config.js';
import { Refusal } from './caller.js';

/** What a good token says. */
export interface Caller {
  serviceUrl: string;
  /** Channels the signing key is endorsed for; absent when the key document names none for it. */
  endorsements?: readonly string[];
}

export type TokenCheck = (authorization: string | undefined) => Promise<Caller>;

const CLOCK_TOLERANCE_S = 300;
const FETCH_LIMIT_MS = 3_000;
const FRESH_MS = 24 * 3_600_000;
/** Keys outlive an outage of the key document by this much, not longer: a withdrawn key must stop working. */
const USABLE_MS = 48 * 3_600_000;
const BETWEEN_FETCHES_MS = 5_000;
const DIGESTS: Record<string, string> = { RS256: 'RSA-SHA256', RS384: 'RSA-SHA384', RS512: 'RSA-SHA512' };

const Header = z.object({ alg: z.string(), kid: z.string(), crit: z.undefined() });
const Claims = z.object({
  iss: z.string(),
  aud: z.string(),
  exp: z.number(),
  nbf: z.number().optional(),
  serviceurl: z.string(),
});
const KeyList = z.object({
  keys: z.array(
    z.object({
      kid: z.string().optional(),
      kty: z.string().optional(),
      n: z.string().optional(),
      e: z.string().optional(),
      endorsements: z.array(z.string()).optional(),
    }),
  ),
});

/**
 * A check for calls to this bot. The check gives the caller, or throws Refusal: 401 for a missing or bad token, 503 when
 * the keys cannot be had at the moment.
 */
export function openTokenCheck(identity: BotIdentity, now: () => number = Date.now): TokenCheck {
  const keys = openKeys(identity.openIdMetadata, now);
  return async (authorization) => {
    const token = /^Bearer ([\w-]+)\.([\w-]+)\.([\w-]+)$/i.exec(authorization ?? '');
    if (!authorization) throw new Refusal(401, 'no token');
    const [, head = '', body = '', signature = ''] = token ?? [];
    const header = Header.safeParse(parse(head)).data;
    const claims = Claims.safeParse(parse(body)).data;
    const digest = header && Object.hasOwn(DIGESTS, header.alg) ? DIGESTS[header.alg] : undefined;
    // The issuer is compared before any key is looked for: tokens of other origins must not make us fetch.
    if (!header || !claims || !digest || claims.iss !== identity.tokenIssuer) throw new Refusal(401, 'bad token');
    const key = await keys(header.kid);
    const signed = key && verify(digest, Buffer.from(`${head}.${body}`), key.key, Buffer.from(signature, 'base64url'));
    const seconds = now() / 1000;
    const current = claims.exp + CLOCK_TOLERANCE_S > seconds && (claims.nbf ?? 0) - CLOCK_TOLERANCE_S < seconds;
    if (!signed || !current || claims.aud !== identity.appId) throw new Refusal(401, 'bad token');
    return { serviceUrl: claims.serviceurl, endorsements: key.endorsements };
  };
}

/** Throws Refusal (401) unless the token was made for this activity's channel and service address. */
export function checkTokenFits(caller: Caller, activity: { channelId: string; serviceUrl?: string }): void {
  if (caller.endorsements?.length && !caller.endorsements.includes(activity.channelId))
    throw new Refusal(401, 'bad token');
  // A missing address is left to checkCaller, which says 403: the token itself was good.
  if (activity.serviceUrl && activity.serviceUrl !== caller.serviceUrl)
    throw new Refusal(401, 'token for another service address');
}

interface Key {
  key: KeyObject;
  endorsements?: readonly string[];
}

/** Keys by id, from a document fetched at most once at a time and kept for a day. */
function openKeys(metadataUrl: string, now: () => number): (id: string) => Promise<Key | undefined> {
  let known = new Map<string, Key>();
  let fetchedAt = Number.NEGATIVE_INFINITY;
  let triedAt = Number.NEGATIVE_INFINITY;
  let failed = false;
  let fetching: Promise<void> | undefined;

  async function refresh(): Promise<void> {
    triedAt = now();
    try {
      known = await fetchKeys(metadataUrl);
      fetchedAt = now();
      failed = false;
    } catch {
      failed = true;
    } finally {
      fetching = undefined;
    }
  }

  return async (id) => {
    const wanted = !known.has(id) || now() - fetchedAt > FRESH_MS;
    if (wanted && (fetching || now() - triedAt > BETWEEN_FETCHES_MS)) {
      fetching ??= refresh();
      await fetching;
    }
    const key = now() - fetchedAt < USABLE_MS ? known.get(id) : undefined;
    if (!key && failed) throw new Refusal(503, 'key document unavailable', 5);
    return key;
  };
}

async function fetchKeys(metadataUrl: string): Promise<Map<string, Key>> {
  const signal = AbortSignal.timeout(FETCH_LIMIT_MS);
  const metadata = z.object({ jwks_uri: z.string().refine(isSafeAddress) }).parse(await fetchJson(metadataUrl, signal));
  const { keys } = KeyList.parse(await fetchJson(metadata.jwks_uri, signal));
  const found = new Map<string, Key>();
  for (const { kid, kty, n, e, endorsements } of keys) {
    if (kid && n && e && (kty ?? 'RSA') === 'RSA')
      found.set(kid, { key: createPublicKey({ key: { kty: 'RSA', n, e }, format: 'jwk' }), endorsements });
  }
  return found;
}

async function fetchJson(address: string, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(address, { signal, redirect: 'error' });
  if (!response.ok) throw new Error(`key document answered ${response.status}`);
  return await response.json();
}

function parse(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
