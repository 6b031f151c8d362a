// Who speaks, from where, and what they typed. What one could get wrong: the person is the Entra object id of an
// authenticated activity; names in an activity prove nothing.

import { type Activity, ActivityTypes } from 'botbuilder';
import type { ConversationAddress, Deps } from '../deps.js';
import { describeError } from '../log.js';
import { requireActor } from '../programmes/actor.js';
import { bindConversation, readBinding, refreshChannel, rememberPersonal } from './conversations.js';
import type { Speaker } from './router.js';

/** Tenant and Entra object id of whoever sent an activity; undefined when it names nobody. */
export type Identify = (activity: Activity) => { tenantId: string; objectId: string } | undefined;

/** Teams' own way: the object id of the sender, the tenant of the conversation (checked in caller.ts). */
export const identifySender: Identify = (activity) => {
  const tenantId = activity.conversation?.tenantId ?? activity.channelData?.tenant?.id;
  const objectId = activity.from?.aadObjectId;
  return typeof tenantId === 'string' && typeof objectId === 'string'
    ? { tenantId: tenantId.toLowerCase(), objectId: objectId.toLowerCase() }
    : undefined;
};

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
    tenantId: who.tenantId,
  };
  // Anything that does not say it is personal counts as read by others.
  const where = activity.conversation.conversationType === 'personal' ? 'personal' : 'shared';
  const speaker: Speaker = { ...who, origin: { where, address } };
  try {
    if (where === 'personal') await rememberPersonal(parts.deps, who.objectId, address);
    else if (activity.type !== ActivityTypes.Invoke) speaker.programmeId = await programmeHere(parts.deps, speaker);
  } catch (error) {
    // Not knowing the way back must not stop the answer to this turn.
    parts.deps.log.warn('conversation-not-noted', describeError(error));
  }
  return speaker;
}

/** The programme a shared conversation is bound to; a member of just one programme binds it by speaking there first. */
async function programmeHere(deps: Deps, speaker: Speaker): Promise<string | undefined> {
  const bound = await readBinding(deps, speaker.origin.address);
  if (bound) {
    await refreshChannel(deps, bound, speaker.origin.address);
    return bound;
  }
  const actor = await requireActor(deps, speaker.tenantId, speaker.objectId).catch(() => undefined);
  if (actor) await bindConversation(deps, speaker.origin.address, actor.programmeId);
  return actor?.programmeId;
}
