// The register of decisions, a page at a time. What one could get wrong: the list is read from the heads in one query and cut to
// a page here; what was taken back is only on the list that asks for it.

import { formatDay } from '../calendar.js';
import { link, page } from '../cards/markup.js';
import { compareNumbered } from '../ordering.js';
import { nextMeeting, sayBody } from '../programmes/bodies.js';
import { registerCard } from '../programmes/cards.js';
import { todayOf } from '../programmes/changing.js';
import { drawRegister, sayInAll } from '../programmes/register.js';
import { mayAskDecision } from '../programmes/rights.js';
import { readableTo } from '../records/may-read.js';
import type { Answer, Turn } from '../routes.js';
import type { Head } from '../storage/ledger.js';
import { listAll } from '../storage/store.js';
import { decisionRow } from './cards.js';
import { isAsked, isLate } from './rules.js';
import type { Decision } from './schema.js';

export const FILTERS = {
  open: 'All open',
  mine: 'Mine',
  Board: 'Board',
  RDG: 'Reform Delivery Group',
  corporate: 'Corporate register',
  decided: 'Decided',
  withdrawn: 'Taken back',
} as const;
export type Filter = keyof typeof FILTERS;

/** Which decisions, and which page of them. */
export interface Wanted {
  filter: Filter;
  page: number;
}

/** A page of the decisions a filter keeps, soonest needed first. One query. */
export async function showDecisions(turn: Turn, { filter, page: wanted }: Wanted): Promise<Answer> {
  const { programmeId, member } = turn.actor;
  const day = todayOf(turn);
  const kept = (await listDecisions(turn)).filter((head) => keeps(filter, head.newest.state, member)).sort(bySoonest);
  const late = kept.filter((head) => isLate(head.newest.state, day)).length;
  return drawRegister({
    heading: sayHeading(filter),
    counts: sayInAll(kept.length, late, 'overdue'),
    all: kept,
    wanted,
    row: (head) => decisionRow(head, turn.actor, day),
    verb: 'decisions.list',
    at: (page) => ({ programmeId, filter, page }),
    pageButtons: mayAskDecision(member) ? [link('Ask for a decision', 'decisions.open-ask', { programmeId })] : [],
    filterButtons: offered(filter).map((other) =>
      link(FILTERS[other], 'decisions.list', { programmeId, filter: other, page: 1 }),
    ),
  });
}

function keeps(filter: Filter, decision: Decision, member: { id: string; leads: string[] }): boolean {
  if (filter === 'withdrawn' || filter === 'decided') return decision.state === filter;
  if (!isAsked(decision)) return false;
  if (filter === 'open') return true;
  if (filter === 'mine') return decision.askedBy === member.id || member.leads.includes(decision.workstream);
  return decision.body === filter;
}

function sayHeading(filter: Filter): string {
  if (filter === 'open') return 'Decisions asked for';
  if (filter === 'mine') return 'Decisions asked for: mine';
  if (filter === 'decided') return 'Decisions made';
  return filter === 'withdrawn' ? 'Decisions taken back' : `Decisions asked of ${sayBody(filter)}`;
}

/** The other lists a list leads to: no client shows more than five buttons, and what is settled leads to what was taken back. */
function offered(filter: Filter): Filter[] {
  if (filter === 'decided') return ['open', 'mine', 'Board', 'RDG', 'withdrawn'];
  if (filter === 'withdrawn') return ['open', 'mine', 'Board', 'RDG', 'decided'];
  return (Object.keys(FILTERS) as Filter[]).filter((other) => other !== filter && other !== 'withdrawn');
}

/** The next Board's list: what is asked of it, soonest needed first. One query. */
export async function showAgenda(turn: Turn): Promise<Answer> {
  const { programme, programmeId } = turn.actor;
  const day = todayOf(turn);
  const meets = nextMeeting(programme, 'Board', day);
  const asked = (await listDecisions(turn))
    .filter((head) => keeps('Board', head.newest.state, turn.actor.member))
    .sort(bySoonest);
  const heading = meets ? `Agenda of the Board on ${formatDay(meets)}` : 'Agenda of the next Board';
  const shown = page(asked, 1);
  const late = asked.filter((head) => isLate(head.newest.state, day)).length;
  const counts =
    asked.length === 0
      ? 'Nothing is asked of the Board.'
      : `${asked.length} to decide${late > 0 ? `, ${late} overdue` : ''}${asked.length > shown.items.length ? `; the first ${shown.items.length} are here` : ''}`;
  const card = registerCard.render({
    heading,
    counts,
    lines: shown.items.map((head) => decisionRow(head, turn.actor, day)),
    paging: '',
    pageButtons: mayAskDecision(turn.actor.member)
      ? [link('Ask for a decision', 'decisions.open-ask', { programmeId })]
      : [],
    filterButtons: [
      link('All asked of the Board', 'decisions.list', { programmeId, filter: 'Board', page: 1 }),
      link('Decided', 'decisions.list', { programmeId, filter: 'decided', page: 1 }),
    ],
  });
  return { card, summary: `${heading}: ${counts}` };
}

function bySoonest(a: Head<Decision>, b: Head<Decision>): number {
  const [one, other] = [a.newest, b.newest];
  return one.state.byOn.localeCompare(other.state.byOn) || compareNumbered(one.ref, other.ref);
}

/** Every decision of the programme that this person may read here, in no order. One query. */
async function listDecisions(turn: Turn): Promise<Head<Decision>[]> {
  const found = await listAll<Head<Decision>>(turn.deps.store, ['decision'], turn.actor.programmeId);
  return readableTo(
    turn,
    found.map((stored) => stored.body),
  );
}
