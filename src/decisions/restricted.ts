// Who reads a decision that was asked of the corporate risk register. Pure but for the turn's place. What one could get wrong: whoever asked it reads
// it whatever the setting; a channel shows it only where the setting says so, whoever asks there.

import { ProductError } from '../errors.js';
import type { Actor } from '../programmes/actor.js';
import { reachOf, readsItem } from '../programmes/restricted.js';
import type { Turn } from '../routes.js';
import type { Decision } from './schema.js';

/** Whether it is a corporate-risk item. */
export function isAskedOfRegister({ body }: Pick<Decision, 'body'>): boolean {
  return body === 'corporate';
}

/** Whether a member reads a decision in their own chat. */
export function mayReadDecision(
  { programme, member }: Pick<Actor, 'programme' | 'member'>,
  decision: Decision,
): boolean {
  if (!isAskedOfRegister(decision) || decision.askedBy === member.id) return true;
  return readsItem(programme, member, 'corporateRisks');
}

/** Whether this decision may be shown to this person where they ask. */
export function mayShow({ actor, origin }: Pick<Turn, 'actor' | 'origin'>, decision: Decision): boolean {
  if (!isAskedOfRegister(decision)) return true;
  if (origin.where === 'shared' && !reachOf(actor.programme, 'corporateRisks').channel) return false;
  return mayReadDecision(actor, decision);
}

/** Throws FORBIDDEN, with what to do, unless this decision may be shown to this person where they ask. */
export function requireMayShow(turn: Pick<Turn, 'actor' | 'origin'>, ref: string, decision: Decision): void {
  if (mayShow(turn, decision)) return;
  throw new ProductError('FORBIDDEN', `${ref} is a corporate-risk item`, {
    advice: mayReadDecision(turn.actor, decision)
      ? `${ref} is asked of the corporate risk register and is not shown in channels. Ask for it in our own chat.`
      : `${ref} is asked of the corporate risk register, which not everybody reads. The programme office can tell you about it.`,
  });
}
