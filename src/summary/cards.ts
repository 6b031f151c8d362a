// The summary's card. What one could get wrong: charts have no text of their own and phones may not draw them, so the same
// numbers always stand beside them as words (platform.md 1.2).

import * as z from 'zod/v4';
import { formatDay, formatInstant } from '../calendar.js';
import { defineCard, FULL_CARD_BYTES } from '../cards/define-card.js';
import { Button, link, Mark, shorten, Words } from '../cards/markup.js';
import { markStatus } from '../milestones/cards.js';
import { sayStatus } from '../milestones/rules.js';
import { STATUSES, type Status } from '../milestones/schema.js';
import type { Actor } from '../programmes/actor.js';
import { markScore } from '../risks/cards.js';
import { heatMapView } from '../risks/heat-map.js';
import type { Risk } from '../risks/schema.js';
import type { Answer } from '../routes.js';
import type { Head } from '../storage/ledger.js';
import type { Summary, SummaryLine, WorkstreamStatus } from './schema.js';

const Line = z.object({ ref: z.string(), title: Words, facts: Words, status: Mark, open: Button });
const Section = z.object({ heading: z.string(), empty: z.string(), lines: z.array(Line), more: z.string() });
type Section = z.infer<typeof Section>;

export const boardCard = defineCard(
  'summary/board',
  z.strictObject({
    heading: z.string(),
    subheading: Words,
    notice: z.string(),
    first: z.array(Section),
    tiles: z.array(z.object({ count: z.string(), mark: Mark })),
    donut: z.array(z.object({ legend: z.string(), value: z.number(), color: z.string() })),
    donutText: z.string(),
    workstreams: z.array(z.object({ name: Words, facts: Words, status: Mark, open: Button })),
    heatMap: z.object({
      rows: z.array(
        z.object({
          label: z.string(),
          cells: z.array(z.object({ style: z.enum(['good', 'warning', 'attention']), text: z.string() })),
        }),
      ),
      columns: z.array(z.object({ label: z.string() })),
      legend: z.string(),
    }),
    second: z.array(Section),
    fingerprint: z.string(),
    buttons: z.array(Button),
  }),
);

const DONUT_COLOURS: Record<Status, string> = {
  red: 'attention',
  amber: 'warning',
  green: 'good',
  blue: 'categoricalBlue',
};

/** Who looks, when (UTC ISO), and what it was drawn from. */
export interface View {
  forChair: boolean;
  /** Whether they may read finance detail, which is restricted. */
  seesFinance: boolean;
  at: string;
  records: number;
  fingerprint: string;
  /** The risks that still count, for the heat map. */
  liveRisks: Head<Risk>[];
}

/** Lines a section shows at most: what is decided and what changed, then the rest. Fewer where they would outgrow the card. */
const MOST_LINES = [
  [6, 6],
  [5, 5],
  [4, 4],
  [3, 3],
  [3, 2],
  [2, 2],
  [4, 1],
  [3, 1],
  [2, 1],
  [1, 1],
] as const;
type Most = (typeof MOST_LINES)[number];

/** The summary drawn for a chair (everything) or a member (no decisions, no watermelons). */
export function drawSummary(actor: Actor, summary: Summary, view: View): Answer {
  const sizes = MOST_LINES.map((most) => () => drawWithin(actor, summary, view, most));
  let answer = sizes[0]?.();
  for (const draw of sizes.slice(1)) {
    if (answer && Buffer.byteLength(JSON.stringify(answer.card)) <= FULL_CARD_BYTES) return answer;
    answer = draw();
  }
  return answer ?? drawWithin(actor, summary, view, [1, 1]);
}

