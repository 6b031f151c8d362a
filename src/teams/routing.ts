// Teams' activities in, our answers out. Pitfall: nothing here may come from teams-ai's `Application`: it sends a typing
// indicator that cannot be turned off, also after the answer, and its card routing can send one person's card to everyone.

import { ActivityTypes, type TurnContext } from 'botbuilder';
import type { Deps, OutgoingCard } from '../deps.js';
import { findInFields, kindsIn } from '../guard/fields.js';
import { type Answer, type Command, onlyShows, type Verb, type Visit } from '../routes.js';
import { filesIn } from './attachments.js';
import { claimWelcome, conversationOf, readPersonal } from './conversations.js';
import { type Deadline, openDeadline } from './deadline.js';
import { type FileParts, offerFile } from './files.js';
import { answerInvoke, answerMessage, type Post, withRetry } from './in-time.js';
import { type Incoming, onFileConsent, speakerOf, takeAttached } from './incoming.js';
import { attachment, invokeCard, invokeError, invokeMessage, respond } from './invoke-answers.js';
import { asRecord } from './json.js';
import { type CardAddress, noteOpenCard, pressedCard, readOpenCard } from './open-cards.js';
import { givesWay, openAnswer, openingOf } from './opening.js';
import { type Outcome, programmeIn, runCommand, runRefused, runUnknown, runVerb, type Speaker } from './router.js';
import type { Identify } from './speaker.js';
import { forSurface, type Surface } from './surfaces.js';
import { readTyped } from './typed-text.js';
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
const INVOKES: Record<string, (parts: RoutingParts, incoming: Incoming) => Promise<unknown>> = {
  'adaptiveCard/action': onCardAction,
  'task/fetch': onDialog,
  'task/submit': onDialog,
  'fileConsent/invoke': onFileConsent,
};

/**
 * The turn handler for the adapter: routes messages, card actions, dialogs and installs. All of a turn's work is raced against
 * the deadline, so the handlers below have none of their own.
 */
export function routeTurns(parts: RoutingParts): (context: TurnContext, deadline?: Deadline) => Promise<void> {
  return async (context, deadline = openDeadline()) => {
    const { activity } = context;
    const { type, name } = activity;
    if (type === ActivityTypes.Invoke) {
      const run = Object.hasOwn(INVOKES, name ?? '') ? INVOKES[name ?? ''] : undefined;
      if (!run) return respond(context, undefined, 400);
      return respond(context, await answerInvoke(parts, activity, deadline, run(parts, { activity })));
    }
    if (type === ActivityTypes.Message) return answerMessage(parts, activity, deadline, onMessage(parts, { activity }));
    if (type === ActivityTypes.InstallationUpdate || type === ActivityTypes.ConversationUpdate)
      return answerMessage(parts, activity, deadline, onInstalled(parts, { activity }));
  };
}

