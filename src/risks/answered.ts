// What an answer does to a risk. What one could get wrong: it is applied whenever somebody gets to it, perhaps twice at once and
// days later, so it is checked as of the day of the answer and found again by its effect.

import type { Deps } from '../deps.js';
import type { Made } from '../programmes/made.js';
import type { Programme } from '../programmes/schema.js';
import { type Changed, commitNext } from '../records/change-record.js';
import { type Head, requireHead } from '../storage/ledger.js';
import { openIssueNow } from './issues.js';
import { checkMovement, type MovementFields, type MovementSaid } from './movement.js';
import { heldRisk, isLive } from './rules.js';
import { type Issue, type Risk, risks } from './schema.js';

/**
 * Applies what an answer said of a risk, once: a reassessment by one level, or that it has happened, in which case its issue is
 * made too and named here when that could be done at once. No right is asked here, and the channel gets no card of its own: the
 * answer has both. Throws UNKNOWN (no such risk), and the store's codes.
 */
export async function applyAnsweredMovement(
  deps: Deps,
  programmeId: string,
  programme: Programme,
  made: Made,
  said: MovementSaid & { ref: string; opened: number },
  commentary: string,
): Promise<Changed<Risk, keyof MovementFields> & { issue?: Head<Issue> }> {
  const { on, ...change } = made;
  const happened = said.movement === 'happened';
  const entry = happened
    ? { ...change, did: 'risks.mark-happened', owes: [{ effect: 'risks.open-issue' }] }
    : { ...change, did: 'risks.reassess' };
  const head = await requireHead(deps, risks, programmeId, said.ref);
  const kind = { type: risks, holdings: heldRisk };
  const result = await commitNext(deps, programmeId, kind, head, said.opened, entry, isLive, (risk) => {
    const checked = checkMovement(risk, said, commentary, { programme, today: on, by: made.by });
    return 'problems' in checked ? checked : { next: checked.ok };
  });
  if (!happened || (result.outcome !== 'saved' && result.outcome !== 'already')) return result;
  const issue = await openIssueNow(deps, programmeId, result.entry);
  return { ...result, ...(issue && { issue }) };
}
