// Saying by a button that a response action is done. Pitfall: whoever is to do an action may say so, even when the risk is not theirs to change or to read.

import * as z from 'zod/v4';
import { notice } from '../programmes/cards.js';
import { todayOf } from '../programmes/changing.js';
import { requireMayChange } from '../programmes/rights.js';
import { RecordForm } from '../programmes/schema.js';
import { type Changed, changeRecord } from '../records/change-record.js';
import { sayIsSettled } from '../records/draw-form.js';
import { mayRead, placeOf, requireMayRead } from '../records/may-read.js';
import type { Answer, Turn } from '../routes.js';
import { riskKind } from './kind.js';
import { mayComplete } from './rules.js';
import type { Risk } from './schema.js';
import { postedRiskAnswer, riskDetail } from './views.js';

export const CompleteForm = RecordForm.extend({ n: z.coerce.number().int().min(1).max(1000) });
export type CompleteForm = z.infer<typeof CompleteForm>;

/** Notes that a response action is done today. Throws FORBIDDEN, UNKNOWN, and the store's codes. */
export function completeAction(turn: Turn, form: CompleteForm): Promise<Changed<Risk, 'n'>> {
  const change = {
    did: 'risks.complete-action',
    content: { n: form.n },
    unread: true as const,
    requireMay: (_: Turn, ref: string, risk: Risk) => {
      if (mayComplete(turn.actor, risk, form.n)) return;
      requireMayRead(turn, 'risk', ref, risk);
      requireMayChange(turn.actor.programme, turn.actor.member, ref, risk);
    },
  };
  return changeRecord<Risk, 'n'>(turn, riskKind, form, change, (risk) => {
    const open = risk.actions.some((action) => action.n === form.n && action.doneOn === null);
    if (!open) return { problems: { n: `Action ${form.n} is done already, or was never there.` } };
    const actions = risk.actions.map((action) => (action.n === form.n ? { ...action, doneOn: todayOf(turn) } : action));
    return { next: { ...risk, actions, lastDone: form.n } };
  });
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
  if (result.outcome === 'settled') return sayIsSettled(turn, riskKind, result.head, {});
  // Nothing was typed, so there is nothing to lose: the card as it is now has the button again.
  if (result.outcome === 'conflict') return riskDetail(turn, result.head);
  return postedRiskAnswer(turn, result.entry);
}
