// Sends cards into conversations and says honestly how that ended. What one could get wrong: a POST that got no clear answer
// may have been shown, so it is never repeated here; a PUT replaces a card with itself and may be (proofs.md §1.1).

import { setTimeout as wait } from 'node:timers/promises';
import { type Activity, ActivityTypes } from 'botbuilder';
import { type Clock, systemClock } from '../clock.js';
import type { Settings } from '../config.js';
import type { ConversationAddress, Messenger, OutgoingCard, SendOutcome, Slot, TeamMember } from '../deps.js';
import { describeError, type Log } from '../log.js';
import type { TeamsAdapter } from './adapter.js';
import { isAllowedServiceUrl } from './caller.js';
import { conversationOf } from './conversations.js';
import { memberOf, readPages } from './member-pages.js';
import { CallFault, type Connector } from './outbound.js';
import { backOffMs } from './pace.js';

/**
 * Teams takes about 100 KB in UTF-16 and recommends 80: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages. Cards are
 * drawn to 28 KB (define-card.ts); the rest is what each button carries a second time for clients without Action.Execute.
 */
const MOST_CARD_BYTES = 40 * 1024;
const SHORT_WAIT_MS = 1_000;
const MOST_REPEATS = 2;
/** No repeat begins later than this after the first try: someone may be waiting for the answer. */
const REPEAT_WITHIN_MS = 2_000;
const LATER_MS = 5_000;
const MOST_LATER_MS = 3_600_000;
/** How long what the clock sends waits for a slot; short, since it is held by a lease and holds up others. */
const MOST_WAIT_MS = 5_000;

