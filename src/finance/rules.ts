// The Experts at Hand test and the High Needs variance. Pure. What one could get wrong: shares are of the grant, not of what is
// spent, so an underspend can break the 80% too; they are compared by multiplying whole pence, and only drawn as percentages.

import type { Figure, FinanceYear } from './schema.js';
import { NOT_PUBLISHED, SURENESS } from './schema.js';

/** Red: broken; amber: within one percentage point of the limit; unknown: a figure it needs is missing. */
export type Verdict = 'red' | 'amber' | 'green' | 'unknown';

export type Part = 'direct' | 'administration' | 'transformation' | 'total';

/** The conditions of the grant, per cent of it (cabinet report 5.1). */
export const LIMITS: Record<Part, { percent: number; atLeast: boolean }> = {
  direct: { percent: 80, atLeast: true },
  administration: { percent: 10, atLeast: false },
  transformation: { percent: 10, atLeast: false },
  total: { percent: 100, atLeast: false },
};
const NEAR_POINTS = 1;

export interface ShareTest {
  part: Part;
  verdict: Verdict;
  /** What is forecast; null when it is not known. */
  pence: number | null;
  /** What it is a share of; null when it is not known. */
  wholePence: number | null;
  /** What more (direct) or less (the others) would mend a breach; 0 when nothing is broken. */
  mendPence: number;
}

/** The four conditions, tested on the forecast for the full year against the grant. */
export function testSplit(year: FinanceYear): ShareTest[] {
  const grant = penceOf(year.eahGrant);
  const parts = [penceOf(year.eahDirect), penceOf(year.eahAdministration), penceOf(year.eahTransformation)] as const;
  const [direct, administration, transformation] = parts;
  return [
    judge('direct', direct, grant),
    judge('administration', administration, grant),
    judge('transformation', transformation, grant),
    judge('total', sumOf(parts), grant),
  ];
}

export interface SpentTest {
  /** What is spent so far, on all three. */
  spentPence: number;
  /** Amber where the money spent so far would break the condition; never red, as the year is not over. */
  tests: ShareTest[];
}

/** The early warning: the split of what is spent so far. Undefined while it is not known or nothing is spent. */
export function testSpent(year: FinanceYear): SpentTest | undefined {
  const parts = [
    penceOf(year.eahDirectSpent),
    penceOf(year.eahAdministrationSpent),
    penceOf(year.eahTransformationSpent),
  ] as const;
  const spentPence = sumOf(parts);
  if (spentPence === null || spentPence === 0) return undefined;
  const names: Part[] = ['direct', 'administration', 'transformation'];
  const tests = names.map((part, n) => {
    const { verdict, ...test } = judge(part, parts[n] ?? null, spentPence);
    return { ...test, verdict: verdict === 'red' ? ('amber' as const) : ('green' as const) };
  });
  return { spentPence, tests };
}

function judge(part: Part, pence: number | null, whole: number | null): ShareTest {
  const test = { part, pence, wholePence: whole, mendPence: 0 };
  if (pence === null || whole === null || whole <= 0) return { ...test, verdict: 'unknown' };
  const { percent, atLeast } = LIMITS[part];
  // A hundred times each side, so that nothing is divided before it is compared.
  const [mine, limit] = [pence * 100, whole * percent];
  if (atLeast ? mine < limit : mine > limit) {
    const allowed = atLeast ? Math.ceil(limit / 100) : Math.floor(limit / 100);
    return { ...test, verdict: 'red', mendPence: Math.abs(pence - allowed) };
  }
  return { ...test, verdict: Math.abs(mine - limit) <= whole * NEAR_POINTS ? 'amber' : 'green' };
}

/**
 * A share in tenths of a per cent: `76.7%`. A share beside the limit that would round to it says on which side it is, `just under
 * 80%`, so that what is read never contradicts the test.
 */
export function sayShare({ part, pence, wholePence }: Pick<ShareTest, 'part' | 'pence' | 'wholePence'>): string {
  if (pence === null || wholePence === null || wholePence <= 0) return 'not known';
  const { percent } = LIMITS[part];
  const tenths = tenthsOf(pence, wholePence);
  const beside = pence * 100 - wholePence * percent;
  if (tenths === percent * 10 && beside !== 0) return `just ${beside < 0 ? 'under' : 'over'} ${percent}%`;
  return `${(tenths - (tenths % 10)) / 10}.${tenths % 10}%`;
}

/** A share in tenths of a per cent, rounded half up. Pence. */
export function tenthsOf(pence: number, whole: number): number {
  const doubled = 2000 * pence + whole;
  return (doubled - (doubled % (2 * whole))) / (2 * whole);
}

export interface Variance {
  /** Allocation and transfers less forecast spend, below zero an overspend; null when it cannot be worked out. */
  pence: number | null;
  /** What it takes for granted, in words that follow "assumes". */
  assumes: string[];
  /** What it lacks: "the allocation is not published". */
  lacks: string[];
}

/** The High Needs variance of a year. Missing transfers are none, which it says; anything else that is missing stays unknown. */
export function varianceOf(year: FinanceYear): Variance {
  const [allocation, transfers, spend] = [year.hnbAllocation, year.hnbTransfers, year.hnbSpend].map(penceOf);
  const lacks = [
    ...(allocation === null ? [`the allocation is ${sayMissing(year.hnbAllocation)}`] : []),
    ...(spend === null ? [`the forecast spend is ${sayMissing(year.hnbSpend)}`] : []),
  ];
  const assumes = transfers === null ? [`no transfers: they are ${sayMissing(year.hnbTransfers)}`] : [];
  if (allocation == null || spend == null) return { pence: null, assumes: [], lacks };
  return { pence: allocation + (transfers ?? 0) - spend, assumes, lacks };
}

/** "not published" or "not entered", of a figure that has no amount. */
export function sayMissing(figure: Figure | null): string {
  return figure?.status === NOT_PUBLISHED ? NOT_PUBLISHED : 'not entered';
}

/** How sure a sum of figures is: as its least sure part. */
export function leastSure(figures: readonly (Figure | null)[]): string {
  const ranks = figures.flatMap((figure) =>
    figure?.pence == null ? [] : [(SURENESS as readonly string[]).indexOf(figure.status)],
  );
  return SURENESS[Math.max(0, ...ranks)] ?? 'estimated';
}

/** Pence of a figure; null when it has no amount. */
export function penceOf(figure: Figure | null): number | null {
  return figure?.pence ?? null;
}

function sumOf(parts: readonly (number | null)[]): number | null {
  return parts.reduce<number | null>((sum, part) => (sum === null || part === null ? null : sum + part), 0);
}

const AGREEMENTS = [
  ['s251', 'Section 251 return'],
  ['outturn', 'outturn'],
  ['dsgNote', 'DSG note'],
] as const;

/** What the figures do not agree with and nobody has explained: "outturn: nobody has looked". Empty when assured. */
export function openDifferences(year: FinanceYear): string[] {
  return AGREEMENTS.flatMap(([key, name]) => {
    if (year[key] === null) return [`${name}: not yet compared`];
    return year[key] === 'no' && year[`${key}Explanation`].trim() === ''
      ? [`${name}: differs without an explanation`]
      : [];
  });
}
