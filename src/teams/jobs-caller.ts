// Who may start a run of the jobs from outside: whoever has the key, or an identity of the bot's own tenant that is named in
// the settings. What one could get wrong: a good token is not enough (401 or 403 differ): any app of the tenant can get one.
// Token format: https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference

import { createHash, timingSafeEqual } from 'node:crypto';
import * as z from 'zod/v4';
import type { JobSettings } from '../config.js';
import { Refusal } from './caller.js';
import { openSignedTokens } from './signed-token.js';

/** Lets a caller in by their `authorization` header, or throws Refusal: 401, 403, 503. */
export type JobsCallerCheck = (authorization: string | undefined) => Promise<void>;

/** `oid` names the identity, `appid` (v1) or `azp` (v2) its application. */
const Claims = z.object({ oid: z.string().optional(), appid: z.string().optional(), azp: z.string().optional() });

/** The check these settings ask for; undefined when nobody is let in from outside. */
export function openJobsCallerCheck({ key, callers }: JobSettings): JobsCallerCheck | undefined {
  if (!key && !callers) return undefined;
  const read = callers && openSignedTokens({ ...callers, claims: Claims });
  return async (authorization) => {
    if (!authorization) throw new Refusal(401, 'no token');
    if (key && isKey(authorization, key)) return;
    if (!read) throw new Refusal(401, 'bad token');
    const { oid, appid, azp } = (await read(authorization)).claims;
    const known = [oid, appid, azp].some((id) => id !== undefined && callers.allowed.includes(id.toLowerCase()));
    if (!known) throw new Refusal(403, 'caller');
  };
}

/** Compared by digests of equal length, so that neither its letters nor its length can be timed. */
function isKey(authorization: string, key: string): boolean {
  const given = /^Bearer (.+)$/i.exec(authorization)?.[1] ?? '';
  return timingSafeEqual(digest(given), digest(key));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
