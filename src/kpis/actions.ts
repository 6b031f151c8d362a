// What people do with a KPI: record a quarter's value, and put it right. What one could get wrong: a form is recognised before it is checked,
// so that a second delivery gets its first answer; every entry owes a look at the returns prepared from it.

import { dayOf, type IsoDate } from '../calendar.js';
import { ProductError } from '../errors.js';
import { compareNumbered } from '../ordering.js';
import type { Actor } from '../programmes/actor.js';
import type { Problems } from '../programmes/problems.js';
import { owesRecheck } from '../programmes/rechecking.js';
import { isProgrammeOffice, leadsWorkstream, whoMayChange } from '../programmes/rights.js';
import { mayWithdraw } from '../programmes/withdraw.js';
import type { Turn } from '../routes.js';
import {
  type Change,
  type Committed,
  commit,
  effectKey,
  type Head,
  readEntry,
  recognise,
  requireHead,
} from '../storage/ledger.js';
import { listAll } from '../storage/store.js';
import { applyResult, type ResultFields } from './checks.js';
import { type ResultForm, resultFields } from './forms.js';
import { recordable } from './rules.js';
import { type Kpi, kpis } from './schema.js';

export type RecordResult = Committed<Kpi> | { outcome: 'refused'; head: Head<Kpi>; problems: Problems<ResultFields> };

/**
 * Saves a quarter's value. Throws FORBIDDEN with whom to ask, UNKNOWN for a KPI there is not, MALFORMED for a quarter that cannot be
 * recorded now, and the store's codes.
 */
export async function recordResult(turn: Turn, form: ResultForm): Promise<RecordResult> {
  const { deps, actor } = turn;
  const head = await requireKpi(turn, form.ref);
  const fields = resultFields(form);
  const { corrects, quarter } = form;
  const effect = effectKey(form.form, actor.tenantId, actor.member.id, { quarter, fields, corrects });
  const settled = await recognise(deps, actor.programmeId, head.body, form.opened, effect);
  if (settled) return settled;
  if (!recordable(today(turn)).includes(quarter))
    throw new ProductError('MALFORMED', `${quarter} cannot be recorded now`);
  const before = corrects === undefined ? head.body.newest.state : await stateBefore(turn, head.body, corrects);
  const applied = applyResult(before, quarter, fields, corrects !== undefined);
  if ('problems' in applied) return { outcome: 'refused', head: head.body, problems: applied.problems };
  const change: Change = {
    by: actor.member.id,
    effect,
    owes: [owesRecheck()],
    ...(corrects === undefined
      ? { did: 'kpis.record-result' }
      : { did: 'kpis.correct-result', corrects, reason: fields.correctionReason.trim() }),
  };
  return commit(deps, kpis, actor.programmeId, head, change, applied.kpi);
}

/** The KPI's head, for whoever may record it. */
export async function requireKpi(turn: Turn, ref: string) {
  const head = await requireHead(turn.deps, kpis, turn.actor.programmeId, ref);
  requireMayRecord(turn.actor, ref, head.body.newest.state);
  return head;
}

/** Whether a member records a KPI: who leads its workstream, their deputy, and the programme office. */
export function mayRecord({ programme, member }: Actor, kpi: Pick<Kpi, 'workstream'>): boolean {
  return isProgrammeOffice(member) || leadsWorkstream(programme, member, kpi.workstream);
}

function requireMayRecord(actor: Actor, ref: string, kpi: Kpi): void {
  if (mayRecord(actor, kpi)) return;
  const whom = whoMayChange(actor.programme, { ownerId: '', workstream: kpi.workstream });
  throw new ProductError('FORBIDDEN', `${ref} is not theirs to record`, { advice: `${ref} is recorded by ${whom}.` });
}

/** Every KPI of a programme, by reference. One query. */
export async function listKpis({ deps, actor }: Pick<Turn, 'deps' | 'actor'>): Promise<Head<Kpi>[]> {
  const found = await listAll<Head<Kpi>>(deps.store, ['kpi'], actor.programmeId);
  return found.map(({ body }) => body).sort((a, b) => compareNumbered(a.newest.ref, b.newest.ref));
}

/** What a KPI was before the entry that is corrected: the person's own newest one. */
async function stateBefore(turn: Turn, head: Head<Kpi>, version: number): Promise<Kpi> {
  const { actor, deps } = turn;
  if (head.newest.version !== version || !mayWithdraw(actor.member.id, head))
    throw new ProductError('FORBIDDEN', 'only the newest own entry can be corrected', {
      advice: 'Only your own newest entry can be corrected. Record the value again to put it right.',
    });
  const before = await readEntry(deps, actor.programmeId, head, version - 1);
  if (!before) throw new ProductError('MISSING', `${head.newest.ref}@${version - 1} is not in the archive`);
  return before.state;
}

/** The day it is, in the programme's zone. */
export function today({ actor, deps }: Pick<Turn, 'actor' | 'deps'>): IsoDate {
  return dayOf(deps.clock.now(), actor.programme.zone);
}
