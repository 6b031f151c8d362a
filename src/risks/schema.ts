// What a risk and an issue are. What one could get wrong: a risk has three scores; `residual` is the one that counts now,
// and its band is never stored, since the programme's scoring may change (rules.ts).

import * as z from 'zod/v4';
import { Body } from '../programmes/bodies.js';
import { Day } from '../programmes/schema.js';
import type { RecordType } from '../storage/entry.js';

/** The three principal risks of the plan come first (report 6.2). */
export const CATEGORIES = [
  'workforce capacity',
  'partner alignment',
  'data quality',
  'finance',
  'guidance or legislation',
  'delivery',
  "families' confidence",
  'other',
] as const;
export const Category = z.enum(CATEGORIES);
export type Category = z.infer<typeof Category>;

export const PROXIMITIES = ['imminent', 'this quarter', 'this year', 'later'] as const;
export const Proximity = z.enum(PROXIMITIES);
export type Proximity = z.infer<typeof Proximity>;

export const RESPONSES = ['treat', 'tolerate', 'transfer', 'terminate'] as const;
export const Response = z.enum(RESPONSES);
export type Response = z.infer<typeof Response>;

/** Likelihood and impact, each from 1 to the size of the programme's scoring. */
export const Score = z.object({ likelihood: z.number().int().min(1).max(6), impact: z.number().int().min(1).max(6) });
export type Score = z.infer<typeof Score>;

export const ResponseAction = z.object({
  n: z.number().int().min(1),
  what: z.string(),
  ownerId: z.string(),
  dueOn: Day,
  doneOn: Day.nullable(),
});
export type ResponseAction = z.infer<typeof ResponseAction>;

export const Escalation = z.object({ to: Body, reason: z.string(), on: Day, by: z.string() });
export type Escalation = z.infer<typeof Escalation>;

export const RISK_STATES = ['open', 'accepted', 'closed', 'materialised'] as const;
export type RiskState = (typeof RISK_STATES)[number];

export const SENTENCE_LETTERS = 300;

export const Risk = z.object({
  cause: z.string().min(1).max(SENTENCE_LETTERS),
  event: z.string().min(1).max(SENTENCE_LETTERS),
  consequence: z.string().min(1).max(SENTENCE_LETTERS),
  category: Category,
  workstream: z.string(),
  /** Who is accountable. */
  ownerId: z.string(),
  /** Before any controls. */
  inherent: Score,
  /** Now, with the controls in place. */
  residual: Score,
  /** Once the planned actions have landed. */
  target: Score,
  proximity: Proximity,
  response: Response,
  reviewOn: Day,
  /** Null until it was first reassessed. */
  reviewedOn: Day.nullable(),
  /** The residual score (likelihood times impact) before the last reassessment; null until there was one. */
  previous: z.number().int().nullable(),
  state: z.enum(RISK_STATES),
  actions: z.array(ResponseAction),
  /** Number of the action completed last, for the history; null until one was. */
  lastDone: z.number().int().nullable(),
  escalation: Escalation.nullable(),
  /** Why a residual score at or beyond appetite is not escalated; '' when there is nothing to explain. */
  withheldReason: z.string(),
  acceptedReason: z.string(),
  closedReason: z.string(),
  /** What was said at the last reassessment. */
  commentary: z.string(),
  /** Set when it has happened; the issue is made from it. */
  happened: z.object({ what: z.string(), on: Day }).nullable(),
  /** References of the milestones it touches. */
  milestones: z.array(z.string()),
});
export type Risk = z.infer<typeof Risk>;

export const risks: RecordType<Risk> = {
  kind: 'risk',
  prefix: 'R',
  texts: new Set([
    'cause',
    'event',
    'consequence',
    'what',
    'reason',
    'withheldReason',
    'acceptedReason',
    'closedReason',
    'commentary',
  ]),
  figures: (risk) => ({
    residual: risk.residual.likelihood * risk.residual.impact,
    likelihood: risk.residual.likelihood,
    impact: risk.residual.impact,
    target: risk.target.likelihood * risk.target.impact,
    state: risk.state,
    escalated: risk.escalation?.to ?? null,
  }),
};

/** A risk that has happened. It keeps the link to the risk it was. */
export const Issue = z.object({
  riskRef: z.string(),
  event: z.string(),
  consequence: z.string(),
  workstream: z.string(),
  ownerId: z.string(),
  what: z.string(),
  happenedOn: Day,
  state: z.enum(['open', 'resolved']),
  resolution: z.string(),
  resolvedOn: Day.nullable(),
  /** Set when the risk stood in the corporate risk register: the issue is as restricted. */
  corporate: z.boolean().optional(),
});
export type Issue = z.infer<typeof Issue>;

export const issues: RecordType<Issue> = {
  kind: 'issue',
  prefix: 'I',
  texts: new Set(['event', 'consequence', 'what', 'resolution']),
  figures: (issue) => ({ state: issue.state, happenedOn: issue.happenedOn, resolvedOn: issue.resolvedOn }),
};

/** A risk as a plan file sets it out. */
export const PlannedRisk = Risk.pick({
  cause: true,
  event: true,
  consequence: true,
  category: true,
  workstream: true,
  ownerId: true,
  inherent: true,
  residual: true,
  target: true,
  proximity: true,
  response: true,
  reviewOn: true,
}).extend({
  ref: z.string().regex(/^R\d{1,5}$/),
  milestones: Risk.shape.milestones.default([]),
  withheldReason: z.string().default(''),
});
export type PlannedRisk = z.infer<typeof PlannedRisk>;

/** What a new risk starts with, besides what was said of it. */
export const NEW_RISK = {
  reviewedOn: null,
  previous: null,
  state: 'open',
  actions: [],
  lastDone: null,
  escalation: null,
  withheldReason: '',
  acceptedReason: '',
  closedReason: '',
  commentary: '',
  happened: null,
} satisfies Partial<Risk>;

/** The state of a risk that a plan file sets out. */
export function plannedRisk(planned: Omit<PlannedRisk, 'ref'>): Risk {
  return { ...NEW_RISK, ...planned };
}
