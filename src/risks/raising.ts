// Raising a risk, from the empty form to the posted card. What one could get wrong: one form makes one risk. The same form
// with other words is a conflict, and its words can still be raised as another risk.

import { randomUUID } from 'node:crypto';
import { link, send, shorten } from '../cards/markup.js';
import { conflictCard } from '../programmes/cards.js';
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
  const { programmeId, programme } = turn.actor;
  const { ref, state } = theirs;
  const again = { programmeId, ...typed, form: randomUUID() };
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
  const clip = (text: string) => (text.trim() === '' ? '(empty)' : shorten(text, 300));
  const card = conflictCard.render({
    heading: `${ref} was already raised from this form, with other words`,
    title: state.event,
    theirs: `If both are meant, raise yours as another risk.`,
    rows: rows
      .filter((row) => row.saved.trim() !== row.yours.trim())
      .map((row) => ({ label: row.label, saved: clip(row.saved), yours: clip(row.yours) })),
    buttons: [
      { ...send('Raise mine as another risk', 'risks.raise', again), inputs: 'none' },
      link('Look at mine first', 'risks.open-raise', again),
      link(`Keep ${ref} only`, 'risks.show', { programmeId, ref }),
    ],
  });
  return { card, summary: `${ref} was already raised from this form; choose whether yours is another risk.` };
}
