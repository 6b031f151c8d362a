// Asking a question and answering it. What one could get wrong: one form asks once. The same form with other words is a conflict, and its words can
// still be asked as another question.

import { randomUUID } from 'node:crypto';
import { formatDay } from '../calendar.js';
import { link, send, shorten } from '../cards/markup.js';
import { ProductError } from '../errors.js';
import { nameOf } from '../programmes/actor.js';
import { notice } from '../programmes/cards.js';
import { type Changing, todayOf } from '../programmes/changing.js';
import { showMadeAlready } from '../programmes/conflict.js';
import { drawForm, memberChoices } from '../programmes/forms.js';
import type { Problems } from '../programmes/problems.js';
import type { Answer, Turn } from '../routes.js';
import { askQuestion, readAsked, requireMayAsk } from './actions.js';
import { AnswerFields, AskFields, type AskForm } from './forms.js';
import { checkAnswer, heldQuestion, isUnanswered, mayAnswer, wantedBy } from './rules.js';
import { type Question, questions } from './schema.js';
import { postedQuestion, questionDetail } from './views.js';

/** The empty form, or the form as it was typed. Throws FORBIDDEN for observers. */
export async function openAsk(turn: Turn, sent: Partial<AskForm>, problems: Problems<AskFields> = {}): Promise<Answer> {
  requireMayAsk(turn);
  const { programmeId, programme, member } = turn.actor;
  const { about, form } = sent;
  const asked = about === undefined ? undefined : await readAsked(turn, about);
  const owner = asked && asked.ownerId !== member.id ? asked.ownerId : '';
  const fresh = { text: '', ownerId: owner, byOn: wantedBy(programme, todayOf(turn)) };
  return drawForm<AskFields>({
    heading: about ? `Ask about ${about}` : 'Ask a question',
    ...(asked && { title: shorten(asked.title, 200) }),
    advice:
      'Whoever you ask is told at once. The answer comes back to you and stands in the summary; besides you two, Board chairs and the programme office read it.',
    fields: [
      { id: 'text', kind: 'text', label: 'Your question', missing: 'Say what you want to know.' },
      {
        id: 'ownerId',
        kind: 'search',
        label: 'Whom you ask',
        missing: 'Choose whom you ask.',
        choices: memberChoices(programme),
      },
      { id: 'byOn', kind: 'day', label: 'Answer wanted by', missing: 'Give the date by which you want the answer.' },
    ],
    values: form === undefined ? fresh : AskFields.parse(sent),
    problems,
    buttons: [
      send('Ask', 'questions.ask', { programmeId, form: form ?? randomUUID(), ...(about && { about }) }),
      link('Cancel', 'questions.list', { programmeId, filter: 'open', page: 1 }),
    ],
  });
}

/** Asks it, or answers with what is to be mended or chosen. */
export async function ask(turn: Turn, form: AskForm): Promise<Answer> {
  const result = await askQuestion(turn, form);
  if (result.outcome === 'refused') return openAsk(turn, form, result.problems);
  if (result.outcome !== 'conflict') return postedQuestion(turn, result.entry);
  const { theirs } = result;
  const { programme } = turn.actor;
  const { state } = theirs;
  return showMadeAlready(turn, {
    theirs,
    title: state.text,
    rows: [
      { label: 'Question', saved: state.text, yours: form.text },
      { label: 'Asked of', saved: nameOf(programme, state.ownerId), yours: nameOf(programme, form.ownerId) },
      { label: 'By', saved: state.byOn, yours: form.byOn },
    ],
    made: 'asked',
    make: 'ask',
    thing: 'question',
    makeVerb: 'questions.ask',
    openVerb: 'questions.open-ask',
    showVerb: 'questions.show',
    form,
  });
}

/** Answering it, once; a wrong answer is withdrawn and given again. */
export const answering: Changing<Question, AnswerFields> = {
  type: questions,
  holdings: heldQuestion,
  did: 'questions.answer',
  opens: 'questions.open-answer',
  fields: AnswerFields,
  quiet: true,
  requireMay: ({ actor }, ref, question) => {
    if (mayAnswer(actor.programme, actor.member, question)) return;
    throw new ProductError('FORBIDDEN', `${ref} is not theirs to answer`, {
      advice: `${ref} is answered by ${nameOf(actor.programme, question.ownerId)}, their deputy or the programme office.`,
    });
  },
  takes: isUnanswered,
  check: ({ actor }, question, fields, today) => {
    const checked = checkAnswer(fields);
    if ('problems' in checked) return checked;
    return { ok: { next: { ...question, answer: checked.ok, answeredBy: actor.member.id, answeredOn: today } } };
  },
  form: (turn, { newest: { ref, version, state } }, typed) => {
    const { programme, programmeId } = turn.actor;
    const about = state.about ? ` · about ${state.about}` : '';
    return drawForm<AnswerFields>({
      heading: `Answer ${ref}`,
      title: state.text,
      place: `${nameOf(programme, state.askedBy)} asks${about} · wanted by ${formatDay(state.byOn)}`,
      fields: [{ id: 'answer', kind: 'text', label: 'Your answer', missing: 'Write your answer.', letters: 500 }],
      values: typed.fields ?? { answer: '' },
      problems: typed.problems,
      buttons: [
        send('Send the answer', 'questions.answer', {
          programmeId,
          ref,
          opened: typed.opened ?? version,
          form: typed.form ?? randomUUID(),
        }),
        link('Cancel', 'questions.show', { programmeId, ref }),
      ],
    });
  },
  posted: postedQuestion,
  settled: (turn, head, typed) => {
    if (typed === '') return questionDetail(turn, head);
    const { ref } = head.newest;
    return notice(`${ref} is answered already`, ['Nothing was changed.'], {
      quoted: typed,
      buttons: [link(`Open ${ref}`, 'questions.show', { programmeId: turn.actor.programmeId, ref })],
    });
  },
  rows: (saved, { answer }) => [{ label: 'Answer', saved: saved.answer, yours: answer }],
  title: ({ text }) => text,
};
