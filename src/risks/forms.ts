// The forms about risks and issues. Pitfall: each reason has a verb of its own, so that a form filled for one can never be taken for another.

import { z } from 'zod/v4';
import { addDays, formatDay } from '../calendar.js';
import { ProductError } from '../errors.js';
import { type Body, sayBody } from '../programmes/bodies.js';
import { todayOf } from '../programmes/changing.js';
import { mayRaiseRisk } from '../programmes/rights.js';
import { changes } from '../records/change-form.js';
import type { Next } from '../records/change-record.js';
import { aboutOf } from '../records/draw-form.js';
import { creates } from '../records/new-form.js';
import type { Turn } from '../routes.js';
import type { Head } from '../storage/ledger.js';
import { markScore, sayPlace } from './cards.js';
import { checkHappenedOn, raised, reassessed, sayNoMilestones } from './checks.js';
import {
  actionFields,
  escalateFields,
  happenedFields,
  raiseFields,
  reasonField,
  reassessFields,
  resolveFields,
} from './fields.js';
import { openIssueNow } from './issues.js';
import { issueKind, riskKind } from './kind.js';
import { isBeyondAppetite, sayMovement, scoreOf } from './rules.js';
import type { Issue, Risk } from './schema.js';
import { postedRiskAnswer } from './views.js';

/** Days until the next review that a form proposes. */
const REVIEW_DAYS = 28;

/** Throws FORBIDDEN unless this person may raise risks. */
function requireMayRaise(turn: Turn): void {
  if (mayRaiseRisk(turn.actor.member)) return;
  throw new ProductError('FORBIDDEN', 'observers raise no risks', {
    advice:
      'As an observer you read this programme. Tell the programme office what worries you, and they can raise it.',
  });
}

/** Raising a risk; `milestone` is the one it was opened from. */
export const raising = creates(riskKind, {
  did: 'risks.raise',
  opens: 'risks.open-raise',
  fields: raiseFields,
  carried: {
    milestone: z
      .string()
      .regex(/^M\d{1,5}$/)
      .optional(),
  },
  heading: ({ milestone }) => (milestone ? `Raise a risk to ${milestone}` : 'Raise a risk'),
  button: 'Raise the risk',
  words: { made: 'raised', make: 'raise' },
  cancel: 'all',
  requireMay: requireMayRaise,
  starts: (turn, { milestone }) => ({
    workstream: turn.actor.member.leads[0] ?? '',
    ownerId: turn.actor.member.id,
    response: 'treat',
    reviewOn: addDays(todayOf(turn), REVIEW_DAYS),
    escalateTo: 'none',
    milestones: milestone ?? '',
  }),
  make: async (turn, typed, problems): Promise<Risk> => {
    const risk = raised(typed, aboutOf(turn), problems);
    problems.milestones ??= await sayMissing(turn, risk.milestones);
    return risk;
  },
});

const about = (_: Turn, { newest: { state } }: Head<Risk | Issue>) => ({ title: state.event });

/** Scoring a risk again. */
export const reassessing = changes(riskKind, {
  did: 'risks.reassess',
  opens: 'risks.open-reassess',
  fields: reassessFields,
  heading: (ref) => `Reassess ${ref}`,
  button: 'Save the reassessment',
  around: (turn, { newest: { state } }) => ({
    title: state.event,
    place: `${sayPlace(state, turn.actor)} · ${sayMovement(state)}`,
    status: markScore(scoreOf(state.residual), turn.actor.programme.scoring),
  }),
  starts: (turn) => ({ reviewOn: addDays(todayOf(turn), REVIEW_DAYS), commentary: '' }),
  next: async (turn, risk, typed, problems): Promise<Next<Risk>> => {
    const next = reassessed(risk, typed, aboutOf(turn), problems);
    const added = next.milestones.filter((ref) => !risk.milestones.includes(ref));
    problems.milestones ??= await sayMissing(turn, added);
    return { next };
  },
});

/** Adding a response action. */
export const addingAction = changes(riskKind, {
  did: 'risks.add-action',
  opens: 'risks.open-action',
  fields: actionFields,
  heading: (ref) => `Add a response action to ${ref}`,
  button: 'Add the action',
  around: about,
  starts: (_, { ownerId }) => ({ ownerId }),
  next: (turn, risk, action, problems): Next<Risk> => {
    if (action.dueOn < todayOf(turn))
      problems.dueOn ??= 'The due date has passed already; give one that is still to come.';
    const n = Math.max(0, ...risk.actions.map((one) => one.n)) + 1;
    return { next: { ...risk, actions: [...risk.actions, { n, ...action, doneOn: null }] } };
  },
});

