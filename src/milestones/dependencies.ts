// What hangs on something outside the programme. What one could get wrong: when it lands nothing is forecast by itself; every milestone that
// waited for it is marked, and its owner asked, once.

import { dayOf } from '../calendar.js';
import type { Deps } from '../deps.js';
import { ProductError } from '../errors.js';
import { readProgramme } from '../programmes/actor.js';
import type { OwedTelling } from '../programmes/owning.js';
import { isFromPlan } from '../programmes/schema.js';
import type { Entry, Owed } from '../storage/entry.js';
import { commit, type Head, requireHead } from '../storage/ledger.js';
import { listAll } from '../storage/store.js';
import { type Milestone, milestones } from './schema.js';

/** What an entry owes by which something external has landed: a look at what hangs on it, here and among the figures. */
export function owesLanding(before: Milestone, after: Milestone): Owed[] {
  const landed = after.external && before.actualOn === null && after.actualOn !== null;
  return landed ? [{ effect: 'milestones.landed' }, { effect: 'finance.landed' }] : [];
}

const TRIES = 4;

/**
 * The payer of `milestones.landed`: every open milestone that waits for this one is queued for re-forecast and its owner told, once, however
 * often it is called. One query, and two writes for each. Throws UNAVAILABLE while others keep saving one of them.
 */
export async function askReforecasts(deps: Deps, programmeId: string, landed: Entry<never>): Promise<void> {
  const found = await listAll<Head<Milestone>>(deps.store, ['milestone'], programmeId);
  const waiting = found.filter(({ body }) => waitsFor(body.newest.state, landed.ref));
  const zone = (await readProgramme(deps, programmeId))?.body.newest.state.zone ?? 'Europe/London';
  for (const { body } of waiting) await askReforecast(deps, programmeId, body.newest.ref, landed, zone);
}

function waitsFor(milestone: Milestone, ref: string): boolean {
  return milestone.actualOn === null && (milestone.dependsOn ?? []).includes(ref);
}

const DID = 'milestones.ask-reforecast';

async function askReforecast(deps: Deps, programmeId: string, ref: string, landed: Entry<never>, zone: string) {
  const { by, effect, at } = landed;
  for (let n = 0; n < TRIES; n += 1) {
    const head = await requireHead(deps, milestones, programmeId, ref);
    const { state } = head.body.newest;
    // Forecast or asked since it landed: nothing is left to ask.
    const since = head.body.trail.some(
      ({ did, at: done }) => !isFromPlan(did) && (done > at || (did === DID && done === at)),
    );
    if (!waitsFor(state, landed.ref) || since) return;
    const told: OwedTelling[] =
      state.ownerId === by ? [] : [{ effect: 'notices.tell', to: state.ownerId, why: 'changed' }];
    const change = {
      by,
      did: DID,
      effect: `${effect}/${ref}`,
      origin: landed.ref,
      ...(told.length > 0 && { owes: told }),
    };
    const next: Milestone = { ...state, reforecast: { because: landed.ref, on: dayOf(new Date(at), zone) } };
    const result = await commit(deps, milestones, programmeId, head, change, next);
    if (result.outcome !== 'conflict') return;
  }
  throw new ProductError('UNAVAILABLE', `${ref} is being saved by others`);
}
