// Messages in, answers out: words, edited words, files, pictures, and buttons of old clients. Pitfall: an answer where others read is read by everyone, so
// nothing that only one person may see is ever in it.

import { createHash } from 'node:crypto';
import type { Activity } from 'botbuilder';
import { isError } from '../errors.js';
import { findInFields, isFarTooLong, kindsIn } from '../guard/fields.js';
import type { Kind } from '../guard/kinds.js';
import { describeError } from '../log.js';
import { notice } from '../programmes/cards.js';
import type { Command } from '../routes.js';
import { type Attached, filesIn } from './attachments.js';
import { refusedFile } from './guarded.js';
import type { Post } from './in-time.js';
import { type Incoming, speakerOf, takeAttached } from './incoming.js';
import { asFields, asRecord } from './json.js';
import { type CardAddress, readOpenCard } from './open-cards.js';
import { openAnswer, openingOf } from './opening.js';
import { outgoing, reply } from './replies.js';
import {
  answerAs,
  type Outcome,
  programmeIn,
  runCommand,
  runRefused,
  runUnknown,
  runVerb,
  type Speaker,
} from './router.js';
import type { RoutingParts } from './routing.js';
import { answerWithoutWords, conversing } from './small-talk.js';
import { readTyped, type TypedText } from './typed-text.js';
import { withTypedWords } from './typed-words.js';
import { findCommand } from './understanding.js';

/** How a message is answered; undefined where nobody waits for anything. */
export async function onMessage(parts: RoutingParts, context: Incoming): Promise<Post | undefined> {
  const { activity } = context;
  const value = asFields(activity.value);
  const typed = readTyped(activity);
  // People talk to each other there too; what is not to us is neither read nor answered.
  const shared = activity.conversation.conversationType !== 'personal';
  if (shared && !typed.toUs && value.verb === undefined) return undefined;
  const speaker = await speakerOf(parts, context);
  return speaker ? answerMessage(parts, speaker, activity, { value, typed }) : toNobody(parts, activity);
}

async function answerMessage(
  parts: RoutingParts,
  speaker: Speaker,
  { attachments }: Activity,
  { value, typed }: { value: Record<string, unknown>; typed: TypedText },
): Promise<Post> {
  const { deps, commands } = parts;
  const { text, named } = typed;
  const shared = speaker.origin.where === 'shared';
  const [file, ...others] = shared ? [] : filesIn(attachments);
  if (file) return onFile(parts, speaker, file, others);
  // What this answers is read by everyone there, so in a channel even a form's own words are not given back.
  const seen = shared && !isFarTooLong(value) ? { text, named, value } : { text, named };
  const kinds = kindsIn(findInFields(seen));
  if (kinds.length > 0) return reply(parts, speaker, await runRefused(deps, speaker, kinds));
  // Clients too old for Action.Execute send a card's button as a message.
  if (value.verb !== undefined) return onOldButton(parts, speaker, value);
  const found = findCommand([...commands, ...conversing], typed);
  if (found) return onCommand(parts, speaker, found);
  const done =
    text === ''
      ? runCommand(deps, speaker, answerWithoutWords(attachments), {})
      : runUnknown(deps, speaker, commands, text);
  return reply(parts, speaker, await done);
}

/** A file in a person's own chat; its name is looked at before it is fetched, kept or shown. */
async function onFile(parts: RoutingParts, speaker: Speaker, file: Attached, others: Attached[]): Promise<Post> {
  const kinds = kindsIn(findInFields([file, ...others].map(({ name }) => name)));
  const done = kinds.length > 0 ? refuseFile(parts, kinds) : takeAttached(parts, speaker, file, others.length);
  return reply(parts, speaker, await done);
}

/** So that an operator can count them; never the name. */
function refuseFile({ deps }: RoutingParts, kinds: readonly Kind[]): Promise<Outcome> {
  return answerAs(deps, 'file refused', async () => {
    deps.log.info('identifying-text-refused', { name: 'file', kinds: kinds.join(', ') });
    return refusedFile(kinds);
  });
}

/** A message that now says something else, or the same once more: read as what it says, once, however often Teams tells of it. */
export async function onEdited(parts: RoutingParts, context: Incoming): Promise<Post | undefined> {
  const { activity } = context;
  if (asRecord(activity.channelData).eventType !== 'editMessage') return undefined;
  return (await isFirst(parts, activity)) ? onMessage(parts, context) : undefined;
}

