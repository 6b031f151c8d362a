// What a check-in asks, and what its workstream's dates say. Pure. What one could get wrong: the calculated status of a
// workstream is the worst of its open milestones by dates alone, whatever anybody stated.

import { isAskedIn } from '../agreed-actions/rules.js';
import type { AgreedAction } from '../agreed-actions/schema.js';
import { addDays, type IsoDate } from '../calendar.js';
import { calculateStatus, isOverdue } from '../milestones/rules.js';
import { type Milestone, STATUSES, type Status } from '../milestones/schema.js';
import { compareNumbered } from '../ordering.js';
import type { Member, Tolerances } from '../programmes/schema.js';
import { isLive, scoreOf } from '../risks/rules.js';
import type { Risk } from '../risks/schema.js';
import type { Head } from '../storage/ledger.js';
import { ACTION_SLOTS, MILESTONE_SLOTS, RISK_SLOTS } from './forms.js';
import type { CheckIn } from './schema.js';

export const MOVED_LETTERS = 500;
export const NEXT_LETTERS = 300;
export const REASON_LETTERS = 300;

/** "No change" is not offered after this many weeks of it running. */
const NO_CHANGE_WEEKS = 2;
/** What the header counts as due. */
const DUE_DAYS = 28;

/** The open milestones of a workstream, overdue first, then by forecast. */
export function openMilestones(all: readonly Head<Milestone>[], workstream: string, today: IsoDate): Head<Milestone>[] {
  const urgency = ({ newest: { state } }: Head<Milestone>) => `${isOverdue(state, today) ? 0 : 1}${state.forecastOn}`;
  return all
    .filter(({ newest: { state } }) => state.workstream === workstream && state.actualOn === null)
    .sort((a, b) => urgency(a).localeCompare(urgency(b)) || byRef(a, b));
}

/** Those a card asks about. */
export function askedMilestones(open: readonly Head<Milestone>[]): Head<Milestone>[] {
  return open.slice(0, MILESTONE_SLOTS.length);
}

/** The live risks of a workstream that a card asks about, highest first. */
export function askedRisks(all: readonly Head<Risk>[], workstream: string): Head<Risk>[] {
  return all
    .filter(({ newest: { state } }) => state.workstream === workstream && isLive(state))
    .sort((a, b) => scoreOf(b.newest.state.residual) - scoreOf(a.newest.state.residual) || byRef(a, b))
    .slice(0, RISK_SLOTS.length);
}

/** The open actions that a workstream's card asks about, soonest due first. */
export function askedActions(
  all: readonly Head<AgreedAction>[],
  workstream: string,
  members: readonly Member[],
): Head<AgreedAction>[] {
  return all
    .filter(({ newest: { state } }) => isAskedIn(workstream, state, members))
    .sort((a, b) => a.newest.state.dueOn.localeCompare(b.newest.state.dueOn) || byRef(a, b))
    .slice(0, ACTION_SLOTS.length);
}

/** What the dates of a workstream's open milestones say: the worst of them; complete when none is open. */
export function calculateWorkstream(open: readonly Head<Milestone>[], tolerances: Tolerances, today: IsoDate): Status {
  const found = open.map(({ newest: { state } }) => calculateStatus(state, tolerances, today));
  return STATUSES.find((status) => found.includes(status)) ?? 'blue';
}

/** How many are overdue or fall due soon, for the header. */
export function countDue(open: readonly Head<Milestone>[], today: IsoDate): { overdue: number; due: number } {
  const until = addDays(today, DUE_DAYS);
  const overdue = open.filter(({ newest: { state } }) => isOverdue(state, today)).length;
  return { overdue, due: open.filter(({ newest: { state } }) => state.forecastOn <= until).length - overdue };
}

/**
 * Why "no change" is not offered, or '' when it is. `former`: the answers of the weeks before, newest first; a week without
 * an answer ends a run.
 */
export function whyNoChangeIsNotOffered(
  open: readonly Head<Milestone>[],
  former: readonly (CheckIn | undefined)[],
  today: IsoDate,
): string {
  if (open.some(({ newest: { state } }) => isOverdue(state, today)))
    return '“No change” is not offered, since a forecast has passed.';
  const newest = former.slice(0, NO_CHANGE_WEEKS);
  if (newest.length === NO_CHANGE_WEEKS && newest.every((answer) => answer?.noChange))
    return `“No change” is not offered after ${NO_CHANGE_WEEKS} weeks of it running.`;
  return former.some((answer) => answer) ? '' : '“No change” is offered from the second check-in on.';
}

/** "very unlikely" to "very likely", by the number a person chooses. */
export const CONFIDENCES = ['Very unlikely', 'Unlikely', 'As likely as not', 'Likely', 'Very likely'] as const;

function byRef(a: Head<unknown>, b: Head<unknown>): number {
  return compareNumbered(a.newest.ref, b.newest.ref);
}
