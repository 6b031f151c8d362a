// The two small forms after the signatures: that a return was sent, and what the DfE said. What one could get wrong: like every form they
// are drawn again from what was typed.

import { randomUUID } from 'node:crypto';
import { formatDay } from '../../calendar.js';
import { link, send } from '../../cards/markup.js';
import { sayQuarterWhole } from '../../financial-years.js';
import { sayMend } from '../../programmes/problems.js';
import type { Answer, Turn } from '../../routes.js';
import type { Head } from '../../storage/ledger.js';
import { formCard, type QuestionView } from '../cards.js';
import { todayOf } from '../facts.js';
import type { Round } from '../rounds.js';
import { RATINGS, type ReturnRecord } from './schema.js';
import type { TypedStep } from './views.js';

const BLANK = { kind: 'words' as const, value: '', letters: 1, choices: [], facts: '', former: '', problem: '' };

/** When and how a return was sent. */
export function sentForm(turn: Turn, round: Round, head: Head<ReturnRecord>, typed?: TypedStep): Answer {
  return draw(turn, round, head, typed, {
    heading: 'The return was sent',
    line: 'From here on it is locked: nothing of it can be changed, and only what the DfE says can be added.',
    verb: 'returns.record-sent',
    title: 'Lock it as sent',
    questions: [
      { ...BLANK, kind: 'day', id: 'on', label: 'Sent on', value: todayOf(turn) },
      { ...BLANK, id: 'how', label: 'How it was sent', letters: 120 },
    ],
  });
}

/** What the DfE said, to be noted or put right. */
export function feedbackForm(turn: Turn, round: Round, head: Head<ReturnRecord>, typed?: TypedStep): Answer {
  const { feedback } = head.newest.state;
  return draw(turn, round, head, typed, {
    heading: 'What the DfE said',
    line: 'The DfE’s own scale is not published: choose the words that come nearest. Noting it again puts it right; both stay in the history.',
    verb: 'returns.record-feedback',
    title: 'Note it',
    questions: [
      { ...BLANK, kind: 'day', id: 'on', label: 'Said on', value: feedback?.on ?? todayOf(turn) },
      {
        ...BLANK,
        kind: 'choice',
        id: 'rating',
        label: 'What comes nearest',
        value: feedback?.rating ?? '',
        choices: RATINGS.map((rating) => ({
          title: rating.replace(/^./, (letter) => letter.toUpperCase()),
          value: rating,
        })),
      },
      { ...BLANK, id: 'words', label: 'What was said', letters: 600, value: feedback?.words ?? '' },
    ],
  });
}

function draw(
  turn: Turn,
  round: Round,
  head: Head<ReturnRecord>,
  typed: TypedStep | undefined,
  form: { heading: string; line: string; verb: string; title: string; questions: QuestionView[] },
): Answer {
  const data = { programmeId: turn.actor.programmeId, ref: round.ref };
  const carried = { ...data, opened: typed?.opened ?? head.newest.version, form: typed?.form ?? randomUUID() };
  const mend = sayMend(typed?.problems);
  const card = formCard.render({
    heading: form.heading,
    place: `${sayQuarterWhole(round.quarter)} · due ${formatDay(round.dueOn)}`,
    lines: [{ text: form.line }],
    notice: mend,
    questions: form.questions.map((question) => ({
      ...question,
      ...(typed && { value: typed.values[question.id] ?? '', problem: typed.problems[question.id] ?? '' }),
    })),
    buttons: [send(form.title, form.verb, carried), link('Back to the return', 'returns.show', data)],
  });
  return { card, summary: mend || `${form.heading}.` };
}
