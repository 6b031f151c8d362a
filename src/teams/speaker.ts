// Who speaks, and from where. Pitfall: the person is the Entra object id of an authenticated activity in their own tenant, which
// in a shared channel is not the conversation's; names in an activity prove nothing.

import { type Activity, ActivityTypes } from 'botbuilder';
import type { ConversationAddress, Deps } from '../deps.js';
import { describeError } from '../log.js';
import { findPlace, refreshPlace } from '../programmes/places.js';
import type { Origin } from '../routes.js';
import { conversationOf, refreshPersonal, rememberPersonal } from './conversations.js';
import { isAdded } from './place-events.js';
import type { Speaker } from './router.js';

/** Tenant and Entra object id of whoever sent an activity; undefined when it names nobody. */
export type Identify = (activity: Activity) => { tenantId: string; objectId: string } | undefined;

/**
 * Teams' own way: the object id of the sender and their own tenant. Teams names that in `from` for people of another tenant
 * in a shared channel; everybody else is of the conversation's tenant (checked in caller.ts).
 */
export const identifySender: Identify = (activity) => {
  const tenantId: unknown = Reflect.get(Object(activity.from), 'tenantId') ?? tenantOf(activity);
  const objectId = activity.from?.aadObjectId;
  return typeof tenantId === 'string' && typeof objectId === 'string'
    ? { tenantId: tenantId.toLowerCase(), objectId: objectId.toLowerCase() }
    : undefined;
};

/** The tenant that a conversation is in, in small letters; undefined when the activity does not say. */
export function tenantOf(activity: Activity): string | undefined {
  const tenantId: unknown = activity.conversation?.tenantId ?? activity.channelData?.tenant?.id;
  return typeof tenantId === 'string' ? tenantId.toLowerCase() : undefined;
}

/** Who speaks and where; notes where they can be reached. Undefined when the activity names nobody. */
export async function readSpeaker(
  parts: { deps: Deps; identify: Identify },
  activity: Activity,
): Promise<Speaker | undefined> {
  const who = parts.identify(activity);
  if (!who || !activity.conversation?.id || !activity.serviceUrl) return undefined;
  const address: ConversationAddress = {
    conversationId: activity.conversation.id,
    serviceUrl: activity.serviceUrl,
    tenantId: tenantOf(activity) ?? who.tenantId,
  };
  const where = whereOf(activity);
  const bindable = where === 'shared' ? bindableIn(activity) : undefined;
  const speaker: Speaker = { ...who, origin: { where, address, ...(bindable && { bindable }) } };
  try {
    if (where === 'personal') await noteOwnChat(parts.deps, who.objectId, address, activity);
    else if (activity.type !== ActivityTypes.Invoke) await notePlace(parts.deps, speaker, bindable?.teamId);
  } catch (error) {
    // Not knowing the way back must not stop the answer to this turn.
    parts.deps.log.warn('conversation-not-noted', describeError(error));
  }
  return speaker;
}

/** Teams' id of a chat between two people, where an extension runs without the assistant being there. */
const TWO_PEOPLE = /@unq\.gbl\.spaces$/;
/** Teams' id of a meeting's chat: https://learn.microsoft.com/microsoftteams/platform/apps-in-teams-meetings. */
const MEETING = /^19:meeting_/;

/** Anything that does not say it is personal, or is a chat of two people, counts as read by others. */
function whereOf({ conversation }: Activity): Origin['where'] {
  return conversation.conversationType === 'personal' && !TWO_PEOPLE.test(conversation.id) ? 'personal' : 'shared';
}

/** What a shared conversation is when the programme office may bind it: every channel and group chat, and no meeting's. */
function bindableIn({ conversation, channelData }: Activity): Origin['bindable'] {
  const { conversationType, id } = conversation;
  if (MEETING.test(id) || TWO_PEOPLE.test(id) || channelData?.meeting) return undefined;
  const teamId = teamIn(channelData);
  if (conversationType === 'channel') return { kind: 'channel', ...(teamId && { teamId }) };
  return conversationType === 'groupChat' ? { kind: 'group chat' } : undefined;
}

/** Teams' id of the team that an activity came from. */
export function teamIn(channelData: unknown): string | undefined {
  const id: unknown = Reflect.get(Object(Reflect.get(Object(channelData), 'team')), 'id');
  return typeof id === 'string' && id !== '' ? id : undefined;
}

/** Only where the assistant was added, or was written to in Teams itself, is a chat somebody's own. */
async function noteOwnChat(
  deps: Deps,
  objectId: string,
  address: ConversationAddress,
  activity: Activity,
): Promise<void> {
  if (isAdded(activity)) return rememberPersonal(deps, objectId, address, true);
  const elsewhere =
    activity.channelData?.productContext !== undefined ||
    (Array.isArray(activity.entities) && activity.entities.some((entity) => entity?.type === 'ProductInfo'));
  if (activity.type === ActivityTypes.Message && !elsewhere) return rememberPersonal(deps, objectId, address);
  return refreshPersonal(deps, objectId, address);
}

/** The programme that a shared conversation is bound for, if it is. Nothing that is said there binds it. */
async function notePlace(deps: Deps, speaker: Speaker, teamId: string | undefined): Promise<void> {
  const { address } = speaker.origin;
  const here = { ...address, conversationId: conversationOf(address) };
  const place = await findPlace(deps, address.tenantId, here.conversationId);
  if (!place) return;
  speaker.programmeId = place.programmeId;
  speaker.purpose = place.purpose;
  await refreshPlace(deps, place, here, teamId);
}
