// Signed tokens against a published key document: who signed, for whom, until when. jose checks signature, audience and
// times. Pitfall: the issuer is compared before any key is looked for, since a token of another origin must not make us fetch.

import { createHash } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, type JWTPayload, jwtVerify } from 'jose';
import * as z from 'zod/v4';
import { Refusal } from './caller.js';
import { type FindKeys, openKeys, type SigningKey } from './signed-keys.js';

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
  /** Channels the signing key is endorsed for. */
  endorsements: readonly string[];
}

/** Reads an `authorization` header. */
export type ReadToken<C> = (authorization: string | undefined) => Promise<SignedToken<C>>;

const CLOCK_TOLERANCE_S = 300;
const ALGORITHMS = ['RS256', 'RS384', 'RS512'];
/** Microsoft's have about 1,200 letters. */
const MOST_LETTERS = 8_192;

const Header = z.object({ alg: z.enum(ALGORITHMS), kid: z.string(), crit: z.undefined() });
const Claims = z.object({ iss: z.string(), aud: z.string(), exp: z.number(), nbf: z.number().optional() });

/**
 * Reads `authorization` headers with a bearer token by these rules. Throws Refusal: 401 for a missing or bad token, 503 when
 * the keys cannot be had at the moment.
 */
export function openSignedTokens<C>(rules: TokenRules<C>, now: () => number = Date.now): ReadToken<C> {
  const keys = openKeys(rules.openIdMetadata, now);
  const verified = openVerified<C>(now);
  return async (authorization) => {
    if (!authorization) throw new Refusal(401, 'no token');
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization)?.[1];
    if (!token || token.length > MOST_LETTERS) throw new Refusal(401, 'bad token');
    const known = await verified.find(token, keys);
    if (known) return known;
    const { header, payload } = read(token);
    if (!rules.issuers.includes(payload.iss)) throw new Refusal(401, 'bad token');
    const own = rules.claims.safeParse(payload);
    const key = own.success && (await signerOf(token, await keys(header.kid), rules, now()));
    if (!key) throw new Refusal(401, 'bad token');
    const found = { claims: own.data, endorsements: key.endorsements };
    verified.keep(token, { found, kid: header.kid, key, from: payload.nbf ?? 0, until: payload.exp });
    return found;
  };
}

/** What a token says of itself, unproved. Throws Refusal (401) unless it is of the form that is taken. */
function read(token: string) {
  try {
    return { header: Header.parse(decodeProtectedHeader(token)), payload: Claims.loose().parse(decodeJwt(token)) };
  } catch {
    throw new Refusal(401, 'bad token');
  }
}

/** The one of these keys that signed it; undefined when none did, or when it is for somebody else or another time. */
async function signerOf(
  token: string,
  keys: readonly SigningKey[],
  { issuers, audiences }: Pick<TokenRules<unknown>, 'issuers' | 'audiences'>,
  now: number,
): Promise<SigningKey | undefined> {
  for (const key of keys) {
    const checks = {
      algorithms: ALGORITHMS,
      issuer: [...issuers],
      audience: [...audiences],
      requiredClaims: ['exp'],
      clockTolerance: CLOCK_TOLERANCE_S,
      currentDate: new Date(now),
    };
    const proved: JWTPayload | undefined = await jwtVerify(token, key.jwk, checks).then(
      ({ payload }) => payload,
      // An odd key fails as a wrong one does; the next may be right.
      () => undefined,
    );
    if (proved) return key;
  }
}

interface Verified<C> {
  found: SignedToken<C>;
  kid: string;
  key: SigningKey;
  /** Seconds since 1970. */
  from: number;
  until: number;
}

const MOST_VERIFIED = 1_000;

/**
 * Tokens proved once, by digest, until they end and while their key is published as it was. Only what was signed gets in, so a
 * flood of forged tokens pushes nothing out.
 */
function openVerified<C>(now: () => number) {
  const held = new Map<string, Verified<C>>();
  const digest = (token: string) => createHash('sha256').update(token).digest('base64');
  return {
    async find(token: string, keys: FindKeys): Promise<SignedToken<C> | undefined> {
      const id = digest(token);
      const one = held.get(id);
      if (!one) return undefined;
      const seconds = now() / 1000;
      const current = one.from <= seconds + CLOCK_TOLERANCE_S && seconds < one.until;
      if (current && (await keys(one.kid)).includes(one.key)) return one.found;
      held.delete(id);
    },
    keep(token: string, one: Verified<C>): void {
      const [oldest] = held.keys();
      if (held.size >= MOST_VERIFIED && oldest !== undefined) held.delete(oldest);
      held.set(digest(token), one);
    },
  };
}
