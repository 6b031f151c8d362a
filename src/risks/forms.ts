// What the forms about risks carry, as typed. What one could get wrong: every field is a string here, however wrong, so
// that what cannot be saved goes back to the person as it was (checks.ts says what is wrong with it).

import * as z from 'zod/v4';
import { RecordForm } from '../programmes/schema.js';
import type { Risk } from './schema.js';

const text = z.string().default('');

/** The scores and what hangs on them: part of raising and of every reassessment. */
export const AssessFields = z.object({
  inherentLikelihood: text,
  inherentImpact: text,
  residualLikelihood: text,
  residualImpact: text,
  targetLikelihood: text,
  targetImpact: text,
  proximity: text,
  response: text,
  ownerId: text,
  reviewOn: text,
  /** A body, or `none`. */
  escalateTo: text,
  /** What the body is asked, or why the risk is not escalated. */
  escalationReason: text,
  /** References of milestones, in any punctuation. */
  milestones: text,
});
export type AssessFields = z.infer<typeof AssessFields>;

/** A risk as the form of its reassessment would have it now. */
export function assessedAs(state: Risk): AssessFields {
  return {
    inherentLikelihood: String(state.inherent.likelihood),
    inherentImpact: String(state.inherent.impact),
    residualLikelihood: String(state.residual.likelihood),
    residualImpact: String(state.residual.impact),
    targetLikelihood: String(state.target.likelihood),
    targetImpact: String(state.target.impact),
    proximity: state.proximity,
    response: state.response,
    ownerId: state.ownerId,
    reviewOn: state.reviewOn,
    escalateTo: state.escalation?.to ?? 'none',
    escalationReason: state.escalation?.reason ?? state.withheldReason,
    milestones: state.milestones.join(', '),
  };
}

export const RaiseFields = z.object({
  cause: text,
  event: text,
  consequence: text,
  category: text,
  workstream: text,
  ...AssessFields.shape,
});
export type RaiseFields = z.infer<typeof RaiseFields>;

export const RaiseForm = RecordForm.pick({ programmeId: true, form: true }).extend(RaiseFields.shape);
export type RaiseForm = z.infer<typeof RaiseForm>;

export const ReassessFields = z.object({ ...AssessFields.shape, commentary: text });
export type ReassessFields = z.infer<typeof ReassessFields>;

export const ReassessForm = RecordForm.extend(ReassessFields.shape);
export type ReassessForm = z.infer<typeof ReassessForm>;

export const ActionFields = z.object({ what: text, ownerId: text, dueOn: text });
export type ActionFields = z.infer<typeof ActionFields>;

export const ActionForm = RecordForm.extend(ActionFields.shape);
export type ActionForm = z.infer<typeof ActionForm>;

export const CompleteForm = RecordForm.extend({ n: z.coerce.number().int().min(1).max(1000) });
export type CompleteForm = z.infer<typeof CompleteForm>;

export const EscalateFields = z.object({ escalateTo: text, reason: text });
export type EscalateFields = z.infer<typeof EscalateFields>;

export const EscalateForm = RecordForm.extend(EscalateFields.shape);
export type EscalateForm = z.infer<typeof EscalateForm>;

/** Accept, close and resolve ask for a reason; what has happened also for its day. */
export const ReasonFields = z.object({ reason: text, happenedOn: text });
export type ReasonFields = z.infer<typeof ReasonFields>;

export const ReasonForm = RecordForm.extend(ReasonFields.shape);
export type ReasonForm = z.infer<typeof ReasonForm>;
