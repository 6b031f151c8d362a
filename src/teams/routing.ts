// Teams' activities in, our answers out. Pitfall: nothing here may come from teams-ai's `Application`: it sends a typing
// indicator that cannot be turned off, also after the answer, and its card routing can send one person's card to everyone.

import { type Activity, ActivityTypes, type TurnContext } from 'botbuilder';
import { link } from '../cards/markup.js';
import type { CardJson, Deps, OutgoingCard } from '../deps.js';
import { findInFields, kindsIn } from '../guard/fields.js';
import { openCard } from '../programmes/cards.js';
import type { Answer, Command, Verb, Visit } from '../routes.js';
import { filesIn } from './attachments.js';
import { claimWelcome, conversationOf, readPersonal } from './conversations.js';
import { type FileParts, offerFile } from './files.js';
import { onFileConsent, speakerOf, takeAttached } from './incoming.js';
import { fits, type Outcome, runCommand, runRefused, runUnknown, runVerb, type Speaker } from './router.js';
import { type Identify, plainText } from './speaker.js';
import { forSurface, type Surface } from './surfaces.js';
import { findCommand, welcome } from './understanding.js';

export interface RoutingParts {
  deps: Deps;
  commands: readonly Command[];
  verbs: ReadonlyMap<string, Verb>;
  /** Whether the client opens dialogs. Where it does not, a form opened from a channel comes in the person's own chat. */
  dialogs: boolean;
  identify: Identify;
  files: FileParts;
  /** What somebody in no programme is told; undefined: that they are not known. */
  newcomer?(visit: Visit): Promise<Answer | undefined>;
}

/** What each kind of invoke is answered by; any other gets 400. */
const INVOKES: Record<string, (parts: RoutingParts, context: TurnContext) => Promise<unknown>> = {
  'adaptiveCard/action': onCardAction,
  'task/fetch': onDialog,
  'task/submit': onDialog,
  'fileConsent/invoke': onFileConsent,
};

/** The turn handler for the adapter: routes messages, card actions, dialogs and installs. */
export function routeTurns(parts: RoutingParts): (context: TurnContext) => Promise<void> {
  return async (context) => {
    const { type, name } = context.activity;
    if (type === ActivityTypes.Invoke) {
      const run = Object.hasOwn(INVOKES, name ?? '') ? INVOKES[name ?? ''] : undefined;
      return run ? respond(context, await run(parts, context)) : respond(context, undefined, 400);
    }
    if (type === ActivityTypes.Message) return onMessage(parts, context);
    if (type === ActivityTypes.InstallationUpdate || type === ActivityTypes.ConversationUpdate)
      return onInstalled(parts, context);
  };
}

async function onMessage(parts: RoutingParts, context: TurnContext): Promise<void> {
  const speaker = await speakerOf(parts, context);
  if (!speaker) return;
  const { activity } = context;
  const surface = surfaceOf(parts, speaker);
  const value = asRecord(activity.value);
  const text = plainText(activity.text);
  const [file, ...others] = speaker.origin.where === 'personal' ? filesIn(activity.attachments) : [];
  if (file) return reply(parts, speaker, surface, await takeAttached(parts, speaker, file, others.length));
  // What this answers is read by everyone there, so in a channel even a form's own words are not given back.
  const kinds = kindsIn(findInFields(speaker.origin.where === 'shared' ? { text, value } : { text }));
  if (kinds.length > 0) return reply(parts, speaker, surface, await runRefused(parts.deps, speaker, kinds));
  // Clients too old for Action.Execute send a card's button as a message.
  if (value.verb !== undefined)
    return reply(parts, speaker, surface, await runVerb(parts.deps, speaker, parts.verbs, value.verb, value));
  const found = findCommand(parts.commands, text);
  if (!found) return reply(parts, speaker, surface, await runUnknown(parts.deps, speaker, parts.commands, text));
  const opening =
    speaker.origin.where === 'shared' && found.command.audience === 'me'
      ? found.command.opens?.(found.captured)
      : undefined;
  if (!opening)
    return reply(parts, speaker, surface, await runCommand(parts.deps, speaker, found.command, found.captured));
  const opens: Command = {
    ...found.command,
    run: async (turn) =>
      openAnswer(opening.label, opening.verb, { ...opening.fields, programmeId: turn.actor.programmeId }),
  };
  return reply(parts, speaker, surface, await runCommand(parts.deps, speaker, opens, {}));
}

