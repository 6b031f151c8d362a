// Who reads a risk that stands in the corporate risk register. Pure but for the turn's place. What one could get wrong: whoever owns it or leads its
// workstream reads it whatever the setting; a channel shows it only where the setting says so, whoever asks there.

import { ProductError } from '../errors.js';
import type { Actor } from '../programmes/actor.js';
import { reachOf, readsItem } from '../programmes/restricted.js';
import { leadsWorkstream, owns } from '../programmes/rights.js';
import type { Programme } from '../programmes/schema.js';
import type { Turn } from '../routes.js';
import type { Head } from '../storage/ledger.js';
import type { Risk } from './schema.js';

/** Whether a risk is a corporate-risk item: it was escalated to the council's corporate risk register. */
export function isCorporate({ escalation }: Pick<Risk, 'escalation'>): boolean {
  return escalation?.to === 'corporate';
}

/** Whether a member reads a risk in their own chat. */
export function mayReadRisk({ programme, member }: Pick<Actor, 'programme' | 'member'>, risk: Risk): boolean {
  if (!isCorporate(risk)) return true;
  const theirs = owns(programme, member, risk) || leadsWorkstream(programme, member, risk.workstream);
  return theirs || readsItem(programme, member, 'corporateRisks');
}

/** The risks that this person may be shown where they ask. */
export function readable(turn: Pick<Turn, 'actor' | 'origin'>, heads: readonly Head<Risk>[]): Head<Risk>[] {
  return heads.filter(({ newest: { state } }) => mayShow(turn, state));
}

/** Throws FORBIDDEN, with what to do, unless this risk may be shown to this person where they ask. */
export function requireMayShow(turn: Pick<Turn, 'actor' | 'origin'>, ref: string, risk: Risk): void {
  if (mayShow(turn, risk)) return;
  throw new ProductError('FORBIDDEN', `${ref} is a corporate-risk item`, {
    advice: mayReadRisk(turn.actor, risk)
      ? `${ref} is in the corporate risk register and is not shown in channels. Ask for it in our own chat.`
      : `${ref} is in the corporate risk register, which not everybody reads. Its owner or the programme office can tell you about it.`,
  });
}

function mayShow({ actor, origin }: Pick<Turn, 'actor' | 'origin'>, risk: Risk): boolean {
  if (!isCorporate(risk)) return true;
  if (origin.where === 'shared' && !inChannel(actor.programme)) return false;
  return mayReadRisk(actor, risk);
}

/** Whether a programme's channel is shown corporate-risk items. */
export function inChannel(programme: Programme): boolean {
  return reachOf(programme, 'corporateRisks').channel;
}
