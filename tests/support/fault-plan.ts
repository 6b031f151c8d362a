// A programme for fault runs: as many people, milestones and risks as a run needs. What one could get wrong: everybody but
// the observers may change everything here, so that what meets is people, not rights.

import type { CardJson } from '../../src/deps.js';
import type { Plan } from '../../src/plans/plan-file.js';
import { wordsOf } from './card-reader.js';
import { testPlan } from './world.js';

export const FAULT_PROGRAMME = 'fault-area';

/** How many of each; `mixed`: people take turns at the roles, so that what each may see and do differs. */
export interface Wanted {
  people: number;
  milestones: number;
  risks: number;
  mixed?: boolean;
}

type Member = Plan['programme']['members'][number];

const ROLES: Member['roles'][] = [
  ['programme office'],
  ['board chair'],
  ['workstream lead'],
  ['milestone owner'],
  ['member'],
  ['observer'],
];

/** The plan; people are `person1`, `person2`, …, references M01 and R01 onwards. */
export function faultPlan({ people, milestones, risks, mixed = false }: Wanted): Plan {
  const members = Array.from({ length: people }, (_, n): Member => {
    const roles: Member['roles'] = (mixed && ROLES[n % ROLES.length]) || ['programme office'];
    const leads = roles.includes('workstream lead') ? [n % 2 === 0 ? 'WS1' : 'WS2'] : [];
    return { id: `person${n + 1}`, name: `Person ${n + 1}`, organisation: 'LA', roles, leads };
  });
  const owner = (n: number) => `person${(n % people) + 1}`;
  const workstream = (n: number) => (n % 2 === 0 ? 'WS1' : 'WS2');
  return {
    ...testPlan,
    id: FAULT_PROGRAMME,
    programme: { ...testPlan.programme, members, returns: [{ dueOn: '2026-12-18' }] },
    kpis: [KPI],
    people: members.map((member, n) => ({ objectId: objectIdOf(n), memberId: member.id })),
    milestones: Array.from({ length: milestones }, (_, n) => ({
      ref: `M${String(n + 1).padStart(2, '0')}`,
      title: `Milestone ${n + 1}`,
      workstream: workstream(n),
      ownerId: owner(n),
      baselineOn: '2027-03-31',
      dateSource: 'D',
      external: false,
      gate: 'none',
    })),
    risks: Array.from({ length: risks }, (_, n) => plannedRisk(n, owner(n), workstream(n))),
  };
}

const KPI: NonNullable<Plan['kpis']>[number] = {
  ref: 'K01',
  title: 'Plans issued in time',
  definition: 'Those issued within 20 weeks.',
  workstream: 'WS1',
  unit: 'number',
  decimals: 0,
  better: 'up',
  baseline: null,
  trajectory: [],
  source: '',
  baselineSource: 'D',
};

function plannedRisk(n: number, ownerId: string, workstream: string): Plan['risks'][number] {
  return {
    ref: `R${String(n + 1).padStart(2, '0')}`,
    cause: `Cause ${n + 1}`,
    event: `Event ${n + 1}`,
    consequence: `Consequence ${n + 1}`,
    category: 'delivery',
    workstream,
    ownerId,
    inherent: { likelihood: 4, impact: 4 },
    residual: { likelihood: 3, impact: 4 },
    target: { likelihood: 2, impact: 3 },
    proximity: 'this year',
    response: 'treat',
    reviewOn: '2027-01-29',
    milestones: [],
    withheldReason: '',
  };
}

function objectIdOf(n: number): string {
  return `33333333-3333-4333-8333-${String(n).padStart(12, '0')}`;
}

/** What a person types to raise a risk. */
export function riskTyped(words: string): Record<string, string> {
  return {
    cause: `Cause of ${words}`,
    event: `Event of ${words}`,
    consequence: `Consequence of ${words}`,
    category: 'delivery',
    workstream: 'WS1',
    ownerId: 'person1',
    inherentLikelihood: '4',
    inherentImpact: '4',
    residualLikelihood: '3',
    residualImpact: '3',
    targetLikelihood: '2',
    targetImpact: '2',
    proximity: 'this year',
    response: 'treat',
    reviewOn: '2027-01-29',
    escalateTo: 'none',
  };
}

/** What a person types to update a milestone of this plan. */
export function updateTyped(words: string): Record<string, string> {
  return { stated: 'green', forecastOn: '2027-03-31', commentary: words };
}

/** What a person types over a form that reassesses a risk. */
export function reassessTyped(words: string): Record<string, string> {
  return { commentary: words };
}

/** A card with the one button `Go`, to call a verb without looking for a card that offers it. */
export function goTo(verb: string, fields: Record<string, unknown>): CardJson {
  const data = { programmeId: FAULT_PROGRAMME, ...fields };
  return { type: 'AdaptiveCard', actions: [{ type: 'Action.Execute', title: 'Go', verb, data }] };
}

/** The heading of a card: its first line of text. */
export function headingOf(card: CardJson): string {
  return wordsOf(card).split('\n')[0] ?? '';
}
