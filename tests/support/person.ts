// One person in Teams, played by tests: types, presses, opens dialogs, installs the app. What one could get wrong: cards are
// followed as Teams would, with each button's own data and the fields' values merged over it, so a journey breaks when a
// card does.

import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { CardJson } from '../../src/deps.js';
import { buttonOf, cardOf, isLate, valuesOf } from './card-reader.js';
import type { FakeConnector } from './fake-connector.js';

export const CHANNEL = '19:general@thread.tacv2';
const BOT = { id: '28:bot', name: 'Reform Delivery' };

export type Place = 'personal' | 'channel';

export interface Person {
  objectId: string;
  /** Types a text; gives the card the assistant sent in reply. In a channel the assistant is mentioned, as Teams writes it. */
  say(text: string, where?: Place): Promise<CardJson>;
  /** Presses a button of a card in the personal chat (adaptiveCard/action); gives the card that takes its place. */
  press(card: CardJson, title: string, typed?: Record<string, string>): Promise<CardJson>;
  /** Presses a button of a channel's card where the client has no dialogs (adaptiveCard/action); gives the sentence shown. */
  pressInChannel(card: CardJson, title: string): Promise<string>;
  /** Presses a button of a channel's card that opens a dialog (task/fetch); gives the dialog's card. */
  open(card: CardJson, title: string): Promise<CardJson>;
  /** Presses a button in a dialog (task/submit); gives its next card, or the sentence it closed with. */
  submit(card: CardJson, title: string, typed?: Record<string, string>): Promise<CardJson | string>;
  /** Presses a button in a dialog that leads to another card of the same dialog. */
  follow(card: CardJson, title: string, typed?: Record<string, string>): Promise<CardJson>;
  /** Adds the app, as Teams announces it: `installationUpdate` or `conversationUpdate`. */
  install(where: Place, how?: 'installationUpdate' | 'conversationUpdate'): Promise<void>;
  /** Sends any activity; gives status and body. */
  send(activity: Record<string, unknown>): Promise<{ status: number; body: unknown }>;
  /** The activity a typed text is. */
  saying(text: string, where?: Place): Record<string, unknown>;
  /** The activity a pressed button sends, to be delivered more than once or tampered with. */
  pressing(card: CardJson, title: string, typed?: Record<string, string>): Record<string, unknown>;
  /** The activity a button in a dialog sends. */
  submitting(card: CardJson, title: string, typed?: Record<string, string>): Record<string, unknown>;
}

export interface WhoAndWhere {
  /** The assistant's address. */
  url: string;
  connector: FakeConnector;
  tenantId: string;
  objectId: string;
}

let messages = 0;

