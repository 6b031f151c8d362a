// The whole assistant on loopback, with Teams' side played by tests: a server, a connector that records, and people who
// type and press. What one could get wrong: cards are followed as Teams would, with each button's own data and the fields'
// values merged over it, so a journey breaks when a card does.

import { randomUUID } from 'node:crypto';
import { type Bot, composeBot } from '../../src/bot.js';
import { localSettings } from '../../src/config.js';
import type { CardJson, Deps } from '../../src/deps.js';
import type { Log } from '../../src/log.js';
import { loadPlan, type Plan } from '../../src/plan.js';
import { startServer } from '../../src/server.js';
import { openEmbeddedStore } from '../../src/storage/embedded-store.js';
import type { Store } from '../../src/storage/store.js';
import { createTeamsAdapter } from '../../src/teams/adapter.js';
import { openMessenger } from '../../src/teams/messenger.js';
import { buttonOf, valuesOf } from './card-reader.js';
import { type FakeConnector, startFakeConnector } from './fake-connector.js';
import { testPlan } from './world.js';

export const CHANNEL = '19:general@thread.tacv2';
const BOT = { id: '28:bot', name: 'Reform Delivery' };

export interface Assistant {
  url: string;
  deps: Deps;
  bot: Bot;
  connector: FakeConnector;
  logged: { event: string; fields: Record<string, unknown> }[];
  at(instant: string): void;
  person(memberId: string, objectId?: string): Person;
  stop(): Promise<void>;
}

export interface Person {
  objectId: string;
  /** Types a text; gives the card the assistant sent in reply. In a channel the assistant is mentioned, as Teams writes it. */
  say(text: string, where?: 'personal' | 'channel'): Promise<CardJson>;
  /** Presses a button of a card in the personal chat (adaptiveCard/action); gives the card that takes its place. */
  press(card: CardJson, title: string, typed?: Record<string, string>): Promise<CardJson>;
  /** Presses a button of a channel's card that opens a dialog (task/fetch); gives the dialog's card. */
  open(card: CardJson, title: string, replyToId?: string): Promise<CardJson>;
  /** Presses a button in a dialog (task/submit); gives its next card, or the sentence it closed with. */
  submit(card: CardJson, title: string, typed?: Record<string, string>): Promise<CardJson | string>;
  /** Sends any activity as this person; gives status and body. */
  send(activity: Record<string, unknown>): Promise<{ status: number; body: unknown }>;
  /** The activity a pressed button sends, to be delivered more than once or tampered with. */
  pressing(card: CardJson, title: string, typed?: Record<string, string>): Record<string, unknown>;
}

export interface AssistantOptions {
  plan?: Plan;
  store?: Store;
  /** Wraps the store the bot uses; the plan is loaded before, on the plain one. */
  wrap?: (store: Store) => Store;
  dialogs?: boolean;
  allowedTenants?: string[];
}

/** Starts an assistant with the test plan at Thursday 26 November 2026, 09:00. */
export async function startAssistant(options: AssistantOptions = {}): Promise<Assistant> {
  const plan = options.plan ?? testPlan;
  let now = new Date('2026-11-26T09:00:00.000Z');
  const clock = { now: () => now };
  const logged: Assistant['logged'] = [];
  const note = (event: string, fields = {}) => void logged.push({ event, fields });
  const log: Log = { debug: note, info: note, warn: note, error: note };
  const plain = options.store ?? (await openEmbeddedStore({ file: ':memory:', now: () => now }));
  const connector = await startFakeConnector();
  const settings = localSettings({
    port: 0,
    ...(options.allowedTenants && { allowedTenants: options.allowedTenants }),
  });
  const adapter = createTeamsAdapter(settings, log);
  const messenger = openMessenger(adapter, settings, log);
  await loadPlan({ store: plain, clock, messenger, log }, plan);
  const deps: Deps = { store: options.wrap?.(plain) ?? plain, clock, messenger, log };
  const bot = composeBot({ deps, dialogs: options.dialogs ?? true });
  const server = await startServer({ settings, adapter, onTurn: bot.onTurn, store: deps.store, log });
  const objectIdOf = (memberId: string) =>
    plan.people.find((one) => one.memberId === memberId)?.objectId ?? randomUUID();
  return {
    url: server.url,
    deps,
    bot,
    connector,
    logged,
    at: (instant) => {
      now = new Date(instant);
    },
    person: (memberId, objectId = objectIdOf(memberId)) => person(server.url, connector, plan.tenantId, objectId),
    stop: async () => {
      await server.stop();
      await bot.stop();
      await connector.stop();
      if (!options.store) await plain.close();
    },
  };
}