function drawWithin(actor: Actor, summary: Summary, view: View, [first, rest]: Most): Answer {
  const { programme, programmeId } = actor;
  const since = summary.lastBoardOn
    ? `Changed since the Board of ${formatDay(summary.lastBoardOn)}`
    : 'Changed in the last 28 days';
  const board = summary.nextBoardOn ? `Board on ${formatDay(summary.nextBoardOn)}` : 'no Board in the calendar';
  const section = (heading: string, lines: SummaryLine[], empty: string, shown: number = rest): Section => ({
    heading,
    empty: lines.length === 0 ? empty : '',
    lines: lines.slice(0, shown).map((line) => drawLine(line, actor)),
    more: lines.length > shown ? `and ${lines.length - shown} more` : '',
  });
  const counted = STATUSES.filter((status) => summary.counts[status] > 0);
  const total = counted.reduce((sum, status) => sum + summary.counts[status], 0);
  const worry = `${summary.beyondAppetite} of ${summary.openRisks} open risks beyond appetite`;
  const card = boardCard.render({
    heading: view.forChair ? "Chair's summary" : 'Summary',
    subheading: `${programme.name} · ${formatInstant(view.at, programme.zone)} · ${board}`,
    notice: view.forChair
      ? ''
      : "This is the members' view. The chair's view, with what is asked of the Board, opens for Board chairs and the programme office.",
    first: [
      ...(view.forChair
        ? [section('Needs your decision', summary.decisions, 'Nothing is waiting for the Board.', first)]
        : []),
      section(since, summary.changes, 'Nothing has changed.', first),
    ],
    tiles: STATUSES.map((status) => ({ count: String(summary.counts[status]), mark: markStatus(status) })),
    donut: counted.map((status) => ({
      legend: sayStatus(status),
      value: summary.counts[status],
      color: DONUT_COLOURS[status],
    })),
    donutText: `Of ${total} milestones: ${counted.map((status) => `${summary.counts[status]} ${sayStatus(status).toLowerCase()}`).join(', ')}.`,
    workstreams: summary.workstreams.map((workstream) => drawWorkstream(workstream, programmeId)),
    heatMap: drawHeatMap(view.liveRisks, actor),
    second: [
      section('Milestones late', summary.late, 'None is late.'),
      section(
        `Due before the next Board${summary.nextBoardOn ? `, ${formatDay(summary.nextBoardOn)}` : ''}`,
        summary.dueBeforeBoard,
        'None is due.',
      ),
      section(`Top risks: ${worry}`, summary.topRisks, 'No open risks.'),
      ...(view.forChair ? [section('Looks better than the facts', summary.watermelons, 'No watermelon flags.')] : []),
      ...(view.seesFinance
        ? [section('Finance', summary.finance, 'No figures are entered.', summary.finance.length)]
        : []),
      section('Not reported', summary.notReported, 'Everybody with something due has reported.'),
    ],
    fingerprint: view.fingerprint === '' ? '' : `Drawn from ${view.records} records. Fingerprint ${view.fingerprint}`,
    buttons: [
      link('Refresh', 'summary.show', { programmeId }),
      link('Heat map', 'risks.show-heat-map', { programmeId }),
      link('All milestones', 'milestones.list', { programmeId, filter: 'all', page: 1 }),
      link('All risks', 'risks.list', { programmeId, filter: 'all', page: 1 }),
    ],
  });
  return { card, summary: sayShort(summary, view.forChair, total) };
}

/** The heat map without its lines, which the top risks are already; each square says its risks in words. */
function drawHeatMap(risks: Head<Risk>[], actor: Actor) {
  const { rows, columns, legend } = heatMapView(risks, actor.programme.scoring, actor.programmeId);
  const cells = (row: (typeof rows)[number]) =>
    row.cells.map(({ style, score, refs }) => ({ style, text: refs === '' ? score : refs }));
  return {
    rows: rows.map((row) => ({ label: row.label, cells: cells(row) })),
    columns,
    legend: `Likelihood up the side, impact along the bottom. ${legend}`,
  };
}

/** What opens a line, by the first letter of its reference; any other is a risk. */
const VERBS: Record<string, string> = { M: 'milestones.show', D: 'decisions.show', F: 'finance.show' };

function drawLine(line: SummaryLine, actor: Actor) {
  const { programmeId } = actor;
  const verb = VERBS[line.ref.charAt(0)] ?? 'risks.show';
  const status: Mark =
    line.status === null
      ? { word: '', shape: '', color: 'Default' }
      : line.status.kind === 'status'
        ? markStatus(line.status.status)
        : markScore(line.status.score, actor.programme.scoring);
  return {
    ref: line.ref,
    title: shorten(line.title, 90),
    // What a runway takes for granted is said whole.
    facts: shorten(line.facts, line.ref.startsWith('F') ? 320 : 160),
    status,
    open: link(`Open ${line.ref}`, verb, { programmeId, ref: line.ref }),
  };
}

const TRENDS: Record<WorkstreamStatus['trend'], string> = {
  better: '↑ better than at the last Board',
  same: '→ as at the last Board',
  worse: '↓ worse than at the last Board',
  new: 'no comparison yet',
};

function drawWorkstream(workstream: WorkstreamStatus, programmeId: string) {
  const counts = STATUSES.filter((status) => workstream.counts[status] > 0).map(
    (status) => `${workstream.counts[status]} ${sayStatus(status).toLowerCase()}`,
  );
  const none: Mark = { word: 'No milestones', shape: '○', color: 'Default' };
  return {
    name: `${workstream.id} ${workstream.name}`,
    facts: counts.length > 0 ? `${counts.join(', ')} · ${TRENDS[workstream.trend]}` : '',
    status: workstream.status ? markStatus(workstream.status) : none,
    open: link(`Milestones of ${workstream.id}`, 'milestones.list', {
      programmeId,
      filter: 'all',
      workstream: workstream.id,
      page: 1,
    }),
  };
}

function sayShort(summary: Summary, forChair: boolean, total: number): string {
  const asked = forChair ? `${summary.decisions.length} for decision, ` : '';
  return `${asked}${summary.counts.red} red and ${summary.counts.amber} amber of ${total} milestones, ${summary.beyondAppetite} risks beyond appetite.`;
}
