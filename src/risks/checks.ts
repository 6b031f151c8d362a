// What the forms about risks must say before they are saved, a sentence a field. Pure. What one could get wrong: these give
// the next state of a risk or the sentences, never both; nothing here knows who may do what.

import { type IsoDate, isDay } from '../calendar.js';
import { Body } from '../programmes/bodies.js';
import { checkDay, checkLength, hasProblems, type Problems, requireText } from '../programmes/problems.js';
import { readReferences } from '../programmes/references.js';
import { isOnlyObserver, OBSERVERS_OWN_NOTHING } from '../programmes/rights.js';
import type { Programme } from '../programmes/schema.js';
import type { AssessFields, RaiseFields, ReassessFields } from './forms.js';
import { isBeyondAppetite, scoreOf } from './rules.js';
import {
  Category,
  type Escalation,
  NEW_RISK,
  Proximity,
  Response,
  type Risk,
  type Score,
  SENTENCE_LETTERS,
} from './schema.js';

/** What a check must know besides the form. */
export interface Circumstances {
  programme: Programme;
  today: IsoDate;
  /** Member id of the person acting. */
  by: string;
}

export type Checked<T, Fields> = { ok: T } | { problems: Problems<Fields> };

const MOST_MILESTONES = 6;
const REASON_LETTERS = 300;
export const COMMENTARY_LETTERS = 500;

/** The risk a raise form describes, or a sentence for each field that is wrong. */
export function checkRaise(fields: RaiseFields, about: Circumstances): Checked<Risk, RaiseFields> {
  const problems: Problems<RaiseFields> = {};
  const cause = requireText(problems, fields, 'cause', SENTENCE_LETTERS, 'Say what the risk comes from.');
  const event = requireText(problems, fields, 'event', SENTENCE_LETTERS, 'Say what may happen.');
  const consequence = requireText(problems, fields, 'consequence', SENTENCE_LETTERS, 'Say what it would mean.');
  const category = Category.safeParse(fields.category);
  if (!category.success) problems.category = 'Choose a category.';
  const workstream = about.programme.workstreams.find((one) => one.id === fields.workstream)?.id;
  if (workstream === undefined) problems.workstream = 'Choose the workstream it belongs to.';
  const assessed = checkAssessment(fields, about, null, problems);
  if (!assessed || !category.success || workstream === undefined || hasProblems(problems)) return { problems };
  return { ok: { ...NEW_RISK, ...assessed, cause, event, consequence, category: category.data, workstream } };
}

/** The risk after a reassessment. A risk accepted at a lower score is open again. */
export function checkReassess(risk: Risk, fields: ReassessFields, about: Circumstances): Checked<Risk, ReassessFields> {
  const problems: Problems<ReassessFields> = {};
  const commentary = requireText(
    problems,
    fields,
    'commentary',
    COMMENTARY_LETTERS,
    'Say in a sentence what changed, or that nothing did.',
  );
  const assessed = checkAssessment(fields, about, risk.escalation, problems);
  if (!assessed || hasProblems(problems)) return { problems };
  const before = scoreOf(risk.residual);
  const stillAccepted = risk.state === 'accepted' && scoreOf(assessed.residual) <= before;
  return {
    ok: {
      ...risk,
      ...assessed,
      commentary,
      state: stillAccepted ? 'accepted' : 'open',
      acceptedReason: stillAccepted ? risk.acceptedReason : '',
      previous: before,
      reviewedOn: about.today,
    },
  };
}

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

