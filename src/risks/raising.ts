// Raising a risk, from the empty form to the posted card. What one could get wrong: one form makes one risk. The same form
// with other words is a conflict, and its words can still be raised as another risk.

import { showMadeAlready } from '../programmes/conflict.js';
import type { Problems } from '../programmes/problems.js';
import type { Answer, Turn } from '../routes.js';
import type { Entry } from '../storage/entry.js';
import { raiseRisk, requireMayRaise } from './actions.js';
import { sayTyped } from './conflict-rows.js';
import { raiseForm } from './form-views.js';
import { RaiseFields, type RaiseForm } from './forms.js';
import { sayLevels } from './rules.js';
import type { Risk } from './schema.js';
import { postedRiskAnswer } from './views.js';

/** The empty form, linked to the milestone it was opened from, or the form as it was typed. Throws FORBIDDEN for observers. */
export function openRaise(
  turn: Turn,
  sent: Partial<RaiseForm> & { milestone?: string | undefined },
  problems: Problems<RaiseFields> = {},
): Answer {
  requireMayRaise(turn);
  if (sent.form === undefined) return raiseForm(turn, sent.milestone ? { milestone: sent.milestone } : {});
  return raiseForm(turn, { fields: RaiseFields.parse(sent), problems, form: sent.form });
}

/** Raises the risk, or answers with what is to be mended or chosen. */
export async function raise(turn: Turn, form: RaiseForm): Promise<Answer> {
  const result = await raiseRisk(turn, form);
  const fields = RaiseFields.parse(form);
  if (result.outcome === 'refused') return raiseForm(turn, { fields, problems: result.problems, form: form.form });
  if (result.outcome === 'conflict') return raisedAlready(turn, result.theirs, fields);
  return postedRiskAnswer(turn, result.entry);
}

function raisedAlready(turn: Turn, theirs: Entry<Risk>, typed: RaiseFields): Answer {
  const { programme } = turn.actor;
  const { state } = theirs;
  const rows = [
    { label: 'Cause', saved: state.cause, yours: typed.cause },
    { label: 'Event', saved: state.event, yours: typed.event },
    { label: 'Consequence', saved: state.consequence, yours: typed.consequence },
    {
      label: 'Likelihood and impact now',
      saved: sayLevels(state.residual, programme.scoring),
      yours: sayTyped(turn, typed.residualLikelihood, typed.residualImpact),
    },
  ];
  return showMadeAlready(turn, {
    theirs,
    title: state.event,
    rows,
    made: 'raised',
    make: 'raise',
    thing: 'risk',
    makeVerb: 'risks.raise',
    openVerb: 'risks.open-raise',
    showVerb: 'risks.show',
    form: typed,
  });
}
