// The register of agreed actions, a page at a time. What one could get wrong: the list is read from the heads in one query and cut to a page
// here; overdue ones come first on every list of what is to do.

import { link } from '../cards/markup.js';
import { compareNumbered } from '../ordering.js';
import { todayOf } from '../programmes/changing.js';
import { drawRegister, otherFilters, sayInAll } from '../programmes/register.js';
import { isOnlyObserver, owns } from '../programmes/rights.js';
import type { Answer, Turn } from '../routes.js';
import type { Head } from '../storage/ledger.js';
import { listAll } from '../storage/store.js';
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
  const late = kept.filter((head) => isLate(head.newest.state, day)).length;
  return drawRegister({
    heading: filter === 'open' ? 'Actions' : `Actions: ${FILTERS[filter].toLowerCase()}`,
    counts: sayInAll(kept.length, late, 'overdue'),
    all: kept,
    wanted: wanted.page,
    row: (head) => actionRow(head, turn, day),
    verb: 'actions.list',
    at: (page) => ({ programmeId, filter, page }),
    pageButtons: isOnlyObserver(member) ? [] : [link('Agree an action', 'actions.open-agree', { programmeId })],
    filterButtons: otherFilters(FILTERS, filter, 'actions.list', programmeId),
  });
}

function bySoonest(a: Head<AgreedAction>, b: Head<AgreedAction>): number {
  const [one, other] = [a.newest, b.newest];
  return one.state.dueOn.localeCompare(other.state.dueOn) || compareNumbered(one.ref, other.ref);
}

function byNewest(a: Head<AgreedAction>, b: Head<AgreedAction>): number {
  return b.newest.at.localeCompare(a.newest.at);
}

/** Every action of the programme, in no order. One query. */
async function listActions(turn: Turn): Promise<Head<AgreedAction>[]> {
  const found = await listAll<Head<AgreedAction>>(turn.deps.store, ['action'], turn.actor.programmeId);
  return found.map((stored) => stored.body);
}