const EDIT_SECONDS = 7 * 24 * 60 * 60;

async function isFirst({ deps }: RoutingParts, { conversation, id, text }: Activity): Promise<boolean> {
  const key = createHash('sha256').update(`${conversation.id}\n${id}\n${text}`).digest('hex');
  const at = deps.clock.now().toISOString();
  const draft = { id: `edit:${key}`, partition: 'edits', at, body: {}, expiresInSeconds: EDIT_SECONDS };
  try {
    await deps.store.create('conversation', draft);
    return true;
  } catch (error) {
    if (isError(error, 'TAKEN')) return false;
    // Better answered twice than not at all.
    deps.log.warn('edit-not-noted', describeError(error));
    return true;
  }
}

async function onCommand(
  parts: RoutingParts,
  speaker: Speaker,
  { command, captured, text }: NonNullable<ReturnType<typeof findCommand>>,
): Promise<Post> {
  if (!opensAlone(speaker, command))
    return reply(parts, speaker, await runCommand(parts.deps, speaker, command, captured));
  const opening = command.opens?.(captured) ?? {
    label: `${command.name.slice(0, 1).toUpperCase()}${command.name.slice(1)}`,
    verb: 'programmes.run-typed',
    fields: { text: text.slice(0, 500) },
  };
  const opens: Command = {
    ...command,
    run: async (turn) =>
      openAnswer(opening.label, opening.verb, { ...opening.fields, programmeId: turn.actor.programmeId }),
  };
  return reply(parts, speaker, await runCommand(parts.deps, asReadByOthers(speaker), opens, {}));
}

/** Whether an answer is for whoever asked alone: only the delivery group's own place is shown what everyone may read. */
function opensAlone({ origin, purpose }: Speaker, { audience }: Command): boolean {
  if (origin.where !== 'shared' || audience === 'anywhere') return false;
  return audience === 'me' || purpose !== 'group';
}

/** In several programmes, and which is not said: their names are nothing for others to read. */
function asReadByOthers(speaker: Speaker): Speaker {
  return { ...speaker, undecided: () => openAnswer('Which programme you mean', 'programmes.ask-which', {}) };
}

/** A button that came as a message: in a person's own chat as any other, its answer posted; elsewhere only a way to open it for oneself. */
async function onOldButton(parts: RoutingParts, speaker: Speaker, value: Record<string, unknown>): Promise<Post> {
  if (speaker.origin.where === 'shared') return reply(parts, speaker, await openInstead(parts, speaker, value));
  const card = await readOpenCard(parts.deps, speaker.origin.address.tenantId, value);
  const done = await runVerb(parts.deps, pressing(speaker, card), parts.verbs, value.verb, value);
  return reply(parts, speaker, { ...done, card: withTypedWords(done, value) }, { card });
}

/** The *Open* card of what a button would have done, for a programme that it may name. */
export function openInstead(parts: RoutingParts, speaker: Speaker, data: Record<string, unknown>): Promise<Outcome> {
  const opening = openingOf(parts.verbs, data.verb, data);
  return runCommand(parts.deps, { ...speaker, programmeId: programmeIn(data) ?? speaker.programmeId }, opening, {});
}

/** Whoever presses a button: what comes of it is shown to them alone, and may take the place of the *Open* card it came from. */
export function pressing(speaker: Speaker, card: CardAddress | undefined): Speaker {
  return { ...speaker, origin: { ...speaker.origin, alone: true, ...(card && { card }) } };
}

/** What somebody reads whom Teams does not name. */
export const NOBODY =
  'Teams did not tell me who you are. Sign in to Teams with your work account, and write to me again.';

/** One sentence for a person without an account; other bots are left alone, or two would talk for ever. */
function toNobody({ deps, dialogs }: RoutingParts, activity: Activity): Post | undefined {
  const { conversation, serviceUrl, from, channelData } = activity;
  const tenantId: unknown = conversation?.tenantId ?? asRecord(asRecord(channelData).tenant).id;
  if (!conversation?.id || !serviceUrl || typeof tenantId !== 'string' || from?.id?.startsWith('28:')) return undefined;
  const answer = notice('I do not know who you are', [NOBODY]);
  return async () => {
    const sent = await deps.messenger.send(
      { conversationId: conversation.id, serviceUrl, tenantId },
      outgoing(answer, dialogs ? 'channel' : 'chat'),
    );
    if (sent.outcome !== 'sent') deps.log.warn('reply-not-sent', { outcome: sent.outcome });
  };
}
