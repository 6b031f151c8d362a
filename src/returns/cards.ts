// The cards of the return: where it stands, a section's form, a section to read, and a list of what is missing. What one could get wrong:
// answers, titles and what stood there last quarter are people's words; questions and sentences are ours.

import * as z from 'zod/v4';
import { defineCard } from '../cards/define-card.js';
import { Button, Choice, Mark, Words } from '../cards/markup.js';

/** A line that opens something. */
export const Line = z.object({ ref: z.string(), title: Words, facts: Words, status: Mark, open: Button });
export type Line = z.infer<typeof Line>;

export const overviewCard = defineCard(
  'returns/overview',
  z.strictObject({
    heading: z.string(),
    place: z.string(),
    state: Mark,
    sentence: z.string(),
    progress: z.string(),
    notice: z.string(),
    groups: z.array(z.object({ heading: z.string(), who: Words, lines: z.array(Line) })),
    buttons: z.array(Button),
    more: z.array(Button),
  }),
);

export const QuestionView = z.object({
  kind: z.enum(['words', 'choice', 'day']),
  id: z.string(),
  label: z.string(),
  value: Words,
  letters: z.number(),
  choices: z.array(Choice),
  facts: Words,
  /** What was sent last quarter; '' where nothing was. */
  former: Words,
  problem: Words,
});
export type QuestionView = z.infer<typeof QuestionView>;

export const formCard = defineCard(
  'returns/form',
  z.strictObject({
    heading: z.string(),
    place: z.string(),
    lines: z.array(z.object({ text: Words })),
    notice: z.string(),
    questions: z.array(QuestionView),
    buttons: z.array(Button),
  }),
);

export const sectionCard = defineCard(
  'returns/section',
  z.strictObject({
    heading: z.string(),
    place: z.string(),
    byline: Words,
    restricted: z.string(),
    pieces: z.array(
      z.object({
        /** `heading`, `fact`, `said` (a label and words), `row` (a table's line: what it is, and the rest of it). */
        kind: z.enum(['heading', 'fact', 'said', 'row']),
        label: Words,
        text: Words,
      }),
    ),
    cut: z.string(),
    buttons: z.array(Button),
  }),
);

export const listCard = defineCard(
  'returns/list',
  z.strictObject({
    heading: z.string(),
    place: z.string(),
    sentence: z.string(),
    lines: z.array(Line),
    paging: z.string(),
    buttons: z.array(Button),
  }),
);
