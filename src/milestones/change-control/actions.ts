// What people do with a baseline: ask for another, and once it is agreed, have it. What one could get wrong: the request is decided first and
// alone; the milestone follows from it, and is finished by the sweep when the process dies.

import type { Deps } from '../../deps.js';
import { ProductError } from '../../errors.js';
import { owesTelling } from '../../programmes/owning.js';
import { mayRecordOutcome, requireMayChange } from '../../programmes/rights.js';
import type { Turn } from '../../routes.js';
import type { Entry } from '../../storage/entry.js';
import { commit, type Head, requireHead } from '../../storage/ledger.js';
import { listAll } from '../../storage/store.js';
import { heldMilestone } from '../rules.js';
import { milestones } from '../schema.js';
import { isAgreed, isRequested, reBaselined } from './rules.js';
import type { ChangeRequest } from './schema.js';

/** A milestone whose baseline this person may ask to change. Throws UNKNOWN, FORBIDDEN, and MALFORMED for one that is complete. */
export async function requireRequestable(turn: Turn, ref: string) {
  const head = await requireHead(turn.deps, milestones, turn.actor.programmeId, ref);
  const { newest } = head.body;
  requireMayChange(turn.actor.programme, turn.actor.member, ref, newest.state);
  if (newest.state.actualOn !== null)
    throw new ProductError('MALFORMED', `${ref} is complete`, {
      advice: `${ref} is complete, so its baseline stays as it is.`,
    });
  return newest;
}

/** Throws FORBIDDEN unless this person may note what the body settled. */
export function requireMayDecide({ actor }: Turn, ref: string, { body }: ChangeRequest): void {
  if (mayRecordOutcome(actor.member, body)) return;
  throw new ProductError('FORBIDDEN', `what was settled on ${ref} is not theirs to note`, {
    advice: `What ${body === 'Board' ? 'the Board settles is noted by its chair or' : 'the Reform Delivery Group settles is noted by'} the programme office.`,
  });
}

const TRIES = 4;

/**
 * The payer of `milestones.re-baseline`: gives the milestone the baseline that was agreed, once, however often it is called. Throws UNAVAILABLE
 * while others keep saving the milestone, so that the sweep comes back.
 */
export async function reBaseline(deps: Deps, programmeId: string, entry: Entry<never>): Promise<void> {
  const { ref, state, by, effect } = entry as Entry<ChangeRequest>;
  for (let n = 0; n < TRIES; n += 1) {
    const head = await requireHead(deps, milestones, programmeId, state.milestone);
    const before = head.body.newest.state;
    const next = reBaselined(before, ref, state);
    if (next === before) return;
    const owes = owesTelling(heldMilestone, by, before, next);
    const change = { by, did: 'milestones.re-baseline', effect: `${effect}/1`, origin: ref, owes };
    const result = await commit(deps, milestones, programmeId, head, change, next);
    if (result.outcome !== 'conflict') return;
  }
  throw new ProductError('UNAVAILABLE', `${state.milestone} is being saved by others`);
}

/** What an agreed request owes. */
export function owesReBaseline(change: ChangeRequest) {
  return isAgreed(change) ? [{ effect: 'milestones.re-baseline' }] : [];
}

/** Every change request of the programme, in no order. One query. */
export async function listChanges(turn: Pick<Turn, 'deps' | 'actor'>): Promise<Head<ChangeRequest>[]> {
  const found = await listAll<Head<ChangeRequest>>(turn.deps.store, ['change-request'], turn.actor.programmeId);
  return found.map((stored) => stored.body);
}

/** The request on a milestone that waits for its body, if any. */
export async function waitingFor(turn: Pick<Turn, 'deps' | 'actor'>, milestone: string) {
  return (await listChanges(turn)).find(({ newest: { state } }) => state.milestone === milestone && isRequested(state));
}
