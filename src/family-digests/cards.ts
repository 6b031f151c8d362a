// The digest as families and its writers see it. What one could get wrong: in the channel it is drawn from its entry alone, so that it says what was
// approved and nothing else.

import * as z from 'zod/v4';
import { formatDay } from '../calendar.js';
import { defineCard } from '../cards/define-card.js';
import { Button, link, Mark, Words } from '../cards/markup.js';
import { type Actor, nameOf } from '../programmes/actor.js';
import { isBoardChair } from '../programmes/rights.js';
import { writesForFamilies } from '../records/may-read.js';
import type { Answer, Turn } from '../routes.js';
import type { Entry } from '../storage/entry.js';
import type { Head } from '../storage/ledger.js';
import { longSentences, MOST_WORDS } from './plain-words.js';
import { markDigest, mayApprove } from './rules.js';
import { type FamilyDigest, PART_NAMES, type Parts } from './schema.js';

export const digestCard = defineCard(
  'family-digests/digest',
  z.strictObject({
    heading: z.string(),
    headline: Words,
    subheading: Words,
    /** Where it stands, for its writers; no word in the channel. */
    status: Mark,
    notes: z.array(z.object({ text: Words })),
    parts: z.array(z.object({ label: z.string(), lines: z.array(z.object({ text: Words })) })),
    buttons: z.array(Button),
  }),
);

/** What is posted in the channel, for everyone. */
export function postedDigest(actor: Actor, entry: Entry<FamilyDigest>): Answer {
  const { programmeId } = actor;
  return draw(
    actor,
    entry.state,
    { word: '', shape: '', color: 'Default' },
    [],
    [link('Download', 'family-digests.offer', { programmeId, ref: entry.ref })],
  );
}

/** A digest, and what may be done with it. */
export function digestDetail(turn: Turn, head: Head<FamilyDigest>): Answer {
  const { programme, programmeId, member } = turn.actor;
  const { ref, state } = head.newest;
  const data = { programmeId, ref };
  const writes = writesForFamilies(programme, member) && state.state !== 'posted';
  const posts = state.state === 'approved' && (writesForFamilies(programme, member) || isBoardChair(member));
  return draw(turn.actor, state, markDigest(state), state.state === 'posted' ? [] : notesOf(turn.actor, state), [
    ...(writes ? [link('Edit', 'family-digests.open-edit', data)] : []),
    ...(state.state === 'draft' && state.writtenBy !== null && mayApprove(programme, member, state)
      ? [{ ...link('Approve', 'family-digests.open-approve', data), style: 'positive' as const }]
      : []),
    ...(posts
      ? [{ ...link('Post it in the channel', 'family-digests.open-post', data), style: 'positive' as const }]
      : []),
    link('Download', 'family-digests.offer', data),
    link('History', 'family-digests.show-history', data),
  ]);
}

function notesOf({ programme }: Actor, state: FamilyDigest): string[] {
  const long = (Object.keys(PART_NAMES) as (keyof Parts)[]).reduce((sum, part) => sum + longSentences(state[part]), 0);
  return [
    ...(state.writtenBy === null
      ? ['Drafted from the registers: edit it before anybody can approve it.']
      : [`Written by ${nameOf(programme, state.writtenBy)}.`]),
    ...(state.approvedBy && state.approvedOn
      ? [
          `Approved by ${nameOf(programme, state.approvedBy)} on ${formatDay(state.approvedOn)}. Any edit takes the approval away.`,
        ]
      : state.writtenBy === null
        ? []
        : ['A second person approves it before it can be posted.']),
    ...(long > 0
      ? [
          `${long === 1 ? 'One sentence has' : `${long} sentences have`} more than ${MOST_WORDS} words and may be hard to follow.`,
        ]
      : []),
    ...(state.keepsWords ? ['Its writer kept words that families may not know.'] : []),
  ];
}

function draw({ programme }: Actor, state: FamilyDigest, status: Mark, notes: string[], buttons: Button[]): Answer {
  const parts = (Object.keys(PART_NAMES) as (keyof Parts)[])
    .filter((part) => part !== 'headline' && state[part] !== '')
    .map((part) => ({
      label: PART_NAMES[part],
      lines: state[part]
        .split(/\r?\n/)
        .filter((text) => text.trim() !== '')
        .map((text) => ({ text })),
    }));
  const card = digestCard.render({
    heading: 'News for families',
    headline: state.headline,
    subheading: `${programme.localArea} · after the Board of ${formatDay(state.boardOn)}`,
    status,
    notes: notes.map((text) => ({ text })),
    parts,
    buttons,
  });
  return { card, summary: `News for families: ${state.headline}` };
}
