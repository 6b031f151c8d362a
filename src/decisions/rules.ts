// The rules of decisions, and the words for them. Pure. What one could get wrong: a decision is late when its day has passed
// while it is still asked for, whatever the body's calendar says.

import { formatDay, type IsoDate } from '../calendar.js';
import { sayBody } from '../programmes/bodies.js';
import type { Holdings } from '../programmes/owning.js';
import type { Decision, DecisionState } from './schema.js';

/** What is asked of a body belongs to whoever asked. */
export const heldDecision: Holdings<Decision> = (decision) => [
  { part: '', memberId: decision.askedBy, content: decision },
];

/** Whether a body still has to decide. */
export function isAsked(decision: Pick<Decision, 'state'>): boolean {
  return decision.state === 'asked';
}

/** Whether its day has passed while a body still has to decide. */
export function isLate(decision: Pick<Decision, 'state' | 'byOn'>, today: IsoDate): boolean {
  return isAsked(decision) && decision.byOn < today;
}

/** The word people use for a decision's state. */
export function sayState(state: DecisionState): string {
  return { asked: 'Asked', decided: 'Decided', withdrawn: 'Taken back' }[state];
}

/** "asked of the Board, needed by 3 December 2026". */
export function decisionLine({ body, byOn }: Pick<Decision, 'body' | 'byOn'>): string {
  return `asked of ${sayBody(body)}, needed by ${formatDay(byOn)}`;
}

/** Whose a decision is, as rights ask it: whoever asked, and the workstream's. */
export function ownedBy({ askedBy, workstream }: Pick<Decision, 'askedBy' | 'workstream'>) {
  return { ownerId: askedBy, workstream };
}
