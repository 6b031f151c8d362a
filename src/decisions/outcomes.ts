// Noting what a body settled, from the form to the posted card. What one could get wrong: a decision that was taken back or settled meanwhile
// is not settled again; what was typed is given back.

import { link } from '../cards/markup.js';
import { notice } from '../programmes/cards.js';
import { OutcomeFields, sayOutcome } from '../programmes/outcomes.js';
import type { Problems } from '../programmes/problems.js';
import { requireMayRead } from '../records/may-read.js';
import type { Answer, Turn } from '../routes.js';
import { type Head, requireHead } from '../storage/ledger.js';
import { recordOutcome, requireMayRecord } from './actions.js';
import { outcomeForm } from './form-views.js';
import type { OutcomeForm } from './forms.js';
import { isAsked } from './rules.js';
import { type Decision, decisions } from './schema.js';
import { decisionDetail, postedDecisionAnswer } from './views.js';

/** The form, fresh or as typed. Throws FORBIDDEN and UNKNOWN. */
export async function openOutcome(
  turn: Turn,
  sent: { ref: string } & Partial<OutcomeForm>,
  problems: Problems<OutcomeFields> = {},
): Promise<Answer> {
  const head = (await requireHead(turn.deps, decisions, turn.actor.programmeId, sent.ref)).body;
  requireMayRead(turn, 'decision', sent.ref, head.newest.state);
  requireMayRecord(turn, sent.ref, head.newest.state);
  const { form, opened } = sent;
  if (!isAsked(head.newest.state)) return decisionDetail(turn, head);
  if (form === undefined || opened === undefined) return outcomeForm(turn, head);
  return outcomeForm(turn, head, { fields: OutcomeFields.parse(sent), problems, form, opened });
}

/** Notes it, or answers with what is to be mended. */
export async function saveOutcome(turn: Turn, form: OutcomeForm): Promise<Answer> {
  const result = await recordOutcome(turn, form);
  if (result.outcome === 'refused') return openOutcome(turn, form, result.problems);
  if (result.outcome === 'settled') return settledMeanwhile(turn, result.head, form);
  if (result.outcome !== 'conflict') return postedDecisionAnswer(turn, result.entry);
  // What is asked was changed while it was being decided: the chair sees the new words before noting anything on them.
  if (!isAsked(result.theirs.state)) return settledMeanwhile(turn, result.head, form);
  return outcomeForm(turn, result.head, { fields: OutcomeFields.parse(form) });
}

function settledMeanwhile(turn: Turn, { newest: { ref, state } }: Head<Decision>, form: OutcomeForm): Answer {
  return notice(
    state.state === 'decided' ? `${ref} is decided already` : `${ref} was taken back`,
    [
      state.outcome
        ? `${sayOutcome(state.outcome)}. Nothing was changed.`
        : 'Nobody is asked any more, so nothing was changed.',
    ],
    {
      quoted: [form.minute, form.words].filter(Boolean).join('\n'),
      buttons: [link(`Open ${ref}`, 'decisions.show', { programmeId: turn.actor.programmeId, ref })],
    },
  );
}
