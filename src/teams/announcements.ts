// The card everyone sees after a commit. What one could get wrong: a send whose outcome is unknown is never repeated, so
// a crash between "sending" and "sent" leaves `unknown` for the programme office, not a second card (proofs.md 1.1).

import type { ConversationAddress, Deps, OutgoingCard, SendOutcome } from '../deps.js';
import { isError, ProductError } from '../errors.js';
import { type Actor, readProgramme } from '../programmes/actor.js';
import type { Answer } from '../routes.js';
import type { Entry } from '../storage/entry.js';
import type { Stored } from '../storage/store.js';
import { readChannel } from './conversations.js';
import { type CardAddress, claimOpenCard } from './open-cards.js';
import { forSurface } from './surfaces.js';

export interface Announcement {
  state: 'sending' | 'later' | 'sent' | 'unknown' | 'inactive' | 'refused' | 'skipped';
  attempts: number;
  /** `sending`: the lease, after which nobody is at it any more. `later`: not before. UTC ISO. */
  until: string;
  activityId?: string;
}

/** Draws the card of an entry, as everyone sees it; undefined where the channel may not see it. */
export type DrawPosted = (actor: Actor, entry: Entry<never>) => Answer | undefined;

/** Longer than any send may take, and 60 s for clocks that differ (design.md section 4). */
const LEASE_MS = 90_000;
const ATTEMPTS = 8;
const KEEP_SECONDS = 400 * 24 * 60 * 60;

/**
 * Shows an entry in its programme's channel, once. Safe to repeat and to run in several processes: the announcement's own
 * record is created before the send. `dialogs`: whether buttons there open dialogs.
 */
export async function announce(
  deps: Deps,
  draw: DrawPosted,
  dialogs: boolean,
  programmeId: string,
  entry: Entry<never>,
  replaces: unknown,
): Promise<void> {
  const record = await claim(deps, programmeId, entry);
  if (!record) return;
  const outcome = await show(deps, draw, dialogs, programmeId, entry, replaces);
  const body: Announcement = { ...record.body, ...after(deps, record.body, outcome) };
  await deps.store.replace('announcement', { ...record, body });
  deps.log.info('announced', { programmeId, ref: entry.ref, version: entry.version, outcome: body.state });
  if (body.state === 'later') throw new ProductError('UNAVAILABLE', 'the channel could not be reached yet');
}

/** The announcement's record when it is ours to send now; undefined when it is done or unknown. Throws UNAVAILABLE while it is another's, or put off. */
async function claim(deps: Deps, programmeId: string, entry: Entry<never>): Promise<Stored<Announcement> | undefined> {
  const now = deps.clock.now();
  const partition = `announcements:${programmeId}`;
  const id = `${entry.ref}@${entry.version}`;
  const until = new Date(now.getTime() + LEASE_MS).toISOString();
  try {
    const body: Announcement = { state: 'sending', attempts: 1, until };
    return await deps.store.create<Announcement>('announcement', {
      id,
      partition,
      at: entry.at,
      body,
      expiresInSeconds: KEEP_SECONDS,
    });
  } catch (error) {
    if (!isError(error, 'TAKEN')) throw error;
  }
  const known = await deps.store.read<Announcement>('announcement', partition, id);
  if (!known) return undefined;
  const { state, attempts } = known.body;
  if (state !== 'sending' && state !== 'later') return undefined;
  // Not ours yet, and not done either: whoever keeps count of what is owed must ask again.
  if (known.body.until > now.toISOString())
    throw new ProductError('UNAVAILABLE', 'it is being sent, or put off for a while');
  if (state === 'sending') {
    await deps.store.replace('announcement', { ...known, body: { ...known.body, state: 'unknown' } });
    return undefined;
  }
  return deps.store.replace<Announcement>('announcement', {
    ...known,
    body: { state: 'sending', attempts: attempts + 1, until },
  });
}

async function show(
  deps: Deps,
  draw: DrawPosted,
  dialogs: boolean,
  programmeId: string,
  entry: Entry<never>,
  replaces: unknown,
): Promise<SendOutcome | { outcome: 'skipped' }> {
  const [channel, head] = await Promise.all([readChannel(deps, programmeId), readProgramme(deps, programmeId)]);
  const programme = head?.body.newest.state;
  const member = programme?.members.find((one) => one.id === entry.by);
  if (!channel || !programme || !member) return { outcome: 'skipped' };
  const answer = draw({ tenantId: channel.tenantId, objectId: '', programmeId, programme, member }, entry);
  if (!answer) return { outcome: 'skipped' };
  const message: OutgoingCard = {
    card: forSurface(answer.card, dialogs ? 'channel' : 'chat'),
    summary: answer.summary,
  };
  const card = await cardToReplace(deps, replaces, channel, `${entry.ref}@${entry.version}`);
  if (card) {
    const updated = await deps.messenger.update(channel, card, message);
    if (updated.outcome !== 'inactive') return updated;
  }
  return deps.messenger.send(channel, message);
}

/** The card's id when it is an *Open* card of ours in the programme's own channel that nothing has replaced; anything else a form may claim is ignored. */
async function cardToReplace(
  deps: Deps,
  replaces: unknown,
  channel: ConversationAddress,
  entry: string,
): Promise<string | undefined> {
  const { conversationId, activityId } = Object(replaces) as Partial<CardAddress>;
  if (conversationId !== channel.conversationId || typeof activityId !== 'string') return undefined;
  const ours = await claimOpenCard(deps, channel.tenantId, { conversationId, activityId }, entry);
  return ours ? activityId : undefined;
}

function after(deps: Deps, body: Announcement, sent: SendOutcome | { outcome: 'skipped' }): Partial<Announcement> {
  const now = deps.clock.now().toISOString();
  if (sent.outcome === 'sent') return { state: 'sent', until: now, activityId: sent.activityId };
  if (sent.outcome !== 'later') return { state: sent.outcome, until: now };
  return body.attempts >= ATTEMPTS
    ? { state: 'refused', until: now }
    : { state: 'later', until: sent.notBefore.toISOString() };
}
