// What response actions, escalations and reasons must say before they are saved. Pure. What one could get wrong: a day on
// which something happened cannot be in the future; a due date cannot be in the past.

import type { IsoDate } from '../calendar.js';
import { Body } from '../programmes/bodies.js';
import { checkDay, hasProblems, type Problems, requireText } from '../programmes/problems.js';
import { type Checked, type Circumstances, checkOwner } from './checks.js';
import type { ActionFields, EscalateFields, ReasonFields } from './forms.js';
import { type Risk, SENTENCE_LETTERS } from './schema.js';

/** The risk with one more response action. */
export function checkAction(risk: Risk, fields: ActionFields, about: Circumstances): Checked<Risk, ActionFields> {
  const problems: Problems<ActionFields> = {};
  const what = requireText(problems, fields, 'what', SENTENCE_LETTERS, 'Say what will be done.');
  const ownerId = checkOwner(problems, fields, about.programme, 'Choose who will do it.');
  const dueOn = fields.dueOn.trim();
  if (dueOn < about.today) problems.dueOn = 'The due date has passed already; give one that is still to come.';
  checkDay(problems, 'dueOn', dueOn, 'Give the date it is due, such as 2027-01-08.');
  if (hasProblems(problems)) return { problems };
  const n = Math.max(0, ...risk.actions.map((action) => action.n)) + 1;
  return { ok: { ...risk, actions: [...risk.actions, { n, what, ownerId, dueOn, doneOn: null }] } };
}

/** The risk escalated to a body. */
export function checkEscalate(risk: Risk, fields: EscalateFields, about: Circumstances): Checked<Risk, EscalateFields> {
  const problems: Problems<EscalateFields> = {};
  const body = Body.safeParse(fields.escalateTo);
  if (!body.success) problems.escalateTo = 'Choose whom it is escalated to.';
  const reason = requireText(
    problems,
    fields,
    'reason',
    SENTENCE_LETTERS,
    'Say in a sentence what they are asked to do.',
  );
  if (!body.success || hasProblems(problems)) return { problems };
  const escalation = { to: body.data, reason, on: about.today, by: about.by };
  return { ok: { ...risk, escalation, withheldReason: '' } };
}

/** A reason in a sentence, and, when it is asked for, a day that is not in the future. */
export function checkReason(
  fields: ReasonFields,
  missing: string,
  today?: IsoDate,
): Checked<{ reason: string; on: IsoDate }, ReasonFields> {
  const problems: Problems<ReasonFields> = {};
  const reason = requireText(problems, fields, 'reason', SENTENCE_LETTERS, missing);
  const on = fields.happenedOn.trim();
  if (today !== undefined && on > today)
    problems.happenedOn = 'This day is still to come. If it has not happened yet, it is a risk.';
  if (today !== undefined) checkDay(problems, 'happenedOn', on, 'Give the day it happened, such as 2026-11-26.');
  return hasProblems(problems) ? { problems } : { ok: { reason, on } };
}