function person(url: string, connector: FakeConnector, tenantId: string, objectId: string): Person {
  const personal = { conversationType: 'personal', tenantId, id: `a:${objectId}` };
  const base = (conversation: Record<string, unknown>) => ({
    id: randomUUID(),
    channelId: 'msteams',
    serviceUrl: connector.url,
    from: { id: `29:${objectId}`, aadObjectId: objectId, name: 'A person' },
    recipient: BOT,
    conversation,
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
  const channel = () => ({
    isGroup: true,
    conversationType: 'channel',
    tenantId,
    id: `${CHANNEL};messageid=${Date.now()}`,
  });
  const pressing: Person['pressing'] = (card, title, typed = {}) => {
    const button = buttonOf(card, title);
    const inputs = button.associatedInputs === 'none' ? {} : { ...valuesOf(card), ...typed };
    const data = Object.fromEntries(Object.entries({ ...button.data, ...inputs }).filter(([, value]) => value !== ''));
    return {
      ...base(personal),
      type: 'invoke',
      name: 'adaptiveCard/action',
      replyToId: 'shown-1',
      value: { action: { type: 'Action.Execute', verb: button.verb, data }, trigger: 'manual' },
    };
  };
  const dialog = async (
    name: string,
    card: CardJson,
    title: string,
    typed: Record<string, string>,
    replyToId?: string,
  ) => {
    const button = buttonOf(card, title);
    const inputs = button.associatedInputs === 'none' ? {} : { ...valuesOf(card), ...typed };
    const { body } = await send({
      ...base(channel()),
      type: 'invoke',
      name,
      ...(replyToId && { replyToId }),
      value: { context: { theme: 'default' }, data: { ...button.data, ...inputs } },
    });
    const { task } = body as { task: { type: string; value: unknown } };
    return task.type === 'message'
      ? String(task.value)
      : ((task.value as { card: { content: CardJson } }).card.content as CardJson);
  };
  return {
    objectId,
    send,
    pressing,
    say: async (text, where = 'personal') => {
      const before = connector.sent.length;
      const mention = `<at>${BOT.name}</at>`;
      const activity =
        where === 'personal'
          ? { ...base(personal), type: 'message', text, textFormat: 'plain' }
          : {
              ...base(channel()),
              type: 'message',
              text: `${mention}&nbsp;${text}\n`,
              entities: [{ type: 'mention', mentioned: BOT, text: mention }],
            };
      const { status } = await send(activity);
      if (status !== 200) throw new Error(`saying "${text}" was answered ${status}`);
      const reply = connector.sent.slice(before).at(-1);
      return cardOf(reply?.activity);
    },
    press: async (card, title, typed) => {
      const { status, body } = await send(pressing(card, title, typed));
      const answer = body as { statusCode: number; type: string; value: CardJson };
      if (status !== 200 || answer.type !== 'application/vnd.microsoft.card.adaptive')
        throw new Error(`pressing "${title}" was answered ${status} ${JSON.stringify(body)}`);
      return answer.value;
    },
    open: async (card, title, replyToId) => asCard(await dialog('task/fetch', card, title, {}, replyToId)),
    submit: (card, title, typed = {}) => dialog('task/submit', card, title, typed),
  };
}

/** The card in an activity the assistant sent. */
export function cardOf(activity: unknown): CardJson {
  const attachment = (activity as { attachments?: { content: CardJson }[] } | undefined)?.attachments?.[0];
  if (!attachment) throw new Error(`there is no card in ${JSON.stringify(activity)}`);
  return attachment.content;
}

function asCard(answer: CardJson | string): CardJson {
  if (typeof answer === 'string') throw new Error(`a dialog was expected, not "${answer}"`);
  return answer;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
