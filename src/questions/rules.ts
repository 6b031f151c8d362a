// The rules of questions: whose they are, who answers them, what a form must hold. Pure. Pitfall: who reads them stands in records/may-read.ts;
// they are no business of a channel's.

import { addDays, formatShortDay, type IsoDate } from '../calendar.js';
import type { Mark } from '../cards/markup.js';
import { nextMeeting } from '../programmes/bodies.js';
import type { Holdings } from '../programmes/owning.js';
import { isProgrammeOffice, owns } from '../programmes/rights.js';
import type { Member, Programme } from '../programmes/schema.js';
import type { Question } from './schema.js';

/** The question is whoever's is asked; its answer is whoever's asked it. */
export const heldQuestion: Holdings<Question> = ({ ownerId, askedBy, text, byOn, answer }) => [
  { part: '', memberId: ownerId, content: { text, byOn } },
  { part: 'answer', memberId: askedBy, content: answer },
];

/** Whether nobody has answered it yet. */
export function isUnanswered({ answeredOn }: Pick<Question, 'answeredOn'>): boolean {
  return answeredOn === null;
}

/** Whether a member may answer: whoever is asked, their deputy, and the programme office. */
export function mayAnswer(programme: Programme, member: Member, { ownerId }: Pick<Question, 'ownerId'>): boolean {
  return owns(programme, member, { ownerId, workstream: '' }) || isProgrammeOffice(member);
}

/** Days in which an answer is wanted where no Board meets sooner. */
const ANSWER_DAYS = 7;

/** The day an answer is wanted by unless somebody says otherwise: within a week, and before the next Board. */
export function wantedBy(programme: Pick<Programme, 'boards'>, today: IsoDate): IsoDate {
  const board = nextMeeting(programme, 'Board', addDays(today, 1));
  const week = addDays(today, ANSWER_DAYS);
  return board !== undefined && addDays(board, -1) < week ? addDays(board, -1) : week;
}

/** The word, shape and colour of where a question stands. */
export function markQuestion(question: Pick<Question, 'answeredOn' | 'byOn'>, today: IsoDate): Mark {
  if (!isUnanswered(question)) return { word: 'Answered', shape: '✔', color: 'Good' };
  return question.byOn < today
    ? { word: 'Not answered', shape: '◆', color: 'Attention' }
    : { word: 'Asked', shape: '▲', color: 'Accent' };
}

/** "answer wanted by 2 Dec", "answered 30 Nov". */
export function sayWhen({ answeredOn, byOn }: Pick<Question, 'answeredOn' | 'byOn'>, today: IsoDate): string {
  if (answeredOn !== null) return `answered ${formatShortDay(answeredOn, today)}`;
  return `answer ${byOn < today ? 'was wanted' : 'wanted'} by ${formatShortDay(byOn, today)}`;
}
