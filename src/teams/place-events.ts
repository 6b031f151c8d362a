// What Teams says of a place of ours: added, removed, deleted, archived, back again. Pitfall: an update of the app (`add-upgrade`,
// `remove-upgrade`) is neither a beginning nor an end, and another member's coming or going is none of it.

import { type Activity, ActivityTypes } from 'botbuilder';
import type { Deps } from '../deps.js';
import { findPlace, findPlacesOfTeam, type Purpose, resumePlace, suspendPlace } from '../programmes/places.js';
import { conversationOf, forgetPersonal, releaseWelcome } from './conversations.js';
import type { Identify } from './speaker.js';

/** Whether an activity says that the assistant was added where it came from. */
export function isAdded(activity: Activity): boolean {
  return activity.type === ActivityTypes.InstallationUpdate
    ? activity.action === 'add'
    : activity.type === ActivityTypes.ConversationUpdate && names(activity.membersAdded, activity);
}

/** Whether an activity says that the assistant was removed from where it came from. */
export function isRemoved(activity: Activity): boolean {
  return activity.type === ActivityTypes.InstallationUpdate
    ? activity.action === 'remove'
    : activity.type === ActivityTypes.ConversationUpdate && names(activity.membersRemoved, activity);
}

function names(members: Activity['membersAdded'], { recipient }: Activity): boolean {
  return Array.isArray(members) && members.some((member) => member?.id !== undefined && member.id === recipient?.id);
}

/** What an event says of the channel, or of the whole team, that it names: why nothing can be shown there, or that it is back. */
interface PlaceEvent {
  of: 'channel' | 'team';
  gone?: string;
}

/** `channelData.eventType` of a conversationUpdate (Microsoft, "Conversation events in your Teams bot"). */
const EVENTS: Record<string, PlaceEvent> = {
  channelDeleted: { of: 'channel', gone: 'the channel was deleted' },
  channelRestored: { of: 'channel' },
  channelUnshared: { of: 'channel', gone: 'the channel is no longer shared with the team' },
  teamDeleted: { of: 'team', gone: 'the team was deleted' },
  teamHardDeleted: { of: 'team', gone: 'the team was deleted for good' },
  teamRestored: { of: 'team' },
  teamArchived: { of: 'team', gone: 'the team was archived' },
  teamUnarchived: { of: 'team' },
};

const REMOVED = 'the assistant was removed from it';

/**
 * Notes what an activity says of bound places, and of a person's own chat when the assistant was removed from it. `changed` is
 * told of each programme whose place is gone or back. Throws the store's codes.
 */
export async function notePlaceEvent(
  parts: { deps: Deps; identify: Identify; tenantOf: (activity: Activity) => string | undefined },
  activity: Activity,
): Promise<void> {
  const { deps } = parts;
  const tenantId = parts.tenantOf(activity);
  const conversation = activity.conversation?.id;
  if (tenantId === undefined || typeof conversation !== 'string') return;
  const [added, removed] = [isAdded(activity), isRemoved(activity)];
  if (activity.conversation.conversationType === 'personal') {
    const who = removed ? parts.identify(activity) : undefined;
    if (who) await forgetPersonal(deps, who.tenantId, who.objectId);
    return;
  }
  const here = conversationOf({ conversationId: conversation });
  if (removed) await releaseWelcome(deps, tenantId, here);
  const event = eventOf(activity, added, removed);
  if (!event) return;
  for (const { programmeId, purpose } of await placesMeant(deps, tenantId, event, here, activity.channelData)) {
    const changed = event.gone
      ? await suspendPlace(deps, programmeId, purpose, event.gone)
      : await resumePlace(deps, programmeId, purpose);
    deps.log.info('place-event', { programmeId, purpose, gone: event.gone ?? '', changed });
    deps.placeChanged?.(programmeId);
  }
}

function eventOf(activity: Activity, added: boolean, removed: boolean): PlaceEvent | undefined {
  const type = textIn(activity.channelData, 'eventType');
  if (added || removed) {
    // Only a shared or private channel has members of its own; added to or removed from anything else is the whole team.
    const of = type === 'channelMemberAdded' || type === 'channelMemberRemoved' ? 'channel' : 'team';
    return removed ? { of, gone: REMOVED } : { of };
  }
  if (activity.type !== ActivityTypes.ConversationUpdate || type === undefined) return undefined;
  return Object.hasOwn(EVENTS, type) ? EVENTS[type] : undefined;
}

async function placesMeant(
  deps: Deps,
  tenantId: string,
  { of }: PlaceEvent,
  here: string,
  channelData: unknown,
): Promise<{ programmeId: string; purpose: Purpose }[]> {
  const team = textIn(Reflect.get(Object(channelData), 'team'), 'id');
  const channel = textIn(Reflect.get(Object(channelData), 'channel'), 'id');
  if (of === 'team' && team !== undefined) return findPlacesOfTeam(deps, tenantId, team);
  const place = await findPlace(deps, tenantId, of === 'channel' ? (channel ?? here) : here);
  return place ? [place] : [];
}

function textIn(value: unknown, name: string): string | undefined {
  const text: unknown = Reflect.get(Object(value), name);
  return typeof text === 'string' && text !== '' ? text : undefined;
}
