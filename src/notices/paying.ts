// The debt of telling an owner becomes a delivery. What one could get wrong: the debt may be paid again by any process, at any
// later time, so when and in which week it is sent follows from the entry alone.

import type { Deps } from '../deps.js';
import { ProductError } from '../errors.js';
import { planDelivery } from '../jobs/deliveries.js';
import { nextAllowed, nextPromptAfter, periodOf } from '../jobs/schedule.js';
import { readProgramme } from '../programmes/actor.js';
import type { OwedTelling } from '../programmes/owning.js';
import { timetableOf } from '../programmes/timetable.js';
import type { Entry, Owed } from '../storage/entry.js';

/**
 * Plans the message that tells an owner of an entry: at once, or when people may next be written to, and until the next week's
 * prompt. Safe to repeat. Throws MISSING without a programme, and the store's codes.
 */
export async function planNotice(deps: Deps, programmeId: string, entry: Entry<never>, owed: Owed): Promise<void> {
  const { to, why } = owed as OwedTelling;
  const programme = (await readProgramme(deps, programmeId))?.body.newest.state;
  if (!programme) throw new ProductError('MISSING', `there is no programme ${programmeId}`);
  const about = `${entry.ref}@${entry.version}`;
  const [timetable, { zone }] = [timetableOf(programme), programme];
  const notBefore = nextAllowed(timetable, zone, new Date(entry.at)).toISOString();
  const period = periodOf(notBefore, zone);
  const until = nextPromptAfter(timetable, zone, period);
  if (deps.clock.now().toISOString() > until) {
    // Nobody paid it in time, so nobody was there to send it either; the week it belongs to is closed by now.
    deps.log.warn('owner-not-told', { programmeId, about, memberId: to });
    return;
  }
  const planned = {
    kind: 'notice',
    about,
    memberId: to,
    place: 'personal',
    notBefore,
    until,
    carries: { why },
  } as const;
  await planDelivery(deps, programmeId, period, planned);
}
