// The summary as charts: status by workstream, where risks stand, what slips, how long the reserve lasts. What one could get wrong: phones may not
// draw charts, so each has its figures as a sentence beneath it, always.

import * as z from 'zod/v4';
import { formatDay, formatInstant } from '../calendar.js';
import { defineCard } from '../cards/define-card.js';
import { Button, link, Words } from '../cards/markup.js';
import { Chart } from '../finance/cards.js';
import { chartRunway } from '../finance/charts.js';
import { projectRunway } from '../finance/runway.js';
import { refOf, yearOf, yearOfRef } from '../financial-years.js';
import { saySlip, sayStatus, slipDays } from '../milestones/rules.js';
import { STATUSES, type Status } from '../milestones/schema.js';
import type { Actor } from '../programmes/actor.js';
import { readsFinance } from '../records/may-read.js';
import { HeatMap, heatMapView } from '../risks/heat-map.js';
import { isLive } from '../risks/rules.js';
import type { Answer } from '../routes.js';
import type { Scene } from './scene.js';

const Bars = z.object({
  title: z.string(),
  rows: z.array(
    z.object({
      title: z.string(),
      parts: z.array(z.object({ legend: z.string(), value: z.number(), color: z.string() })),
    }),
  ),
  text: z.string(),
});

const Slips = z.object({
  title: z.string(),
  points: z.array(z.object({ x: z.string(), y: z.number(), color: z.string() })),
  text: z.string(),
});

/** The reserve's bars, and what they take for granted. */
const Runway = Chart.extend({ assumes: z.string() });

export const chartsCard = defineCard(
  'summary/charts',
  z.strictObject({
    heading: z.string(),
    subheading: Words,
    status: z.array(Bars),
    heatMap: HeatMap.pick({ rows: true, columns: true, legend: true }),
    slips: z.array(Slips),
    runway: z.array(Runway),
    none: z.string(),
    buttons: z.array(Button),
  }),
);

const COLOURS: Record<Status, string> = { red: 'attention', amber: 'warning', green: 'good', blue: 'categoricalBlue' };
/** Bars that are still told apart on a phone. */
const MOST_BARS = 10;

/** The charts of a moment. Finance is drawn for those who may read it. */
export function drawCharts(actor: Actor, scene: Scene): Answer {
  const { programmeId } = actor;
  const { programme, at, asOf } = scene;
  const seesFinance = readsFinance(actor);
  const status = statusBars(scene);
  const slips = slipBars(scene);
  const runway = seesFinance ? runwayBars(scene) : [];
  const none = [
    ...(status.length > 0 ? [] : ['There are no milestones.']),
    ...(slips.length > 0 ? [] : ['No milestone is late.']),
    ...(!seesFinance ? ['Finance is restricted and left out.'] : runway.length > 0 ? [] : ['The runway is not known.']),
  ];
  const live = scene.heads.risks.filter(({ newest: { state } }) => isLive(state));
  const { rows, columns, legend } = heatMapView(live, programme.scoring, programmeId);
  const heading = asOf ? `The programme in charts as of ${formatDay(asOf)}` : 'The programme in charts';
  const card = chartsCard.render({
    heading,
    subheading: `${programme.name} · ${formatInstant(at, programme.zone)}`,
    status,
    heatMap: {
      rows,
      columns,
      legend: `Likelihood up the side, impact along the bottom. ${legend}`,
    },
    slips,
    runway,
    none: none.join(' '),
    buttons: [
      link('Back to the summary', 'summary.show', { programmeId, asOf: asOf ?? '', since: scene.since }),
      link('Heat map', 'risks.show-heat-map', { programmeId }),
      ...(seesFinance ? [link('Finance', 'finance.show', { programmeId, ref: refOf(yearOf(scene.day)) })] : []),
    ],
  });
  return { card, summary: `${heading}: status by workstream, risks, slip${seesFinance ? ' and runway' : ''}.` };
}

function statusBars({ summary }: Scene): z.infer<typeof Bars>[] {
  const known = summary.workstreams.filter(({ status }) => status !== null);
  if (known.length === 0) return [];
  const said = known.map(({ id, counts }) => {
    const parts = STATUSES.filter((status) => counts[status] > 0);
    return `${id} ${parts.map((status) => `${counts[status]} ${sayStatus(status).toLowerCase()}`).join(', ')}`;
  });
  return [
    {
      title: 'Milestones by workstream and status',
      rows: known.map(({ id, counts }) => ({
        // A workstream's name is somebody's words; its number is ours, and fits beside a bar.
        title: id,
        parts: STATUSES.filter((status) => counts[status] > 0).map((status) => ({
          legend: sayStatus(status),
          value: counts[status],
          color: COLOURS[status],
        })),
      })),
      text: `${said.join('; ')}.`,
    },
  ];
}

function slipBars({ heads, day, programme }: Scene): z.infer<typeof Slips>[] {
  const late = heads.milestones
    .map(({ newest: { ref, state } }) => ({ ref, days: state.actualOn === null ? slipDays(state, day) : 0 }))
    .filter(({ days }) => days > 0)
    .sort((a, b) => b.days - a.days)
    .slice(0, MOST_BARS);
  if (late.length === 0) return [];
  const { greenDays, amberDays } = programme.tolerances;
  const colour = (days: number) => COLOURS[days > amberDays ? 'red' : days > greenDays ? 'amber' : 'green'];
  return [
    {
      title: 'Working days late, longest first',
      points: late.map(({ ref, days }) => ({ x: ref, y: days, color: colour(days) })),
      text: `${late.map(({ ref, days }) => `${ref} ${saySlip(days)}`).join(', ')}. Up to ${greenDays} is green, up to ${amberDays} amber.`,
    },
  ];
}

function runwayBars({ heads, day }: Scene): z.infer<typeof Runway>[] {
  const known = heads.finance.map(({ newest }) => ({ year: yearOfRef(newest.ref) ?? 0, state: newest.state }));
  if (known.length === 0) return [];
  const runway = projectRunway(known, yearOf(day), day);
  const assumed = runway.assumptions.map(({ brief }) => brief).join('; ');
  return chartRunway(runway.years).map((chart) => ({
    ...chart,
    assumes: assumed === '' ? '' : `Assumes ${assumed}.`,
  }));
}
