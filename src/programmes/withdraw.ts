// Withdrawing one's own wrong entry: the record goes back to what it was before, and both entries stay in its history.
// What one could get wrong: only the newest entry can be withdrawn, or somebody else's later change would go with it.

import * as z from 'zod/v4';
import { ProductError } from '../errors.js';
import type { Turn } from '../routes.js';
import type { Owed, RecordType } from '../storage/entry.js';
import { type Committed, commit, effectKey, type Head, readEntry, recognise, requireHead } from '../storage/ledger.js';
import { owesAnnouncement } from './announcement.js';
import { type Holdings, owesTelling } from './owning.js';
import { checkLength } from './problems.js';

export const WithdrawForm = z.object({
  programmeId: z.string().min(1).max(80),
  ref: z.string().regex(/^[A-Z]{1,2}\d{1,5}$/),
  /** The entry to withdraw, which is also the version the form was opened at. */
  opened: z.number().int().min(2),
  form: z.uuid(),
  reason: z.string().default(''),
});
export type WithdrawForm = z.infer<typeof WithdrawForm>;

/**
 * Takes back the person's own newest entry. `refused` carries a sentence. Throws FORBIDDEN for someone else's entry and
 * UNKNOWN when there is no such record. `restricted`: what the entry of a kind of record owes that owes nobody a card, and what it is called.
 */
export async function withdrawEntry<S>(
  turn: Turn,
  type: RecordType<S>,
  holdings: Holdings<S>,
  form: WithdrawForm,
  restricted?: { did?: string; owes: Owed[] },
): Promise<Committed<S> | { outcome: 'refused'; head: Head<S>; problem: string }> {
  const { deps, actor } = turn;
  const head = await requireHead(deps, type, actor.programmeId, form.ref);
  const reason = form.reason.trim();
  const effect = effectKey(form.form, actor.tenantId, actor.member.id, { reason });
  const settled = await recognise(deps, actor.programmeId, head.body, form.opened, effect);
  if (settled) return settled;
  const wrong = head.body.newest;
  if (!mayWithdraw(actor.member.id, head.body))
    throw new ProductError('FORBIDDEN', 'only the person who made the newest entry can withdraw it', {
      advice:
        'Only your own newest entry can be withdrawn, and not the first one of a record. Post a new entry that puts it right.',
    });
  const problem = checkReason(reason);
  if (problem) return { outcome: 'refused', head: head.body, problem };
  const before = await readEntry(deps, actor.programmeId, head.body, wrong.version - 1);
  if (!before) throw new ProductError('MISSING', `${form.ref}@${wrong.version - 1} is not in the archive`);
  const change = {
    by: actor.member.id,
    effect,
    reason,
    corrects: wrong.version,
    did: restricted?.did ?? `${type.kind}s.withdraw-entry`,
    owes: [
      ...(restricted?.owes ?? [owesAnnouncement(turn)]),
      ...owesTelling(holdings, actor.member.id, wrong.state, before.state),
    ],
  };
  return commit(deps, type, actor.programmeId, head, change, before.state);
}

/** Debts that are only messages, or a look at something else: a withdrawal owes its own. */
const MESSAGES = new Set(['announce', 'notices.tell', 'returns.recheck']);

/** Whether a member can take back the newest entry of a record. An entry that made another record stands: close that one instead. */
export function mayWithdraw<S>(memberId: string, head: Head<S>): boolean {
  const { by, version, did, owes } = head.newest;
  const madeAnother = owes?.some((owed) => !MESSAGES.has(owed.effect)) ?? false;
  return by === memberId && version > 1 && !did.endsWith('.withdraw-entry') && !madeAnother;
}

function checkReason(reason: string): string | undefined {
  const problems: { reason?: string } = {};
  if (reason === '') problems.reason = 'Say what was wrong with the entry.';
  checkLength(problems, 'reason', reason, 300);
  return problems.reason;
}
