// What is shown of one risk or issue by its reference: detail, history, withdrawal, resolving. What one could get wrong: a
// reference that begins with R is a risk and with I an issue; verbs take either, so that links need not know.

import { notice } from '../programmes/cards.js';
import { showConflict } from '../programmes/conflict.js';
import { showHistory, type TypedReason, withdrawForm } from '../programmes/history.js';
import type { Problems } from '../programmes/problems.js';
import { requireMayChange } from '../programmes/rights.js';
import { type WithdrawForm, withdrawEntry } from '../programmes/withdraw.js';
import { mayRead, placeOf, requireMayRead } from '../records/may-read.js';
import type { Answer, Turn } from '../routes.js';
import { type Head, requireHead } from '../storage/ledger.js';
import { findIssueOf, resolveIssue } from './actions.js';
import { settled } from './form-verbs.js';
import { type CompleteForm, ReasonFields, type ReasonForm } from './forms.js';
import { reasonForm } from './reason-form.js';
import { completeAction } from './responses.js';
import { heldIssue, heldRisk, sayState } from './rules.js';
import { type Issue, issues, type Risk, risks } from './schema.js';
import { issueTelling, riskTelling } from './telling.js';
import { issueDetail, postedIssueAnswer, postedRiskAnswer, riskDetail } from './views.js';

/** The detail of a risk, or of an issue. Throws UNKNOWN. */
export async function show(turn: Turn, ref: string): Promise<Answer> {
  if (isIssue(ref)) return issueDetail(turn, await readIssue(turn, ref));
  const head = await readRisk(turn, ref);
  const issue = head.newest.state.state === 'materialised' ? await findIssueOf(turn, ref) : undefined;
  return riskDetail(turn, head, issue);
}

/** The issue by its own reference or by that of the risk it came from. Throws UNKNOWN when there is no such record. */
export async function showIssue(turn: Turn, ref: string): Promise<Answer> {
  if (isIssue(ref)) return show(turn, ref);
  const head = await readRisk(turn, ref);
  const issue = await findIssueOf(turn, ref);
  return issue ? issueDetail(turn, issue) : riskDetail(turn, head);
}

/** The history of a risk or an issue. Throws UNKNOWN. */
export async function history(turn: Turn, ref: string): Promise<Answer> {
  return isIssue(ref)
    ? showHistory(turn, await readIssue(turn, ref), issueTelling())
    : showHistory(turn, await readRisk(turn, ref), riskTelling(turn.actor));
}

/** The form that takes back the person's own newest entry, fresh or as typed. Throws UNKNOWN. */
export async function openWithdrawal(turn: Turn, ref: string, typed?: TypedReason): Promise<Answer> {
  return isIssue(ref)
    ? withdrawForm(turn, await readIssue(turn, ref), issueTelling(), typed)
    : withdrawForm(turn, await readRisk(turn, ref), riskTelling(turn.actor), typed);
}

/** Takes it back, or says why not. Throws FORBIDDEN and UNKNOWN. */
export function withdraw(turn: Turn, form: WithdrawForm): Promise<Answer> {
  return isIssue(form.ref) ? withdrawFromIssue(turn, form) : withdrawFromRisk(turn, form);
}

async function withdrawFromRisk(turn: Turn, form: WithdrawForm): Promise<Answer> {
  const result = await withdrawEntry(turn, risks, heldRisk, form);
  const { form: id, reason } = form;
  if (result.outcome === 'refused')
    return withdrawForm(turn, result.head, riskTelling(turn.actor), { form: id, reason, problem: result.problem });
  return result.outcome === 'conflict' ? tooLate(form.ref) : postedRiskAnswer(turn, result.entry);
}

async function withdrawFromIssue(turn: Turn, form: WithdrawForm): Promise<Answer> {
  const result = await withdrawEntry(turn, issues, heldIssue, form);
  const { form: id, reason } = form;
  if (result.outcome === 'refused')
    return withdrawForm(turn, result.head, issueTelling(), { form: id, reason, problem: result.problem });
  return result.outcome === 'conflict' ? tooLate(form.ref) : postedIssueAnswer(turn, result.entry);
}

