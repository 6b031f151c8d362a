// Years of figures for tests, amounts in millions of pounds as the report writes them. What one could get wrong: what a test does not
// name is unknown, never zero.

import { type Figure, type FinanceYear, NOTHING_ENTERED } from '../../src/finance/schema.js';

/** An amount in pounds, estimated unless said otherwise. */
export function pounds(amount: number, status: 'confirmed' | 'indicative' | 'estimated' = 'estimated'): Figure {
  return { pence: Math.round(amount * 100), status, sinceOn: '2026-06-09', source: null };
}

/** An amount in millions. */
export const millions = (amount: number) => pounds(amount * 1_000_000);

/** A figure that nobody has published. */
export const notPublished: Figure = { pence: null, status: 'not published', sinceOn: '2026-06-09', source: 'S' };

/** A year with these figures and no others. */
export function yearWith(figures: Partial<FinanceYear>): FinanceYear {
  return { ...NOTHING_ENTERED, ...figures };
}

/** The example of the specification: two breaches. */
export const twoBreaches = yearWith({
  eahGrant: millions(3),
  eahDirect: millions(2.3),
  eahAdministration: millions(0.32),
  eahTransformation: millions(0.3),
});
