// What people do about a risk: response actions, escalation, acceptance, closing. What one could get wrong: whoever is to do
// a response action may say that it is done, even when the risk is not theirs to change.

import { owns } from '../programmes/rights.js';
import type { Turn } from '../routes.js';
import { changeRisk, circumstances, type RiskResult, requireMayChangeRisk, today } from './change.js';
import {
  ActionFields,
  type ActionForm,
  type CompleteForm,
  EscalateFields,
  type EscalateForm,
  ReasonFields,
  type ReasonForm,
} from './forms.js';
import { checkAction, checkEscalate, checkReason } from './response-checks.js';
import { isBeyondAppetite, scoreOf } from './rules.js';
import type { Risk } from './schema.js';

/** Adds a response action with an owner and a due date. Throws FORBIDDEN, UNKNOWN, and the store's codes. */
export function addAction(turn: Turn, form: ActionForm): Promise<RiskResult<ActionFields>> {
  const fields = ActionFields.parse(form);
  return changeRisk(turn, form, { did: 'risks.add-action', content: fields }, (risk) =>
    checkAction(risk, fields, circumstances(turn)),
  );
}

/** Notes that a response action is done today. Throws FORBIDDEN, UNKNOWN, and the store's codes. */
export function completeAction(turn: Turn, form: CompleteForm): Promise<RiskResult<{ n: number }>> {
  const change = {
    did: 'risks.complete-action',
    content: { n: form.n },
    requireRight: (risk: Risk) => {
      if (!mayComplete(turn, risk, form.n)) requireMayChangeRisk(turn, form.ref, risk);
    },
  };
  return changeRisk(turn, form, change, (risk) => {
    const open = risk.actions.some((action) => action.n === form.n && action.doneOn === null);
    if (!open) return { problems: { n: `Action ${form.n} is done already, or was never there.` } };
    const actions = risk.actions.map((action) => (action.n === form.n ? { ...action, doneOn: today(turn) } : action));
    return { ok: { ...risk, actions, lastDone: form.n } };
  });
}

/** Escalates a risk to a body, with a reason. Throws FORBIDDEN, UNKNOWN, and the store's codes. */
export function escalate(turn: Turn, form: EscalateForm): Promise<RiskResult<EscalateFields>> {
  const fields = EscalateFields.parse(form);
  return changeRisk(turn, form, { did: 'risks.escalate', content: fields }, (risk) =>
    checkEscalate(risk, fields, circumstances(turn)),
  );
}

/**
 * Accepts a risk as it is. Beyond appetite and not escalated, the reason also stands for why not. Throws FORBIDDEN,
 * UNKNOWN, and the store's codes.
 */
export function accept(turn: Turn, form: ReasonForm): Promise<RiskResult<ReasonFields>> {
  const fields = ReasonFields.parse(form);
  return changeRisk(turn, form, { did: 'risks.accept', content: fields }, (risk) => {
    const checked = checkReason(fields, 'Say why it is accepted as it is.');
    if ('problems' in checked) return checked;
    const { reason } = checked.ok;
    const unexplained =
      risk.escalation === null &&
      risk.withheldReason === '' &&
      isBeyondAppetite(scoreOf(risk.residual), turn.actor.programme.scoring);
    const withheldReason = unexplained ? reason : risk.withheldReason;
    return { ok: { ...risk, state: 'accepted' as const, acceptedReason: reason, withheldReason } };
  });
}

/** Closes a risk with a reason. Throws FORBIDDEN, UNKNOWN, and the store's codes. */
export function close(turn: Turn, form: ReasonForm): Promise<RiskResult<ReasonFields>> {
  const fields = ReasonFields.parse(form);
  return changeRisk(turn, form, { did: 'risks.close', content: fields }, (risk) => {
    const checked = checkReason(fields, 'Say why it can be closed.');
    return 'problems' in checked
      ? checked
      : { ok: { ...risk, state: 'closed' as const, closedReason: checked.ok.reason } };
  });
}

/** Whether this person is the one to do an action, or their deputy. */
export function mayComplete(turn: Pick<Turn, 'actor'>, risk: Risk, n: number): boolean {
  const action = risk.actions.find((one) => one.n === n);
  const { programme, member } = turn.actor;
  return action !== undefined && owns(programme, member, { ownerId: action.ownerId, workstream: risk.workstream });
}
