// The questions a person may read, a page at a time. What one could get wrong: everybody's list is their own, so in a channel it opens in a
// dialog.

import { link } from '../cards/markup.js';
import { compareNumbered } from '../ordering.js';
import { todayOf } from '../programmes/changing.js';
import { drawRegister, otherFilters, sayInAll } from '../programmes/register.js';
import { isOnlyObserver } from '../programmes/rights.js';
import { readableTo } from '../records/may-read.js';
import type { Answer, Turn } from '../routes.js';
import type { Head } from '../storage/ledger.js';
import { listAll } from '../storage/store.js';
import { isUnanswered, mayAnswer } from './rules.js';
import type { Question } from './schema.js';
import { questionRow } from './views.js';

export const FILTERS = {
  open: 'To be answered',
  mine: 'Mine to answer',
  asked: 'Asked by me',
  answered: 'Answered',
} as const;
export type Filter = keyof typeof FILTERS;

/** A page of the questions a filter keeps: soonest wanted first, what is answered newest first. One query. */
export async function showQuestions(turn: Turn, wanted: { filter: Filter; page: number }): Promise<Answer> {
  const { programmeId, programme, member } = turn.actor;
  const { filter } = wanted;
  const day = todayOf(turn);
  const keeps: Record<Filter, (question: Question) => boolean> = {
    open: isUnanswered,
    mine: (question) => isUnanswered(question) && mayAnswer(programme, member, { ...question }),
    asked: (question) => question.askedBy === member.id,
    answered: (question) => !isUnanswered(question),
  };
  const kept = (await listQuestions(turn))
    .filter((head) => keeps[filter](head.newest.state))
    .sort(filter === 'open' || filter === 'mine' ? bySoonest : byNewest);
  const late = kept.filter(({ newest: { state } }) => isUnanswered(state) && state.byOn < day).length;
  return drawRegister({
    heading: `Questions: ${FILTERS[filter].toLowerCase()}`,
    counts: sayInAll(kept.length, late, 'past their day'),
    all: kept,
    wanted: wanted.page,
    row: (head) => questionRow(head, turn, day),
    verb: 'questions.list',
    at: (page) => ({ programmeId, filter, page }),
    pageButtons: isOnlyObserver(member) ? [] : [link('Ask a question', 'questions.open-ask', { programmeId })],
    filterButtons: otherFilters(FILTERS, filter, 'questions.list', programmeId),
  });
}

function bySoonest({ newest: a }: Head<Question>, { newest: b }: Head<Question>): number {
  return a.state.byOn.localeCompare(b.state.byOn) || compareNumbered(a.ref, b.ref);
}

function byNewest(a: Head<Question>, b: Head<Question>): number {
  return b.newest.at.localeCompare(a.newest.at);
}

/** Every question that this person may read where they ask, in no order. One query. */
async function listQuestions(turn: Turn): Promise<Head<Question>[]> {
  const found = await listAll<Head<Question>>(turn.deps.store, ['question'], turn.actor.programmeId);
  return readableTo(
    turn,
    found.map(({ body }) => body),
  );
}
