// What people wrote, as the return has it: under each label their words, or that nothing was written. Pure.
// What one could get wrong: a blank is never left for the reader to guess at; it says that nobody has written yet.

import { formatDay, isDay } from '../../calendar.js';
import type { Block } from '../content.js';
import { answerTo } from '../schema.js';
import type { ReturnSection } from '../sections.js';
import { type Sent, sayAnswer } from '../sent.js';

/** The answers of one section; headed by its title where several share a number. */
export function saidBlocks(section: ReturnSection, sent: Sent, headed: boolean): Block[] {
  const entry = sent.get(section.id);
  const heading: Block[] = headed ? [{ kind: 'heading', text: section.title }] : [];
  if (!entry) return [...heading, { kind: 'fact', text: 'Nobody has written this yet.' }];
  const said = section.questions.flatMap((question): Block[] => {
    const text = answerTo(entry.state, question.id);
    if (text === '') return [];
    const words = question.kind === 'day' && isDay(text) ? formatDay(text) : sayAnswer(question, text);
    return [{ kind: 'said', label: question.label, words, by: entry.by }];
  });
  return [...heading, ...(said.length > 0 ? said : [{ kind: 'fact' as const, text: 'Nothing to add.' }])];
}
