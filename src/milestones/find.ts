// Finding milestones: by filter, by urgency, by words. What one could get wrong: "mine" is what a person owns or leads, a
// deputy's included; what may be updated can be more.

import Fuse from 'fuse.js';
import { addDays } from '../calendar.js';
import { notice } from '../programmes/cards.js';
import { mayChange, owns } from '../programmes/rights.js';
import type { Answer, Turn } from '../routes.js';
import type { Head } from '../storage/ledger.js';
import { listMilestones, today } from './actions.js';
import { chooseMilestone, type Filter, milestoneList, type Wanted } from './lists.js';
import { isOverdue, slipDays } from './rules.js';
import type { Milestone } from './schema.js';

/** A page of the milestones a filter keeps. */
export async function listFiltered(turn: Turn, wanted: Wanted): Promise<Answer> {
  const { actor } = turn;
  const day = today(turn);
  const until = addDays(day, 28);
  const kept: Record<Filter, (milestone: Milestone) => boolean> = {
    all: () => true,
    mine: (milestone) =>
      owns(actor.programme, actor.member, milestone) || actor.member.leads.includes(milestone.workstream),
    late: (milestone) => milestone.actualOn === null && slipDays(milestone, day) > 0,
    due: (milestone) => milestone.actualOn === null && milestone.forecastOn <= until,
  };
  const found = await listMilestones(turn);
  return milestoneList(
    turn,
    found.filter(
      ({ newest: { state } }) =>
        kept[wanted.filter](state) && (!wanted.workstream || state.workstream === wanted.workstream),
    ),
    wanted,
  );
}

/** Which milestone to update: those nearest to `words`, or the person's own, overdue first. */
export async function chooseByWords(turn: Turn, words: string): Promise<Answer> {
  const { actor } = turn;
  const day = today(turn);
  const all = (await listMilestones(turn)).filter(
    (head) => mayChange(actor.programme, actor.member, head.newest.state) && head.newest.state.actualOn === null,
  );
  if (all.length === 0)
    return notice('Nothing to update', [
      'No open milestone is yours to update. Type milestones to see them all, or raise risk if something is in the way.',
    ]);
  if (words.trim() !== '') {
    const search = new Fuse(all, {
      keys: ['newest.ref', 'newest.state.title', 'newest.state.workstream'],
      threshold: 0.4,
      ignoreLocation: true,
    });
    const found = search.search(words.trim()).map((hit) => hit.item);
    if (found.length > 0)
      return chooseMilestone(
        turn,
        found,
        all.filter((head) => !found.includes(head)),
        'Which milestone?',
        'The nearest to what you typed. Press one to open its form.',
      );
  }
  const urgency = (head: Head<Milestone>) =>
    `${isOverdue(head.newest.state, day) ? 0 : 1}${head.newest.state.forecastOn}`;
  const own = all
    .filter((head) => owns(actor.programme, actor.member, head.newest.state))
    .sort((a, b) => urgency(a).localeCompare(urgency(b)));
  const others = all.filter((head) => !own.includes(head));
  const advice =
    words.trim() !== ''
      ? 'Nothing matched those words; these are yours, overdue first.'
      : own.length > 0
        ? 'Yours, overdue first. Press one to open its form.'
        : 'None is your own; find the one you mean.';
  return chooseMilestone(turn, own, others, 'Which milestone?', advice);
}
