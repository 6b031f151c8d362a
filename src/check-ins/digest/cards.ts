// The digest's card, read by everyone in the channel. What one could get wrong: a week of twenty workstreams and long texts has
// to fit, so lists and texts are cut until it does, and each list says how many it leaves out.

import * as z from 'zod/v4';
import { formatDay, formatInstant } from '../../calendar.js';
import { defineCard, FULL_CARD_BYTES } from '../../cards/define-card.js';
import { Button, link, Mark, shorten, Words } from '../../cards/markup.js';
import { markStatus } from '../../milestones/cards.js';
import { sayStatus } from '../../milestones/rules.js';
import type { Programme } from '../../programmes/schema.js';
import type { Answer } from '../../routes.js';
import { checkInRef } from '../schema.js';
import { weekEndingOn } from '../week.js';
import type { Digest, DigestLine, DigestSection, WorkstreamLine } from './compose.js';

const Line = z.object({ ref: z.string(), title: Words, facts: Words, status: Mark, open: Button });
const Section = z.object({ heading: z.string(), lines: z.array(Line), more: z.string() });

export const digestCard = defineCard(
  'check-ins/digest',
  z.strictObject({
    heading: z.string(),
    subheading: Words,
    counts: z.string(),
    updated: z.string(),
    calm: z.string(),
    sections: z.array(Section),
    workstreams: z.array(
      z.object({
        name: Words,
        status: Mark,
        /** "Dates say Red"; '' when they say the same. */
        differs: z.string(),
        moved: Words,
        facts: z.string(),
        open: Button,
      }),
    ),
    moreWorkstreams: z.string(),
    who: z.array(z.object({ label: z.string(), text: Words })),
    buttons: z.array(Button),
  }),
);
type View = z.infer<typeof digestCard.view>;

/**
 * Lines of a section, letters of a text and of what moved, and workstreams that are shown: from all that is wanted to what
 * always fits. A workstream's status is worth more than its words.
 */
const SIZES = [
  { lines: 6, letters: 160, moved: 160, workstreams: 99 },
  { lines: 4, letters: 140, moved: 120, workstreams: 99 },
  { lines: 3, letters: 120, moved: 90, workstreams: 99 },
  { lines: 2, letters: 90, moved: 60, workstreams: 30 },
  { lines: 2, letters: 70, moved: 0, workstreams: 24 },
  { lines: 1, letters: 60, moved: 0, workstreams: 20 },
  { lines: 1, letters: 40, moved: 0, workstreams: 20 },
  { lines: 1, letters: 40, moved: 0, workstreams: 10 },
] as const;
type Size = (typeof SIZES)[number];

/** Which programme's week is told. */
export interface Told {
  programmeId: string;
  programme: Programme;
  period: string;
}

/** The digest as everyone reads it, within what Teams takes. */
export function drawDigest(told: Told, digest: Digest): Answer {
  let card = digestCard.render(viewOf(told, digest, SIZES[0]));
  for (const size of SIZES.slice(1)) {
    if (Buffer.byteLength(JSON.stringify(card)) <= FULL_CARD_BYTES) break;
    card = digestCard.render(viewOf(told, digest, size));
  }
  return { card, summary: `Week ending ${formatDay(weekEndingOn(told.period))}: ${sayCounts(digest)}` };
}

function viewOf(told: Told, digest: Digest, size: Size): View {
  const { programmeId, programme, period } = told;
  const sections = [
    ...digest.attention,
    ...(digest.decisions.length > 0 ? [{ heading: 'Decisions asked this week', lines: digest.decisions }] : []),
  ];
  const hidden = digest.workstreams.length - size.workstreams;
  return {
    heading: `Week ending ${formatDay(weekEndingOn(period))}`,
    subheading: programme.name,
    counts: sayCounts(digest),
    updated: digest.updatedAt === '' ? '' : `Updated ${formatInstant(digest.updatedAt, programme.zone)}`,
    calm: digest.attention.length > 0 ? '' : 'Nothing is red, slipped or blocked.',
    sections: sections.map((section) => drawSection(section, programmeId, size)),
    workstreams: digest.workstreams
      .slice(0, size.workstreams)
      .map((workstream) => drawWorkstream(workstream, told, size)),
    moreWorkstreams: hidden > 0 ? `and ${hidden} more` : '',
    who: digest.who,
    buttons: [
      link('Check in', 'check-ins.open', { programmeId }),
      link('Milestones', 'milestones.list', { programmeId, filter: 'all', page: 1 }),
      link('Risks', 'risks.list', { programmeId, filter: 'all', page: 1 }),
      link('Decisions', 'decisions.list', { programmeId, filter: 'open', page: 1 }),
    ],
  };
}

function drawSection({ heading, lines }: DigestSection, programmeId: string, size: Size): View['sections'][number] {
  return {
    heading: lines.length > 1 ? `${heading} (${lines.length})` : heading,
    lines: lines.slice(0, size.lines).map((line) => drawLine(line, programmeId, size)),
    more: lines.length > size.lines ? `and ${lines.length - size.lines} more` : '',
  };
}

function drawLine({ ref, title, facts, status, opens }: DigestLine, programmeId: string, { letters }: Size) {
  const none: Mark = { word: '', shape: '', color: 'Default' };
  return {
    ref,
    title: shorten(title, letters),
    facts: shorten(facts, letters),
    status: status === null ? none : markStatus(status),
    open: link(`Open ${ref}`, opens.verb, { programmeId, ref: opens.ref }),
  };
}

function drawWorkstream(line: WorkstreamLine, { programmeId, period }: Told, size: Size) {
  const { id, said } = line;
  const name = shorten(`${id} ${line.name}`, Math.min(size.letters, 60));
  const open = link(`Check-in of ${id}`, 'check-ins.show', { programmeId, ref: checkInRef(id, period) });
  const waits: Mark = { word: line.away ? 'Away' : 'Still to come', shape: '○', color: 'Default' };
  if (!said) return { name, status: waits, differs: '', moved: '', facts: '', open };
  const differs = said.stated === said.calculated ? '' : `Dates say ${sayStatus(said.calculated)}`;
  const facts = [
    ...(said.confidence === null ? [] : [`${differs ? 'confidence' : 'Confidence'} ${said.confidence} of 5`]),
    ...(line.late ? ['answered late'] : []),
  ].join(' · ');
  return {
    name,
    status: markStatus(said.stated),
    differs,
    moved:
      size.moved === 0 ? '' : shorten(said.moved || (said.noChange ? 'No change since last week' : ''), size.moved),
    facts,
    open,
  };
}

function sayCounts({ answered, expected, attention, decisions }: Digest): string {
  // A record may be pressing for several reasons and is one thing to look at.
  const pressing = new Set(attention.flatMap(({ lines }) => lines.map(({ ref }) => ref))).size;
  const many = (count: number, one: string, more: string) => `${count} ${count === 1 ? one : more}`;
  return [
    `${answered} of ${expected} answered`,
    ...(pressing > 0 ? [many(pressing, 'thing to look at', 'things to look at')] : []),
    ...(decisions.length > 0 ? [many(decisions.length, 'decision asked', 'decisions asked')] : []),
  ].join(' · ');
}
