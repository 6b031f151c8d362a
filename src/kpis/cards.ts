// The cards of KPIs. What one could get wrong: a chart has no words of its own and phones may not draw it, so the same figures stand beside it;
// titles, sources and narratives are people's words.

import * as z from 'zod/v4';
import { defineCard } from '../cards/define-card.js';
import { Button, Choice, Mark, Words } from '../cards/markup.js';
import { ChangeLine } from '../programmes/cards.js';
import type { Course } from './rules.js';

export const listCard = defineCard(
  'kpis/list',
  z.strictObject({
    heading: z.string(),
    counts: z.string(),
    lines: z.array(z.object({ ref: z.string(), title: Words, facts: Words, status: Mark, open: Button })),
    paging: z.string(),
    buttons: z.array(Button),
  }),
);

export const showCard = defineCard(
  'kpis/show',
  z.strictObject({
    heading: z.string(),
    title: Words,
    place: Words,
    status: Mark,
    definition: Words,
    facts: z.array(z.object({ label: z.string(), value: Words })),
    /** One at most: value against trajectory, with the same figures as a sentence. */
    charts: z.array(
      z.object({
        title: z.string(),
        series: z.array(
          z.object({
            legend: z.string(),
            color: z.string(),
            points: z.array(z.object({ x: z.string(), y: z.number() })),
          }),
        ),
        text: z.string(),
      }),
    ),
    narrative: Words,
    byline: Words,
    buttons: z.array(Button),
  }),
);

export const formCard = defineCard(
  'kpis/form',
  z.strictObject({
    heading: z.string(),
    title: Words,
    definition: Words,
    notice: z.string(),
    expected: z.string(),
    former: Words,
    valueLabel: z.string(),
    values: z.object({
      value: Words,
      known: Words,
      source: Words,
      quality: Words,
      narrative: Words,
      correctionReason: Words,
    }),
    problems: z.record(z.string(), Words),
    qualities: z.array(Choice),
    correcting: z.boolean(),
    buttons: z.array(Button),
  }),
);

/** What was saved, drawn from its entry alone. */
export const postedCard = defineCard(
  'kpis/posted',
  z.strictObject({
    heading: z.string(),
    title: Words,
    status: Mark,
    changes: z.array(ChangeLine),
    narrative: Words,
    byline: Words,
    buttons: z.array(Button),
  }),
);

/** The shape and colour of a course, under its word. */
export function markCourse(course: Course | 'missing', word: string): Mark {
  const marks: Record<Course | 'missing', Omit<Mark, 'word'>> = {
    missing: { shape: '○', color: 'Accent' },
    off: { shape: '◆', color: 'Attention' },
    near: { shape: '▲', color: 'Warning' },
    on: { shape: '●', color: 'Good' },
    unknown: { shape: '○', color: 'Default' },
  };
  return { word, ...marks[course] };
}
