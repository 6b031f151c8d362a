// The check of the token every incoming call carries. Pitfall: the SDK's own check also takes emulator and Entra tokens,
// answers a bad signature with 500, prints keys, and waits for ever on the key document (botbuilder 4.23.3, measured), so its
// door is closed and this one, with only what Microsoft's channel sends, is open.
// Format: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication

import * as z from 'zod/v4';
import type { BotIdentity } from '../config.js';
import { Refusal } from './caller.js';
import { openSignedTokens } from './signed-token.js';

/** What a good token says. */
export interface Caller {
  serviceUrl: string;
  /** Channels the signing key is endorsed for. */
  endorsements: readonly string[];
}

export type TokenCheck = (authorization: string | undefined) => Promise<Caller>;

/**
 * A check for calls to this bot. The check gives the caller, or throws Refusal: 401 for a missing or bad token, 503 when
 * the keys cannot be had at the moment.
 */
export function openTokenCheck(identity: BotIdentity, now: () => number = Date.now): TokenCheck {
  const read = openSignedTokens(
    {
      openIdMetadata: identity.openIdMetadata,
      issuers: [identity.tokenIssuer],
      audiences: [identity.appId],
      claims: z.object({ serviceurl: z.string() }),
    },
    now,
  );
  return async (authorization) => {
    const { claims, endorsements } = await read(authorization);
    return { serviceUrl: claims.serviceurl, endorsements };
  };
}

/** Throws Refusal (401) unless the token was made for this activity's channel and service address. */
export function checkTokenFits(caller: Caller, activity: { channelId: string; serviceUrl?: string }): void {
  if (!caller.endorsements.includes(activity.channelId)) throw new Refusal(401, 'bad token');
  // A missing address is left to checkCaller, which says 403: the token itself was good.
  if (activity.serviceUrl && activity.serviceUrl !== caller.serviceUrl)
    throw new Refusal(401, 'token for another service address');
}
