// What fields of a risk must be beside each other. Pure. Pitfall: what a field must be by itself is in its row (fields.ts) and was asked before; here earlier
// sentences stand.

import { type IsoDate, isDay } from '../calendar.js';
import { Body } from '../programmes/bodies.js';
import { hasProblems, type Problems } from '../programmes/problems.js';
import { readReferences } from '../programmes/references.js';
import type { Programme } from '../programmes/schema.js';
import { type About, checkFields, type Typed } from '../records/fields.js';
import { type AssessKey, type RaiseKey, type ReassessKey, reassessFields } from './fields.js';
import { isBeyondAppetite, scoreOf } from './rules.js';
import {
  type Category,
  type Escalation,
  NEW_RISK,
  type Proximity,
  type Response,
  type Risk,
  type Score,
} from './schema.js';

export type Checked<T, Key extends string> = { ok: T } | { problems: Problems<Typed<Key>> };

type Assessment = Pick<
  Risk,
  | 'inherent'
  | 'residual'
  | 'target'
  | 'proximity'
  | 'response'
  | 'ownerId'
  | 'reviewOn'
  | 'escalation'
  | 'withheldReason'
  | 'milestones'
>;

/** The scores and what hangs on them; notes what is wrong with them beside each other. `known`: the escalation that stands. */
function readAssessment(
  typed: Typed<AssessKey>,
  about: About,
  known: Escalation | null,
  problems: Problems<Typed<AssessKey>>,
): Assessment {
  const score = (which: 'inherent' | 'residual' | 'target'): Score => ({
    likelihood: Number(typed[`${which}Likelihood`]),
    impact: Number(typed[`${which}Impact`]),
  });
  const [inherent, residual, target] = [score('inherent'), score('residual'), score('target')];
  const milestones = readReferences(typed.milestones) ?? [];
  const told = readTold(typed, about, residual, known, problems);
  const scored = (which: string, one: Score) =>
    Object.keys(problems).some((key) => key.startsWith(which)) ? undefined : one;
  const facts = {
    inherent: scored('inherent', inherent),
    residual: scored('residual', residual),
    target: scored('target', target),
    reviewOn: typed.reviewOn,
    milestones,
    ...told,
  };
  const found = problemsOfRisk(facts, about.programme.scoring, about.today);
  for (const [field, sentence] of Object.entries(found)) problems[field as AssessKey] ??= sentence;
  const { ownerId, reviewOn } = typed;
  return {
    inherent,
    residual,
    target,
    proximity: typed.proximity as Proximity,
    response: typed.response as Response,
    ownerId,
    reviewOn,
    milestones,
    ...told,
  };
}

/** Who is told of a residual score, or why nobody is. An escalation that stands as it was keeps its day. */
function readTold(
  { escalateTo, escalationReason: reason }: Typed<AssessKey>,
  { programme, today, by }: About,
  residual: Score,
  known: Escalation | null,
  problems: Problems<Typed<AssessKey>>,
): Pick<Risk, 'escalation' | 'withheldReason'> {
  const body = Body.safeParse(escalateTo);
  const beyond = isBeyondAppetite(scoreOf(residual), programme.scoring);
  if (body.success && reason === '') problems.escalationReason ??= 'Say in a sentence what they are asked to do.';
  if (!body.success) return { escalation: null, withheldReason: beyond ? reason : '' };
  const stands = known?.to === body.data && known.reason === reason;
  return { escalation: stands ? known : { to: body.data, reason, on: today, by }, withheldReason: '' };
}

/** What a risk says that more than one of its fields decides; every door asks it of a new risk. */
type RiskFacts = Pick<Risk, 'reviewOn' | 'milestones' | 'escalation' | 'withheldReason'> & {
  [Name in 'inherent' | 'residual' | 'target']: Score | undefined;
};

const MOST_MILESTONES = 6;

/** A sentence for each field in which these disagree; a day or score that is no such thing is said elsewhere. */
export function problemsOfRisk(
  { inherent, residual, target, reviewOn, milestones, escalation, withheldReason }: RiskFacts,
  scoring: Programme['scoring'],
  today: IsoDate,
): Problems<Typed<AssessKey>> {
  const problems: Problems<Typed<AssessKey>> = {};
  if (inherent && residual && scoreOf(residual) > scoreOf(inherent))
    problems.residualImpact = `Controls do not make a risk worse: ${scoreOf(residual)} now cannot be above ${scoreOf(inherent)} before controls. If it has grown, raise the score before controls too.`;
  if (residual && target && scoreOf(target) > scoreOf(residual))
    problems.targetImpact = `The target is what remains once the planned actions land, so ${scoreOf(target)} cannot be above ${scoreOf(residual)} now.`;
  if (isDay(reviewOn) && reviewOn <= today) problems.reviewOn = 'The next review must be after today.';
  if (milestones.length > MOST_MILESTONES) problems.milestones = `Link at most ${MOST_MILESTONES} milestones.`;
  if (residual && isBeyondAppetite(scoreOf(residual), scoring) && !escalation && withheldReason === '')
    problems.escalationReason = `A residual score of ${scoreOf(residual)} is beyond the appetite of ${scoring.appetite}: choose whom it is escalated to, or give the reason why not yet.`;
  return problems;
}

/** What is said of milestones that a risk names and nobody has. */
export function sayNoMilestones(missing: readonly string[]): string {
  return `There is no milestone ${missing.join(', ')}. Type milestones to see them all.`;
}

/** The risk that a form of raising describes; notes what is wrong with its fields beside each other. */
export function raised(typed: Typed<RaiseKey>, about: About, problems: Problems<Typed<RaiseKey>>): Risk {
  const { cause, event, consequence, workstream } = typed;
  const assessment = readAssessment(typed, about, null, problems);
  return { ...NEW_RISK, ...assessment, cause, event, consequence, workstream, category: typed.category as Category };
}

/** The risk after a reassessment. A risk accepted at a lower score is open again. */
export function reassessed(
  risk: Risk,
  typed: Typed<ReassessKey>,
  about: About,
  problems: Problems<Typed<ReassessKey>>,
): Risk {
  const assessment = readAssessment(typed, about, risk.escalation, problems);
  const before = scoreOf(risk.residual);
  const stillAccepted = risk.state === 'accepted' && scoreOf(assessment.residual) <= before;
  return {
    ...risk,
    ...assessment,
    commentary: typed.commentary,
    state: stillAccepted ? 'accepted' : 'open',
    acceptedReason: stillAccepted ? risk.acceptedReason : '',
    previous: before,
    reviewedOn: about.today,
  };
}

/** The same from a form as it was sent, or a sentence for each field that is wrong. */
export function checkReassess(risk: Risk, sent: Typed<ReassessKey>, about: About): Checked<Risk, ReassessKey> {
  const { typed, problems } = checkFields(reassessFields, sent, about);
  const next = reassessed(risk, typed, about, problems);
  return hasProblems(problems) ? { problems } : { ok: next };
}

/** Notes a day that is still to come where something has happened. */
export function checkHappenedOn(day: IsoDate, today: IsoDate, problems: { happenedOn?: string }): void {
  if (day > today) problems.happenedOn ??= 'This day is still to come. If it has not happened yet, it is a risk.';
}
