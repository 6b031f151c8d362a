// What a conflict card compares for each form about a risk. Pure. What one could get wrong: what was typed may be anything,
// so it is shown as it is wherever it does not parse.

import { formatDay, isDay } from '../calendar.js';
import { nameOf } from '../programmes/actor.js';
import { Body, sayBody } from '../programmes/bodies.js';
import type { Turn } from '../routes.js';
import type { Row } from './form-verbs.js';
import type { ActionFields, EscalateFields, ReasonFields, ReassessFields } from './forms.js';
import { levels, sayLevels, sayState } from './rules.js';
import type { Risk } from './schema.js';

/** A reassessment, field by field. */
export function reassessRows(turn: Turn, saved: Risk, typed: ReassessFields): Row[] {
  const { programme } = turn.actor;
  const { scoring } = programme;
  const told = saved.escalation;
  return [
    {
      label: 'Before controls',
      saved: sayLevels(saved.inherent, scoring),
      yours: sayTyped(turn, typed.inherentLikelihood, typed.inherentImpact),
    },
    {
      label: 'Now',
      saved: sayLevels(saved.residual, scoring),
      yours: sayTyped(turn, typed.residualLikelihood, typed.residualImpact),
    },
    {
      label: 'Target',
      saved: sayLevels(saved.target, scoring),
      yours: sayTyped(turn, typed.targetLikelihood, typed.targetImpact),
    },
    { label: 'What changed', saved: saved.commentary, yours: typed.commentary },
    { label: 'Escalated to', saved: told ? sayBody(told.to) : 'nobody', yours: sayTypedBody(typed.escalateTo) },
    {
      label: 'What they are asked, or why not escalated',
      saved: told?.reason ?? saved.withheldReason,
      yours: typed.escalationReason,
    },
    { label: 'Owner', saved: nameOf(programme, saved.ownerId), yours: nameOf(programme, typed.ownerId) },
    { label: 'Next review', saved: formatDay(saved.reviewOn), yours: sayTypedDay(typed.reviewOn) },
  ];
}

/** A new response action beside those there are. */
export function actionRows(_turn: Turn, saved: Risk, typed: ActionFields): Row[] {
  return [
    {
      label: 'Response actions',
      saved: saved.actions.map((action) => `${action.n}. ${action.what}`).join(' '),
      yours: `${typed.what} (due ${sayTypedDay(typed.dueOn)})`,
    },
  ];
}

/** An escalation beside the one that stands. */
export function escalateRows(_turn: Turn, saved: Risk, typed: EscalateFields): Row[] {
  const told = saved.escalation;
  return [
    { label: 'Escalated to', saved: told ? sayBody(told.to) : 'nobody', yours: sayTypedBody(typed.escalateTo) },
    { label: 'What they are asked', saved: told?.reason ?? saved.withheldReason, yours: typed.reason },
  ];
}

/** A new state and its reason, beside the state that is saved. */
export function reasonRows(state: Risk['state']): (turn: Turn, saved: Risk, typed: ReasonFields) => Row[] {
  return (_turn, saved, typed) => [
    { label: 'State', saved: sayState(saved.state), yours: sayState(state) },
    { label: 'Because', saved: saved.acceptedReason || saved.closedReason, yours: typed.reason },
  ];
}

/** "4 Likely × 5 Severe" from what was typed. */
export function sayTyped(turn: Turn, likelihood: string, impact: string): string {
  const { size } = turn.actor.programme.scoring;
  const say = (scale: 'likelihood' | 'impact', typed: string) => levels(scale, size)[Number(typed) - 1] ?? typed;
  return `${say('likelihood', likelihood)} × ${say('impact', impact)}`;
}

function sayTypedDay(text: string): string {
  return isDay(text) ? formatDay(text) : text;
}

function sayTypedBody(text: string): string {
  const body = Body.safeParse(text);
  return body.success ? sayBody(body.data) : 'nobody';
}
