// What people do with agreed actions: agree one, and list them. What one could get wrong: rights are asked first, and a form is recognised
// before it is checked, so that a second delivery gets its first answer on any later day.

import { ProductError } from '../errors.js';
import { owesAnnouncement } from '../programmes/announcement.js';
import { todayOf } from '../programmes/changing.js';
import { owesTelling } from '../programmes/owning.js';
import type { Problems } from '../programmes/problems.js';
import { isOnlyObserver, mayChange, whoMayChange } from '../programmes/rights.js';
import type { Turn } from '../routes.js';
import { type Committed, effectKey, type Head } from '../storage/ledger.js';
import { createRecord, recogniseNew } from '../storage/new-record.js';
import { listAll } from '../storage/store.js';
import { AgreeFields, type AgreeForm } from './forms.js';
import { checkAgree, heldAction } from './rules.js';
import { type AgreedAction, agreedActions } from './schema.js';

export type AgreeResult = Committed<AgreedAction> | { outcome: 'refused'; problems: Problems<AgreeFields> };

/** Notes an agreed action, once per form, under the next reference; its owner is told. Throws FORBIDDEN for observers, and the store's codes. */
export async function agreeAction(turn: Turn, form: AgreeForm): Promise<AgreeResult> {
  const { deps, actor } = turn;
  requireMayAgree(turn);
  const fields = AgreeFields.parse(form);
  const { from } = form;
  const effect = effectKey(form.form, actor.tenantId, actor.member.id, { fields, from });
  const checked = checkAgree(fields, actor.programme, todayOf(turn));
  if ('problems' in checked) {
    const known = await recogniseNew(deps, agreedActions, actor.programmeId, effect);
    return known ?? { outcome: 'refused', problems: checked.problems };
  }
  const state: AgreedAction = {
    ...checked.ok,
    from: from ?? null,
    agreedBy: actor.member.id,
    agreedOn: todayOf(turn),
    state: 'open',
    doneOn: null,
    outcome: '',
  };
  const owes = [owesAnnouncement(turn), ...owesTelling(heldAction, actor.member.id, undefined, state)];
  const change = { by: actor.member.id, did: 'actions.agree', effect, owes };
  return createRecord(deps, agreedActions, actor.programmeId, change, () => state);
}

/** Throws FORBIDDEN unless this person may note what was agreed. */
export function requireMayAgree({ actor }: Pick<Turn, 'actor'>): void {
  if (!isOnlyObserver(actor.member)) return;
  throw new ProductError('FORBIDDEN', 'observers agree no actions', {
    advice: 'As an observer you read this programme. Tell the programme office what should be done.',
  });
}

/** Whether this person may change an action: its owner, the workstream's lead, the office, their deputies, and whoever noted it. */
export function mayChangeAction({ actor }: Pick<Turn, 'actor'>, action: AgreedAction): boolean {
  return mayChange(actor.programme, actor.member, action) || action.agreedBy === actor.member.id;
}

/** Throws FORBIDDEN, with whom to ask, unless this person may change the action. */
export function requireMayChangeAction(turn: Pick<Turn, 'actor'>, ref: string, action: AgreedAction): void {
  if (mayChangeAction(turn, action)) return;
  throw new ProductError('FORBIDDEN', `${ref} is not theirs to change`, {
    advice: `${ref} can be changed by ${whoMayChange(turn.actor.programme, action)}. Ask one of them.`,
  });
}

/** Every action of the programme, in no order. One query. */
export async function listActions(turn: Pick<Turn, 'deps' | 'actor'>): Promise<Head<AgreedAction>[]> {
  const found = await listAll<Head<AgreedAction>>(turn.deps.store, ['action'], turn.actor.programmeId);
  return found.map((stored) => stored.body);
}
