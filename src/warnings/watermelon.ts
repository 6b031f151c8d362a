// Watermelon flags: green outside, red inside. Pure. What one could get wrong: a flag is a question with its reason, never
// a verdict; it says what to look at (domain.md section 5).

import type { IsoDate } from '../calendar.js';
import { isWide, sayScores, spreads } from '../confidence/rules.js';
import type { Confidence } from '../confidence/schema.js';
import { calculateStatus, sayStatus } from '../milestones/rules.js';
import { type Milestone, STATUSES } from '../milestones/schema.js';
import type { Programme, Scoring, Tolerances } from '../programmes/schema.js';
import type { Risk } from '../risks/schema.js';
import type { Head } from '../storage/ledger.js';

export interface Watermelon {
  ref: string;
  title: string;
  reasons: string[];
}

const SLIPS = 3;
const REPORTS = new Set(['milestones.post-update', 'milestones.correct-update']);

/** The milestones that look better than the facts, each with why; most reasons first. */
export function findWatermelons(
  milestones: Head<Milestone>[],
  risks: Head<Risk>[],
  tolerances: Tolerances,
  scoring: Scoring,
  today: IsoDate,
): Watermelon[] {
  const high = highUnder(risks, scoring);
  const flagged = milestones.map((head) => ({
    ref: head.newest.ref,
    title: head.newest.state.title,
    reasons: reasonsFor(head, high, tolerances, today),
  }));
  return flagged.filter((one) => one.reasons.length > 0).sort((a, b) => b.reasons.length - a.reasons.length);
}

/** The workstreams that partners see so differently that one of them may know something; widest first. */
export function findSplitConfidence(programme: Programme, confidences: readonly Head<Confidence>[]): Watermelon[] {
  return spreads(programme, confidences)
    .filter(isWide)
    .sort((a, b) => b.points - a.points)
    .map((spread) => ({
      ref: spread.workstream,
      title: programme.workstreams.find(({ id }) => id === spread.workstream)?.name ?? spread.workstream,
      reasons: [`partners are ${spread.points} points apart: ${sayScores(spread)}`],
    }));
}

function reasonsFor(
  head: Head<Milestone>,
  highUnder: ReadonlyMap<string, string>,
  tolerances: Tolerances,
  today: IsoDate,
): string[] {
  const { state, ref } = head.newest;
  const reasons: string[] = [];
  if (state.actualOn !== null) return state.evidenceUrl === '' ? ['complete without evidence'] : [];
  const calculated = calculateStatus(state, tolerances, today);
  if (state.stated !== null && STATUSES.indexOf(state.stated) > STATUSES.indexOf(calculated))
    reasons.push(`stated ${sayStatus(state.stated)}, the dates say ${sayStatus(calculated)}`);
  if (state.slips >= SLIPS) reasons.push(`forecast moved later ${state.slips} times`);
  if (saidTheSameTwice(head)) reasons.push('the same words in the last two updates');
  const looksGreen = (state.stated ?? calculated) === 'green';
  const high = looksGreen ? highUnder.get(ref) : undefined;
  if (high) reasons.push(`high risk ${high} under a green milestone`);
  return reasons;
}

function saidTheSameTwice(head: Head<Milestone>): boolean {
  const texts = head.trail.filter((point) => REPORTS.has(point.did)).map((point) => point.figures.text);
  const [last, before] = [texts.at(-1), texts.at(-2)];
  return last !== undefined && last !== '' && last === before;
}

/** The first high risk under each milestone that has one. */
function highUnder(risks: Head<Risk>[], scoring: Scoring): Map<string, string> {
  const found = new Map<string, string>();
  for (const { newest } of risks)
    if (isHigh(newest.state, scoring))
      for (const milestone of newest.state.milestones) if (!found.has(milestone)) found.set(milestone, newest.ref);
  return found;
}

function isHigh({ residual: { likelihood, impact }, state }: Risk, scoring: Scoring): boolean {
  return (state === 'open' || state === 'accepted') && likelihood * impact >= scoring.highFrom;
}
