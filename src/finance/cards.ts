// The cards of finance. What one could get wrong: charts have no text of their own and phones may not draw them, so the same figures
// always stand beside them in words; notes and explanations are people's words, all other text is ours.

import * as z from 'zod/v4';
import { defineCard } from '../cards/define-card.js';
import { Button, Choice, Mark, Words } from '../cards/markup.js';
import { ChangeLine } from '../programmes/cards.js';
import type { Verdict } from './rules.js';

const ExceptionLine = z.object({ status: Mark, text: z.string(), more: z.string() });

/** One figure: what it is, how much, how sure and since when. */
const Row = z.object({ status: Mark, label: z.string(), value: z.string(), facts: Words });
export type Row = z.infer<typeof Row>;

/** Bars beside each other, with the same figures as a sentence. */
export const Chart = z.object({
  title: z.string(),
  axis: z.string(),
  series: z.array(
    z.object({
      legend: z.string(),
      color: z.string(),
      points: z.array(z.object({ x: z.string(), y: z.number() })),
    }),
  ),
  text: z.string(),
});

const SectionView = z.object({
  heading: z.string(),
  /** One, when the person may change the section. */
  change: z.array(Button),
  rows: z.array(Row),
  /** One at most: bars beside each other, with the same figures as a sentence. */
  charts: z.array(Chart),
  /** What is taken for granted or lacking, in whole sentences. */
  said: z.array(z.object({ text: z.string() })),
  note: Words,
});
export type SectionView = z.infer<typeof SectionView>;
export type ChartView = SectionView['charts'][number];

export const showCard = defineCard(
  'finance/show',
  z.strictObject({
    heading: z.string(),
    byline: Words,
    restricted: z.string(),
    calm: z.string(),
    exceptions: z.array(ExceptionLine),
    sections: z.array(SectionView),
    buttons: z.array(Button),
  }),
);

/** What was saved, drawn from its entry alone. */
export const postedCard = defineCard(
  'finance/posted',
  z.strictObject({
    heading: z.string(),
    changes: z.array(ChangeLine),
    exceptions: z.array(ExceptionLine),
    note: Words,
    byline: Words,
    restricted: z.string(),
    buttons: z.array(Button),
  }),
);

const Input = z.object({
  kind: z.enum(['money', 'count', 'day', 'agreement', 'words', 'reason']),
  id: z.string(),
  label: z.string(),
  value: Words,
  problem: Words,
  /** Of an amount: how sure it is. */
  statusId: z.string(),
  statusLabel: z.string(),
  statusValue: Words,
  statusProblem: Words,
});
export type Input = z.infer<typeof Input>;

export const formCard = defineCard(
  'finance/form',
  z.strictObject({
    heading: z.string(),
    advice: z.string(),
    notice: z.string(),
    groups: z.array(z.object({ heading: z.string(), inputs: z.array(Input) })),
    sureness: z.array(Choice),
    buttons: z.array(Button),
  }),
);

/** The shape and colour of a verdict, under its word. */
export function markVerdict(verdict: Verdict, word: string): Mark {
  const marks: Record<Verdict, Omit<Mark, 'word'>> = {
    red: { shape: '◆', color: 'Attention' },
    amber: { shape: '▲', color: 'Warning' },
    green: { shape: '●', color: 'Good' },
    unknown: { shape: '○', color: 'Default' },
  };
  return { word, ...marks[verdict] };
}

/** A row without a verdict. */
export const NO_MARK: Mark = { word: '', shape: '', color: 'Default' };
