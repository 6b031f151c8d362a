// Who was asked in a week, and whether they answered. Pure. What one could get wrong: it is counted by workstream, once a week,
// whoever answers for it; a week away with nobody to stand in is neither an answer nor a missing one.

import type { Delivery } from '../../jobs/delivery.js';
import { isOnlyObserver } from '../../programmes/rights.js';
import type { Programme } from '../../programmes/schema.js';
import type { CheckIn } from '../schema.js';

export const TURNOUTS = ['in time', 'late', 'away', 'none'] as const;
/** `none`: asked, and nothing has come. */
export type Turnout = (typeof TURNOUTS)[number];

/** Whether the week's first question went to somebody for this workstream. */
export function wasAsked(programme: Programme, deliveries: readonly Delivery[], workstream: string): boolean {
  return firstAsked(programme, deliveries, workstream).length > 0;
}

/** Whether everybody who could answer for a workstream was away when it was asked. */
export function wasAway(programme: Programme, deliveries: readonly Delivery[], workstream: string): boolean {
  const asked = firstAsked(programme, deliveries, workstream);
  return asked.length > 0 && asked.every(({ state }) => state === 'skipped');
}

/** How a workstream that was asked, or has answered, took part. */
export function turnoutOf(answer: Pick<CheckIn, 'late'> | undefined, away: boolean): Turnout {
  if (answer) return answer.late ? 'late' : 'in time';
  return away ? 'away' : 'none';
}

/** A week's figures, as kept with its sum: in all, and which workstreams were asked or away. */
export function figuresOf(
  programme: Programme,
  deliveries: readonly Delivery[],
  answers: ReadonlyMap<string, CheckIn>,
): Record<string, number> {
  const figures: Record<string, number> = { asked: 0, answered: 0, late: 0, away: 0 };
  const add = (name: string) => {
    figures[name] = (figures[name] ?? 0) + 1;
  };
  for (const { id } of programme.workstreams) {
    if (!wasAsked(programme, deliveries, id)) continue;
    add('asked');
    add(askedFigure(id));
    const away = wasAway(programme, deliveries, id);
    const turnout = turnoutOf(answers.get(id), away);
    if (turnout === 'in time' || turnout === 'late') add('answered');
    if (turnout === 'late' || turnout === 'away') add(turnout);
    if (away) add(awayFigure(id));
  }
  return figures;
}

/** The figure that says a workstream was asked. */
export function askedFigure(workstream: string): string {
  return `asked ${workstream}`;
}

/** The figure that says nobody of a workstream was there to answer. */
export function awayFigure(workstream: string): string {
  return `away ${workstream}`;
}

function firstAsked(programme: Programme, deliveries: readonly Delivery[], workstream: string): Delivery[] {
  return deliveries.filter(({ kind, about, memberId }) => {
    if (about !== workstream || (kind !== 'prompt' && kind !== 'handover')) return false;
    const member = programme.members.find(({ id }) => id === memberId);
    return !member || !isOnlyObserver(member);
  });
}
