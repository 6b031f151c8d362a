// The summary's card. What one could get wrong: charts have no text of their own and phones may not draw them, so the same
// numbers always stand beside them as words (platform.md 1.2). Lines are worth more here than pictures: those are one press away (charts.ts).

import * as z from 'zod/v4';
import { formatDay, formatInstant, type IsoDate } from '../calendar.js';
import { defineCard } from '../cards/define-card.js';
import { Button, link, Mark, Words } from '../cards/markup.js';
import { markStatus } from '../milestones/cards.js';
import { sayStatus } from '../milestones/rules.js';
import { STATUSES, type Status } from '../milestones/schema.js';
import type { Actor } from '../programmes/actor.js';
import { isBoardChair, isOnlyObserver } from '../programmes/rights.js';
import type { Answer } from '../routes.js';
import type { Since } from './day-words.js';
import { drawWorkstream, Section, section } from './lines.js';
import type { Summary, SummaryLine } from './schema.js';
import { followingSections } from './sections.js';

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
    second: z.array(Section),
    /** What there is nothing of, in one paragraph. */
    calm: z.string(),
    fingerprint: z.string(),
    /** Which chairs have read it. */
    read: Words,
    buttons: z.array(Button),
    moreButtons: z.array(Button),
  }),
);

const DONUT_COLOURS: Record<Status, string> = {
  red: 'attention',
  amber: 'warning',
  green: 'good',
  blue: 'categoricalBlue',
};

