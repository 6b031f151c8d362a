// Answers by the deadline, whatever becomes of the work. Pitfall: work that is late goes on and may save, so what came of it is
// posted in the person's own chat when it is done; and where others read, nothing of it is said.

import type { Activity } from 'botbuilder';
import type { CardJson, Deps } from '../deps.js';
import { describeError } from '../log.js';
import { notice } from '../programmes/cards.js';
import { readPersonal } from './conversations.js';
import { type Deadline, LATE } from './deadline.js';
import { attachment, invokeCard, invokeMessage } from './invoke-answers.js';
import { asRecord } from './json.js';
import { answerLate } from './router.js';
import type { Identify } from './speaker.js';
import { forSurface } from './surfaces.js';
import { withRetry } from './typed-words.js';

interface Parts {
  deps: Deps;
  identify: Identify;
}

/** Posts what a message is answered with. */
export type Post = () => Promise<void>;

/** A post that has begun may still arrive in time. */
const POST_GRACE_MS = 300;

/** Posts what `work` answers; when that is late, first that it is, and the answer when it is there. Ends by the deadline. */
export async function answerMessage(
  { deps }: Parts,
  activity: Activity,
  deadline: Deadline,
  work: Promise<Post | undefined>,
): Promise<void> {
  const post = await deadline.race(work);
  if (post !== LATE) return void (post && (await deadline.race(tell(deps, post()), POST_GRACE_MS)));
  void tell(
    deps,
    work.then((late) => late?.()),
  );
  if (activity.type !== 'message') return;
  const { card, summary } = answerLate(deps, 'message', LATE_MESSAGE);
  const { conversation, serviceUrl } = activity;
  const where = { conversationId: conversation.id, serviceUrl, tenantId: tenantOf(activity) };
  await deadline.race(deps.messenger.send(where, { card, summary }), POST_GRACE_MS);
}

const LATE_MESSAGE =
  'This is taking longer than it should. The answer comes here as soon as I have it; if it is not here in a minute, send your message again.';

/** What an invoke is answered with: what `work` gives, or in time that it is late, with what was typed behind *Try again*. */
export async function answerInvoke(
  parts: Parts,
  activity: Activity,
  deadline: Deadline,
  work: Promise<unknown>,
): Promise<unknown> {
  const body = await deadline.race(work);
  if (body !== LATE) return body;
  const { deps } = parts;
  void tell(
    deps,
    work.then((late) => postLate(parts, activity, asRecord(late))),
  );
  const name = activity.name ?? '';
  const { action, data } = asRecord(activity.value);
  if (name === 'adaptiveCard/action') {
    const { card, fault } = answerLate(deps, name);
    const { verb, data: typed } = asRecord(action);
    // A card would be shown to everyone there.
    return activity.conversation?.conversationType === 'personal'
      ? invokeCard(withRetry(card, { ...asRecord(typed), verb }))
      : invokeMessage(`${fault?.sentence} Reference ${fault?.reference}.`);
  }
  if (!name.startsWith('task/')) return undefined;
  const card = forSurface(withRetry(answerLate(deps, name).card, asRecord(data)), 'dialog');
  return {
    task: {
      type: 'continue',
      value: { title: 'Not done yet', height: 'large', width: 'medium', card: attachment(card) },
    },
  };
}

/** Shows, in the person's own chat, the card that came too late to be the answer; a form that was only to open is asked for again. */
async function postLate({ deps, identify }: Parts, activity: Activity, body: Record<string, unknown>): Promise<void> {
  const who = identify(activity);
  const card = lateCard(activity.name, body);
  const to = who && card && (await readPersonal(deps, who.tenantId, who.objectId));
  if (!to) return;
  const { outcome } = await deps.messenger.send(to, { card, summary: 'This took longer than it should, and is done' });
  deps.log.info('turn', { name: activity.name, outcome: `answered late: ${outcome}` });
}

function lateCard(name: string | undefined, body: Record<string, unknown>): CardJson | undefined {
  if (name === 'adaptiveCard/action')
    return body.type === 'application/vnd.microsoft.card.adaptive' ? asRecord(body.value) : undefined;
  if (name !== 'task/submit') return undefined;
  const { type, value } = asRecord(body.task);
  return type === 'message' ? notice('Done', [String(value)]).card : asRecord(asRecord(asRecord(value).card).content);
}

/** Nobody waits for late work any more, so its failure is told to the log alone. */
async function tell(deps: Deps, work: Promise<unknown>): Promise<void> {
  await work.catch((error) => deps.log.error('not answered', describeError(error)));
}

function tenantOf({ conversation, channelData }: Activity): string {
  return String(conversation?.tenantId ?? channelData?.tenant?.id ?? '').toLowerCase();
}
