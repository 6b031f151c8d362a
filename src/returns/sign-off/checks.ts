// What the forms after the signatures must say, a sentence a field. Pure. What one could get wrong: the Board can only have agreed what was
// prepared by the day it met, and chair's action is refused while a Board meets before the return is due.

import { formatDay, type IsoDate } from '../../calendar.js';
import { checkDay, checkLength, hasProblems, type Problems, requireText } from '../../programmes/problems.js';
import type { Programme } from '../../programmes/schema.js';
import type { AgreeForm, Approval, FeedbackForm, ReturnRecord, SentForm } from './schema.js';
import { RATINGS } from './schema.js';
import { boardsSince, chairsAction } from './state.js';

export type StepProblems = Problems<Record<string, string>>;

const WORDS_LETTERS = 600;
const LINE_LETTERS = 120;

/** The Board's agreement with its day and minute, or the chair's with the reason. */
export function checkAgreement(
  programme: Programme,
  record: ReturnRecord,
  form: AgreeForm,
  how: 'Board' | 'chair',
  today: IsoDate,
): Pick<Approval, 'comment' | 'boardOn' | 'minute'> | { problems: StepProblems } {
  const problems: StepProblems = {};
  const typed: Record<string, string> = { boardOn: form.boardOn, minute: form.minute, comment: form.comment };
  if (how === 'chair') {
    if (chairsAction(programme, record) === undefined)
      problems.comment = 'A Board meets before the return is due, so it decides. Chair’s action is not needed.';
    const comment = requireText(problems, typed, 'comment', WORDS_LETTERS, 'Say why it could not wait for the Board.');
    return hasProblems(problems) ? { problems } : { comment, boardOn: null, minute: '' };
  }
  const boardOn = form.boardOn.trim();
  const days = boardsSince(programme, record.preparedOn, today);
  if (!days.includes(boardOn))
    problems.boardOn =
      days.length === 0
        ? `No Board has met since it was prepared on ${formatDay(record.preparedOn)}.`
        : `Choose a Board that has met since it was prepared: ${days.map(formatDay).join(', ')}.`;
  const minute = requireText(problems, typed, 'minute', LINE_LETTERS, 'Give the reference of its minute.');
  const comment = form.comment.trim();
  return hasProblems(problems) ? { problems } : { comment, boardOn, minute };
}

/** When and how it was sent. */
export function checkSent(
  record: ReturnRecord,
  form: SentForm,
  today: IsoDate,
): { ok: NonNullable<ReturnRecord['sent']> } | { problems: StepProblems } {
  const problems: StepProblems = {};
  const on = form.on.trim();
  checkPast(problems, 'on', on, record.preparedOn, today, 'it was prepared');
  const typed: Record<string, string> = { how: form.how };
  const how = requireText(problems, typed, 'how', LINE_LETTERS, 'Say how it was sent, such as by the DfE’s portal.');
  return hasProblems(problems) ? { problems } : { ok: { on, how } };
}

/** What the DfE said, and when. */
export function checkFeedback(
  record: ReturnRecord,
  form: FeedbackForm,
  today: IsoDate,
): { ok: NonNullable<ReturnRecord['feedback']> } | { problems: StepProblems } {
  const problems: StepProblems = {};
  const on = form.on.trim();
  checkPast(problems, 'on', on, record.sent?.on ?? record.preparedOn, today, 'it was sent');
  const rating = RATINGS.find((one) => one === form.rating);
  if (!rating) problems.rating = 'Choose what comes nearest to what the DfE said.';
  const words = form.words.trim();
  checkLength(problems, 'words', words, WORDS_LETTERS);
  if (rating !== undefined && rating !== 'not rated' && words === '')
    problems.words = 'Say in a sentence what the DfE said.';
  return hasProblems(problems) || !rating ? { problems } : { ok: { on, rating, words } };
}

function checkPast(
  problems: StepProblems,
  field: string,
  day: IsoDate,
  least: IsoDate,
  today: IsoDate,
  since: string,
): void {
  if (day > today) problems[field] = 'This day is still to come.';
  else if (day < least) problems[field] = `That is before ${since}, on ${formatDay(least)}.`;
  checkDay(problems, field, day, 'Give the day, such as 2027-01-21.');
}
