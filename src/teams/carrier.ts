// Where a message of the clock goes, and how it looks there. Pitfall: in a channel many read it, so it is drawn
// as a channel's card, and the one it is for is mentioned by Entra object id, never by a name alone.

import type { ConversationAddress, Deps, OutgoingCard, SendOutcome } from '../deps.js';
import type { Delivery, JobRun } from '../jobs/delivery.js';
import type { Carrier } from '../jobs/sending.js';
import { describeError } from '../log.js';
import { nameOf } from '../programmes/actor.js';
import { revisionOf } from '../programmes/directory.js';
import { listPeople, writtenTo } from '../programmes/known-people.js';
import { readPlace, resumePlace, suspendPlace } from '../programmes/places.js';
import { readTenant } from '../programmes/registration.js';
import { hasRemoved, readPersonal, rememberPersonal } from './conversations.js';
import { claimOpenCard } from './open-cards.js';
import { forSurface } from './surfaces.js';

/** Carries messages to people's own chats and programmes' channels. `dialogs`: whether buttons in a channel open dialogs. */
export function openCarrier(dialogs: boolean): Carrier {
  return {
    find: async (run, delivery) => {
      const place = await readPlace(run.deps, run.programmeId, 'group', run.programme);
      const channel = place?.address;
      const isShared = delivery.place === 'channel';
      if (isShared && place?.gone && !place.gone.refused) return 'gone';
      const shared = channel && { address: channel, ...(place.gone && { wasRefused: true as const }) };
      if (delivery.memberId === '') return shared;
      const who = await findPerson(run, delivery.memberId, channel);
      if (isShared) return shared && { ...shared, ...(who && { objectId: who.objectId }) };
      const address = who && (await ownChat(run.deps, who, channel));
      if (address === 'later') return 'later';
      return address && { address, objectId: who.objectId };
    },
    send: async (run, delivery, message, { address, wasRefused }, slot) => {
      const { messenger, log } = run.deps;
      if (delivery.place === 'personal') return messenger.send(address, message, slot);
      const card = await cardToReplace(run.deps, delivery, address);
      const replaced = card === undefined ? undefined : await messenger.update(address, card, message);
      if (replaced && replaced.outcome !== 'inactive') {
        slot?.giveBack();
        return replaced;
      }
      const sent = await messenger.send(address, message, slot);
      await notePlace(run, sent.outcome, wasRefused === true).catch((error) =>
        log.warn('place-not-noted', describeError(error)),
      );
      return sent;
    },
    shape: (run, delivery, message, { objectId }) => {
      if (delivery.place === 'personal') return { ...message, card: forSurface(message.card, 'chat') };
      const drawn = { ...message, card: forSurface(message.card, dialogs ? 'channel' : 'chat') };
      return objectId === undefined ? drawn : withMention(run, delivery, drawn, objectId);
    },
  };
}

/** The card's id when it is an *Open* card of ours in this very place that nothing else has replaced; anything else a form may claim is ignored. */
async function cardToReplace(
  deps: Deps,
  { about, carries }: Delivery,
  { conversationId, tenantId }: ConversationAddress,
): Promise<string | undefined> {
  const activityId = carries?.replaces;
  if (activityId === undefined || carries?.inConversation !== conversationId) return undefined;
  return (await claimOpenCard(deps, tenantId, { conversationId, activityId }, about)) ? activityId : undefined;
}

/** What a send says of the channel: refused, it is gone until one arrives again. */
async function notePlace(
  { deps, programmeId }: JobRun,
  outcome: SendOutcome['outcome'],
  wasRefused: boolean,
): Promise<void> {
  const changed =
    outcome === 'inactive'
      ? await suspendPlace(
          deps,
          programmeId,
          'group',
          'Teams says that the assistant is not in it, or that it is not there',
          true,
        )
      : outcome === 'sent' && wasRefused && (await resumePlace(deps, programmeId, 'group', true));
  if (changed) deps.placeChanged?.(programmeId);
}

/** A person's own chat: as remembered, or opened now through the channel's service address when they have never met. */
async function ownChat(
  deps: Deps,
  { tenantId, objectId }: Known,
  channel: ConversationAddress | undefined,
): Promise<ConversationAddress | 'later' | undefined> {
  const known = await readPersonal(deps, tenantId, objectId);
  if (known || !channel || (await hasRemoved(deps, tenantId, objectId))) return known;
  const opened = await deps.messenger.meet?.(objectId, channel);
  if (opened && opened !== 'later') await rememberPersonal(deps, objectId, opened);
  return opened;
}

interface Known {
  tenantId: string;
  objectId: string;
}

/** Directories are read once in a while: members join seldom, and a sweep asks for all of them. */
const DIRECTORY_MS = 60_000;
const directories = new WeakMap<
  object,
  Map<string, { at: number; revision: number; members: Promise<ReadonlyMap<string, Known>> }>
>();

/** Who a member is in Teams, or undefined while the directory does not say. */
async function findPerson(
  { deps, programmeId }: Pick<JobRun, 'deps' | 'programmeId'>,
  memberId: string,
  channel: ConversationAddress | undefined,
): Promise<Known | undefined> {
  const known = directories.get(deps.store) ?? new Map();
  directories.set(deps.store, known);
  const now = performance.now();
  const held = known.get(programmeId);
  const revision = revisionOf(deps);
  if (held && held.revision === revision && now - held.at < DIRECTORY_MS) {
    const found = (await held.members).get(memberId);
    if (found) return found;
  }
  const members = readDirectory(deps, programmeId, channel);
  known.set(programmeId, { at: now, revision, members });
  return (await members).get(memberId);
}

async function readDirectory(
  deps: Deps,
  programmeId: string,
  channel: ConversationAddress | undefined,
): Promise<ReadonlyMap<string, Known>> {
  const tenantId = (await readTenant(deps, programmeId)) ?? channel?.tenantId;
  if (!tenantId) return new Map();
  const accounts = writtenTo(await listPeople(deps, tenantId), programmeId);
  return new Map([...accounts].map(([memberId, objectId]) => [memberId, { tenantId, objectId }]));
}

/** The card headed by a mention, so that Teams tells the person (platform.md 1.5). The name is stripped of what is markup. */
function withMention(
  { programme }: JobRun,
  { memberId }: Delivery,
  message: OutgoingCard,
  objectId: string,
): OutgoingCard {
  const name = nameOf(programme, memberId)
    .replace(/[<>[\]()*_~`#\\]/g, ' ')
    .trim();
  const text = `<at>${name}</at>`;
  const { body, msteams } = message.card as { body?: unknown; msteams?: object };
  return {
    ...message,
    card: {
      ...message.card,
      msteams: { ...msteams, entities: [{ type: 'mention', text, mentioned: { id: objectId, name } }] },
      body: [{ type: 'TextBlock', text, wrap: true }, ...(Array.isArray(body) ? body : [])],
    },
  };
}
