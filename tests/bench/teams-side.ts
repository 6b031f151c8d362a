// Teams as both sides of a benchmark meet it: signed activities, the keys they are checked with, a connector that takes replies.
// What one could get wrong: everything is on this machine, and one token serves for a whole run, as Teams' own does for an hour.

import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { inFlight } from '../support/fault-run.js';
import { freePort } from '../support/free-port.js';
import { startKeyDocument } from '../support/key-document.js';
import { type Apart, startApart } from './apart.js';
import { startFastConnector } from './fast-connector.js';
import type { Measured } from './rounds.js';

/** The day of the benchmarks: the demo's. */
export const BEGINS_AT = '2026-11-26T09:00:00.000Z';
export const AT_ONCE = 16;

/** Opens POST /api/jobs/run. */
export const JOBS_KEY = 'a key for benchmarks of at least 32 letters';

const APP = '0b0b0000-0000-4000-8000-000000000001';

/** Somebody in Teams. */
export interface Who {
  tenantId: string;
  objectId: string;
}

export interface TeamsSide {
  /** What a message of this text is on the wire. */
  saying(who: Who, text: string): string;
  /** What pressing a button is. */
  pressing(who: Who, verb: string, data: Record<string, unknown>): string;
  /** The product, on this store, with a plan to load if one is given. */
  startSubject(tenantId: string, storeFile: string, environment?: Record<string, string>): Promise<Apart>;
  /** Production's own `main.js` on this store, its uninterrupted stretches noted (stretch-sampler.ts). */
  startProduction(tenantId: string, storeFile: string): Promise<Apart>;
  /** The bare SDK. */
  startPeer(): Promise<Apart>;
  /** How calls are signed: as Microsoft's channel does, or by a key that nobody has published. */
  authorization: { good: string; bad: string };
  stop(): Promise<void>;
}

/** Opens Teams' side. */
export async function openTeamsSide(): Promise<TeamsSide> {
  const keys = await startKeyDocument();
  const connector = await startFastConnector();
  const claims = keys.claims(APP, connector.url);
  const base = ({ tenantId, objectId }: Who) => ({
    id: randomUUID(),
    timestamp: new Date().toISOString(),
    channelId: 'msteams',
    serviceUrl: connector.url,
    from: { id: `29:${objectId}`, aadObjectId: objectId, name: 'A person' },
    recipient: { id: `28:${APP}`, name: 'Reform Delivery' },
    conversation: { conversationType: 'personal', tenantId, id: `a:${objectId}` },
    channelData: { tenant: { id: tenantId } },
    locale: 'en-GB',
  });
  const identity = {
    MicrosoftAppType: 'SingleTenant',
    MicrosoftAppId: APP,
    MicrosoftAppPassword: 'a-secret-of-benchmarks',
    BOT_OPENID_METADATA: keys.metadataUrl,
    BOT_TOKEN_ISSUER: keys.issuer,
    BOT_LOGIN_ENDPOINT: keys.loginEndpoint,
    BOT_SERVICE_HOSTS: '127.0.0.1',
  };
  return {
    saying: (who, text) => JSON.stringify({ ...base(who), type: 'message', text, textFormat: 'plain' }),
    pressing: (who, verb, data) =>
      JSON.stringify({
        ...base(who),
        type: 'invoke',
        name: 'adaptiveCard/action',
        replyToId: 'shown-1',
        value: { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' },
      }),
    startSubject: (tenantId, storeFile, environment) =>
      startApart('subject', {
        ...identity,
        PORT: '0',
        MicrosoftAppTenantId: tenantId,
        STORE_FILE: storeFile,
        LOG_LEVEL: 'info',
        ...environment,
      }),
    startProduction: async (tenantId, storeFile) => {
      const settings = { MicrosoftAppTenantId: tenantId, STORE_FILE: storeFile, JOBS_IN_PROCESS: 'off' };
      const own = { ...identity, ...settings, PORT: String(await freePort()), LOG_LEVEL: 'warn', JOBS_KEY };
      const started = await startApart('../../src/main', own, 'stretch-sampler');
      while (
        !(await fetch(`${started.url}/readyz`).then(
          ({ ok }) => ok,
          () => false,
        ))
      )
        await pause(100);
      return started;
    },
    startPeer: () => startApart('peer', identity),
    authorization: {
      good: `Bearer ${keys.sign(claims)}`,
      bad: `Bearer ${keys.sign(claims, { stranger: true })}`,
    },
    stop: async () => {
      await connector.stop();
      await keys.stop();
    },
  };
}

export interface Answered {
  status: number;
  text: string;
}

/** Posts to a bot over connections that stay open, as Teams' do. */
export function openLine(bot: Apart, authorization: string): (body: string) => Promise<Answered> {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const headers = { 'content-type': 'application/json', authorization };
  return async (body) => {
    const call = request(`${bot.url}/api/messages`, { method: 'POST', agent, headers });
    call.end(body);
    const [response] = await once(call, 'response');
    let text = '';
    response.setEncoding('utf8');
    for await (const chunk of response) text += chunk;
    return { status: response.statusCode, text };
  };
}

/** How so many things, by so many at once, came out, with the processor time that the bot itself took for each. */
export async function load(bot: Apart, things: number, one: (lane: number) => Promise<void>): Promise<Measured> {
  const before = await bot.usage();
  const began = performance.now();
  const lanes = Array.from({ length: AT_ONCE }, (_, lane) => lane);
  const each = Math.ceil(things / AT_ONCE);
  await inFlight(lanes, AT_ONCE, async (lane) => {
    for (let n = 0; n < each; n += 1) await one(lane);
  });
  const seconds = (performance.now() - began) / 1_000;
  const after = await bot.usage();
  const done = each * AT_ONCE;
  return { perSecond: done / seconds, cpuMicros: (after.cpuMicros - before.cpuMicros) / done };
}

/** Throws, quoting the answer, unless it is as expected. */
export function expectAnswer(answered: Answered, status: number, words = ''): void {
  if (answered.status === status && answered.text.includes(words)) return;
  throw new Error(`${status} with “${words}” was expected, not ${answered.status}: ${answered.text.slice(0, 500)}`);
}
