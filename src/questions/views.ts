// From a question and who is asking to a finished card, and its history in words. What one could get wrong: the posted card is drawn from its
// entry alone, as on its day, so that a second delivery gets the same card whenever it comes.

import { dayOf, formatDay, type IsoDate } from '../calendar.js';
import { type Button, link, shorten } from '../cards/markup.js';
import { nameOf } from '../programmes/actor.js';
import { type ChangeLine, type RegisterLine, recordCard } from '../programmes/cards.js';
import { todayOf } from '../programmes/changing.js';
import { byline, type Telling } from '../programmes/history.js';
import { verbOf } from '../programmes/references.js';
import { mayWithdraw } from '../programmes/withdraw.js';
import type { Answer, Turn } from '../routes.js';
import type { Entry } from '../storage/entry.js';
import type { Head } from '../storage/ledger.js';
import { isUnanswered, markQuestion, mayAnswer, sayWhen } from './rules.js';
import type { Question } from './schema.js';

/** How questions tell their history. */
export const questionTelling: Telling<Question> = {
  feature: 'questions',
  title: ({ text }) => text,
  what: ({ did, corrects }) =>
    ({
      'questions.ask': 'Asked',
      'questions.answer': 'Answered',
      'questions.withdraw-entry': `Entry ${corrects ?? ''} withdrawn`,
    })[did] ?? 'Changed',
  changes: ({ version, state }) => (version === 1 ? [{ label: 'Wanted by', text: formatDay(state.byOn) }] : []),
  said: ({ version, reworded, state }) =>
    version === 1 ? state.text : reworded.includes('answer') ? state.answer : '',
  correctable: false,
};

/** What an entry did: asked, answered, withdrawn. */
export function postedQuestion(turn: Pick<Turn, 'actor'>, entry: Entry<Question>): Answer {
  const what = questionTelling.what(entry).toLowerCase();
  return draw(turn, entry, `${entry.ref} ${what}`, dayOf(entry.at, turn.actor.programme.zone), []);
}

/** One question, its answer, and what may be done. */
export function questionDetail(turn: Turn, head: Head<Question>): Answer {
  const { programme, programmeId, member } = turn.actor;
  const { ref, state } = head.newest;
  const data = { programmeId, ref };
  const answers = isUnanswered(state) && mayAnswer(programme, member, state);
  const { card, summary } = draw(turn, head.newest, ref, todayOf(turn), [
    ...(answers ? [{ ...link('Answer', 'questions.open-answer', data), style: 'positive' as const }] : []),
    ...(state.answeredOn !== null && state.askedBy === member.id
      ? [link('Ask again', 'questions.open-ask', { programmeId, ...(state.about && { about: state.about }) })]
      : []),
    ...(mayWithdraw(member.id, head) ? [link('Withdraw my last entry', 'questions.open-withdrawal', data)] : []),
  ]);
  return { card, summary };
}

function draw(
  { actor }: Pick<Turn, 'actor'>,
  entry: Entry<Question>,
  heading: string,
  day: IsoDate,
  buttons: Button[],
): Answer {
  const { programme, programmeId } = actor;
  const { ref, state } = entry;
  const who = `${nameOf(programme, state.askedBy)} asks ${nameOf(programme, state.ownerId)}`;
  const lines: ChangeLine[] = [
    ...(state.about ? [{ label: 'About', text: state.about }] : []),
    { label: 'Wanted by', text: formatDay(state.byOn) },
    ...(state.answeredOn !== null
      ? [
          { label: 'Answer', text: state.answer },
          { label: 'Answered', text: `${formatDay(state.answeredOn)} by ${nameOf(programme, state.answeredBy ?? '')}` },
        ]
      : []),
  ];
  const card = recordCard.render({
    heading,
    text: state.text,
    place: who,
    status: markQuestion(state, day),
    lines,
    byline: byline({ actor }, entry),
    buttons: [
      ...buttons,
      ...(state.about ? [link(`Open ${state.about}`, verbOf(state.about), { programmeId, ref: state.about })] : []),
      link('History', 'questions.show-history', { programmeId, ref }),
    ],
  });
  const summary = `${heading}: ${shorten(state.text, 120)} (${sayWhen(state, day)})`;
  return { card, summary, closes: `Saved. ${heading}.` };
}

/** A question as one line of a list. */
export function questionRow(head: Head<Question>, { actor }: Pick<Turn, 'actor'>, today: IsoDate): RegisterLine {
  const { ref, state } = head.newest;
  const who = `${nameOf(actor.programme, state.askedBy)} asks ${nameOf(actor.programme, state.ownerId)}`;
  const facts = [who, sayWhen(state, today), ...(state.about ? [`about ${state.about}`] : [])];
  return {
    ref,
    title: shorten(state.text, 120),
    facts: facts.join(' · '),
    status: markQuestion(state, today),
    open: link(`Open ${ref}`, 'questions.show', { programmeId: actor.programmeId, ref }),
  };
}
