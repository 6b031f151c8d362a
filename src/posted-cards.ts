// The card that everyone sees of an entry, by kind of record. What one could get wrong: a restricted item has none unless the programme's setting
// lets the channel see it, asked at the moment of sending.

import { postedActionAnswer } from './agreed-actions/views.js';
import { isAskedOfRegister } from './decisions/restricted.js';
import { postedDecisionAnswer } from './decisions/views.js';
import { postedDigest } from './family-digests/cards.js';
import type { FamilyDigest } from './family-digests/schema.js';
import { postedFinanceAnswer } from './finance/views.js';
import { postedChangeAnswer } from './milestones/change-control/views.js';
import { postedAnswer } from './milestones/views.js';
import { reachOf } from './programmes/restricted.js';
import { inChannel, isCorporate } from './risks/restricted.js';
import { postedIssueAnswer, postedRiskAnswer } from './risks/views.js';
import type { Entry } from './storage/entry.js';
import type { DrawPosted } from './teams/announcements.js';

/** How an entry of a kind of record is drawn for everyone. Throws for a kind that nobody draws. */
export function drawnFor(kind: string): DrawPosted {
  const draw = drawn[kind];
  if (!draw) throw new TypeError(`nobody draws a ${kind}`);
  return draw;
}

const drawn: Record<string, DrawPosted> = {
  milestone: (actor, entry) => postedAnswer({ actor }, entry as Entry<never>),
  'change-request': (actor, entry) => postedChangeAnswer({ actor }, entry as Entry<never>),
  risk: (actor, entry) =>
    isCorporate(entry.state) && !inChannel(actor.programme)
      ? undefined
      : postedRiskAnswer({ actor }, entry as Entry<never>),
  decision: (actor, entry) =>
    isAskedOfRegister(entry.state) && !inChannel(actor.programme)
      ? undefined
      : postedDecisionAnswer({ actor }, entry as Entry<never>),
  finance: (actor, entry) =>
    reachOf(actor.programme, 'finance').channel ? postedFinanceAnswer({ actor }, entry as Entry<never>) : undefined,
  // What is still being written is nobody's to see.
  'family-digest': (actor, entry) =>
    (entry as Entry<FamilyDigest>).state.state === 'posted' ? postedDigest(actor, entry) : undefined,
  action: (actor, entry) => postedActionAnswer({ actor }, entry as Entry<never>),
  issue: (actor, entry) =>
    (entry as Entry<{ corporate?: boolean }>).state.corporate && !inChannel(actor.programme)
      ? undefined
      : postedIssueAnswer({ actor }, entry as Entry<never>),
};
