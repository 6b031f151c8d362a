// What a question is: one that a reader of the programme puts to one person, and its answer. What one could get wrong: it asks for words, not for
// a decision; what a body is asked to settle is a decision (decisions/schema.ts).

import * as z from 'zod/v4';
import { Day } from '../programmes/schema.js';
import type { RecordType } from '../storage/entry.js';

export const QUESTION_LETTERS = 300;
export const ANSWER_LETTERS = 500;

export const Question = z.object({
  text: z.string().min(1).max(QUESTION_LETTERS),
  /** The milestone, risk, issue, decision or action it is about; null when it stands by itself. */
  about: z.string().nullable(),
  /** Member id of whoever is asked. */
  ownerId: z.string(),
  /** Member id of whoever asks. */
  askedBy: z.string(),
  askedOn: Day,
  /** The day by which the answer is wanted. */
  byOn: Day,
  /** '' while nobody has answered. */
  answer: z.string(),
  /** Member id of whoever answered: whoever was asked, their deputy or the programme office; null until then. */
  answeredBy: z.string().nullable(),
  answeredOn: Day.nullable(),
});
export type Question = z.infer<typeof Question>;

export const questions: RecordType<Question> = {
  kind: 'question',
  prefix: 'Q',
  texts: new Set(['text', 'answer']),
  figures: ({ answeredOn, ownerId, byOn }) => ({ answeredOn, ownerId, byOn }),
};
