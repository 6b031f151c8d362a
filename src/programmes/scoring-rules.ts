// What tolerances and a risk matrix must be, whoever sets them: a card or a workbook. Pure. What one could get wrong: what was scored on a larger matrix would
// stand outside a smaller one, so a matrix grows and never shrinks.

import type { Problems } from './problems.js';
import type { Scoring, Tolerances } from './schema.js';

/** A sentence for each value that cannot be. `before`: the scoring that risks were scored by; undefined for a new programme. */
export function faultsOfRules(
  { amberDays, greenDays }: Tolerances,
  { size, mediumFrom, highFrom, appetite }: Scoring,
  before: Scoring | undefined,
): Problems<Tolerances & Scoring> {
  const problems: Problems<Tolerances & Scoring> = {};
  if (amberDays < greenDays) problems.amberDays = 'Amber ends after green does: give at least as many days.';
  if (highFrom <= mediumFrom) problems.highFrom = 'High begins above medium.';
  for (const [key, value] of Object.entries({ mediumFrom, highFrom, appetite }))
    if (value > size * size) problems[key as 'appetite'] ??= `The highest score of this matrix is ${size * size}.`;
  if (before && size < before.size)
    problems.size = `Risks were scored up to ${before.size}: the matrix can grow, not shrink.`;
  return problems;
}