/** A person who knows the assistant at this address. */
export function createPerson({ url, connector, tenantId, objectId }: WhoAndWhere): Person {
  const personal = { conversationType: 'personal', tenantId, id: `a:${objectId}` };
  const thread = () => {
    messages += 1;
    return { isGroup: true, conversationType: 'channel', tenantId, id: `${CHANNEL};messageid=${messages}` };
  };
  const base = (where: Place) => ({
    id: randomUUID(),
    channelId: 'msteams',
    serviceUrl: connector.url,
    from: { id: `29:${objectId}`, aadObjectId: objectId, name: 'A person' },
    recipient: BOT,
    conversation: where === 'personal' ? personal : thread(),
    channelData: { tenant: { id: tenantId } },
  });
  const send: Person['send'] = async (activity) => {
    const response = await fetch(`${url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(activity),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : parse(text) };
  };
  /** The message a card was shown in; undefined for one that only its reader has. */
  const messageOf = (card: CardJson) => connector.sent.find(({ activity }) => shows(activity, card))?.activityId;

  const saying: Person['saying'] = (text, where = 'personal') => {
    if (where === 'personal') return { ...base(where), type: 'message', text, textFormat: 'plain' };
    const mention = `<at>${BOT.name}</at>`;
    return {
      ...base(where),
      type: 'message',
      text: `${mention}&nbsp;${text}\n`,
      entities: [{ type: 'mention', mentioned: BOT, text: mention }],
    };
  };
  const executing = (where: Place, card: CardJson, title: string, typed: Record<string, string>) => {
    const button = buttonOf(card, title);
    return {
      ...base(where),
      type: 'invoke',
      name: 'adaptiveCard/action',
      replyToId: messageOf(card) ?? 'shown-1',
      value: {
        action: { type: 'Action.Execute', verb: button.verb, data: dataOf(card, title, typed) },
        trigger: 'manual',
      },
    };
  };
  const asking = (name: string, card: CardJson, title: string, typed: Record<string, string>) => {
    const replyToId = messageOf(card);
    return {
      ...base('channel'),
      type: 'invoke',
      name,
      ...(replyToId && { replyToId }),
      value: { context: { theme: 'default' }, data: dataOf(card, title, typed) },
    };
  };
  const submit: Person['submit'] = async (card, title, typed = {}) =>
    dialogIn(await send(asking('task/submit', card, title, typed)), title);

  return {
    objectId,
    send,
    saying,
    pressing: (card, title, typed = {}) => executing('personal', card, title, typed),
    submitting: (card, title, typed = {}) => asking('task/submit', card, title, typed),
    submit,
    follow: async (card, title, typed) => asCard(await submit(card, title, typed)),
    open: async (card, title) => asCard(dialogIn(await send(asking('task/fetch', card, title, {})), title)),
    say: async (text, where) => {
      const activity = saying(text, where) as { conversation: { id: string } };
      const before = connector.sent.length;
      const { status } = await send(activity);
      if (status !== 200) throw new Error(`saying "${text}" was answered ${status}`);
      const repliesSince = () =>
        connector.sent
          .slice(before)
          .filter((one) => one.how === 'post' && one.conversationId === activity.conversation.id);
      // A turn that a busy machine makes slow is acknowledged first and answered when it is done.
      const giveUpAt = Date.now() + 20_000;
      const answered = () => repliesSince().filter((one) => !isLate(cardOf(one.activity)));
      while (answered().length === 0 && Date.now() < giveUpAt) await pause(20);
      const replies = answered().length > 0 ? answered() : repliesSince();
      if (replies.length !== 1) throw new Error(`saying "${text}" got ${replies.length} replies`);
      return cardOf(replies[0]?.activity);
    },
    press: async (card, title, typed = {}) => {
      const { status, body } = await send(executing('personal', card, title, typed));
      const answer = body as { type: string; value: CardJson };
      if (status !== 200 || answer.type !== 'application/vnd.microsoft.card.adaptive')
        throw new Error(`pressing "${title}" was answered ${status} ${JSON.stringify(body)}`);
      return answer.value;
    },
    pressInChannel: async (card, title) => {
      const { status, body } = await send(executing('channel', card, title, {}));
      const answer = body as { type: string; value: string };
      if (status !== 200 || answer.type !== 'application/vnd.microsoft.activity.message')
        throw new Error(`pressing "${title}" was answered ${status} ${JSON.stringify(body)}`);
      return answer.value;
    },
    install: async (where, how = 'installationUpdate') => {
      const added = how === 'installationUpdate' ? { action: 'add' } : { membersAdded: [BOT] };
      const { status } = await send({ ...base(where), type: how, ...added });
      if (status !== 200) throw new Error(`installing was answered ${status}`);
    },
  };
}

/** What a pressed button sends: its own data, and the fields' values over it unless it leaves them behind. */
function dataOf(card: CardJson, title: string, typed: Record<string, string>): Record<string, unknown> {
  const button = buttonOf(card, title);
  const inputs = button.associatedInputs === 'none' ? {} : { ...valuesOf(card), ...typed };
  return Object.fromEntries(Object.entries({ ...button.data, ...inputs }).filter(([, value]) => value !== ''));
}

function dialogIn({ status, body }: { status: number; body: unknown }, title: string): CardJson | string {
  const { task } = (body ?? {}) as { task?: { type: string; value: unknown } };
  if (status !== 200 || !task) throw new Error(`pressing "${title}" was answered ${status} ${JSON.stringify(body)}`);
  return task.type === 'message'
    ? String(task.value)
    : ((task.value as { card: { content: CardJson } }).card.content as CardJson);
}

function asCard(answer: CardJson | string): CardJson {
  if (typeof answer === 'string') throw new Error(`a dialog was expected, not "${answer}"`);
  return answer;
}

function shows(activity: unknown, card: CardJson): boolean {
  const shown = (activity as { attachments?: { content: CardJson }[] }).attachments?.[0]?.content;
  return shown === card;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
