// The addresses by which Teams knows whoever sent an activity. Pitfall: they are Teams' own, read for the sender's id from the
// service that the activity came through; what an activity says of itself proves nothing.

import type { Activity } from 'botbuilder';
import type { Deps } from '../deps.js';

/** E-mail address and sign-in name of the sender; none when Teams does not tell, or tells of somebody else. */
export async function readAddresses(deps: Deps, activity: Activity, objectId: string): Promise<string[]> {
  const { conversation, channelData, serviceUrl, from } = activity;
  const teamId: unknown = channelData?.team?.id;
  const near = {
    conversationId: typeof teamId === 'string' ? teamId : conversation.id,
    serviceUrl,
    tenantId: conversation.tenantId ?? '',
  };
  const member = await deps.messenger.findMember?.(near, from.id);
  return member?.objectId === objectId ? member.addresses : [];
}
