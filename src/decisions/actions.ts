// What people do with decisions: ask for one, change what is asked, take it back. What one could get wrong: rights are asked
// first, and a form is recognised before it is checked, so that a second delivery gets its first answer on any later day.

import { dayOf, type IsoDate } from '../calendar.js';
import { ProductError } from '../errors.js';
import { owesAnnouncement } from '../programmes/announcement.js';
import { sayBody } from '../programmes/bodies.js';
import type { Checked } from '../programmes/changing.js';
import { checkOutcome, OutcomeFields } from '../programmes/outcomes.js';
import { owesTelling } from '../programmes/owning.js';
import type { Problems } from '../programmes/problems.js';
import { mayAskDecision, mayRecordOutcome, requireMayChange } from '../programmes/rights.js';
import { readableTo, requireMayRead } from '../records/may-read.js';
import type { Turn } from '../routes.js';
import { type Committed, commit, effectKey, type Head, recognise, requireHead } from '../storage/ledger.js';
import { createRecord, recogniseNew } from '../storage/new-record.js';
import { listAll } from '../storage/store.js';
import { checkAsk, checkChange, checkTakeBack } from './checks.js';
import {
  AskFields,
  type AskForm,
  ChangeFields,
  type ChangeForm,
  type OutcomeForm,
  type TakeBackForm,
} from './forms.js';
import { heldDecision, isAsked } from './rules.js';
import { type Decision, decisions } from './schema.js';

export type AskResult = Committed<Decision> | { outcome: 'refused'; problems: Problems<AskFields> };

/** Asks a body for a decision, once per form, under the next reference. Throws FORBIDDEN for observers, and the store's codes. */
export async function askDecision(turn: Turn, form: AskForm): Promise<AskResult> {
  const { deps, actor } = turn;
  requireMayAsk(turn);
  const fields = AskFields.parse(form);
  const { concerns } = form;
  const effect = effectKey(form.form, actor.tenantId, actor.member.id, { fields, concerns });
  const checked = checkAsk(fields, actor.programme, today(turn));
  if ('problems' in checked) {
    const known = await recogniseNew(deps, decisions, actor.programmeId, effect);
    return known ?? { outcome: 'refused', problems: checked.problems };
  }
  const change = { by: actor.member.id, did: 'decisions.ask', effect, owes: [owesAnnouncement(turn)] };
  return createRecord<Decision>(deps, decisions, actor.programmeId, change, () => ({
    ...checked.ok,
    concerns: concerns ? [concerns] : [],
    askedBy: actor.member.id,
    askedOn: today(turn),
    origin: null,
    state: 'asked',
    withdrawnReason: '',
  }));
}

/** Throws FORBIDDEN unless this person may ask for decisions. */
export function requireMayAsk({ actor }: Pick<Turn, 'actor'>): void {
  if (mayAskDecision(actor.member)) return;
  throw new ProductError('FORBIDDEN', 'observers ask for no decisions', {
    advice: 'As an observer you read this programme. Tell the programme office what should be decided.',
  });
}

/** How a change ended. `settled`: nobody is asked any more, so nothing is to be changed. */
export type DecisionResult<Fields> =
  | Committed<Decision>
  | { outcome: 'refused'; head: Head<Decision>; problems: Problems<Fields> }
  | { outcome: 'settled'; head: Head<Decision> };

/** Changes what is asked, saying why. Throws FORBIDDEN, UNKNOWN (no such decision), and the store's codes. */
export function changeDecision(turn: Turn, form: ChangeForm): Promise<DecisionResult<ChangeFields>> {
  const fields = ChangeFields.parse(form);
  return settle(turn, form, 'decisions.change', fields, (decision) => {
    const checked = checkChange(fields, today(turn));
    if ('problems' in checked) return checked;
    const { asked, reason } = checked.ok;
    return { ok: { next: { ...decision, ...asked }, reason } };
  });
}