/** Escalating a risk to a body, which then sees it among what it has to decide. */
export const escalating = changes(riskKind, {
  did: 'risks.escalate',
  opens: 'risks.open-escalate',
  fields: escalateFields,
  heading: (ref) => `Escalate ${ref}`,
  button: 'Escalate',
  around: (_, { newest: { state } }) => ({ title: state.event, advice: sayEscalation(state) }),
  starts: () => ({ escalateTo: '', reason: '' }),
  next: (turn, risk, { escalateTo, reason }): Next<Risk> => ({
    next: {
      ...risk,
      escalation: { to: escalateTo as Body, reason, on: todayOf(turn), by: turn.actor.member.id },
      withheldReason: '',
    },
  }),
});

function sayEscalation({ escalation }: Risk): string {
  const stands = escalation
    ? ` It has been escalated to ${sayBody(escalation.to)} since ${formatDay(escalation.on)}.`
    : '';
  return `The body you choose sees it among what it has to decide.${stands}`;
}

/** Accepting a risk as it is. Beyond appetite and not escalated, the reason also stands for why not. */
export const accepting = changes(riskKind, {
  did: 'risks.accept',
  opens: 'risks.open-accept',
  fields: reasonField<Risk>('Why it is accepted', 'Say why it is accepted as it is.', (risk) => risk.acceptedReason),
  heading: (ref) => `Accept ${ref} as it is`,
  button: 'Accept it',
  around: (_, { newest: { state } }) => ({
    title: state.event,
    advice: 'It stays on the register and keeps its review date; nothing more is planned to lower it.',
  }),
  starts: () => ({ reason: '' }),
  next: (turn, risk, { reason }): Next<Risk> => {
    const unexplained =
      risk.escalation === null &&
      risk.withheldReason === '' &&
      isBeyondAppetite(scoreOf(risk.residual), turn.actor.programme.scoring);
    const withheldReason = unexplained ? reason : risk.withheldReason;
    return { next: { ...risk, state: 'accepted', acceptedReason: reason, withheldReason } };
  },
});

/** Closing a risk. */
export const closing = changes(riskKind, {
  did: 'risks.close',
  opens: 'risks.open-close',
  fields: reasonField<Risk>('Why it can be closed', 'Say why it can be closed.', (risk) => risk.closedReason),
  heading: (ref) => `Close ${ref}`,
  button: 'Close it',
  around: (_, { newest: { state } }) => ({
    title: state.event,
    advice: 'It leaves the open register and keeps its history. If it comes back, raise it again.',
  }),
  next: (_, risk, { reason }): Next<Risk> => ({ next: { ...risk, state: 'closed', closedReason: reason } }),
});

/** Saying that a risk has happened; its issue is made at once, or by the sweep. */
export const happening = changes(riskKind, {
  did: 'risks.mark-happened',
  opens: 'risks.open-happened',
  fields: happenedFields,
  heading: (ref) => `${ref} has happened`,
  button: 'It has happened',
  around: (_, { newest: { state } }) => ({
    title: state.event,
    advice: 'It becomes an issue with a reference of its own, linked to this risk. This cannot be taken back.',
  }),
  starts: (turn) => ({ happenedOn: todayOf(turn) }),
  next: (turn, risk, { happenedOn, reason }, problems): Next<Risk> => {
    checkHappenedOn(happenedOn, todayOf(turn), problems);
    const happened = { what: reason, on: happenedOn };
    return { next: { ...risk, state: 'materialised', happened }, owes: [{ effect: 'risks.open-issue' }] };
  },
  posted: async (turn, entry) => {
    const issue = await openIssueNow(turn.deps, turn.actor.programmeId, entry);
    return postedRiskAnswer(turn, entry, issue?.newest.ref);
  },
});

/** Resolving an issue. */
export const resolving = changes(issueKind, {
  did: 'risks.resolve-issue',
  opens: 'risks.open-resolve',
  fields: resolveFields,
  heading: (ref) => `Resolve ${ref}`,
  button: 'Resolve it',
  around: (_, { newest: { state } }) => ({
    title: state.event,
    advice: 'The issue stays in the records with how it ended.',
  }),
  next: (turn, issue, { reason }): Next<Issue> => ({
    next: { ...issue, state: 'resolved', resolution: reason, resolvedOn: todayOf(turn) },
  }),
});

/** A sentence when a linked milestone does not exist. */
async function sayMissing(turn: Turn, refs: string[]): Promise<string | undefined> {
  const { deps, actor } = turn;
  const found = await Promise.all(refs.map((ref) => deps.store.read('milestone', actor.programmeId, ref)));
  const missing = refs.filter((_, n) => !found[n]);
  return missing.length === 0 ? undefined : sayNoMilestones(missing);
}
