// Figures that hang on something outside the programme. What one could get wrong: when it lands no figure changes by itself; the finance lead is
// asked to forecast the year again, once.

import { dayOf } from '../calendar.js';
import type { Deps } from '../deps.js';
import { ProductError } from '../errors.js';
import { readProgramme } from '../programmes/actor.js';
import type { Holdings, OwedTelling } from '../programmes/owning.js';
import { isFromPlan } from '../programmes/schema.js';
import type { Entry } from '../storage/entry.js';
import { commit, type Head, requireHead } from '../storage/ledger.js';
import { listAll } from '../storage/store.js';
import { type FinanceYear, financeYears } from './schema.js';

/** A year that is to be forecast again is the finance lead's. */
export const heldYear: Holdings<FinanceYear> = ({ reforecast }) =>
  reforecast ? [{ part: 'reforecast', memberId: reforecast.memberId, content: reforecast }] : [];

const TRIES = 4;

/**
 * The payer of `finance.landed`: every year whose figures wait for the milestone is queued for re-forecast, and the finance lead told, once,
 * however often it is called. Throws UNAVAILABLE while others keep saving one of them.
 */
export async function askFinanceReforecasts(deps: Deps, programmeId: string, landed: Entry<never>): Promise<void> {
  const programme = (await readProgramme(deps, programmeId))?.body.newest.state;
  const lead = programme?.members.find(({ roles }) => roles.includes('finance lead'));
  if (!programme || !lead) return;
  const found = await listAll<Head<FinanceYear>>(deps.store, ['finance'], programmeId);
  for (const { body } of found)
    if (body.newest.state.waitsFor?.includes(landed.ref))
      await ask(deps, programmeId, body.newest.ref, landed, lead.id, programme.zone);
}

const DID = 'finance.ask-reforecast';

async function ask(
  deps: Deps,
  programmeId: string,
  ref: string,
  { ref: because, by, effect, at }: Entry<never>,
  memberId: string,
  zone: string,
): Promise<void> {
  for (let n = 0; n < TRIES; n += 1) {
    const head = await requireHead(deps, financeYears, programmeId, ref);
    const { state } = head.body.newest;
    // Set since it landed, or asked already.
    const since = head.body.trail.some(
      ({ did, at: done }) => !isFromPlan(did) && (done > at || (did === DID && done === at)),
    );
    if (since) return;
    const told: OwedTelling[] = memberId === by ? [] : [{ effect: 'notices.tell', to: memberId, why: 'named' }];
    const change = {
      by,
      did: DID,
      effect: `${effect}/${ref}`,
      origin: because,
      ...(told.length > 0 && { owes: told }),
    };
    const next: FinanceYear = { ...state, reforecast: { because, on: dayOf(new Date(at), zone), memberId } };
    const result = await commit(deps, financeYears, programmeId, head, change, next);
    if (result.outcome !== 'conflict') return;
  }
  throw new ProductError('UNAVAILABLE', `${ref} is being saved by others`);
}