/** A messenger for this bot. `clock` dates `notBefore`. */
export function openMessenger(
  adapter: TeamsAdapter,
  settings: Settings,
  log: Log,
  clock: Clock = systemClock,
): Messenger {
  const { pace } = adapter;
  const whereOf = (to: ConversationAddress) => ({ tenantId: to.tenantId, conversationId: conversationOf(to) });
  const laterBy = (ms: number) => new Date(clock.now().getTime() + ms);

  async function deliver(
    to: ConversationAddress,
    message: OutgoingCard,
    call: (connector: Connector, activity: Partial<Activity>) => Promise<string>,
    repeatable: boolean,
    taken?: Slot,
  ): Promise<SendOutcome> {
    if (!isAllowedServiceUrl(to.serviceUrl, settings)) return refuse('service address');
    const activity = activityOf(to, message, settings);
    const bytes = Buffer.byteLength(JSON.stringify(message.card));
    if (bytes > MOST_CARD_BYTES) return refuse('card too large', bytes);

    const startedAt = Date.now();
    const where = whereOf(to);
    for (let repeats = 0; ; repeats++) {
      // What the clock sends has its slot already, and its repeats come behind what people wait for.
      const slot =
        repeats === 0 && taken
          ? taken
          : await pace?.take(where, { urgent: taken === undefined, withinMs: REPEAT_WITHIN_MS });
      if (typeof slot === 'number') return { outcome: 'later', notBefore: laterBy(slot) };
      try {
        const activityId = await call(await adapter.connectorFor(to.serviceUrl), activity);
        pace?.accepted(where);
        return { outcome: 'sent', activityId };
      } catch (error) {
        const verdict = judge(error);
        const pause = verdict.askedToWait
          ? (pace?.backOff(where, verdict.pauseMs) ?? verdict.pauseMs ?? backOffMs(repeats + 1))
          : (verdict.pauseMs ?? backOffMs(repeats + 1));
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
        return { outcome: 'later', notBefore: laterBy(verdict.pauseMs ?? LATER_MS * (0.5 + Math.random())) };
      } finally {
        slot?.used();
      }
    }
  }

  /** Teams takes an Entra object id for a member's id here when the assistant is installed for them or in a team of theirs. */
  async function meet(objectId: string, near: ConversationAddress): ReturnType<NonNullable<Messenger['meet']>> {
    const { serviceUrl, tenantId } = near;
    if (!isAllowedServiceUrl(serviceUrl, settings)) return undefined;
    const where = { tenantId, conversationId: objectId };
    const slot = await pace?.take(where, { urgent: false, withinMs: MOST_WAIT_MS });
    if (typeof slot === 'number') return 'later';
    try {
      const connector = await adapter.connectorFor(serviceUrl);
      const { id } = await connector.conversations.createConversation({
        isGroup: false,
        bot: botOf(settings),
        members: [{ id: objectId, name: '' }],
        tenantId,
        channelData: { tenant: { id: tenantId } },
        // The SDK's type asks for one, but a first message would be shown.
        activity: undefined as never,
      });
      return id ? { conversationId: id, serviceUrl, tenantId } : 'later';
    } catch (error) {
      const { outcome, askedToWait, pauseMs } = judge(error);
      if (askedToWait) pace?.backOff(where, pauseMs);
      log.warn('chat not opened', { outcome, ...describeError(error), ...codeOf(error) });
      return outcome === 'inactive' || outcome === 'refused' ? undefined : 'later';
    } finally {
      slot?.used();
    }
  }

  async function listMembers(channel: ConversationAddress): Promise<TeamMember[] | 'later'> {
    const { serviceUrl, tenantId, conversationId } = channel;
    if (!isAllowedServiceUrl(serviceUrl, settings)) return 'later';
    const take = async () => pace?.take({ tenantId, conversationId }, { urgent: false, withinMs: MOST_WAIT_MS });
    try {
      return await readPages(await adapter.connectorFor(serviceUrl), conversationId, take);
    } catch (error) {
      log.warn('team not listed', { ...describeError(error), ...codeOf(error) });
      return 'later';
    }
  }

  async function findMember({ serviceUrl, conversationId }: ConversationAddress, userId: string) {
    if (!isAllowedServiceUrl(serviceUrl, settings)) return undefined;
    try {
      const connector = await adapter.connectorFor(serviceUrl);
      const [member] = memberOf(await connector.conversations.getConversationMember(conversationId, userId));
      return member;
    } catch (error) {
      log.info('sender-not-asked-for', { ...describeError(error), ...codeOf(error) });
      return undefined;
    }
  }

  function refuse(reason: string, bytes?: number): SendOutcome {
    log.error('card refused before sending', { reason, bytes });
    return { outcome: 'refused' };
  }

  return {
    send: (to, message, slot) =>
      deliver(to, message, (connector, activity) => post(connector, to.conversationId, activity), false, slot),
    update: async (to, activityId, message, slot) => {
      // Without an id the address would be the whole conversation's.
      if (!activityId) {
        slot?.giveBack();
        return { outcome: 'inactive' };
      }
      const put = async (connector: Connector, activity: Partial<Activity>) => {
        await connector.conversations.updateActivity(to.conversationId, activityId, { ...activity, id: activityId });
        return activityId;
      };
      return await deliver(to, message, put, true, slot);
    },
    meet,
    listMembers,
    findMember,
    ...(pace && {
      wait: async (to: ConversationAddress) => {
        const slot = await pace.take(whereOf(to), { urgent: false, withinMs: MOST_WAIT_MS });
        return typeof slot === 'number' ? laterBy(slot) : slot;
      },
    }),
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
    from: botOf(settings),
    // Only the id: an empty conversation type is refused.
    conversation: { id: to.conversationId } as Activity['conversation'],
    // `summary` is what a notification shows; as `text` it would stand above the card a second time.
    summary: message.summary,
    attachments: [
      { contentType: 'application/vnd.microsoft.card.adaptive', ...message.attachment, content: message.card },
    ],
    channelData: { tenant: { id: to.tenantId } },
  };
}

function botOf({ identity }: Settings): { id: string; name: string } {
  return { id: identity ? `28:${identity.appId}` : '', name: '' };
}

interface Verdict {
  outcome: 'unknown' | 'inactive' | 'refused' | 'later';
  /** Whether Teams itself asked us to wait. */
  askedToWait?: boolean;
  /** For how long, where that is known. */
  pauseMs?: number;
}

/** What an error says about whether the message was shown. */
function judge(error: unknown): Verdict {
  if (error instanceof CallFault) return { outcome: error.handedOver ? 'unknown' : 'later' };
  const status: unknown = Reflect.get(Object(error), 'statusCode');
  if (typeof status !== 'number') return { outcome: 'unknown' };
  if (status === 429 || status === 412) return { outcome: 'later', askedToWait: true, pauseMs: retryAfterMs(error) };
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
