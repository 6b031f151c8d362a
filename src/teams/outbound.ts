// Everything the bot sends: its token, the time limit on every call, and no retries but the messenger's own. What one could
// get wrong: the SDK sends a message up to four times after a 5xx or a reset and waits for ever (proofs.md §1.1, §1.2).

import type { CloudAdapter } from 'botbuilder';
import * as z from 'zod/v4';
import type { BotIdentity, Settings } from '../config.js';
import { isAllowedServiceUrl } from './caller.js';

/** Limit on one call to Teams, sign-in included. */
export const CALL_LIMIT_MS = 3_000;

type Authentication = NonNullable<ConstructorParameters<typeof CloudAdapter>[0]>;
type ConnectorFactory = ReturnType<Authentication['createConnectorFactory']>;
export type Connector = Awaited<ReturnType<ConnectorFactory['create']>>;

/** A call that got no answer. `handedOver`: its body may have reached Teams, so what it asked may have happened. */
export class CallFault extends Error {
  constructor(
    readonly handedOver: boolean,
    readonly code: string,
    options?: { cause?: unknown },
  ) {
    super(`no answer: ${code}`, options);
    this.name = 'CallFault';
  }
}

/** What of the SDK's request pipeline is used here. */
interface PipelineRequest {
  abortSignal?: AbortSignal;
}
type SendRequest = (request: PipelineRequest) => Promise<unknown>;
interface Pipeline {
  removePolicy(options: { name: string }): unknown;
  addPolicy(
    policy: { name: string; sendRequest(request: PipelineRequest, next: SendRequest): Promise<unknown> },
    options: { phase: 'Serialize' | 'Sign' },
  ): void;
}

/**
 * A factory whose connectors send only to allowed addresses, once, within the limit. Its calls throw CallFault when there
 * was no answer, and the SDK's RestError with `statusCode` when the answer was no success.
 */
export function limitConnectors(inner: ConnectorFactory, settings: Settings): ConnectorFactory {
  return {
    async create(serviceUrl, audience) {
      if (!isAllowedServiceUrl(serviceUrl, settings)) throw new CallFault(false, 'service address not allowed');
      const connector = await inner.create(serviceUrl, audience);
      // The SDK has no option for this (`noRetryPolicy` is ignored), so the private client is opened by name.
      const client: { pipeline: Pipeline } = Reflect.get(connector, 'client');
      client.pipeline.removePolicy({ name: 'defaultRetryPolicy' });
      client.pipeline.removePolicy({ name: 'redirectPolicy' });
      const handedOver = new WeakSet<AbortSignal>();
      const limit = { name: 'callLimit', sendRequest: limitedCall(handedOver) };
      client.pipeline.addPolicy(limit, { phase: 'Serialize' });
      client.pipeline.addPolicy({ name: 'handOver', sendRequest: markHandOver(handedOver) }, { phase: 'Sign' });
      return connector;
    },
  };
}

function limitedCall(handedOver: WeakSet<AbortSignal>) {
  return async (request: PipelineRequest, next: SendRequest): Promise<unknown> => {
    const limit = new AbortController();
    request.abortSignal = limit.signal;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        reject(new CallFault(handedOver.has(limit.signal), 'time limit'));
        limit.abort();
      }, CALL_LIMIT_MS);
    });
    try {
      return await Promise.race([next(request), late]);
    } catch (error) {
      if (error instanceof CallFault || typeof Reflect.get(Object(error), 'statusCode') === 'number') throw error;
      const code = String(Reflect.get(Object(error), 'code') ?? 'failed');
      throw new CallFault(handedOver.has(limit.signal) && !NEVER_CONNECTED.has(code), code, { cause: error });
    } finally {
      clearTimeout(timer);
    }
  };
}

/** Codes of a call that never reached anybody, so that nothing it asked can have happened. */
export const NEVER_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

function markHandOver(handedOver: WeakSet<AbortSignal>) {
  return (request: PipelineRequest, next: SendRequest): Promise<unknown> => {
    if (request.abortSignal) handedOver.add(request.abortSignal);
    return next(request);
  };
}

/** What the SDK asks for a token, answered from `token`; without one, nothing is signed. */
export function credentialsFactory(token: (() => Promise<string>) | undefined) {
  return {
    isValidAppId: async () => false,
    isAuthenticationDisabled: async () => token === undefined,
    createCredentials: async () => ({
      async signRequest<R extends Signable>(request: R): Promise<R> {
        if (token) request.headers.set('authorization', `Bearer ${await token()}`);
        return request;
      },
    }),
  };
}

type Signable = { headers: { set(name: string, value: string): void } };

const TokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });
const EARLY_MS = 5 * 60_000;

/** The bot's own token: one request at a time, kept until five minutes before it ends. */
export function openBotToken(identity: BotIdentity): () => Promise<string> {
  let held: { token: string; expiresAt: number } | undefined;
  let asking: Promise<{ token: string; expiresAt: number }> | undefined;
  return async () => {
    if (held && held.expiresAt - EARLY_MS > Date.now()) return held.token;
    asking ??= (
      identity.password ? askWithPassword(identity, identity.password) : askManagedIdentity(identity)
    ).finally(() => {
      asking = undefined;
    });
    held = await asking;
    return held.token;
  };
}

async function askWithPassword(identity: BotIdentity, password: string) {
  const base = identity.loginEndpoint.replace(/\/+$/, '');
  const response = await fetch(`${base}/${identity.tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: identity.appId,
      client_secret: password,
      scope: scopeOf(identity),
    }),
    signal: AbortSignal.timeout(CALL_LIMIT_MS),
    redirect: 'error',
  });
  if (!response.ok) throw new CallFault(false, `sign-in answered ${response.status}`);
  const answer = TokenAnswer.parse(await response.json());
  return { token: answer.access_token, expiresAt: Date.now() + answer.expires_in * 1000 };
}

async function askManagedIdentity(identity: BotIdentity) {
  const { ManagedIdentityCredential } = await import('@azure/identity');
  const credential = new ManagedIdentityCredential({ clientId: identity.appId });
  const answer = await credential.getToken(scopeOf(identity), { abortSignal: AbortSignal.timeout(CALL_LIMIT_MS) });
  return { token: answer.token, expiresAt: answer.expiresOnTimestamp };
}

/** In every cloud the party that issues the channel's tokens is the one the bot's own token is for. */
function scopeOf(identity: BotIdentity): string {
  return `${identity.tokenIssuer}/.default`;
}
