// What the forms about decisions carry, as typed. What one could get wrong: every field is a string here, however wrong, so
// that what cannot be saved goes back to the person as it was (checks.ts says what is wrong with it).

import * as z from 'zod/v4';
import { OutcomeFields } from '../programmes/outcomes.js';
import { RecordForm } from '../programmes/schema.js';

const text = z.string().default('');

export const AskFields = z.object({ text, body: text, byOn: text, workstream: text });
export type AskFields = z.infer<typeof AskFields>;

/** The milestone or risk whose card it is asked from. */
export const Concerns = z.string().regex(/^[MR]\d{1,5}$/);

export const AskForm = RecordForm.pick({ programmeId: true, form: true })
  .extend({ concerns: Concerns.optional() })
  .extend(AskFields.shape);
export type AskForm = z.infer<typeof AskForm>;

export const ChangeFields = z.object({ text, body: text, byOn: text, reason: text });
export type ChangeFields = z.infer<typeof ChangeFields>;

export const ChangeForm = RecordForm.extend(ChangeFields.shape);
export type ChangeForm = z.infer<typeof ChangeForm>;

export const OutcomeForm = RecordForm.extend(OutcomeFields.shape);
export type OutcomeForm = z.infer<typeof OutcomeForm>;

export const TakeBackForm = RecordForm.extend({ reason: text });
export type TakeBackForm = z.infer<typeof TakeBackForm>;
