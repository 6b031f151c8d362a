// Who was asked in a week, and whether they answered. Pure. What one could get wrong: it is counted by workstream, once a week,
// whoever answers for it; a week away with nobody to stand in is neither an answer nor a missing one.

import type { Delivery } from '../../jobs/delivery.js';
import { isOnlyObserver } from '../../programmes/rights.js';
import type { Programme } from '../../programmes/schema.js';
import type { Head } from '../../storage/ledger.js';
import type { CheckIn } from '../schema.js';

/** Whether the week's first question was meant for somebody of this workstream. */
function wasAsked(programme: Programme, deliveries: readonly Delivery[], workstream: string): boolean {
  return firstAsked(programme, deliveries, workstream).length > 0;
}

/** Whether everybody who could answer for a workstream was away when it was asked. */
export function wasAway(programme: Programme, deliveries: readonly Delivery[], workstream: string): boolean {
  const asked = firstAsked(programme, deliveries, workstream);
  return asked.length > 0 && asked.every(({ state }) => state === 'skipped');
}

/** Whether a week was first answered after its close; what was in time and changed later stays in time. */
export function wasLate({ trail, newest }: Head<CheckIn>): boolean {
  const first = trail.find((point) => point.version === 1);
  return first ? first.figures.late === true : newest.state.late;
}

/** A week's figures, as kept with its sum. Who was away with nobody to stand in was not asked, unless an answer came. */
export function turnoutFigures(
  programme: Programme,
  deliveries: readonly Delivery[],
  answers: ReadonlyMap<string, Head<CheckIn>>,
): Record<'asked' | 'answered' | 'late' | 'away', number> {
  const asked = programme.workstreams.filter(({ id }) => wasAsked(programme, deliveries, id) || answers.has(id));
  const away = asked.filter(({ id }) => !answers.has(id) && wasAway(programme, deliveries, id));
  return {
    asked: asked.length - away.length,
    answered: answers.size,
    late: [...answers.values()].filter(wasLate).length,
    away: away.length,
  };
}

function firstAsked(programme: Programme, deliveries: readonly Delivery[], workstream: string): Delivery[] {
  return deliveries.filter(({ kind, about, memberId }) => {
    if (about !== workstream || (kind !== 'prompt' && kind !== 'handover')) return false;
    const member = programme.members.find(({ id }) => id === memberId);
    return !member || !isOnlyObserver(member);
  });
}
