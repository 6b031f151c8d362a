// The cards of decisions, and the small views drawn on several of them. Pure. What one could get wrong: what is asked is a
// person's own words; who is asked and by when are ours.

import { formatShortDay, type IsoDate } from '../calendar.js';
import { capital, link, type Mark, shorten } from '../cards/markup.js';
import { type Actor, nameOf, workstreamName } from '../programmes/actor.js';
import { sayBody } from '../programmes/bodies.js';
import type { RegisterLine } from '../programmes/cards.js';
import type { Head } from '../storage/ledger.js';
import { isAsked, isLate, sayState } from './rules.js';
import type { Decision } from './schema.js';

/** Days before its day from which a decision is marked as due. */
const DUE_DAYS = 14;

/** The word, shape and colour of where a decision stands. */
export function markDecision(decision: Pick<Decision, 'state' | 'byOn'>, today: IsoDate): Mark {
  if (decision.state === 'decided') return { word: sayState(decision.state), shape: '✔', color: 'Good' };
  if (!isAsked(decision)) return { word: sayState(decision.state), shape: '○', color: 'Default' };
  if (isLate(decision, today)) return { word: 'Overdue', shape: '◆', color: 'Attention' };
  return Date.parse(decision.byOn) - Date.parse(today) <= DUE_DAYS * 86_400_000
    ? { word: 'Due soon', shape: '▲', color: 'Warning' }
    : { word: 'Asked', shape: '●', color: 'Accent' };
}

/** "WS6 Workforce · asked by WS6 lead". */
export function sayPlace({ workstream, askedBy }: Decision, { programme }: Actor): string {
  return `${workstreamName(programme, workstream)} · asked by ${nameOf(programme, askedBy)}`;
}

/** A line is told twice, to eyes and to screen readers; ten of the longest would outgrow the card. */
const LINE_LETTERS = 120;

/** A decision as one line of a list. */
export function decisionRow(head: Head<Decision>, actor: Actor, today: IsoDate): RegisterLine {
  const { ref, state } = head.newest;
  const settled = state.outcome ? `${state.outcome.result} on ${formatShortDay(state.outcome.on, today)}` : '';
  const by = settled || `${isLate(state, today) ? 'was needed by' : 'by'} ${formatShortDay(state.byOn, today)}`;
  return {
    ref,
    title: shorten(state.text, LINE_LETTERS),
    facts: [capital(sayBody(state.body)), by, state.workstream, nameOf(actor.programme, state.askedBy)].join(' · '),
    status: markDecision(state, today),
    open: link(`Open ${ref}`, 'decisions.show', { programmeId: actor.programmeId, ref }),
  };
}