/** A button pressed on a card in a chat, or in a channel whose client has no dialogs. */
async function onCardAction(parts: RoutingParts, context: TurnContext): Promise<unknown> {
  const { activity } = context;
  const action = asRecord(asRecord(activity.value).action);
  const speaker = await speakerOf(parts, context);
  if (!speaker) return invokeError('BadRequest', 'This came from nobody I can identify.');
  const carried = speaker.origin.where === 'shared' ? { card: cardOf(activity, action.data, speaker) } : {};
  const done = await runVerb(parts.deps, withCard(speaker, action.data), parts.verbs, action.verb, action.data);
  const { where, address } = speaker.origin;
  const personal = where === 'personal' ? address : await readPersonal(parts.deps, speaker.tenantId, speaker.objectId);
  const outcome = await offerFile(parts.deps, parts.files, speaker, done, personal);
  if (where === 'personal') {
    const card = outcome.fault
      ? withRetry(outcome.card, { ...asRecord(action.data), verb: action.verb })
      : outcome.card;
    return invokeCard(forSurface(card, 'chat', cardIn(action.data)));
  }
  if (outcome.fault) return invokeMessage(`${outcome.fault.sentence} Reference ${outcome.fault.reference}.`);
  if (!personal)
    return invokeMessage('Open a chat with me first (press my name, then Chat) and say hello; then press this again.');
  const sent = await parts.deps.messenger.send(personal, outgoing(outcome, 'chat', carried));
  return invokeMessage(
    sent.outcome === 'sent'
      ? 'It is open for you in our own chat.'
      : 'I could not reach you in our own chat. Say hello to me there and press this again.',
  );
}

/** A dialog opened from a card (task/fetch), or its form sent (task/submit). */
async function onDialog(parts: RoutingParts, context: TurnContext): Promise<unknown> {
  const { activity } = context;
  const data = asRecord(asRecord(activity.value).data);
  const speaker = await speakerOf(parts, context);
  if (!speaker) return { task: { type: 'message', value: 'This came from nobody I can identify.' } };
  const carried = activity.name === 'task/fetch' ? { card: cardOf(activity, data, speaker) } : cardIn(data);
  const done = await runVerb(parts.deps, withCard(speaker, data), parts.verbs, data.verb, data);
  const outcome = await offerFile(parts.deps, parts.files, speaker, done, undefined);
  if (outcome.closes) return { task: { type: 'message', value: outcome.closes } };
  const card = outcome.fault ? withRetry(outcome.card, data) : outcome.card;
  const title = outcome.summary.split('.')[0]?.slice(0, 60) ?? '';
  return {
    task: {
      type: 'continue',
      value: { title, height: 'large', width: 'medium', card: attachment(forSurface(card, 'dialog', carried)) },
    },
  };
}

async function onInstalled(parts: RoutingParts, context: TurnContext): Promise<void> {
  const { activity } = context;
  const added =
    activity.type === ActivityTypes.InstallationUpdate
      ? activity.action?.startsWith('add')
      : activity.membersAdded?.some((member) => member.id === activity.recipient?.id);
  if (!added) return;
  const speaker = await speakerOf(parts, context);
  if (!speaker) return;
  const key = speaker.origin.where === 'personal' ? speaker.objectId : conversationOf(speaker.origin.address);
  if (!(await claimWelcome(parts.deps, speaker.tenantId, key))) return;
  const greets: Command = {
    name: 'welcome',
    help: '',
    matches: () => undefined,
    offeredTo: () => true,
    audience: 'me',
    run: async (turn) => welcome(parts.commands, turn, 'Hello, I am the Reform Delivery Assistant'),
  };
  await reply(parts, speaker, surfaceOf(parts, speaker), await runCommand(parts.deps, speaker, greets, {}));
}

