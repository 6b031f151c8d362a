// What was sent of a return, by section, and whether a section is done. Pure. What one could get wrong: a section sent in time may lack
// an answer by now, since a milestone can turn red after; then it is not done any more, and its question says so.

import type { Entry } from '../storage/entry.js';
import type { Facts } from './facts.js';
import { unmeasured } from './measured.js';
import type { Question } from './questions.js';
import { answerTo, type SectionAnswer } from './schema.js';
import type { ReturnSection } from './sections.js';

/** The newest entry of each section that was sent. */
export type Sent = ReadonlyMap<string, Entry<SectionAnswer>>;

/** `done`: sent, and every question that needs one has an answer. `open`: sent, but something is missing by now. */
export type Progress = 'done' | 'open' | 'to do';

/** How far a section is. */
export function progressOf(facts: Facts, section: ReturnSection, sent: Sent): Progress {
  if (section.register === 'kpis') return unmeasured(facts, section.seat).length === 0 ? 'done' : 'to do';
  if (!sent.has(section.id)) return 'to do';
  return missingIn(section, sent).length === 0 ? 'done' : 'open';
}

/** Questions of a section that need an answer and have none, each with what is to be said. */
export function missingIn(section: ReturnSection, sent: Sent): { question: Question; sentence: string }[] {
  const state = sent.get(section.id)?.state;
  const answers = answersOf(section, sent);
  return section.questions.flatMap((question) => {
    const sentence = answerTo(state, question.id).trim() === '' ? question.required(answers) : '';
    return sentence === '' ? [] : [{ question, sentence }];
  });
}

/** The answers of a section, by question. */
export function answersOf(section: ReturnSection, sent: Sent): Record<string, string> {
  const state = sent.get(section.id)?.state;
  return Object.fromEntries(section.questions.map(({ id }) => [id, answerTo(state, id)]));
}

/** An answer as people read it: a choice by its words. */
export function sayAnswer(question: Question, text: string): string {
  return question.choices.find(({ value }) => value === text)?.title ?? text;
}
