// A summary's sections, lines and workstreams as a card's template shows them. Pure. What one could get wrong: what opens a line
// follows from its reference (programmes/references.ts).

import * as z from 'zod/v4';
import { Button, link, Mark, shorten, Words } from '../cards/markup.js';
import { markStatus } from '../milestones/cards.js';
import { sayStatus } from '../milestones/rules.js';
import { STATUSES } from '../milestones/schema.js';
import type { Actor } from '../programmes/actor.js';
import { verbOf } from '../programmes/references.js';
import { markScore } from '../risks/cards.js';
import type { SummaryLine, WorkstreamStatus } from './schema.js';

export const Line = z.object({ ref: z.string(), title: Words, facts: Words, status: Mark, open: Button });
export const Section = z.object({ heading: z.string(), empty: z.string(), lines: z.array(Line), more: z.string() });
export type Section = z.infer<typeof Section>;

/** Lines under a heading, cut to so many. `empty` is said where there are none. */
export function section(
  actor: Actor,
  heading: string,
  lines: readonly SummaryLine[],
  empty: string,
  shown: number,
): Section {
  return {
    heading,
    empty: lines.length === 0 ? empty : '',
    lines: lines.slice(0, shown).map((line) => drawLine(line, actor)),
    more: lines.length > shown ? `and ${lines.length - shown} more` : '',
  };
}

function drawLine(line: SummaryLine, actor: Actor) {
  const { programmeId } = actor;
  return {
    ref: line.ref,
    title: shorten(line.title, 90),
    // What a runway takes for granted is said whole.
    facts: shorten(line.facts, line.ref.startsWith('F') ? 320 : 160),
    status: markOf(line, actor),
    open: link(`Open ${line.ref}`, verbOf(line.ref), { programmeId, ref: line.ref }),
  };
}

function markOf({ status }: SummaryLine, { programme }: Actor): Mark {
  if (status === null) return { word: '', shape: '', color: 'Default' };
  if (status.kind === 'mark') return status.mark;
  return status.kind === 'status' ? markStatus(status.status) : markScore(status.score, programme.scoring);
}

/** "↓ worse than at the last Board"; `then` is the moment compared with. */
function sayTrend(trend: WorkstreamStatus['trend'], then: string): string {
  if (trend === 'new') return 'no comparison yet';
  return { better: `↑ better than ${then}`, same: `→ as ${then}`, worse: `↓ worse than ${then}` }[trend];
}

/** How a workstream stands: its worst open milestone, all of them counted, the trend, and what partners say. */
export function drawWorkstream(workstream: WorkstreamStatus, programmeId: string, then: string) {
  const counts = STATUSES.filter((status) => workstream.counts[status] > 0).map(
    (status) => `${workstream.counts[status]} ${sayStatus(status).toLowerCase()}`,
  );
  const none: Mark = { word: 'No milestones', shape: '○', color: 'Default' };
  const facts = [
    ...(counts.length > 0 ? [counts.join(', '), sayTrend(workstream.trend, then)] : []),
    ...(workstream.confidence === '' ? [] : [sayConfidence(workstream)]),
  ];
  return {
    name: `${workstream.id} ${workstream.name}`,
    facts: facts.join(' · '),
    status: workstream.status ? markStatus(workstream.status) : none,
    open: link(`Milestones of ${workstream.id}`, 'milestones.list', {
      programmeId,
      filter: 'all',
      workstream: workstream.id,
      page: 1,
    }),
  };
}

/** "confidence LA 4, ICB 3", or how far apart partners are. */
function sayConfidence({ confidence, apart }: WorkstreamStatus): string {
  return apart === 0 ? `confidence ${confidence}` : `partners ${apart} points apart: ${confidence}`;
}
