// The rules of decisions, and the words for them. Pure. What one could get wrong: a decision is late when its day has passed
// while it is still asked for, whatever the body's calendar says.

import { formatDay, type IsoDate } from '../calendar.js';
import { type Body, sayBody } from '../programmes/bodies.js';
import type { Holdings } from '../programmes/owning.js';
import type { Programme } from '../programmes/schema.js';
import type { Decision, DecisionState, Outcome } from './schema.js';

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

/** "Agreed with changes on 3 December 2026, minute SPB 12/26"; '' while nothing is settled. */
export function sayOutcome(outcome: Outcome | null | undefined): string {
  if (!outcome) return '';
  const result = outcome.result.replace(/^./, (letter) => letter.toUpperCase());
  return `${result} on ${formatDay(outcome.on)}, minute ${outcome.minute}`;
}

/** The day a body meets next, where the programme's calendar has it: the Board's. */
export function nextMeeting(programme: Pick<Programme, 'boards'>, body: Body, today: IsoDate): IsoDate | undefined {
  if (body !== 'Board') return undefined;
  const coming = programme.boards.map((board) => board.on).filter((on) => on >= today);
  return coming.sort().at(0);
}

/** "asked of the Board, needed by 3 December 2026". */
export function decisionLine({ body, byOn }: Pick<Decision, 'body' | 'byOn'>): string {
  return `asked of ${sayBody(body)}, needed by ${formatDay(byOn)}`;
}
