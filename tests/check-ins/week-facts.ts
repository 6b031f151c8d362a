// Heads, deliveries and a week's facts for tests of what is composed from them. What one could get wrong: a head of here has no
// archive; only its newest state and its trail are as in the ledger.

import type { WeekFacts } from '../../src/check-ins/digest/facts.js';
import type { CheckIn } from '../../src/check-ins/schema.js';
import type { Decision } from '../../src/decisions/schema.js';
import type { Delivery } from '../../src/jobs/delivery.js';
import type { Milestone } from '../../src/milestones/schema.js';
import { plannedRisk, type Risk } from '../../src/risks/schema.js';
import type { Figures } from '../../src/storage/entry.js';
import type { Head } from '../../src/storage/ledger.js';

export const TODAY = '2026-11-27';
const SINCE = '2026-11-20T13:00:00.000Z';
const DIGEST_AT = '2026-11-27T13:00:00.000Z';

/** A head whose figures were `was` at an instant, if given, and whose newest entry is of another. */
export function head<S>(
  ref: string,
  state: S,
  {
    by = 'lead2',
    at = '2026-11-26T10:00:00.000Z',
    was = undefined as [string, Figures] | undefined,
    figures = {} as Figures,
  } = {},
): Head<S> {
  const trail = [
    ...(was ? [{ version: 1, at: was[0], by, did: '', figures: was[1] }] : []),
    { version: was ? 2 : 1, at, by, did: '', figures },
  ];
  return { newest: { ref, version: trail.length, at, by, state } as Head<S>['newest'], trail, owing: [] };
}

export const answer = (
  workstream: string,
  said: Partial<CheckIn> = {},
  more: { by?: string; at?: string; was?: [string, Figures] } = {},
) =>
  head<CheckIn>(
    `${workstream}-2026-W48`,
    {
      workstream,
      period: '2026-W48',
      weekEndingOn: TODAY,
      noChange: false,
      stated: 'green',
      calculated: 'green',
      statedReason: '',
      confidence: 4,
      nextMilestone: 'M02',
      milestones: [],
      risks: [],
      moved: `${workstream} moved`,
      next: '',
      blocker: null,
      decision: null,
      evidenceUrl: '',
      late: false,
      ...said,
    },
    { ...more, figures: { late: said.late ?? false } },
  );

export const milestone = (state: Partial<Milestone> = {}): Milestone => ({
  title: 'Posts recruited',
  workstream: 'WS2',
  ownerId: 'owner',
  baselineOn: '2026-12-31',
  forecastOn: '2026-12-31',
  actualOn: null,
  stated: 'green',
  statedReason: '',
  slipCause: null,
  slipText: '',
  slips: 0,
  commentary: '',
  evidenceUrl: '',
  external: false,
  gate: 'none',
  dateSource: 'D',
  ...state,
});

export const risk = (state: Partial<Risk> = {}): Risk => ({
  ...plannedRisk({
    cause: 'few therapists',
    event: 'posts stay unfilled',
    consequence: 'the offer is late',
    category: 'workforce capacity',
    workstream: 'WS2',
    ownerId: 'lead2',
    inherent: { likelihood: 5, impact: 5 },
    residual: { likelihood: 3, impact: 3 },
    target: { likelihood: 1, impact: 1 },
    proximity: 'this quarter',
    response: 'treat',
    reviewOn: '2027-01-29',
    milestones: [],
    withheldReason: '',
  }),
  ...state,
});

export const decision = (state: Partial<Decision> = {}): Decision => ({
  text: 'Fund two more posts',
  body: 'Board',
  byOn: '2026-12-03',
  workstream: 'WS2',
  concerns: [],
  askedBy: 'lead2',
  askedOn: '2026-11-26',
  origin: null,
  state: 'asked',
  withdrawnReason: '',
  ...state,
});

export const delivery = (
  about: string,
  memberId: string,
  kind: string,
  state: Delivery['state'] = 'sent',
): Delivery => ({
  kind,
  about,
  memberId,
  place: 'personal',
  notBefore: '2026-11-26T09:30:00.000Z',
  dueAt: '2026-11-26T09:30:00.000Z',
  until: '2026-11-27T09:30:00.000Z',
  state,
  attempts: 1,
  changedAt: '2026-11-26T09:30:00.000Z',
  reason: '',
  late: false,
});

export function facts(given: Partial<Omit<WeekFacts, 'answers'>> & { answers?: Head<CheckIn>[] } = {}): WeekFacts {
  const { answers = [], ...rest } = given;
  return {
    period: '2026-W48',
    since: SINCE,
    digestAt: DIGEST_AT,
    milestones: [],
    actions: [],
    confidences: [],
    finance: [],
    risks: [],
    decisions: [],
    deliveries: [],
    ...rest,
    answers: new Map(answers.map((one) => [one.newest.state.workstream, one])),
  };
}
