// An answer as it is posted in a conversation. Pitfall: where others read, a file is not even offered, and buttons open a dialog for whoever presses.

import type { OutgoingCard } from '../deps.js';
import type { Answer } from '../routes.js';
import { offerFile } from './files.js';
import type { Post } from './in-time.js';
import { noteOpenCard } from './open-cards.js';
import { givesWay } from './opening.js';
import type { Outcome, Speaker } from './router.js';
import type { RoutingParts } from './routing.js';
import { forSurface, type Surface } from './surfaces.js';

/** How an answer is posted where the question was asked; nothing is sent yet but the wish for leave to upload a file. `carried`: see `forSurface`. */
export async function reply(
  parts: RoutingParts,
  speaker: Speaker,
  done: Answer,
  carried: Record<string, unknown> = {},
): Promise<Post> {
  const { address, where } = speaker.origin;
  const answer = where === 'shared' ? done : await offerFile(parts.deps, parts.files, speaker, done, address);
  return async () => {
    const sent = await parts.deps.messenger.send(address, outgoing(answer, surfaceOf(parts, speaker), carried));
    if (sent.outcome !== 'sent') return parts.deps.log.warn('reply-not-sent', { outcome: sent.outcome });
    if (where === 'shared' && givesWay(done.card)) await noteOpenCard(parts.deps, address, sent.activityId);
  };
}

/** An answer as a message on a surface. */
export function outgoing(answer: Outcome, surface: Surface, carried: Record<string, unknown> = {}): OutgoingCard {
  return { card: forSurface(answer.card, surface, carried), summary: answer.summary };
}

/** Where a card in this conversation is drawn. */
export function surfaceOf(parts: Pick<RoutingParts, 'dialogs'>, speaker: Speaker): Surface {
  return speaker.origin.where === 'shared' && parts.dialogs ? 'channel' : 'chat';
}
