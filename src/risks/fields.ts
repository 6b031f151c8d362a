// The fields of risks and issues, one row each. Pitfall: a row is what its field is called, may hold and must say, on every form, in conflicts and in
// histories; what looks at two fields stands in checks.ts.

import { capital } from '../cards/markup.js';
import { bodyChoices } from '../programmes/bodies.js';
import type { About, Field, Fields } from '../records/fields.js';
import { levels, sayAppetite } from './rules.js';
import { CATEGORIES, type Issue, PROXIMITIES, type Response, type Risk, SENTENCE_LETTERS } from './schema.js';

const RESPONSES: Record<Response, string> = {
  treat: 'Treat: act to lower it',
  tolerate: 'Tolerate: live with it',
  transfer: 'Transfer: another body carries it',
  terminate: 'Terminate: stop the work that causes it',
};

const sentence = (label: string, missing: string, from: Field<Risk>['from']): Field<Risk> => ({
  kind: 'text',
  label,
  missing: `${missing}, in at most ${SENTENCE_LETTERS} characters.`,
  letters: SENTENCE_LETTERS,
  ...(from && { from }),
});

const level = (
  label: string,
  score: 'inherent' | 'residual' | 'target',
  scale: 'likelihood' | 'impact',
): Field<Risk> => ({
  kind: 'pick',
  label,
  missing: `Choose the ${scale}.`,
  choices: ({ programme }: About) =>
    levels(scale, programme.scoring.size).map((title, n) => ({ title, value: String(n + 1) })),
  from: (risk) => String(risk[score][scale]),
  ...(scale === 'impact' && { beside: true }),
});

const capitals = (values: readonly string[]) => () => values.map((value) => ({ title: capital(value), value }));

/** The scores and what hangs on them: part of raising and of every reassessment. */
export const assessFields = {
  inherentLikelihood: {
    ...level('Likelihood before controls', 'inherent', 'likelihood'),
    group: { heading: 'How likely and how bad', note: () => 'The score is likelihood times impact.' },
  },
  inherentImpact: level('Impact before controls', 'inherent', 'impact'),
  residualLikelihood: level('Likelihood now', 'residual', 'likelihood'),
  residualImpact: level('Impact now', 'residual', 'impact'),
  targetLikelihood: level('Likelihood as the target', 'target', 'likelihood'),
  targetImpact: level('Impact as the target', 'target', 'impact'),
  escalateTo: {
    kind: 'pick',
    label: 'Escalated to',
    wrong: 'Choose whom it is escalated to.',
    choices: () => [{ title: 'Not escalated', value: 'none' }, ...bodyChoices()],
    group: { heading: 'Who is told', note: ({ programme }: About) => sayAppetite(programme.scoring) },
    from: ({ escalation }: Risk) => escalation?.to ?? 'none',
  },
  escalationReason: {
    kind: 'text',
    label: 'What they are asked, or why it is not escalated yet',
    from: ({ escalation, withheldReason }: Risk) => escalation?.reason ?? withheldReason,
  },
  proximity: {
    kind: 'pick',
    label: 'How near it is',
    missing: 'Choose how near it is.',
    choices: capitals(PROXIMITIES),
    group: { heading: 'What is done about it' },
    from: ({ proximity }: Risk) => proximity,
  },
  response: {
    kind: 'pick',
    label: 'Response',
    missing: 'Choose what is done about it.',
    choices: () => Object.entries(RESPONSES).map(([value, title]) => ({ title, value })),
    from: ({ response }: Risk) => response,
  },
  ownerId: {
    kind: 'person',
    label: 'Risk owner, who is accountable',
    missing: 'Choose who is accountable.',
    from: ({ ownerId }: Risk) => ownerId,
  },
  reviewOn: {
    kind: 'day',
    label: 'Next review',
    missing: 'Give the date of the next review, such as 2027-01-08.',
    from: ({ reviewOn }: Risk) => reviewOn,
  },
  milestones: {
    kind: 'refs',
    label: 'Milestones it touches, such as M18, M20',
    wrong: 'Write references only, such as M18, M20.',
    letter: 'M',
    letters: 60,
    from: ({ milestones }: Risk) => milestones.join(', '),
  },
} as const satisfies Fields<Risk, string>;
export type AssessKey = keyof typeof assessFields;

export const raiseFields = {
  cause: sentence('Cause: because of…', 'Say what the risk comes from', ({ cause }) => cause),
  event: sentence('Event: there is a risk that…', 'Say what may happen', ({ event }) => event),
  consequence: sentence('Consequence: which would mean…', 'Say what it would mean', ({ consequence }) => consequence),
  category: {
    kind: 'pick',
    label: 'Category',
    missing: 'Choose a category.',
    choices: capitals(CATEGORIES),
    note: () => 'Never write anything that could identify a child or family.',
    from: ({ category }: Risk) => category,
  },
  workstream: {
    kind: 'workstream',
    label: 'Workstream',
    missing: 'Choose the workstream it belongs to.',
    from: ({ workstream }: Risk) => workstream,
  },
  ...assessFields,
} as const satisfies Fields<Risk, string>;
export type RaiseKey = keyof typeof raiseFields;

export const COMMENTARY_LETTERS = 500;

export const reassessFields = {
  ...assessFields,
  commentary: {
    kind: 'text',
    label: 'What changed since the last review',
    missing: 'Say in a sentence what changed, or that nothing did.',
    letters: COMMENTARY_LETTERS,
    from: ({ commentary }: Risk) => commentary,
  },
} as const satisfies Fields<Risk, string>;
export type ReassessKey = keyof typeof reassessFields;

export const actionFields = {
  what: sentence('What will be done', 'Say what will be done', undefined),
  ownerId: { kind: 'person', label: 'Who will do it', missing: 'Choose who will do it.' },
  dueOn: { kind: 'day', label: 'Due', missing: 'Give the date it is due, such as 2027-01-08.' },
} as const satisfies Fields<Risk, string>;

export const escalateFields = {
  escalateTo: {
    kind: 'pick',
    label: 'Escalate to',
    missing: 'Choose whom it is escalated to.',
    choices: bodyChoices,
    from: ({ escalation }: Risk) => escalation?.to ?? '',
  },
  reason: {
    kind: 'text',
    label: 'What they are asked to do',
    missing: 'Say in a sentence what they are asked to do.',
    from: ({ escalation }: Risk) => escalation?.reason ?? '',
  },
} as const satisfies Fields<Risk, string>;

/** One reason, asked for by its own sentence. */
export function reasonField<S>(label: string, missing: string, from: (state: S) => string): { reason: Field<S> } {
  return { reason: { kind: 'text', label, missing, from } };
}

export const happenedFields = {
  happenedOn: {
    kind: 'day',
    label: 'The day it happened',
    missing: 'Give the day it happened, such as 2026-11-26.',
    from: ({ happened }: Risk) => happened?.on ?? '',
  },
  ...reasonField<Risk>('What happened', 'Say in a sentence what happened.', ({ happened }) => happened?.what ?? ''),
} as const satisfies Fields<Risk, string>;

export const resolveFields = reasonField<Issue>(
  'How it was resolved',
  'Say how it was resolved.',
  ({ resolution }) => resolution,
);
