// Whether whoever is calling may speak to the bot at all: tenant, channel, and the address answers would go to. What one
// could get wrong: the SDK checks none of this, and posts the bot's own token to whatever service address it is told.

import type { Activity } from 'botbuilder';
import type { Settings } from '../config.js';
import { isLoopbackHost } from '../setting-kinds.js';
import { asRecord } from './json.js';

/** Why a request is turned away, as it appears in counts and logs. */
export type RefusalReason =
  | 'no token'
  | 'bad token'
  | 'token for another service address'
  | 'key document unavailable'
  | 'channel'
  | 'service address'
  | 'tenant'
  | 'caller'
  | 'host'
  | 'busy'
  | 'too large'
  | 'too slow'
  | 'not json'
  | 'not an activity';

/** A request turned away before any handler ran. The caller sees `status` and a plain word for it, never the reason. */
export class Refusal extends Error {
  constructor(
    readonly status: 400 | 401 | 403 | 408 | 413 | 415 | 429 | 503,
    readonly reason: RefusalReason,
    readonly retryAfterSeconds?: number,
  ) {
    super(reason);
    this.name = 'Refusal';
  }
}

/**
 * Throws Refusal (403) unless the activity came through Teams, from an allowed tenant, with a service address the bot may
 * answer. Both places that name the tenant must agree, since either may be read later.
 */
export function checkCaller(activity: Activity, settings: Settings): void {
  if (activity.channelId !== 'msteams') throw new Refusal(403, 'channel');
  if (!isAllowedServiceUrl(activity.serviceUrl, settings)) throw new Refusal(403, 'service address');
  const tenants = [activity.conversation?.tenantId, tenantOf(activity.channelData)].filter(
    (id) => id !== undefined && id !== null,
  );
  const [tenant, other = tenant] = tenants;
  if (!tenant || typeof tenant !== 'string' || typeof other !== 'string') throw new Refusal(403, 'tenant');
  if (tenant.toLowerCase() !== other.toLowerCase()) throw new Refusal(403, 'tenant');
  const allowed = settings.allowedTenants;
  if (allowed !== 'any' && !allowed.includes(tenant.toLowerCase())) throw new Refusal(403, 'tenant');
}

/**
 * Whether the bot may send to this service address: https on the standard port of an allowed host or a host below it, or
 * exactly an allowed loopback host. Asked when a call arrives and again at every send, since addresses are stored.
 */
export function isAllowedServiceUrl(serviceUrl: unknown, settings: Pick<Settings, 'serviceHosts'>): boolean {
  return isAllowedHost(serviceUrl, settings.serviceHosts);
}

/** The same for any list of hosts, such as those that files are uploaded to. */
export function isAllowedHost(serviceUrl: unknown, hosts: readonly string[]): boolean {
  if (typeof serviceUrl !== 'string' || !URL.canParse(serviceUrl)) return false;
  const url = new URL(serviceUrl);
  if (url.username || url.password) return false;
  if (isLoopbackHost(url.hostname)) return /^https?:$/.test(url.protocol) && hosts.includes(url.hostname);
  if (url.protocol !== 'https:' || url.port !== '') return false;
  return hosts.some((host) => url.hostname === host || url.hostname.endsWith(`.${host}`));
}

function tenantOf(channelData: unknown): unknown {
  return asRecord(asRecord(channelData).tenant).id;
}
