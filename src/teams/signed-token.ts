// Signed tokens against a published key document: who signed, for whom, until when. What one could get wrong: the issuer is
// compared before any key is looked for, since a token of another origin must not make us fetch.

import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import * as z from 'zod/v4';
import { isSafeAddress } from '../setting-kinds.js';
import { Refusal } from './caller.js';

/** Whose tokens are taken, and for whom they must be made. */
export interface TokenRules<C> {
  /** Address of the OpenID document that names the keys. */
  openIdMetadata: string;
  issuers: readonly string[];
  audiences: readonly string[];
  /** What is read of a token's claims besides those checked here. */
  claims: z.ZodType<C>;
}

export interface SignedToken<C> {
  claims: C;
  /** Channels the signing key is endorsed for; absent when the key document names none for it. */
  endorsements?: readonly string[];
}

const CLOCK_TOLERANCE_S = 300;
const FETCH_LIMIT_MS = 3_000;
const FRESH_MS = 24 * 3_600_000;
/** Keys outlive an outage of the key document by this much, not longer: a withdrawn key must stop working. */
const USABLE_MS = 48 * 3_600_000;
const BETWEEN_FETCHES_MS = 5_000;
const DIGESTS: Record<string, string> = { RS256: 'RSA-SHA256', RS384: 'RSA-SHA384', RS512: 'RSA-SHA512' };

const Header = z.object({ alg: z.string(), kid: z.string(), crit: z.undefined() });
const Claims = z.object({ iss: z.string(), aud: z.string(), exp: z.number(), nbf: z.number().optional() });
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
 * Reads `authorization` headers with a bearer token by these rules. Throws Refusal: 401 for a missing or bad token, 503 when
 * the keys cannot be had at the moment.
 */
export function openSignedTokens<C>(
  rules: TokenRules<C>,
  now: () => number = Date.now,
): (authorization: string | undefined) => Promise<SignedToken<C>> {
  const keys = openKeys(rules.openIdMetadata, now);
  return async (authorization) => {
    if (!authorization) throw new Refusal(401, 'no token');
    const [, head = '', body = '', signature = ''] = /^Bearer ([\w-]+)\.([\w-]+)\.([\w-]+)$/i.exec(authorization) ?? [];
    const header = Header.safeParse(parse(head)).data;
    const common = Claims.safeParse(parse(body)).data;
    const own = rules.claims.safeParse(parse(body));
    const digest = header && Object.hasOwn(DIGESTS, header.alg) ? DIGESTS[header.alg] : undefined;
    if (!header || !common || !own.success || !digest || !rules.issuers.includes(common.iss))
      throw new Refusal(401, 'bad token');
    const key = await keys(header.kid);
    const signed = key && verify(digest, Buffer.from(`${head}.${body}`), key.key, Buffer.from(signature, 'base64url'));
    const seconds = now() / 1000;
    const current = common.exp + CLOCK_TOLERANCE_S > seconds && (common.nbf ?? 0) - CLOCK_TOLERANCE_S < seconds;
    if (!signed || !current || !rules.audiences.includes(common.aud)) throw new Refusal(401, 'bad token');
    return { claims: own.data, endorsements: key.endorsements };
  };
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
