// Asking a question and answering it. Pitfall: a field is named here and nowhere else; its label, letters and sentences are the form's and a conflict's
// alike.

import * as z from 'zod/v4';
import { formatDay } from '../calendar.js';
import { shorten } from '../cards/markup.js';
import { ProductError } from '../errors.js';
import { nameOf } from '../programmes/actor.js';
import { todayOf } from '../programmes/changing.js';
import { isOnlyObserver } from '../programmes/rights.js';
import { changes } from '../records/change-form.js';
import type { Next } from '../records/change-record.js';
import type { Fields } from '../records/fields.js';
import { creates } from '../records/new-form.js';
import { readRecord } from '../records/read-record.js';
import type { Turn } from '../routes.js';
import type { Kind } from '../storage/store.js';
import { questionKind } from './kind.js';
import { mayAnswer, wantedBy } from './rules.js';
import { ANSWER_LETTERS, type Question } from './schema.js';

const askFields = {
  text: {
    kind: 'text',
    label: 'Your question',
    missing: 'Say what you want to know.',
    from: (question) => question.text,
  },
  ownerId: {
    kind: 'person',
    label: 'Whom you ask',
    missing: 'Choose whom you ask.',
    from: (question) => question.ownerId,
  },
  byOn: {
    kind: 'day',
    label: 'Answer wanted by',
    missing: 'Give the date by which you want the answer, such as 2026-12-02.',
    from: (question) => question.byOn,
  },
} satisfies Fields<Question, string>;

/** Throws FORBIDDEN unless this person may ask. */
function requireMayAsk({ actor }: Pick<Turn, 'actor'>): void {
  if (!isOnlyObserver(actor.member)) return;
  throw new ProductError('FORBIDDEN', 'observers ask no questions here', {
    advice: 'As an observer you read this programme. Ask the programme office what you want to know.',
  });
}

/** What a question may be about, by the letter of its reference. */
const KINDS: Record<string, Kind> = {
  M: 'milestone',
  R: 'risk',
  I: 'issue',
  D: 'decision',
  A: 'action',
  C: 'change-request',
};

/** The record that is asked about: what it is called and whose it is; undefined when there is none. Throws FORBIDDEN for one they may not read. */
async function readAsked(turn: Turn, about = ''): Promise<{ title: string; ownerId: string } | undefined> {
  const kind = KINDS[about.charAt(0)];
  const head = kind && (await readRecord<Record<string, unknown>>(turn, kind, about));
  if (!head) return undefined;
  const { state } = head.newest;
  const [title, ownerId] = [
    state.title ?? state.event ?? state.what ?? state.text ?? state.reason,
    state.ownerId ?? state.askedBy ?? state.requestedBy,
  ];
  return { title: String(title ?? about), ownerId: String(ownerId ?? '') };
}

/** Putting a question to a person, who is told at once; `about` is the record whose card it is asked from. */
export const asking = creates(questionKind, {
  did: 'questions.ask',
  opens: 'questions.open-ask',
  fields: askFields,
  carried: {
    about: z
      .string()
      .regex(/^[MRIDAC]\d{1,5}$/)
      .optional(),
  },
  heading: ({ about }) => (about ? `Ask about ${about}` : 'Ask a question'),
  button: 'Ask',
  words: { made: 'asked', make: 'ask' },
  cancel: 'open',
  advice:
    'Whoever you ask is told at once. The answer comes back to you and stands in the summary; besides you two, Board chairs and the programme office read it.',
  around: async (turn, { about }) => {
    const asked = await readAsked(turn, about);
    return asked ? { title: shorten(asked.title, 200) } : {};
  },
  requireMay: requireMayAsk,
  starts: async (turn, { about }) => {
    const { programme, member } = turn.actor;
    const owner = (await readAsked(turn, about))?.ownerId ?? '';
    return { ownerId: owner === member.id ? '' : owner, byOn: wantedBy(programme, todayOf(turn)) };
  },
  make: (turn, typed, problems, { about }): Question => {
    if (typed.byOn < todayOf(turn)) problems.byOn ??= 'This date has passed already; give one that is still to come.';
    return {
      ...typed,
      about: about ?? null,
      askedBy: turn.actor.member.id,
      askedOn: todayOf(turn),
      answer: '',
      answeredBy: null,
      answeredOn: null,
    };
  },
});

/** Answering it, once; a wrong answer is withdrawn and given again. */
export const answering = changes(questionKind, {
  did: 'questions.answer',
  opens: 'questions.open-answer',
  fields: {
    answer: {
      kind: 'text',
      label: 'Your answer',
      missing: 'Write your answer.',
      letters: ANSWER_LETTERS,
      from: (question) => question.answer,
    },
  },
  heading: (ref) => `Answer ${ref}`,
  button: 'Send the answer',
  around: ({ actor }, { newest: { state } }) => ({
    title: state.text,
    place: `${nameOf(actor.programme, state.askedBy)} asks${state.about ? ` · about ${state.about}` : ''} · wanted by ${formatDay(state.byOn)}`,
  }),
  requireMay: ({ actor }, ref, question) => {
    if (mayAnswer(actor.programme, actor.member, question)) return;
    throw new ProductError('FORBIDDEN', `${ref} is not theirs to answer`, {
      advice: `${ref} is answered by ${nameOf(actor.programme, question.ownerId)}, their deputy or the programme office.`,
    });
  },
  next: (turn, question, { answer }): Next<Question> => ({
    next: { ...question, answer, answeredBy: turn.actor.member.id, answeredOn: todayOf(turn) },
  }),
});
