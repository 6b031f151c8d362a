// The questions a person may read, a page at a time. What one could get wrong: everybody's list is their own, so in a channel it opens in a
// dialog.

import { link, PAGE, page } from '../cards/markup.js';
import { registerCard } from '../programmes/cards.js';
import { todayOf } from '../programmes/changing.js';
import { isOnlyObserver } from '../programmes/rights.js';
import type { Answer, Turn } from '../routes.js';
import type { Head } from '../storage/ledger.js';
import { listQuestions } from './actions.js';
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
  const shown = page(kept, wanted.page);
  const late = kept.filter(({ newest: { state } }) => isUnanswered(state) && state.byOn < day).length;
  const counts = kept.length === 0 ? 'None.' : `${kept.length} in all${late > 0 ? `, ${late} past their day` : ''}`;
  const at = (other: Filter, number: number) => ({ programmeId, filter: other, page: number });
  const first = (shown.number - 1) * PAGE + 1;
  const heading = `Questions: ${FILTERS[filter].toLowerCase()}`;
  const card = registerCard.render({
    heading,
    counts,
    lines: shown.items.map((head) => questionRow(head, turn, day)),
    paging: shown.pages > 1 ? `${first} to ${first + shown.items.length - 1} of ${kept.length}` : '',
    pageButtons: [
      ...(shown.number < shown.pages ? [link('Next', 'questions.list', at(filter, shown.number + 1))] : []),
      ...(shown.number > 1 ? [link(`Previous ${PAGE}`, 'questions.list', at(filter, shown.number - 1))] : []),
      ...(isOnlyObserver(member) ? [] : [link('Ask a question', 'questions.open-ask', { programmeId })]),
    ],
    filterButtons: (Object.keys(FILTERS) as Filter[])
      .filter((other) => other !== filter)
      .map((other) => link(FILTERS[other], 'questions.list', at(other, 1))),
  });
  return { card, summary: `${heading}: ${counts}` };
}

function bySoonest({ newest: a }: Head<Question>, { newest: b }: Head<Question>): number {
  return a.state.byOn.localeCompare(b.state.byOn) || a.ref.localeCompare(b.ref, 'en', { numeric: true });
}

function byNewest(a: Head<Question>, b: Head<Question>): number {
  return b.newest.at.localeCompare(a.newest.at);
}