/** Who looks, at which moment, and what it was drawn from. */
export interface View {
  forChair: boolean;
  /** Whether they may read finance detail, which is restricted. */
  seesFinance: boolean;
  /** Instant (UTC ISO) it tells of. */
  at: string;
  /** The past day it tells of; undefined for now. */
  asOf: IsoDate | undefined;
  /** Whether a chair was shown exactly this on that day. */
  pictured: boolean;
  since: Since;
  /** "Changed since the Board of 8 October 2026". */
  sinceText: string;
  records: number;
  fingerprint: string;
  /** "Board chair on 1 December 2026": each chair who has read it. */
  readBy: string[];
  /** Whether this chair has still to acknowledge it. */
  toRead: boolean;
  /** What concerns the reader in person; shown first. */
  concerns: SummaryLine[];
  /** The questions the reader may see. */
  questions: SummaryLine[];
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
type Most = readonly [first: number, rest: number];

/** The summary drawn for a chair (everything) or a member (no decisions, no watermelons), what is the reader's own first. */
export function drawSummary(actor: Actor, summary: Summary, view: View): Answer {
  const card = boardCard.renderFirst(MOST_LINES, (most) => viewOf(actor, summary, view, most));
  const total = STATUSES.reduce((sum, status) => sum + summary.counts[status], 0);
  const asked = view.forChair ? `${summary.decisions.length} for decision, ` : '';
  const short = `${asked}${summary.counts.red} red and ${summary.counts.amber} amber of ${total} milestones, ${summary.beyondAppetite} risks beyond appetite.`;
  return { card, summary: view.asOf ? `As of ${formatDay(view.asOf)}: ${short}` : short };
}

function viewOf(actor: Actor, summary: Summary, view: View, [first, rest]: Most): z.infer<typeof boardCard.view> {
  const counted = STATUSES.filter((status) => summary.counts[status] > 0);
  const total = counted.reduce((sum, status) => sum + summary.counts[status], 0);
  const drawn = (heading: string, lines: SummaryLine[], empty: string, shown: number) =>
    section(actor, heading, lines, empty, shown);
  const second = followingSections(summary, view).map(({ heading, lines, calm, whole }) =>
    drawn(heading, lines, calm, whole ? lines.length : rest),
  );
  const { buttons, moreButtons } = drawButtons(actor, view);
  const then = view.since === 'board' ? 'at the last Board' : `on ${formatDay(summary.since)}`;
  return {
    heading: sayHeading(view),
    subheading: saySubheading(actor, summary, view),
    notice: sayNotice(view),
    first: [
      ...(view.forChair
        ? [drawn('Needs your decision', summary.decisions, 'Nothing is waiting for the Board.', first)]
        : []),
      ...(view.concerns.length > 0 ? [drawn('Yours', view.concerns, '', first)] : []),
      drawn(view.sinceText, summary.changes, 'Nothing has changed.', first),
    ],
    tiles: STATUSES.map((status) => ({ count: String(summary.counts[status]), mark: markStatus(status) })),
    donut: counted.map((status) => ({
      legend: sayStatus(status),
      value: summary.counts[status],
      color: DONUT_COLOURS[status],
    })),
    donutText: `Of ${total} milestones: ${counted.map((status) => `${summary.counts[status]} ${sayStatus(status).toLowerCase()}`).join(', ')}.`,
    workstreams: summary.workstreams.map((workstream) => drawWorkstream(workstream, actor.programmeId, then)),
    second: second.filter(({ lines }) => lines.length > 0),
    calm: second
      .filter(({ lines }) => lines.length === 0)
      .map(({ empty }) => empty)
      .join(' '),
    fingerprint: view.fingerprint === '' ? '' : `Drawn from ${view.records} records. Fingerprint ${view.fingerprint}`,
    read: view.readBy.length === 0 ? '' : `Read by ${view.readBy.join(', ')}.`,
    buttons,
    moreButtons,
  };
}

function sayHeading({ forChair, asOf }: View): string {
  const name = forChair ? "Chair's summary" : 'Summary';
  return asOf ? `${name} as of ${formatDay(asOf)}` : name;
}

function saySubheading({ programme }: Actor, { nextBoardOn }: Summary, { at }: View): string {
  const board = nextBoardOn ? `Board on ${formatDay(nextBoardOn)}` : 'no Board in the calendar';
  return `${programme.name} · ${formatInstant(at, programme.zone)} · ${board}`;
}

function sayNotice({ forChair, asOf, pictured }: View): string {
  const past = pictured
    ? 'This is what a chair was shown that day, record by record; what has happened since is not in it.'
    : 'This is how the records stood at the end of that day; what has happened since is not in it.';
  const members =
    "This is the members' view. The chair's view, with what is asked of the Board, opens for Board chairs and the programme office.";
  return [...(asOf ? [past] : []), ...(forChair ? [] : [members])].join(' ');
}

function drawButtons({ programmeId, member }: Actor, view: View): { buttons: Button[]; moreButtons: Button[] } {
  const { asOf = '' } = view;
  const same = { programmeId, asOf, since: view.since };
  const other =
    view.since === 'board'
      ? link('Since last quarter', 'summary.show', { programmeId, asOf, since: 'quarter' })
      : link('Since the last Board', 'summary.show', { programmeId, asOf, since: 'board' });
  return {
    buttons: [
      ...(view.toRead && isBoardChair(member)
        ? [
            {
              ...link('Acknowledge', 'summary.acknowledge', { ...same, fingerprint: view.fingerprint }),
              style: 'positive' as const,
            },
          ]
        : []),
      link('Refresh', 'summary.show', same),
      ...(isOnlyObserver(member) ? [] : [link('Ask a question', 'questions.open-ask', { programmeId })]),
      link('Charts', 'summary.show-charts', { programmeId, asOf }),
      other,
    ],
    moreButtons: [
      ...(asOf === '' ? [] : [link('As it is today', 'summary.show', { programmeId, asOf: '', since: view.since })]),
      link('Heat map', 'risks.show-heat-map', { programmeId }),
      link('All milestones', 'milestones.list', { programmeId, filter: 'all', page: 1 }),
      link('All risks', 'risks.list', { programmeId, filter: 'all', page: 1 }),
      ...(view.forChair ? [link('Board packs', 'board-packs.list', { programmeId, page: 1 })] : []),
    ],
  };
}
