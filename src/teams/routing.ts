// Teams' activities in, our answers out. Pitfall: nothing here may come from teams-ai's `Application`: it sends a typing
// indicator that cannot be turned off, also after the answer, and its card routing can send one person's card to everyone.

import { ActivityTypes, type TurnContext } from 'botbuilder';
import type { Deps } from '../deps.js';
import { type Answer, type Command, onlyShows, type Verb, type Visit } from '../routes.js';
import type { AnsweredMessages } from './answered-messages.js';
import { readPersonal } from './conversations.js';
import { type Deadline, openDeadline } from './deadline.js';
import { type FileParts, offerFile } from './files.js';
import { answerInvoke, answerMessage } from './in-time.js';
import { type Incoming, onFileConsent, speakerOf } from './incoming.js';
import { onInstalled } from './installs.js';
import { attachment, invokeCard, invokeMessage, respond } from './invoke-answers.js';
import { asFields, asRecord } from './json.js';
import { NOBODY, onEdited, onMessage, openInstead, pressing } from './messages.js';
import { pressedCard, readOpenCard } from './open-cards.js';
import { onSearch } from './people-search.js';
import { outgoing, surfaceOf } from './replies.js';
import { runVerb, type Speaker } from './router.js';
import { settles, watchSaves } from './settling.js';
import type { Identify } from './speaker.js';
import { forSurface } from './surfaces.js';
import { withTypedWords } from './typed-words.js';
import { answerUnserved } from './unserved-invokes.js';

export interface RoutingParts {
  deps: Deps;
  commands: readonly Command[];
  verbs: ReadonlyMap<string, Verb>;
  /** Whether the client opens dialogs. Where it does not, a form opened from a channel comes in the person's own chat. */
  dialogs: boolean;
  identify: Identify;
  files: FileParts;
  answered: AnsweredMessages;
  /** What somebody in no programme is told; undefined: that they are not known. */
  newcomer?(visit: Visit): Promise<Answer | undefined>;
}

/** What each kind of invoke is answered by; for any other see unserved-invokes.ts. */
const INVOKES: Record<string, (parts: RoutingParts, incoming: Incoming) => Promise<unknown>> = {
  'adaptiveCard/action': onCardAction,
  'task/fetch': onDialog,
  'task/submit': onDialog,
  'fileConsent/invoke': onFileConsent,
  'application/search': onSearch,
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
      if (!run) return respond(context, answerUnserved(name ?? ''));
      return respond(context, await answerInvoke(parts, activity, deadline, run(parts, { activity })));
    }
    if (type === ActivityTypes.Message) return answerMessage(parts, activity, deadline, onMessage(parts, { activity }));
    if (type === ActivityTypes.MessageUpdate)
      return answerMessage(parts, activity, deadline, onEdited(parts, { activity }));
    if (type === ActivityTypes.InstallationUpdate || type === ActivityTypes.ConversationUpdate)
      return answerMessage(parts, activity, deadline, onInstalled(parts, { activity }));
  };
}

/** A button pressed on a card in a chat, or in a channel whose client has no dialogs. */
async function onCardAction(parts: RoutingParts, context: Incoming): Promise<unknown> {
  const { activity } = context;
  const { action: pressed, trigger } = asRecord(activity.value);
  const action = asRecord(pressed);
  const data = asFields(action.data);
  const speaker = await speakerOf(parts, context);
  if (!speaker) return invokeMessage(NOBODY);
  // A client that looks at a card by itself gets a card, and nobody a message.
  if (trigger === 'automatic') return refreshed(parts, speaker, action);
  const from = await readOpenCard(parts.deps, speaker.origin.address.tenantId, data);
  const carried = speaker.origin.where === 'shared' ? { card: pressedCard(activity, data) } : { card: from };
  const { deps, saved } = watchSaves(parts.deps);
  const done = await runVerb(deps, pressing(speaker, from), parts.verbs, action.verb, data);
  const { where, address } = speaker.origin;
  const personal = where === 'personal' ? address : await readPersonal(parts.deps, speaker.tenantId, speaker.objectId);
  const outcome = await offerFile(parts.deps, parts.files, speaker, done, personal);
  if (where === 'personal') {
    const card = forSurface(withTypedWords(outcome, { ...data, verb: action.verb }), 'chat', carried);
    if (activity.replyToId)
      parts.answered.note(
        address,
        activity.replyToId,
        { card, summary: outcome.summary },
        settles(action.verb, outcome, saved()),
      );
    return invokeCard(card);
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
    ? await runVerb(parts.deps, speaker, parts.verbs, action.verb, asFields(action.data))
    : await openInstead(parts, speaker, { ...asFields(action.data), verb: action.verb });
  return invokeCard(forSurface(done.card, surfaceOf(parts, speaker)));
}

/** A dialog opened from a card (task/fetch), or its form sent (task/submit). */
async function onDialog(parts: RoutingParts, context: Incoming): Promise<unknown> {
  const { activity } = context;
  const data = asFields(asRecord(activity.value).data);
  const speaker = await speakerOf(parts, context);
  if (!speaker) return { task: { type: 'message', value: NOBODY } };
  const from = await readOpenCard(parts.deps, speaker.origin.address.tenantId, data);
  const carried = { card: activity.name === 'task/fetch' ? pressedCard(activity, data) : from };
  const done = await runVerb(parts.deps, pressing(speaker, from), parts.verbs, data.verb, data);
  const outcome = await offerFile(parts.deps, parts.files, speaker, done, undefined);
  if (outcome.closes) return { task: { type: 'message', value: outcome.closes } };
  const card = withTypedWords(outcome, data);
  const title = outcome.summary.split('.')[0]?.slice(0, 60) ?? '';
  return {
    task: {
      type: 'continue',
      value: { title, height: 'large', width: 'medium', card: attachment(forSurface(card, 'dialog', carried)) },
    },
  };
}
