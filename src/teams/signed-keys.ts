// Keys by id, from a published key document. Pitfall: the document is somebody else's: one odd key in it must cost that key
// alone, and a document that is huge, slow, odd or gone must neither hold anybody up nor end the keys we have.

import type { JWK } from 'jose';
import * as z from 'zod/v4';
import { isSafeAddress } from '../setting-kinds.js';
import { Refusal } from './caller.js';

/** A published RSA key, as jose takes it. The object's identity says whether it is still the one that was fetched. */
export interface SigningKey {
  jwk: JWK;
  /** Channels it may sign for; none: it serves no channel. */
  endorsements: readonly string[];
}

/** Finds every usable key of an id, newest document first. Throws Refusal (503) when keys cannot be had at the moment. */
export type FindKeys = (id: string) => Promise<readonly SigningKey[]>;

/** Limit on fetching both documents, milliseconds. */
const FETCH_LIMIT_MS = 3_000;
/** Microsoft's document has about 100 kB. */
const MOST_DOCUMENT_BYTES = 1024 * 1024;
const FRESH_MS = 24 * 3_600_000;
/** Keys outlive an outage of the key document by this much, not longer: a withdrawn key must stop working. */
const USABLE_MS = 48 * 3_600_000;
const BETWEEN_FETCHES_MS = 5_000;
/** Each costs a check of the signature. */
const MOST_OF_ONE_ID = 4;

const KeyList = z.object({ keys: z.array(z.unknown()) });
/** A modulus of 16,384 bits at most, in base64url; how short it may be is for jose, which refuses less than 2,048. */
const RsaKey = z.object({
  kid: z.string(),
  kty: z.literal('RSA'),
  n: z.string().regex(/^[\w-]{1,2800}$/),
  e: z.string().regex(/^[\w-]{1,16}$/),
  use: z.literal('sig').optional(),
  alg: z.string().optional(),
  key_ops: z.array(z.string()).optional(),
  endorsements: z.array(z.string()).catch([]),
});

/** The keys that an OpenID document names: fetched when an id is unknown or a day has passed, at most one fetch at a time. */
export function openKeys(metadataUrl: string, now: () => number): FindKeys {
  let known = new Map<string, SigningKey[]>();
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

  const usable = (id: string) => (now() - fetchedAt < USABLE_MS ? (known.get(id) ?? []) : []);
  return async (id) => {
    if (now() - fetchedAt > FRESH_MS || !known.has(id)) {
      if (now() - triedAt > BETWEEN_FETCHES_MS) fetching ??= refresh();
      // Whoever has a key already is not made to wait for the next document.
      if (usable(id).length === 0) await fetching;
    }
    const keys = usable(id);
    if (keys.length === 0 && failed) throw new Refusal(503, 'key document unavailable', 5);
    return keys;
  };
}

async function fetchKeys(metadataUrl: string): Promise<Map<string, SigningKey[]>> {
  const signal = AbortSignal.timeout(FETCH_LIMIT_MS);
  const metadata = z.object({ jwks_uri: z.string().refine(isSafeAddress) }).parse(await fetchJson(metadataUrl, signal));
  const { keys } = KeyList.parse(await fetchJson(metadata.jwks_uri, signal));
  const found = new Map<string, SigningKey[]>();
  for (const key of keys) {
    const read = RsaKey.safeParse(key);
    if (!read.success) continue;
    const { kid, endorsements, ...jwk } = read.data;
    const sameId = found.get(kid) ?? [];
    if (sameId.length < MOST_OF_ONE_ID) found.set(kid, [...sameId, { jwk, endorsements }]);
  }
  if (found.size === 0) throw new Error('the key document has no key of ours');
  return found;
}

async function fetchJson(address: string, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(address, { signal, redirect: 'error' });
  if (!response.ok || !response.body) throw new Error(`key document answered ${response.status}`);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body as ReadableStream<Uint8Array> & AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > MOST_DOCUMENT_BYTES) throw new Error('key document too large');
    chunks.push(chunk);
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}
