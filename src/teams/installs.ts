// The assistant is added, removed, or its place is gone: what is noted then, and who is greeted. Pitfall: Teams announces one
// installation by two activities, some of them from nobody who is named, so a welcome is claimed by its place.

import { describeError } from '../log.js';
import type { Command } from '../routes.js';
import { claimWelcome, conversationOf } from './conversations.js';
import type { Post } from './in-time.js';
import { type Incoming, speakerOf } from './incoming.js';
import { isAdded, notePlaceEvent } from './place-events.js';
import { reply } from './replies.js';
import { runCommand, type Speaker } from './router.js';
import type { RoutingParts } from './routing.js';
import { tenantOf } from './speaker.js';
import { forSurface } from './surfaces.js';
import { welcome, welcomePlace } from './understanding.js';

/** Notes what is said of places and chats, and says hello where the assistant was added. */
export async function onInstalled(parts: RoutingParts, context: Incoming): Promise<Post | undefined> {
  const { activity } = context;
  try {
    await notePlaceEvent({ ...parts, tenantOf }, activity);
  } catch (error) {
    // Whoever is not heard of now is heard of at the next send there.
    parts.deps.log.warn('place-event-not-noted', describeError(error));
  }
  if (!isAdded(activity)) return undefined;
  const speaker = await speakerOf(parts, context);
  if (speaker?.origin.where === 'personal') return welcomePerson(parts, speaker);
  const tenantId = tenantOf(activity);
  const { conversation, serviceUrl, from } = activity;
  if (tenantId === undefined || !conversation?.id || !serviceUrl) return undefined;
  const conversationId = conversationOf({ conversationId: conversation.id });
  if (!(await claimWelcome(parts.deps, tenantId, conversationId))) return undefined;
  const answer = welcomePlace(typeof from?.name === 'string' ? from.name : '', speaker?.origin.bindable !== undefined);
  const card = forSurface(answer.card, parts.dialogs ? 'channel' : 'chat');
  return async () => {
    await parts.deps.messenger.send({ conversationId, serviceUrl, tenantId }, { card, summary: answer.summary });
  };
}

async function welcomePerson(parts: RoutingParts, speaker: Speaker): Promise<Post | undefined> {
  if (!(await claimWelcome(parts.deps, speaker.tenantId, speaker.objectId))) return undefined;
  const greets: Command = {
    name: 'welcome',
    help: '',
    matches: () => undefined,
    offeredTo: () => true,
    audience: 'me',
    run: async (turn) => welcome(parts.commands, turn, 'Hello, I am the Reform Delivery Assistant'),
  };
  return reply(parts, speaker, await runCommand(parts.deps, speaker, greets, {}));
}
