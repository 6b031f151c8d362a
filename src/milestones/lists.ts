// The list cards of milestones: which one to update, and all of them by workstream. What one could get wrong: lists are
// read from the heads in one query and cut to a page here; nothing reads history.

import { type Choice, link, PAGE, page, send, shorten } from '../cards/markup.js';
import { compareNumbered } from '../ordering.js';
import type { Answer, Turn } from '../routes.js';
import type { Head } from '../storage/ledger.js';
import { today } from './actions.js';
import { chooseCard, listCard, milestoneLine, shownStatus } from './cards.js';
import { sayStatus } from './rules.js';
import type { Milestone, Status } from './schema.js';

/** Which milestone to update: the person's own first, overdue first; any other by search. */
export function chooseMilestone(
  turn: Turn,
  own: Head<Milestone>[],
  others: Head<Milestone>[],
  heading: string,
  advice: string,
): Answer {
  const day = today(turn);
  const all = [...own, ...others];
  const choices = choicesOf(all);
  const card = chooseCard.render({
    heading,
    advice: choices.length < all.length ? `${advice} ${sayLeftOut(choices.length, all.length)}` : advice,
    lines: own.slice(0, PAGE).map((head) => milestoneLine(head, turn.actor, day, 'milestones.open-update')),
    choices,
    buttons: [send('Open its form', 'milestones.open-update', { programmeId: turn.actor.programmeId })],
  });
  return { card, summary: heading };
}

export const FILTERS = { all: 'All', mine: 'Mine', late: 'Late', due: 'Due in 28 days' } as const;
export type Filter = keyof typeof FILTERS;

/** Which milestones, and which page of them. */
export interface Wanted {
  filter: Filter;
  page: number;
  workstream?: string | undefined;
}

/** A page of milestones by workstream. */
export function milestoneList(turn: Turn, heads: Head<Milestone>[], wanted: Wanted): Answer {
  const { actor } = turn;
  const { filter, workstream } = wanted;
  const day = today(turn);
  const sorted = [...heads].sort((a, b) => compareNumbered(a.newest.state.workstream, b.newest.state.workstream));
  const shown = page(sorted, wanted.page);
  const groups = actor.programme.workstreams
    .map(({ id, name }) => ({
      workstream: `${id} ${name}`,
      lines: shown.items
        .filter((head) => head.newest.state.workstream === id)
        .map((head) => milestoneLine(head, actor, day, 'milestones.show')),
    }))
    .filter((group) => group.lines.length > 0);
  const at = (filterWanted: string, number: number) => ({
    programmeId: actor.programmeId,
    filter: filterWanted,
    page: number,
    ...(workstream && { workstream }),
  });
  const others = (Object.keys(FILTERS) as Filter[]).filter((other) => other !== filter);
  const first = (shown.number - 1) * PAGE + 1;
  const card = listCard.render({
    heading:
      filter === 'all'
        ? `Milestones${workstream ? ` of ${workstream}` : ''}`
        : `Milestones${workstream ? ` of ${workstream}` : ''}: ${FILTERS[filter].toLowerCase()}`,
    counts: sayCounts(turn, heads),
    groups,
    paging: shown.pages > 1 ? `${first} to ${first + shown.items.length - 1} of ${heads.length}` : '',
    buttons: [
      ...(shown.number < shown.pages
        ? [
            link(
              `Next ${Math.min(PAGE, heads.length - shown.number * PAGE)}`,
              'milestones.list',
              at(filter, shown.number + 1),
            ),
          ]
        : []),
      ...(shown.number > 1 ? [link(`Previous ${PAGE}`, 'milestones.list', at(filter, shown.number - 1))] : []),
      ...others.map((other) => link(FILTERS[other], 'milestones.list', at(other, 1))),
    ],
  });
  return { card, summary: sayCounts(turn, heads) };
}

/** What a filtered list may take of the card, in bytes; the ten lines above it need the rest. */
const CHOICES_BYTES = 10 * 1024;

/** What a list that does not hold all says, and how to reach the rest. */
function sayLeftOut(listed: number, all: number): string {
  return `${listed} of ${all} are in the list; for another, type update and its reference or some of its words.`;
}

/** As many as fit, in this order; any other milestone is found by words or by its reference. */
function choicesOf(heads: Head<Milestone>[]): Choice[] {
  let left = CHOICES_BYTES;
  return heads
    .map(({ newest: { ref, state } }) => ({ title: shorten(`${ref} ${state.title}`, 90), value: ref }))
    .filter((choice) => {
      left -= Buffer.byteLength(JSON.stringify(choice)) + 1;
      return left >= 0;
    });
}

function sayCounts(turn: Turn, heads: Head<Milestone>[]): string {
  const day = today(turn);
  const count = (status: Status) =>
    heads.filter((head) => shownStatus(head.newest.state, turn.actor, day) === status).length;
  const parts = (['red', 'amber', 'green', 'blue'] as const).map(
    (status) => [count(status), sayStatus(status).toLowerCase()] as const,
  );
  const said = parts.filter(([number]) => number > 0).map(([number, word]) => `${number} ${word}`);
  return heads.length === 0 ? 'None.' : `${heads.length} in all: ${said.join(', ')}`;
}
