// The register of agreed actions, a page at a time. What one could get wrong: the list is read from the heads in one query and cut to a page
// here; overdue ones come first on every list of what is to do.

import { link, PAGE, page } from '../cards/markup.js';
import { registerCard } from '../programmes/cards.js';
import { todayOf } from '../programmes/changing.js';
import { isOnlyObserver, owns } from '../programmes/rights.js';
import type { Answer, Turn } from '../routes.js';
import type { Head } from '../storage/ledger.js';
import { listActions } from './actions.js';
import { isLate, isOpen } from './rules.js';
import type { AgreedAction } from './schema.js';
import { actionRow } from './views.js';

export const FILTERS = {
  open: 'All to do',
  mine: 'Mine',
  late: 'Overdue',
  done: 'Done',
  dropped: 'Dropped',
} as const;
export type Filter = keyof typeof FILTERS;

/** A page of the actions a filter keeps, soonest due first; what is settled, newest first. One query. */
export async function showActions(turn: Turn, wanted: { filter: Filter; page: number }): Promise<Answer> {
  const { programmeId, programme, member } = turn.actor;
  const { filter } = wanted;
  const day = todayOf(turn);
  const keeps: Record<Filter, (action: AgreedAction) => boolean> = {
    open: isOpen,
    mine: (action) => isOpen(action) && owns(programme, member, action),
    late: (action) => isLate(action, day),
    done: (action) => action.state === 'done',
    dropped: (action) => action.state === 'dropped',
  };
  const settled = filter === 'done' || filter === 'dropped';
  const kept = (await listActions(turn))
    .filter((head) => keeps[filter](head.newest.state))
    .sort(settled ? byNewest : bySoonest);
  const shown = page(kept, wanted.page);
  const late = kept.filter((head) => isLate(head.newest.state, day)).length;
  const counts = kept.length === 0 ? 'None.' : `${kept.length} in all${late > 0 ? `, ${late} overdue` : ''}`;
  const at = (other: Filter, number: number) => ({ programmeId, filter: other, page: number });
  const first = (shown.number - 1) * PAGE + 1;
  const heading = filter === 'open' ? 'Actions' : `Actions: ${FILTERS[filter].toLowerCase()}`;
  const next = Math.min(PAGE, kept.length - shown.number * PAGE);
  const card = registerCard.render({
    heading,
    counts,
    lines: shown.items.map((head) => actionRow(head, turn, day)),
    paging: shown.pages > 1 ? `${first} to ${first + shown.items.length - 1} of ${kept.length}` : '',
    pageButtons: [
      ...(shown.number < shown.pages ? [link(`Next ${next}`, 'actions.list', at(filter, shown.number + 1))] : []),
      ...(shown.number > 1 ? [link(`Previous ${PAGE}`, 'actions.list', at(filter, shown.number - 1))] : []),
      ...(isOnlyObserver(member) ? [] : [link('Agree an action', 'actions.open-agree', { programmeId })]),
    ],
    filterButtons: (Object.keys(FILTERS) as Filter[])
      .filter((other) => other !== filter)
      .map((other) => link(FILTERS[other], 'actions.list', at(other, 1))),
  });
  return { card, summary: `${heading}: ${counts}` };
}

function bySoonest(a: Head<AgreedAction>, b: Head<AgreedAction>): number {
  const [one, other] = [a.newest, b.newest];
  return one.state.dueOn.localeCompare(other.state.dueOn) || one.ref.localeCompare(other.ref, 'en', { numeric: true });
}

function byNewest(a: Head<AgreedAction>, b: Head<AgreedAction>): number {
  return b.newest.at.localeCompare(a.newest.at);
}
