// Sends cards into conversations and says honestly how that ended. What one could get wrong: a POST that got no clear answer
// may have been shown, so it is never repeated here; a PUT replaces a card with itself and may be (proofs.md §1.1).

import { setTimeout as wait } from 'node:timers/promises';
import { type Activity, ActivityTypes } from 'botbuilder';
import { type Clock, systemClock } from '../clock.js';
import type { Settings } from '../config.js';
import type { ConversationAddress, Messenger, OutgoingCard, SendOutcome } from '../deps.js';
import { describeError, type Log } from '../log.js';
import type { TeamsAdapter } from './adapter.js';
import { isAllowedServiceUrl } from './caller.js';
import { CallFault, type Connector } from './outbound.js';

/** Teams takes about 100 KB in UTF-16; this leaves room for what it adds itself. */
const MOST_CARD_BYTES = 28 * 1024;
const SHORT_WAIT_MS = 1_000;
const MOST_REPEATS = 2;
/** No repeat begins later than this after the first try: someone may be waiting for the answer. */
const REPEAT_WITHIN_MS = 2_000;
const FIRST_BACK_OFF_MS = 400;
const LATER_MS = 5_000;
const MOST_LATER_MS = 3_600_000;

/** A messenger for this bot. `clock` dates `notBefore`. */
export function openMessenger(
  adapter: TeamsAdapter,
  settings: Settings,
  log: Log,
  clock: Clock = systemClock,
): Messenger {
  async function deliver(
    to: ConversationAddress,
    message: OutgoingCard,
    call: (connector: Connector, activity: Partial<Activity>) => Promise<string>,
    repeatable: boolean,
  ): Promise<SendOutcome> {
    if (!isAllowedServiceUrl(to.serviceUrl, settings)) return refuse('service address');
    const activity = activityOf(to, message, settings);
    const bytes = Buffer.byteLength(JSON.stringify(message.card));
    if (bytes > MOST_CARD_BYTES) return refuse('card too large', bytes);

    const startedAt = Date.now();
    for (let repeats = 0; ; repeats++) {
      try {
        const activityId = await call(await adapter.connectorFor(to.serviceUrl), activity);
        return { outcome: 'sent', activityId };
      } catch (error) {
        const verdict = judge(error);
        const pause = verdict.pauseMs ?? FIRST_BACK_OFF_MS * 2 ** repeats * (0.5 + Math.random() / 2);
        const again = verdict.outcome === 'later' || (verdict.outcome === 'unknown' && repeatable);
        const soon = pause <= SHORT_WAIT_MS && Date.now() + pause - startedAt <= REPEAT_WITHIN_MS;
        if (again && soon && repeats < MOST_REPEATS) {
          await wait(pause);
          continue;
        }
        log.warn('card not delivered', {
          outcome: verdict.outcome,
          repeats,
          ...describeError(error),
          ...codeOf(error),
        });
        if (verdict.outcome !== 'later') return { outcome: verdict.outcome };
        const laterMs = verdict.pauseMs ?? LATER_MS * (0.5 + Math.random());
        return { outcome: 'later', notBefore: new Date(clock.now().getTime() + laterMs) };
      }
    }
  }

  function refuse(reason: string, bytes?: number): SendOutcome {
    log.error('card refused before sending', { reason, bytes });
    return { outcome: 'refused' };
  }

  return {
    send: (to, message) =>
      deliver(to, message, (connector, activity) => post(connector, to.conversationId, activity), false),
    update: async (to, activityId, message) => {
      // Without an id the address would be the whole conversation's.
      if (!activityId) return { outcome: 'inactive' };
      const put = async (connector: Connector, activity: Partial<Activity>) => {
        await connector.conversations.updateActivity(to.conversationId, activityId, { ...activity, id: activityId });
        return activityId;
      };
      return await deliver(to, message, put, true);
    },
  };
}

/** A channel's own id: without `;messageid=` it names no thread yet. */
const CHANNEL = /^19:[^;]+@thread\.(tacv2|skype)$/;

/** Posts once and gives the message's id, or '' when Teams named none. */
async function post(connector: Connector, conversationId: string, activity: Partial<Activity>): Promise<string> {
  if (!CHANNEL.test(conversationId)) {
    const answer = await connector.conversations.sendToConversation(conversationId, activity);
    return answer.id ?? '';
  }
  const { tenant } = activity.channelData;
  const answer = await connector.conversations.createConversation({
    isGroup: true,
    bot: activity.from ?? { id: '', name: '' },
    members: [],
    tenantId: tenant.id,
    channelData: { channel: { id: conversationId }, tenant },
    activity: activity as Activity,
  });
  return answer.activityId ?? '';
}

function activityOf(to: ConversationAddress, message: OutgoingCard, settings: Settings): Partial<Activity> {
  return {
    type: ActivityTypes.Message,
    channelId: 'msteams',
    serviceUrl: to.serviceUrl,
    from: { id: settings.identity ? `28:${settings.identity.appId}` : '', name: '' },
    // Only the id: an empty conversation type is refused.
    conversation: { id: to.conversationId } as Activity['conversation'],
    // `summary` is what a notification shows; as `text` it would stand above the card a second time.
    summary: message.summary,
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: message.card }],
    channelData: { tenant: { id: to.tenantId } },
  };
}

interface Verdict {
  outcome: 'unknown' | 'inactive' | 'refused' | 'later';
  /** What Teams asked us to wait. */
  pauseMs?: number;
}

/** What an error says about whether the message was shown. */
function judge(error: unknown): Verdict {
  if (error instanceof CallFault) return { outcome: error.handedOver ? 'unknown' : 'later' };
  const status: unknown = Reflect.get(Object(error), 'statusCode');
  if (typeof status !== 'number') return { outcome: 'unknown' };
  if (status === 429 || status === 412) return { outcome: 'later', pauseMs: retryAfterMs(error) };
  // Our own token was not taken: nothing was shown, and an operator may mend it.
  if (status === 401) return { outcome: 'later', pauseMs: 60_000 };
  if (status === 403 || status === 404) return { outcome: 'inactive' };
  if (status === 408 || status >= 500 || status < 300) return { outcome: 'unknown' };
  return { outcome: 'refused' };
}

function retryAfterMs(error: unknown): number | undefined {
  const headers = Reflect.get(Object(Reflect.get(Object(error), 'response')), 'headers');
  const text: unknown = typeof headers?.get === 'function' ? headers.get('retry-after') : undefined;
  if (typeof text !== 'string' || text === '') return undefined;
  const ms = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), MOST_LATER_MS);
}

function codeOf(error: unknown): { code?: string } {
  return error instanceof CallFault ? { code: error.code } : {};
}
