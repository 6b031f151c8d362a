// The 5×5 heat map as a view: risks by their residual likelihood and impact. Pure. What one could get wrong: a reader who
// sees no colours and no grid gets the same from the lines beneath, so both must be shown together.

import * as z from 'zod/v4';
import { defineCard } from '../cards/define-card.js';
import { Button, link, Mark, Words } from '../cards/markup.js';
import { compareNumbered } from '../ordering.js';
import type { Scoring } from '../programmes/schema.js';
import type { Head } from '../storage/ledger.js';
import { markBand, markScore } from './cards.js';
import { type Band, bandOf, levels, sayLevels, scoreOf } from './rules.js';
import type { Risk } from './schema.js';

/** What the section "heatMap" of a template shows (cards/risks/heat-map.json has it; others copy that section). */
export const HeatMap = z.object({
  /** In words which axis is which. */
  side: z.string(),
  bottom: z.string(),
  legend: z.string(),
  columns: z.array(z.object({ label: z.string() })),
  rows: z.array(
    z.object({
      label: z.string(),
      cells: z.array(
        z.object({ style: z.enum(['good', 'warning', 'attention']), score: z.string(), refs: z.string() }),
      ),
    }),
  ),
  lines: z.array(z.object({ ref: z.string(), title: Words, facts: z.string(), status: Mark, open: Button })),
  more: z.string(),
});
export type HeatMap = z.infer<typeof HeatMap>;

export const heatMapCard = defineCard(
  'risks/heat-map',
  z.strictObject({ heading: z.string(), counts: z.string(), heatMap: HeatMap, buttons: z.array(Button) }),
);

const STYLES: Record<Band, 'good' | 'warning' | 'attention'> = { low: 'good', medium: 'warning', high: 'attention' };
/** References a cell has room for on a phone. */
const IN_CELL = 4;
const LINES = 10;

/** The heat map of these risks; the caller leaves out those that no longer count. */
export function heatMapView(risks: Head<Risk>[], scoring: Scoring, programmeId: string): HeatMap {
  const sizes = Array.from({ length: scoring.size }, (_, n) => n + 1);
  const sorted = inOrder(risks);
  const cell = (likelihood: number, impact: number) => {
    const band = bandOf(likelihood * impact, scoring);
    const refs = sorted
      .filter(({ newest: { state } }) => state.residual.likelihood === likelihood && state.residual.impact === impact)
      .map((head) => head.newest.ref);
    const left = refs.length > IN_CELL ? ` +${refs.length - IN_CELL}` : '';
    return {
      style: STYLES[band],
      score: `${markBand(band).shape} ${likelihood * impact}`,
      refs: `${refs.slice(0, IN_CELL).join(' ')}${left}`,
    };
  };
  return {
    side: 'Likelihood goes up the side, impact along the bottom. Each square has its score and the risks in it.',
    bottom: `Impact: ${levels('impact', scoring.size).join(', ')}.`,
    legend: `◆ High from ${scoring.highFrom}, ▲ Medium from ${scoring.mediumFrom}, ● Low below that. ${scoring.appetite} and more is beyond appetite.`,
    columns: sizes.map((impact) => ({ label: String(impact) })),
    rows: [...sizes].reverse().map((likelihood) => ({
      label: levels('likelihood', scoring.size)[likelihood - 1] ?? String(likelihood),
      cells: sizes.map((impact) => cell(likelihood, impact)),
    })),
    lines: sorted.slice(0, LINES).map(({ newest: { ref, state } }) => ({
      ref,
      title: state.event,
      facts: sayLevels(state.residual, scoring),
      status: markScore(scoreOf(state.residual), scoring),
      open: link(`Open ${ref}`, 'risks.show', { programmeId, ref }),
    })),
    more: sorted.length > LINES ? `and ${sorted.length - LINES} more in the register` : '',
  };
}

/** Highest residual score first; of equals the nearer, then by reference. */
export function inOrder(risks: Head<Risk>[]): Head<Risk>[] {
  const nearness = ['imminent', 'this quarter', 'this year', 'later'];
  return [...risks].sort(
    (a, b) =>
      scoreOf(b.newest.state.residual) - scoreOf(a.newest.state.residual) ||
      nearness.indexOf(a.newest.state.proximity) - nearness.indexOf(b.newest.state.proximity) ||
      compareNumbered(a.newest.ref, b.newest.ref),
  );
}
