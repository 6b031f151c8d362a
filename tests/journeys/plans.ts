// Plans for journeys, made from the test plan. What one could get wrong: the programme's people and calendar stay as they
// are in tests/support/world.ts; only milestones and risks differ.

import type { Plan } from '../../src/plans/plan-file.js';
import { testPlan } from '../support/world.js';

export type PlannedMilestone = Plan['milestones'][number];

/** The test plan with these milestones instead. */
export function planWith(milestones: (Partial<PlannedMilestone> & { ref: string })[]): Plan {
  const [pattern] = testPlan.milestones;
  return { ...testPlan, milestones: milestones.map((each) => ({ ...pattern, ...each }) as PlannedMilestone) };
}

/** The test plan with many milestones, M01 to M200: half of each workstream, titles by `titleOf`. */
export function planOfMany(count: number, titleOf = (n: number) => `Milestone number ${n}`): Plan {
  return planWith(
    Array.from({ length: count }, (_, n) => ({
      ref: `M${String(n + 1).padStart(2, '0')}`,
      title: titleOf(n + 1),
      workstream: n < count / 2 ? 'WS1' : 'WS2',
      ownerId: n < count / 2 ? 'lead1' : 'lead2',
      baselineOn: '2027-03-31',
    })),
  );
}

/** A risk as a plan sets it out, at a residual score. */
export function plannedRisk(
  ref: string,
  residual: { likelihood: number; impact: number },
  more: Partial<Plan['risks'][number]> = {},
): Plan['risks'][number] {
  return {
    ref,
    cause: 'few specialists',
    event: `event of ${ref}`,
    consequence: 'the offer comes late',
    category: 'workforce capacity',
    workstream: 'WS2',
    ownerId: 'lead2',
    inherent: { likelihood: 5, impact: 5 },
    residual,
    target: { likelihood: 1, impact: 1 },
    proximity: 'this year',
    response: 'treat',
    reviewOn: '2027-01-15',
    milestones: [],
    withheldReason: '',
    ...more,
  };
}
