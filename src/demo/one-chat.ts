// The Playground shows one personal chat, so everybody's cards go there, each marked with whom it is for, and its buttons
// act as that person. What one could get wrong: the mark rides in the conversation id on its way through the product, which
// knows nothing of it, and must be taken off before anything leaves.

import { type Activity, ActivityTypes } from 'botbuilder';
import type { CardJson, ConversationAddress, Deps, Messenger } from '../deps.js';
import type { Member } from '../programmes/schema.js';
import type { Store } from '../storage/store.js';
import type { OnTurn } from '../teams/adapter.js';
import { rememberPersonal } from '../teams/conversations.js';
import type { Identify } from '../teams/speaker.js';
import type { DemoPeople } from './people.js';

const MARK = ';demoAs=';

/** Notes the one chat as everybody's own, so that each can be written to before they have said anything. */
export async function shareChat(deps: Deps, people: DemoPeople, chat: ConversationAddress): Promise<void> {
  for (const member of people.members) {
    const address = { ...chat, conversationId: `${chat.conversationId}${MARK}${member.id}` };
    await rememberPersonal(deps, people.objectIdOf(member), address);
  }
}

/** Who acts: the person a pressed card was made for, or else whoever one is at the moment. */
export function identifyAmong(people: DemoPeople): Identify {
  return (activity) => ({
    tenantId: people.tenantId,
    objectId: people.objectIdOf(people.byId(stampOf(activity)) ?? people.current()),
  });
}

/** Sends into the one chat what is for anybody's, marked with whom it is for. */
export function oneChatMessenger(inner: Messenger, people: DemoPeople): Messenger {
  const forWhom = (to: ConversationAddress, card: CardJson) => {
    const member = people.byId(to.conversationId.split(MARK)[1]);
    return member ? madeFor(card, member, people) : withoutWidth(card);
  };
  const plain = (to: ConversationAddress) => ({ ...to, conversationId: withoutMark(to.conversationId) });
  const { wait } = inner;
  // Everybody's chat is known here, so nobody needs to be met.
  return {
    send: (to, message, slot) => inner.send(plain(to), { ...message, card: forWhom(to, message.card) }, slot),
    update: (to, id, message, slot) =>
      inner.update(plain(to), id, { ...message, card: forWhom(to, message.card) }, slot),
    ...(wait && { wait: (to: ConversationAddress) => wait(plain(to)) }),
  };
}

/** The bot's turns with the personal chat marked on the way in and every answer on the way out. */
export function oneChatTurns(onTurn: OnTurn, people: DemoPeople, store: Store): OnTurn {
  return async (context) => {
    const { activity } = context;
    if (activity.conversation?.conversationType !== 'personal') return onTurn(context);
    // The Playground says twice that somebody came; the other way of saying it is enough.
    if (activity.type === ActivityTypes.ConversationUpdate) return undefined;
    const member = people.byId(stampOf(activity)) ?? people.current();
    if (activity.type === ActivityTypes.InstallationUpdate) await forgetWelcome(store, people, member);
    activity.conversation.id += `${MARK}${member.id}`;
    context.onSendActivities(async (_, sent, next) => {
      for (const one of sent) unmark(one, member, people);
      return next();
    });
    return onTurn(context);
  };
}

/** A card whose buttons act as a person; it says so when that is not whom one is at the moment. */
export function madeFor(card: CardJson, member: Member, people: DemoPeople): CardJson {
  const drawn = withoutWidth(card);
  const already = people.byId(firstStamp(drawn));
  const who = already ?? member;
  const stamped = already ? drawn : (stamp(drawn, who.id) as CardJson);
  if (who.id === people.current().id) return stamped;
  const heading = { type: 'TextBlock', text: `For: ${who.name}`, weight: 'Bolder', color: 'Accent', size: 'Small' };
  return { ...stamped, body: [heading, ...(Array.isArray(stamped.body) ? stamped.body : [])] };
}

/** The Playground cannot draw a card over the full width, and warns under each that asks for it. */
function withoutWidth(card: CardJson): CardJson {
  const { width: _, ...others } = { ...(card.msteams as object | undefined), width: undefined };
  return { ...card, msteams: others };
}

/** Reloading the Playground empties its chat, and an empty chat tells a newcomer nothing. */
function forgetWelcome(store: Store, people: DemoPeople, member: Member): Promise<void> {
  return store.delete('conversation', `people:${people.tenantId}`, `welcome:${people.objectIdOf(member)}`);
}

function unmark(activity: Partial<Activity>, member: Member, people: DemoPeople): void {
  if (activity.conversation) activity.conversation.id = withoutMark(activity.conversation.id);
  const answer = activity.value?.body;
  if (activity.type === ActivityTypes.InvokeResponse && answer?.value?.type === 'AdaptiveCard')
    answer.value = madeFor(answer.value, member, people);
}

function stampOf(activity: Activity): unknown {
  const { value } = activity;
  return value?.action?.data?.demoAs ?? value?.data?.demoAs ?? value?.demoAs;
}

function withoutMark(conversationId: string): string {
  return conversationId.split(MARK)[0] ?? conversationId;
}

function stamp(part: unknown, demoAs: string): unknown {
  if (Array.isArray(part)) return part.map((item) => stamp(item, demoAs));
  if (part === null || typeof part !== 'object') return part;
  const element = part as Record<string, unknown>;
  const acts = element.type === 'Action.Execute' || element.type === 'Action.Submit';
  return Object.fromEntries(
    Object.entries(acts ? { ...element, data: { ...(element.data as object), demoAs } } : element).map(
      ([key, value]) => [key, acts && key === 'data' ? value : stamp(value, demoAs)],
    ),
  );
}

function firstStamp(part: unknown): unknown {
  if (part === null || typeof part !== 'object') return undefined;
  const { demoAs } = part as { demoAs?: unknown };
  if (demoAs !== undefined) return demoAs;
  for (const value of Object.values(part)) {
    const found = firstStamp(value);
    if (found !== undefined) return found;
  }
  return undefined;
}