async function onMessage(parts: RoutingParts, context: Incoming): Promise<Post | undefined> {
  const speaker = await speakerOf(parts, context);
  if (!speaker) return;
  const { activity } = context;
  const surface = surfaceOf(parts, speaker);
  const value = asRecord(activity.value);
  const typed = readTyped(activity);
  const { text } = typed;
  const [file, ...others] = speaker.origin.where === 'personal' ? filesIn(activity.attachments) : [];
  if (file) return reply(parts, speaker, surface, await takeAttached(parts, speaker, file, others.length));
  // What this answers is read by everyone there, so in a channel even a form's own words are not given back.
  const kinds = kindsIn(findInFields(speaker.origin.where === 'shared' ? { text, value } : { text }));
  if (kinds.length > 0) return reply(parts, speaker, surface, await runRefused(parts.deps, speaker, kinds));
  // Clients too old for Action.Execute send a card's button as a message.
  if (value.verb !== undefined) return onOldButton(parts, speaker, surface, value);
  const found = findCommand(parts.commands, typed);
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

/** A button that came as a message: in a person's own chat as any other, its answer posted; elsewhere only a way to open it for oneself. */
async function onOldButton(
  parts: RoutingParts,
  speaker: Speaker,
  surface: Surface,
  value: Record<string, unknown>,
): Promise<Post> {
  if (speaker.origin.where === 'shared')
    return reply(parts, speaker, surface, await openInstead(parts, speaker, value));
  const card = await readOpenCard(parts.deps, speaker.tenantId, value);
  const done = await runVerb(parts.deps, pressing(speaker, card), parts.verbs, value.verb, value);
  return reply(parts, speaker, surface, done.fault ? { ...done, card: withRetry(done.card, value) } : done, { card });
}

/** The *Open* card of what a button would have done, for a programme that it may name. */
function openInstead(parts: RoutingParts, speaker: Speaker, data: Record<string, unknown>): Promise<Outcome> {
  const opening = openingOf(parts.verbs, data.verb, data);
  return runCommand(parts.deps, { ...speaker, programmeId: programmeIn(data) ?? speaker.programmeId }, opening, {});
}

/** A button pressed on a card in a chat, or in a channel whose client has no dialogs. */
async function onCardAction(parts: RoutingParts, context: Incoming): Promise<unknown> {
  const { activity } = context;
  const { action: pressed, trigger } = asRecord(activity.value);
  const action = asRecord(pressed);
  const speaker = await speakerOf(parts, context);
  if (!speaker) return invokeError('BadRequest', 'This came from nobody I can identify.');
  // A client that looks at a card by itself gets a card, and nobody a message.
  if (trigger === 'automatic') return refreshed(parts, speaker, action);
  const from = await readOpenCard(parts.deps, speaker.tenantId, action.data);
  const carried = speaker.origin.where === 'shared' ? { card: pressedCard(activity, action.data) } : { card: from };
  const done = await runVerb(parts.deps, pressing(speaker, from), parts.verbs, action.verb, action.data);
  const { where, address } = speaker.origin;
  const personal = where === 'personal' ? address : await readPersonal(parts.deps, speaker.tenantId, speaker.objectId);
  const outcome = await offerFile(parts.deps, parts.files, speaker, done, personal);
  if (where === 'personal') {
    const card = outcome.fault
      ? withRetry(outcome.card, { ...asRecord(action.data), verb: action.verb })
      : outcome.card;
    return invokeCard(forSurface(card, 'chat', carried));
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

/** What a client is shown that looked by itself: what the verb shows to everyone there, or how to open it. */
async function refreshed(parts: RoutingParts, speaker: Speaker, action: Record<string, unknown>): Promise<unknown> {
  const shows = typeof action.verb === 'string' && onlyShows(action.verb);
  const done = shows
    ? await runVerb(parts.deps, speaker, parts.verbs, action.verb, action.data)
    : await openInstead(parts, speaker, { ...asRecord(action.data), verb: action.verb });
  return invokeCard(forSurface(done.card, surfaceOf(parts, speaker)));
}

/** A dialog opened from a card (task/fetch), or its form sent (task/submit). */
async function onDialog(parts: RoutingParts, context: Incoming): Promise<unknown> {
  const { activity } = context;
  const data = asRecord(asRecord(activity.value).data);
  const speaker = await speakerOf(parts, context);
  if (!speaker) return { task: { type: 'message', value: 'This came from nobody I can identify.' } };
  const from = await readOpenCard(parts.deps, speaker.tenantId, data);
  const carried = { card: activity.name === 'task/fetch' ? pressedCard(activity, data) : from };
  const done = await runVerb(parts.deps, pressing(speaker, from), parts.verbs, data.verb, data);
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

async function onInstalled(parts: RoutingParts, context: Incoming): Promise<Post | undefined> {
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
  return reply(parts, speaker, surfaceOf(parts, speaker), await runCommand(parts.deps, speaker, greets, {}));
}

/** How an answer is posted; nothing is sent yet but the wish for leave to upload a file. */
async function reply(
  parts: RoutingParts,
  speaker: Speaker,
  surface: Surface,
  done: Answer,
  carried: Record<string, unknown> = {},
): Promise<Post> {
  const { address, where } = speaker.origin;
  // Where others read, a file is not even offered: its button opens a dialog first.
  const answer = where === 'shared' ? done : await offerFile(parts.deps, parts.files, speaker, done, address);
  return async () => {
    const sent = await parts.deps.messenger.send(address, outgoing(answer, surface, carried));
    if (sent.outcome !== 'sent') return parts.deps.log.warn('reply-not-sent', { outcome: sent.outcome });
    if (where === 'shared' && givesWay(done.card)) await noteOpenCard(parts.deps, address, sent.activityId);
  };
}

/** Where a card in this conversation is drawn. */
function surfaceOf(parts: RoutingParts, speaker: Speaker): Surface {
  return speaker.origin.where === 'shared' && parts.dialogs ? 'channel' : 'chat';
}

/** Whoever presses a button: what comes of it is shown to them alone, and may take the place of the *Open* card it came from. */
function pressing(speaker: Speaker, card: CardAddress | undefined): Speaker {
  return { ...speaker, origin: { ...speaker.origin, alone: true, ...(card && { card }) } };
}

function outgoing(answer: Outcome, surface: Surface, carried: Record<string, unknown> = {}): OutgoingCard {
  return { card: forSurface(answer.card, surface, carried), summary: answer.summary };
}
