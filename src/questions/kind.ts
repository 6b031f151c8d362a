// The kind of record that a question is. Pitfall: who reads it stands in records/may-read.ts; it is no business of a channel's.

import type { Kind } from '../records/kind.js';
import { heldQuestion, isUnanswered } from './rules.js';
import { type Question, questions } from './schema.js';
import { postedQuestion, questionDetail, questionTelling } from './views.js';

export const questionKind: Kind<Question> = {
  type: questions,
  feature: 'questions',
  name: 'question',
  example: 'Q01',
  private: true,
  title: ({ text }) => text,
  holdings: heldQuestion,
  telling: () => questionTelling,
  posted: postedQuestion,
  detail: questionDetail,
  takes: isUnanswered,
  // It is answered, and asked again; nobody changes it.
  requireMayChange: () => {
    throw new TypeError('a question is never changed');
  },
  tooLate: 'Ask again instead.',
  saySettled: () => ({ heading: 'is answered already', sentence: 'Nothing was changed.' }),
};
