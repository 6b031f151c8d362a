// How a row about a risk is done: as the form a person would have sent. What one could get wrong: a reassessment sends every
// field, so what a row leaves out is what the plan or the row before it said, remembered here and not read from the store.

import * as z from 'zod/v4';
import type { Plan } from '../plans/plan-file.js';
import { formOf, type Typed } from '../records/fields.js';
import { type AssessKey, raiseFields, reassessFields } from '../risks/fields.js';
import { accepting, addingAction, closing, raising, reassessing } from '../risks/forms.js';
import { completeAction } from '../risks/responses.js';
import type { PlannedRisk } from '../risks/schema.js';
import type { Turn } from '../routes.js';

const RaiseFields = formOf(raiseFields);
const ReassessFields = formOf(reassessFields);

/** Likelihood and impact. */
const Levels = z.tuple([z.number(), z.number()]);
type Levels = z.infer<typeof Levels>;
const told = { at: z.string(), by: z.string(), ref: z.string() };

/** `at` is local time of the programme. */
export const RiskRow = z.discriminatedUnion('did', [
  z.strictObject({
    ...told,
    did: z.literal('raise'),
    ...RaiseFields.pick({
      cause: true,
      event: true,
      consequence: true,
      category: true,
      workstream: true,
      ownerId: true,
      proximity: true,
      response: true,
      reviewOn: true,
    }).shape,
    inherent: Levels,
    residual: Levels,
    target: Levels,
    milestones: z.array(z.string()),
  }),
  z.strictObject({
    ...told,
    did: z.literal('reassess'),
    residual: Levels,
    reviewOn: z.string(),
    escalateTo: z.string().default('none'),
    escalationReason: z.string().default(''),
    commentary: z.string(),
  }),
  z.strictObject({ ...told, did: z.literal('act'), what: z.string(), ownerId: z.string(), dueOn: z.string() }),
  z.strictObject({ ...told, did: z.literal('done'), n: z.number() }),
  z.strictObject({ ...told, did: z.enum(['accept', 'close']), reason: z.string() }),
]);
export type RiskRow = z.infer<typeof RiskRow>;

/** Who does a row, and the form it is sent on. */
export interface Told {
  turn: Turn;
  sent: { programmeId: string; ref: string; opened: number; form: string };
}

/** What each risk's form would hold when it is opened next. */
export type RiskTale = Map<string, Typed<AssessKey>>;

/** The tale as the plan begins it. */
export function riskTale(plan: Plan): RiskTale {
  return new Map(plan.risks.map((risk) => [risk.ref, assessedAs(risk)]));
}

/** Does one row, and remembers what it said. Throws what the actions throw. */
export async function doRiskRow({ turn, sent }: Told, row: RiskRow, tale: RiskTale) {
  switch (row.did) {
    case 'raise': {
      const { inherent, residual, target, ...said } = row;
      const scores = { inherent: score(inherent), residual: score(residual), target: score(target) };
      const fields = RaiseFields.parse({ ...said, ...assessedAs({ ...said, ...scores }) });
      tale.set(row.ref, fields);
      return raising.make(turn, { ...fields, form: sent.form });
    }
    case 'reassess': {
      const { residual, reviewOn, escalateTo, escalationReason, commentary } = row;
      const scored = { residualLikelihood: String(residual[0]), residualImpact: String(residual[1]) };
      const fields = ReassessFields.parse({
        ...tale.get(row.ref),
        ...scored,
        reviewOn,
        escalateTo,
        escalationReason,
        commentary,
      });
      tale.set(row.ref, fields);
      return reassessing.save(turn, { ...fields, ...sent });
    }
    case 'act':
      return addingAction.save(turn, { what: row.what, ownerId: row.ownerId, dueOn: row.dueOn, ...sent });
    case 'done':
      return completeAction(turn, { n: row.n, ...sent });
    default:
      return (row.did === 'accept' ? accepting : closing).save(turn, { reason: row.reason, ...sent });
  }
}

type Assessed = Pick<PlannedRisk, 'inherent' | 'residual' | 'target' | 'ownerId' | 'reviewOn' | 'milestones'> & {
  proximity: string;
  response: string;
};

function assessedAs(risk: Assessed): Typed<AssessKey> {
  return {
    inherentLikelihood: String(risk.inherent.likelihood),
    inherentImpact: String(risk.inherent.impact),
    residualLikelihood: String(risk.residual.likelihood),
    residualImpact: String(risk.residual.impact),
    targetLikelihood: String(risk.target.likelihood),
    targetImpact: String(risk.target.impact),
    proximity: risk.proximity,
    response: risk.response,
    ownerId: risk.ownerId,
    reviewOn: risk.reviewOn,
    escalateTo: 'none',
    escalationReason: '',
    milestones: risk.milestones.join(', '),
  };
}

function score([likelihood, impact]: Levels) {
  return { likelihood, impact };
}