function checkAssessment(
  fields: AssessFields,
  about: Circumstances,
  known: Escalation | null,
  problems: Problems<AssessFields>,
): Assessment | undefined {
  const { size } = about.programme.scoring;
  const inherent = checkScore(problems, fields, 'inherentLikelihood', 'inherentImpact', size);
  const residual = checkScore(problems, fields, 'residualLikelihood', 'residualImpact', size);
  const target = checkScore(problems, fields, 'targetLikelihood', 'targetImpact', size);
  const proximity = Proximity.safeParse(fields.proximity);
  if (!proximity.success) problems.proximity = 'Choose how near it is.';
  const response = Response.safeParse(fields.response);
  if (!response.success) problems.response = 'Choose what is done about it.';
  const ownerId = checkOwner(problems, fields, about.programme, 'Choose who is accountable for it.');
  const reviewOn = fields.reviewOn.trim();
  checkDay(problems, 'reviewOn', reviewOn, 'Give the date of the next review, such as 2027-01-08.');
  const milestones = readMilestones(fields.milestones);
  if (!milestones) problems.milestones = 'Write references only, such as M18, M20.';
  const told = checkTold(fields, about, residual, known, problems);
  const facts = { inherent, residual, target, reviewOn, milestones: milestones ?? [], ...told };
  for (const [field, sentence] of Object.entries(problemsOfRisk(facts, about.programme.scoring, about.today)))
    problems[field as keyof AssessFields] ??= sentence;
  if (!inherent || !residual || !target || !proximity.success || !response.success || !milestones) return undefined;
  return {
    inherent,
    residual,
    target,
    proximity: proximity.data,
    response: response.data,
    ownerId,
    reviewOn,
    milestones,
    ...told,
  };
}

/** Who is told of a residual score, or why nobody is. An escalation that stands as it was keeps its day. */
function checkTold(
  fields: AssessFields,
  about: Circumstances,
  residual: Score | undefined,
  known: Escalation | null,
  problems: Problems<AssessFields>,
): Pick<Risk, 'escalation' | 'withheldReason'> {
  const reason = fields.escalationReason.trim();
  checkLength(problems, 'escalationReason', reason, REASON_LETTERS);
  const chosen = fields.escalateTo.trim();
  const body = Body.safeParse(chosen);
  if (chosen !== '' && chosen !== 'none' && !body.success) problems.escalateTo = 'Choose whom it is escalated to.';
  if (body.success && reason === '') problems.escalationReason = 'Say in a sentence what they are asked to do.';
  if (!body.success) {
    const isBeyond = residual !== undefined && isBeyondAppetite(scoreOf(residual), about.programme.scoring);
    return { escalation: null, withheldReason: isBeyond ? reason : '' };
  }
  const stands = known?.to === body.data && known.reason === reason;
  const escalation = stands ? known : { to: body.data, reason, on: about.today, by: about.by };
  return { escalation, withheldReason: '' };
}

/** What a risk says that more than one of its fields decides; every door asks it of a new risk. */
type RiskFacts = Pick<Risk, 'reviewOn' | 'milestones' | 'escalation' | 'withheldReason'> & {
  [Name in 'inherent' | 'residual' | 'target']: Score | undefined;
};

/** A sentence for each field in which these disagree; a day or score that is no such thing is said elsewhere. */
export function problemsOfRisk(
  { inherent, residual, target, reviewOn, milestones, escalation, withheldReason }: RiskFacts,
  scoring: Programme['scoring'],
  today: IsoDate,
): Problems<AssessFields> {
  const problems: Problems<AssessFields> = {};
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

/** Milestone references in a text, each once; undefined when there is anything else in it. */
export function readMilestones(text: string): string[] | undefined {
  const refs = readReferences(text);
  return refs?.every((ref) => ref.startsWith('M')) ? refs : undefined;
}

function checkScore<F extends AssessFields>(
  problems: Problems<F>,
  fields: F,
  likelihood: keyof AssessFields,
  impact: keyof AssessFields,
  size: number,
): Score | undefined {
  const read = (field: keyof AssessFields, word: string) => {
    const level = /^\d$/.test(fields[field]) ? Number(fields[field]) : 0;
    if (level >= 1 && level <= size) return level;
    problems[field] = `Choose the ${word}, from 1 to ${size}.`;
    return undefined;
  };
  const found = { likelihood: read(likelihood, 'likelihood'), impact: read(impact, 'impact') };
  return found.likelihood && found.impact ? { likelihood: found.likelihood, impact: found.impact } : undefined;
}

/** The member who is to own something; an observer cannot. */
export function checkOwner<F extends { ownerId: string }>(
  problems: Problems<F>,
  fields: F,
  programme: Programme,
  missing: string,
): string {
  const owner = programme.members.find((member) => member.id === fields.ownerId);
  if (!owner) problems.ownerId = missing;
  else if (isOnlyObserver(owner)) problems.ownerId = OBSERVERS_OWN_NOTHING;
  return fields.ownerId;
}