/** Takes a decision back, saying why. Throws FORBIDDEN, UNKNOWN (no such decision), and the store's codes. */
export function takeBack(turn: Turn, form: TakeBackForm): Promise<DecisionResult<{ reason: string }>> {
  const { reason } = form;
  return settle(turn, form, 'decisions.take-back', { reason }, (decision) => {
    const checked = checkTakeBack({ reason });
    if ('problems' in checked) return checked;
    return { ok: { next: { ...decision, state: 'withdrawn', withdrawnReason: checked.ok } } };
  });
}

/**
 * Notes what the body settled. Throws FORBIDDEN for anyone but the programme office and, for the Board's, its chair; UNKNOWN (no such
 * decision), and the store's codes.
 */
export function recordOutcome(turn: Turn, form: OutcomeForm): Promise<DecisionResult<OutcomeFields>> {
  const fields = OutcomeFields.parse(form);
  const may = (decision: Decision) => requireMayRecord(turn, form.ref, decision);
  return settle(
    turn,
    form,
    'decisions.record-outcome',
    fields,
    (decision) => {
      const checked = checkOutcome(decision.askedOn, fields, today(turn));
      if ('problems' in checked) return checked;
      return { ok: { next: { ...decision, state: 'decided', outcome: checked.ok } } };
    },
    may,
  );
}

/** Throws FORBIDDEN unless this person may note what a body settled. */
export function requireMayRecord({ actor }: Pick<Turn, 'actor'>, ref: string, { body }: Decision): void {
  if (mayRecordOutcome(actor.member, body)) return;
  throw new ProductError('FORBIDDEN', `what was settled on ${ref} is not theirs to note`, {
    advice: `What ${sayBody(body)} settles is noted by ${body === 'Board' ? 'its chair or ' : ''}the programme office.`,
  });
}

async function settle<Fields>(
  turn: Turn,
  sent: { ref: string; opened: number; form: string },
  did: string,
  content: unknown,
  change: (decision: Decision) => Checked<{ next: Decision; reason?: string }, Fields>,
  requireMay = (decision: Decision) =>
    requireMayChange(turn.actor.programme, turn.actor.member, sent.ref, ownedBy(decision)),
): Promise<DecisionResult<Fields>> {
  const { deps, actor } = turn;
  const head = await requireHead(deps, decisions, actor.programmeId, sent.ref);
  const decision = head.body.newest.state;
  requireMayRead(turn, 'decision', sent.ref, decision);
  requireMay(decision);
  const effect = effectKey(sent.form, actor.tenantId, actor.member.id, { did, content });
  const known = await recognise(deps, actor.programmeId, head.body, sent.opened, effect);
  if (known) return known;
  if (!isAsked(decision)) return { outcome: 'settled', head: head.body };
  const checked = change(decision);
  if ('problems' in checked) return { outcome: 'refused', head: head.body, problems: checked.problems };
  const { next, reason } = checked.ok;
  const owes = [owesAnnouncement(turn), ...owesTelling(heldDecision, actor.member.id, decision, next)];
  const entry = { by: actor.member.id, did, effect, ...(reason && { reason }), owes };
  return commit(deps, decisions, actor.programmeId, head, entry, next);
}

/** Whose a decision is, as rights ask it: whoever asked, and the workstream's. */
export function ownedBy({ askedBy, workstream }: Pick<Decision, 'askedBy' | 'workstream'>) {
  return { ownerId: askedBy, workstream };
}

/** Every decision of the programme, in no order. One query. */
export async function listDecisions(turn: Turn): Promise<Head<Decision>[]> {
  const found = await listAll<Head<Decision>>(turn.deps.store, ['decision'], turn.actor.programmeId);
  return readableTo(
    turn,
    found.map((stored) => stored.body),
  );
}

/** The day it is in the programme's zone. */
export function today(turn: Turn): IsoDate {
  return dayOf(turn.deps.clock.now(), turn.actor.programme.zone);
}
