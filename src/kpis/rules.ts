// The rules of KPIs: direction, trajectory, and which quarter is to be recorded. Pure. What one could get wrong: "better" depends on which
// way is good; and nothing is compared with a value that nobody has.

import type { IsoDate } from '../calendar.js';
import { daysOfQuarter, quarterBefore, quarterId, quarterOf, readQuarterId } from '../financial-years.js';
import type { Kpi, KpiResult, Quality } from './schema.js';

/** What was recorded for a quarter, or undefined. */
export function resultOf(kpi: Pick<Kpi, 'results'>, quarter: string): KpiResult | undefined {
  return kpi.results.find((result) => result.quarter === quarter);
}

/** What was recorded last before a quarter, or undefined. Quarters sort as texts. */
export function resultBefore(kpi: Pick<Kpi, 'results'>, quarter: string): KpiResult | undefined {
  return kpi.results.findLast((result) => result.quarter < quarter);
}

export type Direction = 'better' | 'worse' | 'same' | 'changed' | 'unknown';

/** Against what was recorded before: unknown where either value is missing. */
export function directionOf(kpi: Pick<Kpi, 'results' | 'better'>, quarter: string): Direction {
  const now = resultOf(kpi, quarter)?.value ?? null;
  const then = resultBefore(kpi, quarter)?.value ?? null;
  if (now === null || then === null) return 'unknown';
  if (now === then) return 'same';
  if (kpi.better === 'neither') return 'changed';
  return now > then === (kpi.better === 'up') ? 'better' : 'worse';
}

/** "Better than last time", within a list. */
export function sayDirection(direction: Direction): string {
  return {
    better: 'Better than last time',
    worse: 'Worse than last time',
    same: 'As last time',
    changed: 'Different from last time',
    unknown: 'Nothing to compare with',
  }[direction];
}

/** `off`: more than a tenth on the wrong side of the trajectory, or either side where neither way is good. */
export type Course = 'on' | 'near' | 'off' | 'unknown';

/** Percent of the trajectory's value within which a KPI on the wrong side is near it. */
const NEAR_PERCENT = 10;

/** The value of a quarter against its trajectory. */
export function courseOf(kpi: Pick<Kpi, 'results' | 'trajectory' | 'better'>, quarter: string): Course {
  const value = resultOf(kpi, quarter)?.value ?? null;
  const expected = kpi.trajectory.find((point) => point.quarter === quarter)?.value;
  if (value === null || expected === undefined) return 'unknown';
  const short = shortfall(kpi.better, value, expected);
  if (short <= 0) return 'on';
  return short * 100 <= expected * NEAR_PERCENT ? 'near' : 'off';
}

/** How far a value is on the wrong side of what is expected; zero or less where it is not. */
function shortfall(better: Kpi['better'], value: number, expected: number): number {
  if (better === 'up') return expected - value;
  if (better === 'down') return value - expected;
  return Math.abs(value - expected);
}

/** "On its trajectory". */
export function sayCourse(course: Course): string {
  return { on: 'On trajectory', near: 'Near trajectory', off: 'Off trajectory', unknown: 'Not compared' }[course];
}

/** The quarter to be recorded at a day: the last one that ended, or the present one in its last month. */
export function quarterToRecord(today: IsoDate): string {
  const present = quarterOf(today);
  const { until } = daysOfQuarter(present);
  const lastMonth = until.slice(0, 7) === today.slice(0, 7);
  return quarterId(lastMonth ? present : quarterBefore(present));
}

/** Quarters that can be recorded at a day: the one to be recorded, and the three before it, for what came late. */
export function recordable(today: IsoDate): string[] {
  const quarters = [quarterToRecord(today)];
  for (let n = 0; n < 3; n += 1) {
    const read = readQuarterId(quarters[n] ?? '');
    if (read) quarters.push(quarterId(quarterBefore(read)));
  }
  return quarters;
}

/** A value in its unit: `4,120`, `62.5%`, `11 weeks`. */
export function sayValue({ unit, decimals }: Pick<Kpi, 'unit' | 'decimals'>, value: number | null | undefined): string {
  if (value === null || value === undefined) return 'not known';
  const digits = value.toLocaleString('en-GB', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  if (unit === 'percent') return `${digits}%`;
  if (unit === 'number') return digits;
  return `${digits} ${value === 1 ? unit.slice(0, -1) : unit}`;
}

/** How far data of a quality can be relied on. */
export function sayQuality(quality: Quality): string {
  return {
    A: 'A, complete and checked',
    B: 'B, complete but not yet checked',
    C: 'C, partly estimated',
    D: 'D, an estimate or known to have gaps',
  }[quality];
}