function tooLate(ref: string): Answer {
  return notice(`${ref} has changed since`, [
    'Somebody saved another entry, so yours can no longer be withdrawn. Reassess the risk instead.',
  ]);
}

/** Notes that a response action is done, by its button. Throws FORBIDDEN and UNKNOWN. */
export async function complete(turn: Turn, form: CompleteForm): Promise<Answer> {
  const result = await completeAction(turn, form);
  if (result.outcome === 'refused')
    return notice(`${form.ref} is as it was`, [result.problems.n ?? 'That action is done already.']);
  // Whoever is only to do the action need not read a corporate risk.
  if (!mayRead(turn.actor, placeOf(turn.origin), 'risk', result.head.newest.state))
    return notice(
      result.outcome === 'saved' || result.outcome === 'already'
        ? `Action ${form.n} of ${form.ref} is done`
        : `${form.ref} has changed since`,
      [],
    );
  if (result.outcome === 'settled') return settled(turn, result.head);
  // Nothing was typed, so there is nothing to lose: the card as it is now has the button again.
  if (result.outcome === 'conflict') return riskDetail(turn, result.head);
  return postedRiskAnswer(turn, result.entry);
}

/** The form that resolves an issue, fresh or as typed. Throws FORBIDDEN and UNKNOWN. */
export async function openResolve(
  turn: Turn,
  sent: { ref: string } & Partial<ReasonForm>,
  problems: Problems<ReasonFields> = {},
): Promise<Answer> {
  const head = await readIssue(turn, sent.ref);
  requireMayChange(turn.actor.programme, turn.actor.member, sent.ref, head.newest.state);
  if (head.newest.state.state === 'resolved') return issueDetail(turn, head);
  if (sent.form === undefined || sent.opened === undefined) return reasonForm(turn, head, 'resolve');
  const { form, opened } = sent;
  return reasonForm(turn, head, 'resolve', { fields: ReasonFields.parse(sent), problems, form, opened });
}

/** Resolves an issue, or answers with what is to be mended or chosen. Throws FORBIDDEN and UNKNOWN. */
export async function resolve(turn: Turn, form: ReasonForm): Promise<Answer> {
  const result = await resolveIssue(turn, form);
  const fields = ReasonFields.parse(form);
  const { form: id, opened } = form;
  if (result.outcome === 'refused')
    return reasonForm(turn, result.head, 'resolve', { fields, problems: result.problems, form: id, opened });
  if (result.outcome === 'settled') return issueDetail(turn, result.head);
  if (result.outcome !== 'conflict') return postedIssueAnswer(turn, result.entry);
  const saved = result.theirs.state;
  return showConflict(turn, {
    feature: 'risks',
    title: saved.event,
    theirs: result.theirs,
    rows: [
      { label: 'State', saved: sayState(saved.state), yours: sayState('resolved') },
      { label: 'How it was resolved', saved: saved.resolution, yours: fields.reason },
    ],
    saveVerb: 'risks.resolve-issue',
    reopenVerb: 'risks.open-resolve',
    form,
  });
}

async function readRisk(turn: Turn, ref: string): Promise<Head<Risk>> {
  const head = (await requireHead(turn.deps, risks, turn.actor.programmeId, ref)).body;
  requireMayRead(turn, 'risk', ref, head.newest.state);
  return head;
}

async function readIssue(turn: Turn, ref: string): Promise<Head<Issue>> {
  const head = (await requireHead(turn.deps, issues, turn.actor.programmeId, ref)).body;
  requireMayRead(turn, 'issue', ref, head.newest.state);
  // It is as restricted as the risk it came from.
  await readRisk(turn, head.newest.state.riskRef);
  return head;
}

function isIssue(ref: string): boolean {
  return ref.startsWith(issues.prefix);
}
