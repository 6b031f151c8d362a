// The card that everyone sees of an entry, by kind of record. Pitfall: a restricted item has none unless the programme's setting lets the channel see
// it as it was then and as it is at the moment of sending.

import { postedActionAnswer } from './agreed-actions/views.js';
import { postedDecisionAnswer } from './decisions/views.js';
import type { Deps } from './deps.js';
import { postedDigest } from './family-digests/cards.js';
import { postedFinanceAnswer } from './finance/views.js';
import { postedChangeAnswer } from './milestones/change-control/views.js';
import { postedAnswer } from './milestones/views.js';
import type { Actor } from './programmes/actor.js';
import { mayRead } from './records/may-read.js';
import { postedIssueAnswer, postedRiskAnswer } from './risks/views.js';
import type { Answer } from './routes.js';
import type { Entry } from './storage/entry.js';
import type { Head } from './storage/ledger.js';
import type { DrawPosted } from './teams/announcements.js';

/**
 * How an entry is drawn for everyone; undefined comes of one that the channel may not see. A point read, two for an issue. Throws TypeError for a kind
 * that nobody draws, and the store's codes.
 */
export async function drawnFor(deps: Deps, programmeId: string, entry: Entry<never>): Promise<DrawPosted> {
  const draw = drawn[entry.kind];
  if (!draw) throw new TypeError(`nobody draws a ${entry.kind}`);
  const { riskRef } = entry.state as { riskRef?: string };
  const read = (kind: 'risk' | 'milestone', ref: string) => deps.store.read<Head<never>>(kind, programmeId, ref);
  const [head, risk] = await Promise.all([
    read(entry.kind as 'milestone', entry.ref),
    riskRef === undefined ? undefined : read('risk', riskRef),
  ]);
  const judged = [entry, ...[head, risk].flatMap((one) => (one ? [one.body.newest] : []))];
  return (actor, drawnEntry) =>
    judged.every(({ kind, state }) => mayRead({ programme: actor.programme }, 'channel', kind as 'milestone', state))
      ? draw(actor, drawnEntry)
      : undefined;
}

const drawn: Record<string, (actor: Actor, entry: Entry<never>) => Answer> = {
  milestone: (actor, entry) => postedAnswer({ actor }, entry),
  'change-request': (actor, entry) => postedChangeAnswer({ actor }, entry),
  risk: (actor, entry) => postedRiskAnswer({ actor }, entry),
  decision: (actor, entry) => postedDecisionAnswer({ actor }, entry),
  finance: (actor, entry) => postedFinanceAnswer({ actor }, entry),
  'family-digest': (actor, entry) => postedDigest(actor, entry),
  action: (actor, entry) => postedActionAnswer({ actor }, entry),
  issue: (actor, entry) => postedIssueAnswer({ actor }, entry),
};
