// What the forms about changes of a baseline carry, as typed. What one could get wrong: every field is a string here, however wrong, so that
// what cannot be saved goes back to the person as it was (rules.ts says what is wrong with it).

import * as z from 'zod/v4';
import { OutcomeFields } from '../../programmes/outcomes.js';
import { RecordForm } from '../../programmes/schema.js';

const text = z.string().default('');

export const RequestFields = z.object({
  proposedOn: text,
  reason: text,
  scope: text,
  cost: text,
  benefit: text,
  body: text,
  byOn: text,
});
export type RequestFields = z.infer<typeof RequestFields>;

export const MilestoneRef = z.string().regex(/^M\d{1,5}$/);

export const RequestForm = RecordForm.pick({ programmeId: true, form: true })
  .extend({ milestone: MilestoneRef })
  .extend(RequestFields.shape);
export type RequestForm = z.infer<typeof RequestForm>;

/** What the body settled, and the date it agreed to. */
export const DecideFields = OutcomeFields.extend({ agreedOn: text });
export type DecideFields = z.infer<typeof DecideFields>;

export const TakeBackFields = z.object({ reason: text });
export type TakeBackFields = z.infer<typeof TakeBackFields>;
