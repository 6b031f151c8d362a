// What a section's answers must say before they are saved, a sentence a question. Pure. What one could get wrong: a problem stands under
// the place of its question on the form (`a3`), since that is where it is shown.

import { formatDay, type IsoDate } from '../calendar.js';
import { checkDay, checkLength, hasProblems, type Problems } from '../programmes/problems.js';
import type { Question } from './questions.js';
import type { SectionAnswer } from './schema.js';
import type { ReturnSection } from './sections.js';

/** Problems by question. */
export type AnswerProblems = Problems<Record<string, string>>;

/** The section as it will be kept, or a sentence for each answer that cannot be saved as it is. */
export function checkSection(
  returnRef: string,
  section: ReturnSection,
  typed: Record<string, string>,
  today: IsoDate,
): { state: SectionAnswer } | { problems: AnswerProblems } {
  const problems: AnswerProblems = {};
  const answers = Object.fromEntries(section.questions.map(({ id }) => [id, (typed[id] ?? '').trim()]));
  for (const question of section.questions) {
    const text = answers[question.id] ?? '';
    if (text === '') {
      const missing = question.required(answers);
      if (missing !== '') problems[question.id] = missing;
    } else checkAnswer(question, text, today, problems);
  }
  if (hasProblems(problems)) return { problems };
  const kept = section.questions.map(({ id }) => ({ field: id, text: answers[id] ?? '' }));
  return { state: { return: returnRef, section: section.id, answers: kept } };
}

function checkAnswer(question: Question, text: string, today: IsoDate, problems: AnswerProblems): void {
  switch (question.kind) {
    case 'words':
      checkLength(problems, question.id, text, question.letters);
      return;
    case 'choice':
      if (!question.choices.some(({ value }) => value === text)) problems[question.id] = 'Choose one.';
      return;
    case 'day':
      if (text > today) problems[question.id] = `This day is still to come: today is ${formatDay(today)}.`;
      checkDay(problems, question.id, text, 'Give a date that exists, such as 2026-10-31.');
  }
}
