// Which milestones and risks a return asks about, and what the registers say of each. Pure. What one could get wrong: what counts is the
// status the dates give beside the one a person stated, and the worse of the two is asked about.

import { formatDay, type IsoDate } from '../calendar.js';
import { daysOfQuarter, quarterAfter } from '../financial-years.js';
import { calculateStatus, saySlip, sayStatus, slipDays } from '../milestones/rules.js';
import { type Milestone, STATUSES, type Status } from '../milestones/schema.js';
import { isBeyondAppetite, isLive, sayMovement, sayScore, scoreOf } from '../risks/rules.js';
import type { Risk } from '../risks/schema.js';
import type { Head } from '../storage/ledger.js';
import type { Facts } from './facts.js';

/** The worse of what a person stated and what the dates say; complete once both say so. */
export function statusOf(facts: Pick<Facts, 'programme' | 'today'>, { newest }: Head<Milestone>): Status {
  const calculated = calculateStatus(newest.state, facts.programme.tolerances, facts.today);
  const { stated } = newest.state;
  if (stated === null || calculated === 'blue') return calculated;
  return STATUSES.indexOf(stated) < STATUSES.indexOf(calculated) ? stated : calculated;
}

/** Open milestones of a workstream that are red or amber: the return needs words on each. */
export function milestonesAsked(facts: Facts, workstream: string): Head<Milestone>[] {
  const rank = (head: Head<Milestone>) => STATUSES.indexOf(statusOf(facts, head));
  return facts.milestones
    .filter((head) => head.newest.state.workstream === workstream && ['red', 'amber'].includes(statusOf(facts, head)))
    .sort((a, b) => rank(a) - rank(b) || a.newest.state.forecastOn.localeCompare(b.newest.state.forecastOn));
}

/** "red", within a sentence. */
export function sayBrag(facts: Facts, head: Head<Milestone>): string {
  return sayStatus(statusOf(facts, head)).toLowerCase();
}

/** "Baseline 31 December 2026, forecast 29 January 2027 · 21 working days late · moved 3 times · it was … when the quarter began". */
export function sayMilestone(facts: Facts, head: Head<Milestone>): string {
  const { state } = head.newest;
  const before = forecastAt(head, facts.round.from);
  const was =
    before === undefined || before === state.forecastOn ? '' : ` · it was ${formatDay(before)} when the quarter began`;
  const moved = state.slips === 0 ? '' : ` · moved ${state.slips === 1 ? 'once' : `${state.slips} times`}`;
  return `Baseline ${formatDay(state.baselineOn)}, forecast ${formatDay(state.forecastOn)} · ${saySlip(slipDays(state, facts.today))}${moved}${was}`;
}

/** Milestones whose forecast falls in the quarter after the return's. */
export function dueNextQuarter(facts: Facts): Head<Milestone>[] {
  const { from, until } = daysOfQuarter(quarterAfter(facts.round.quarter));
  return facts.milestones.filter(({ newest }) => {
    const { actualOn, forecastOn } = newest.state;
    return actualOn === null && forecastOn >= from && forecastOn <= until;
  });
}

/** The forecast a milestone had when the quarter began, from the head's own trail; undefined where the trail does not reach back. */
export function forecastAt(head: Head<Milestone>, day: IsoDate): IsoDate | undefined {
  const point = head.trail.findLast(({ at }) => at.slice(0, 10) < day);
  const forecast = point?.figures.forecastOn;
  return typeof forecast === 'string' ? forecast : undefined;
}

/** Live risks beyond appetite, the highest first: of each the return says whether it is in the corporate risk register. */
export function risksAsked({ risks, programme }: Facts): Head<Risk>[] {
  return highest(risks)
    .filter(({ newest }) => isBeyondAppetite(scoreOf(newest.state.residual), programme.scoring))
    .slice(0, MOST_RISKS);
}

/** A form has room for this many, at two questions each; a plan with more red risks has another problem. */
const MOST_RISKS = 12;

/** Live risks, the highest residual score first. */
export function highest(risks: readonly Head<Risk>[]): Head<Risk>[] {
  return risks
    .filter(({ newest }) => isLive(newest.state))
    .sort((a, b) => scoreOf(b.newest.state.residual) - scoreOf(a.newest.state.residual));
}

/** "Residual 16 High, up from 12". */
export function sayRisk({ programme }: Facts, { newest }: Head<Risk>): string {
  return `Residual ${sayScore(scoreOf(newest.state.residual), programme.scoring)} · ${sayMovement(newest.state)}`;
}
