// What the forms of questions carry, as typed. What one could get wrong: every field is a string here, however wrong, so that what cannot be
// saved goes back to the person as it was (rules.ts says what is wrong with it).

import * as z from 'zod/v4';
import { RecordForm } from '../programmes/schema.js';

const text = z.string().default('');

export const AskFields = z.object({ text, ownerId: text, byOn: text });
export type AskFields = z.infer<typeof AskFields>;

/** The record whose card it is asked from. */
export const About = z.string().regex(/^[MRIDAC]\d{1,5}$/);

export const AskForm = RecordForm.pick({ programmeId: true, form: true })
  .extend({ about: About.optional() })
  .extend(AskFields.shape);
export type AskForm = z.infer<typeof AskForm>;

export const AnswerFields = z.object({ answer: text });
export type AnswerFields = z.infer<typeof AnswerFields>;
