// The rules of risks: score, band, appetite, movement, and the words for them. Pure. What one could get wrong: bands are
// of the product likelihood times impact, and "beyond appetite" begins at the appetite itself.

import type { IsoDate } from '../calendar.js';
import type { Actor } from '../programmes/actor.js';
import type { Holdings } from '../programmes/owning.js';
import { owns } from '../programmes/rights.js';
import type { Scoring } from '../programmes/schema.js';
import type { Issue, Risk, Score } from './schema.js';

/** A risk is its owner's, and each response action is for whoever is to do it. */
export const heldRisk: Holdings<Risk> = (risk) => [
  { part: '', memberId: risk.ownerId, content: risk },
  ...risk.actions.map((action) => ({ part: `action ${action.n}`, memberId: action.ownerId, content: action })),
];

/** An issue is its owner's. */
export const heldIssue: Holdings<Issue> = (issue) => [{ part: '', memberId: issue.ownerId, content: issue }];

/** Likelihood times impact. */
export function scoreOf(score: Score): number {
  return score.likelihood * score.impact;
}

export type Band = 'low' | 'medium' | 'high';

/** The band a score falls in by the programme's scoring. */
export function bandOf(score: number, scoring: Scoring): Band {
  if (score >= scoring.highFrom) return 'high';
  return score >= scoring.mediumFrom ? 'medium' : 'low';
}

/** "High", "Medium", "Low". */
export function sayBand(band: Band): string {
  return { high: 'High', medium: 'Medium', low: 'Low' }[band];
}

/** Whether a score needs escalation or a recorded reason. */
export function isBeyondAppetite(score: number, scoring: Scoring): boolean {
  return score >= scoring.appetite;
}

/** Whether a risk still counts: open, or accepted as it is. */
export function isLive(risk: Pick<Risk, 'state'>): boolean {
  return risk.state === 'open' || risk.state === 'accepted';
}

/** Whether its review date has passed while it still counts. */
export function isPastReview(risk: Pick<Risk, 'state' | 'reviewOn'>, today: IsoDate): boolean {
  return isLive(risk) && risk.reviewOn < today;
}

export type Movement = 'new' | 'up' | 'same' | 'down';

/** How the residual score moved at the last reassessment. */
export function movementOf(risk: Pick<Risk, 'residual' | 'previous'>): Movement {
  if (risk.previous === null) return 'new';
  const now = scoreOf(risk.residual);
  if (now === risk.previous) return 'same';
  return now > risk.previous ? 'up' : 'down';
}

/** "↑ up from 12", "→ same as before", "↓ down from 20", "not reassessed yet". */
export function sayMovement(risk: Pick<Risk, 'residual' | 'previous'>): string {
  return {
    new: 'not reassessed yet',
    up: `↑ up from ${risk.previous}`,
    same: '→ same as before',
    down: `↓ down from ${risk.previous}`,
  }[movementOf(risk)];
}

const LIKELIHOODS = ['Rare', 'Unlikely', 'Possible', 'Likely', 'Almost certain'];
const IMPACTS = ['Negligible', 'Minor', 'Moderate', 'Major', 'Severe'];

/** The levels of a scale, lowest first: "1 Rare" to "5 Almost certain". Other sizes than five name only their ends. */
export function levels(scale: 'likelihood' | 'impact', size: number): string[] {
  const words = scale === 'likelihood' ? LIKELIHOODS : IMPACTS;
  return Array.from({ length: size }, (_, n) => {
    const word = size === words.length ? words[n] : n === 0 ? words[0] : n === size - 1 ? words.at(-1) : undefined;
    return word === undefined ? String(n + 1) : `${n + 1} ${word}`;
  });
}

/** "4 Likely × 5 Severe". */
export function sayLevels(score: Score, scoring: Scoring): string {
  const likelihood = levels('likelihood', scoring.size)[score.likelihood - 1] ?? String(score.likelihood);
  const impact = levels('impact', scoring.size)[score.impact - 1] ?? String(score.impact);
  return `${likelihood} × ${impact}`;
}

/** "20 High". */
export function sayScore(score: number, scoring: Scoring): string {
  return `${score} ${sayBand(bandOf(score, scoring))}`;
}

/** The word people use for a risk's or an issue's state. */
export function sayState(state: Risk['state'] | Issue['state']): string {
  return { open: 'Open', accepted: 'Accepted', closed: 'Closed', materialised: 'Has happened', resolved: 'Resolved' }[
    state
  ];
}

/** The sentence of the programme's appetite, for forms. */
export function sayAppetite(scoring: Scoring): string {
  return `A residual score of ${scoring.appetite} or more is beyond the appetite of this programme: say who is told, or why not yet.`;
}

/** Whether this person is the one to do a response action, or their deputy. */
export function mayComplete(
  { programme, member }: Pick<Actor, 'programme' | 'member'>,
  risk: Risk,
  n: number,
): boolean {
  const action = risk.actions.find((one) => one.n === n);
  return action !== undefined && owns(programme, member, { ownerId: action.ownerId, workstream: risk.workstream });
}
