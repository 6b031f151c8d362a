// What an answer does to a milestone. What one could get wrong: it is applied whenever somebody gets to it, perhaps twice at once
// and days later, so it is checked as of the day of the answer and found again by its effect.

import type { Deps } from '../deps.js';
import type { Made } from '../programmes/made.js';
import type { Programme } from '../programmes/schema.js';
import { requireHead } from '../storage/ledger.js';
import { saveUpdate, type UpdateResult } from './actions.js';
import { milestones, type UpdateFields } from './schema.js';

/**
 * Applies what an answer said of a milestone, once, as an update that it made. No right is asked here, and the channel gets no
 * card of its own: the answer has both. Throws UNKNOWN (no such milestone), and the store's codes.
 */
export async function applyAnsweredUpdate(
  deps: Deps,
  programmeId: string,
  programme: Programme,
  made: Made,
  said: { ref: string; opened: number; fields: UpdateFields },
): Promise<UpdateResult> {
  const { on, ...change } = made;
  const head = await requireHead(deps, milestones, programmeId, said.ref);
  return saveUpdate(deps, { programmeId, programme }, head, said, change, on);
}
