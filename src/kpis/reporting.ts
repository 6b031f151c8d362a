// A KPI as a return and a summary tell it: every cell in words. Pure. What one could get wrong: a quarter nobody recorded is missing, which
// is not the same as one whose value nobody has.

import { formatDay } from '../calendar.js';
import { courseOf, directionOf, resultOf, sayCourse, sayDirection, sayValue } from './rules.js';
import type { Kpi } from './schema.js';

export interface KpiRow {
  title: string;
  workstream: string;
  baseline: string;
  trajectory: string;
  value: string;
  direction: string;
  course: string;
  offTrajectory: boolean;
  source: string;
  quality: string;
  narrative: string;
  /** Nobody has recorded the quarter. */
  missing: boolean;
}

/** A KPI in one quarter. */
export function kpiRow(kpi: Kpi, quarter: string): KpiRow {
  const result = resultOf(kpi, quarter);
  const expected = kpi.trajectory.find((point) => point.quarter === quarter)?.value;
  const course = courseOf(kpi, quarter);
  return {
    title: kpi.title,
    workstream: kpi.workstream,
    baseline: sayBaseline(kpi),
    trajectory: expected === undefined ? 'none for the quarter' : sayValue(kpi, expected),
    value: sayValue(kpi, result?.value),
    direction: sayDirection(directionOf(kpi, quarter)),
    course: sayCourse(course),
    offTrajectory: course === 'off',
    source: result?.source ?? kpi.source,
    quality: result?.quality ?? '',
    narrative: result?.narrative ?? '',
    missing: result === undefined,
  };
}

/** "4,012 on 31 March 2026", with where it comes from when it is an assumption. */
export function sayBaseline(kpi: Pick<Kpi, 'baseline' | 'unit' | 'decimals' | 'baselineSource'>): string {
  if (kpi.baseline === null) return 'not known';
  const assumed = kpi.baselineSource === 'D' ? ' (an assumption)' : '';
  return `${sayValue(kpi, kpi.baseline.value)} on ${formatDay(kpi.baseline.on)}${assumed}`;
}
