// What a key performance indicator is, and what was recorded of it quarter by quarter. What one could get wrong: a value that nobody has is
// null with its reason in the narrative, never a zero; quarters are those of the financial year, `2026/27 Q3`.

import * as z from 'zod/v4';
import { quarterId, readQuarterId } from '../financial-years.js';
import { Day } from '../programmes/schema.js';
import type { RecordType } from '../storage/entry.js';

export const UNITS = ['number', 'percent', 'days', 'weeks'] as const;

/** Which way is good; `neither` where more and less both need explaining. */
export const BETTER = ['up', 'down', 'neither'] as const;

/** How far the data can be relied on, best first. */
export const QUALITIES = ['A', 'B', 'C', 'D'] as const;
export const Quality = z.enum(QUALITIES);
export type Quality = z.infer<typeof Quality>;

export const QuarterId = z.string().refine((text) => {
  const quarter = readQuarterId(text);
  return quarter !== undefined && quarterId(quarter) === text;
}, 'Give a quarter such as 2026/27 Q3.');

const value = z.number().min(0).max(9_999_999);

export const KpiResult = z.object({
  quarter: QuarterId,
  value: value.nullable(),
  source: z.string(),
  quality: Quality,
  narrative: z.string(),
});
export type KpiResult = z.infer<typeof KpiResult>;

export const Kpi = z.object({
  title: z.string().min(1).max(120),
  /** What is counted, and what is not. */
  definition: z.string().min(1).max(300),
  workstream: z.string(),
  unit: z.enum(UNITS),
  decimals: z.union([z.literal(0), z.literal(1)]),
  better: z.enum(BETTER),
  baseline: z.object({ value, on: Day }).nullable(),
  /** What the plan expects, by quarter. */
  trajectory: z.array(z.object({ quarter: QuarterId, value })),
  /** Where the value is taken from, unless a quarter says otherwise. */
  source: z.string().max(200),
  /** S: the baseline is stated in the public report; D: an assumption of whoever wrote the plan. */
  baselineSource: z.enum(['S', 'D']),
  /** In order of quarters; one each. */
  results: z.array(KpiResult),
  /** The quarter that the newest entry recorded; '' before the first. */
  recorded: z.string(),
});
export type Kpi = z.infer<typeof Kpi>;

export const kpis: RecordType<Kpi> = {
  kind: 'kpi',
  prefix: 'K',
  texts: new Set(['title', 'definition', 'source', 'narrative']),
  figures: ({ results, recorded }) => ({
    quarter: recorded,
    value: results.find(({ quarter }) => quarter === recorded)?.value ?? null,
  }),
};

/** A KPI as a plan file sets it out. */
export const PlannedKpi = Kpi.omit({ results: true, recorded: true }).extend({
  ref: z.string().regex(/^K\d{1,5}$/),
  decimals: Kpi.shape.decimals.default(0),
  source: Kpi.shape.source.default(''),
});
export type PlannedKpi = z.infer<typeof PlannedKpi>;

/** The state a planned KPI begins with. */
export function plannedKpi(planned: Omit<PlannedKpi, 'ref'>): Kpi {
  return { ...planned, results: [], recorded: '' };
}
