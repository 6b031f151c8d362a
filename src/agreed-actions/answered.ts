// What an answer does to an agreed action. What one could get wrong: it is applied whenever somebody gets to it, perhaps twice at once and days
// later, so it is of the day of the answer and found again by its effect.

import type { Deps } from '../deps.js';
import type { Made } from '../programmes/made.js';
import { owesTelling } from '../programmes/owning.js';
import { type Committed, commit, type Head, recognise, requireHead } from '../storage/ledger.js';
import { heldAction, isOpen } from './rules.js';
import { type AgreedAction, agreedActions } from './schema.js';

/**
 * Notes that an action is done, as an answer said, once. `settled`: it was done or dropped already. No right is asked here: the answer's own
 * action did. Throws UNKNOWN (no such action), and the store's codes.
 */
export async function applyAnsweredDone(
  deps: Deps,
  programmeId: string,
  made: Made,
  said: { ref: string; opened: number },
): Promise<Committed<AgreedAction> | { outcome: 'settled'; head: Head<AgreedAction> }> {
  const { on, ...change } = made;
  const head = await requireHead(deps, agreedActions, programmeId, said.ref);
  const known = await recognise(deps, programmeId, head.body, said.opened, made.effect);
  const { state } = head.body.newest;
  // Somebody else changed whose it is or by when: it is done all the same.
  if (known?.outcome === 'already') return known;
  if (!isOpen(state)) return { outcome: 'settled', head: head.body };
  if (known) return known;
  const next: AgreedAction = { ...state, state: 'done', doneOn: on };
  const owes = owesTelling(heldAction, made.by, state, next);
  const entry = { ...change, did: 'actions.complete', ...(owes.length > 0 && { owes }) };
  return commit(deps, agreedActions, programmeId, head, entry, next);
}