async function reply(parts: RoutingParts, speaker: Speaker, surface: Surface, done: Answer): Promise<void> {
  // Where others read, a file is not even offered: its button opens a dialog first.
  const shared = speaker.origin.where === 'shared';
  const answer = shared ? done : await offerFile(parts.deps, parts.files, speaker, done, speaker.origin.address);
  const sent = await parts.deps.messenger.send(speaker.origin.address, outgoing(answer, surface));
  if (sent.outcome !== 'sent') parts.deps.log.warn('reply-not-sent', { outcome: sent.outcome });
}

function openAnswer(label: string, verb: string, data: Record<string, unknown>): Answer {
  const card = openCard.render({
    heading: label,
    title: '',
    buttons: [{ ...link('Open', verb, { ...data, givesWay: true }), style: 'positive' }],
  });
  return { card, summary: `${label}: press Open for a window of your own.` };
}

/** Where a card in this conversation is drawn. */
function surfaceOf(parts: RoutingParts, speaker: Speaker): Surface {
  return speaker.origin.where === 'shared' && parts.dialogs ? 'channel' : 'chat';
}

/** The card pressed, when it is an *Open* card: only that gives way to the result; a list or an update stays for its readers. */
function cardOf(activity: Activity, data: unknown, speaker: Speaker) {
  return asRecord(data).givesWay === true && activity.replyToId
    ? { conversationId: conversationOf(speaker.origin.address), activityId: activity.replyToId }
    : undefined;
}

/** The *Open* card a form came from, as carried in its data; checked against the programme's channel before it is used. */
function withCard(speaker: Speaker, data: unknown): Speaker {
  const { card } = cardIn(data);
  return card ? { ...speaker, origin: { ...speaker.origin, card } } : speaker;
}

function cardIn(data: unknown): { card?: { conversationId: string; activityId: string } } {
  const card = asRecord(asRecord(data).card);
  const { conversationId, activityId } = card;
  if (
    typeof conversationId !== 'string' ||
    typeof activityId !== 'string' ||
    conversationId.length + activityId.length > 600
  )
    return {};
  return { card: { conversationId, activityId } };
}

/** A fault keeps what was typed behind *Try again*, if it fits: the form itself is gone, since every answer replaces it. */
function withRetry(card: CardJson, data: Record<string, unknown>): CardJson {
  const { verb, ...typed } = data;
  const again = {
    type: 'ActionSet',
    actions: [{ type: 'Action.Execute', title: 'Try again', verb, data: typed, associatedInputs: 'none' }],
  };
  const offered = { ...card, body: [...(Array.isArray(card.body) ? card.body : []), again] };
  return fits(offered) ? offered : card;
}

function outgoing(answer: Outcome, surface: Surface, carried: Record<string, unknown> = {}): OutgoingCard {
  return { card: forSurface(answer.card, surface, carried), summary: answer.summary };
}

function attachment(card: CardJson) {
  return { contentType: 'application/vnd.microsoft.card.adaptive', content: card };
}

function invokeCard(card: CardJson) {
  return { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: card };
}

function invokeMessage(sentence: string) {
  return { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: sentence };
}

function invokeError(code: string, message: string) {
  return { statusCode: 400, type: 'application/vnd.microsoft.error', value: { code, message } };
}

async function respond(context: TurnContext, body: unknown, status = 200): Promise<void> {
  await context.sendActivity({ type: ActivityTypes.InvokeResponse, value: { status, body } });
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
