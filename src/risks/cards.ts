// The cards of risks and issues, and the small views drawn on several of them. Pure. What one could get wrong: a band is
// always a word and a shape beside its colour, since colours alone say nothing to many people.

import * as z from 'zod/v4';
import { formatShortDay, type IsoDate } from '../calendar.js';
import { defineCard } from '../cards/define-card.js';
import { Button, link, Mark, Words } from '../cards/markup.js';
import { type Actor, nameOf, workstreamName } from '../programmes/actor.js';
import { ChangeLine, type RegisterLine } from '../programmes/cards.js';
import type { Scoring } from '../programmes/schema.js';
import type { Head } from '../storage/ledger.js';
import { type Band, bandOf, isPastReview, sayMovement, sayScore, sayState, scoreOf } from './rules.js';
import type { Risk } from './schema.js';

/** What everyone sees after a change to a risk or an issue. */
export const postedCard = defineCard(
  'risks/posted',
  z.strictObject({
    heading: z.string(),
    title: Words,
    place: Words,
    status: Mark,
    movement: z.string(),
    lines: z.array(ChangeLine),
    said: Words,
    byline: Words,
    buttons: z.array(Button),
  }),
);

export const showCard = defineCard(
  'risks/show',
  z.strictObject({
    heading: z.string(),
    place: Words,
    status: Mark,
    movement: z.string(),
    sentences: z.array(ChangeLine),
    scores: z.array(z.object({ label: z.string(), status: Mark, levels: z.string() })),
    facts: z.array(ChangeLine),
    warnings: z.array(z.object({ text: z.string() })),
    told: z.array(ChangeLine),
    actions: z.array(z.object({ title: z.string(), what: Words, facts: Words, buttons: z.array(Button) })),
    moreActions: z.string(),
    milestoneButtons: z.array(Button),
    buttons: z.array(Button),
    otherButtons: z.array(Button),
  }),
);

/** The word, shape and colour of a band: ◆ High, ▲ Medium, ● Low. */
export function markBand(band: Band): Omit<Mark, 'word'> {
  const marks: Record<Band, Omit<Mark, 'word'>> = {
    high: { shape: '◆', color: 'Attention' },
    medium: { shape: '▲', color: 'Warning' },
    low: { shape: '●', color: 'Good' },
  };
  return marks[band];
}

/** A score with its band: "◆ 20 High". */
export function markScore(score: number, scoring: Scoring): Mark {
  return { word: sayScore(score, scoring), ...markBand(bandOf(score, scoring)) };
}

/** "WS2 Experts at Hand · owned by WS2 lead". */
export function sayPlace(owned: { workstream: string; ownerId: string }, actor: Actor): string {
  return `${workstreamName(actor.programme, owned.workstream)} · owned by ${nameOf(actor.programme, owned.ownerId)}`;
}

/** A risk as one line of a list. */
export function riskLine(head: Head<Risk>, actor: Actor, today: IsoDate): RegisterLine {
  const { ref, state } = head.newest;
  const review = isPastReview(state, today) ? 'review overdue since' : 'review';
  const facts = [
    ...(state.state === 'open' ? [] : [sayState(state.state)]),
    sayMovement(state),
    state.workstream,
    nameOf(actor.programme, state.ownerId),
    ...(state.state === 'open' || state.state === 'accepted'
      ? [`${review} ${formatShortDay(state.reviewOn, today)}`]
      : []),
  ];
  return {
    ref,
    title: state.event,
    facts: facts.join(' · '),
    status: markScore(scoreOf(state.residual), actor.programme.scoring),
    open: link(`Open ${ref}`, 'risks.show', { programmeId: actor.programmeId, ref }),
  };
}
