// A section's form, fresh or as typed with what must be mended; last quarter's words stand beside each question. What one could get wrong:
// a refused form is drawn from what was typed, never from what was sent, so that nothing a person wrote is lost.

import { randomUUID } from 'node:crypto';
import { formatDay, formatInstant } from '../calendar.js';
import { link, send, shorten } from '../cards/markup.js';
import { sayQuarterWhole } from '../financial-years.js';
import { nameOf } from '../programmes/actor.js';
import { readDraft } from '../programmes/drafts.js';
import { sayMend } from '../programmes/problems.js';
import type { Answer, Turn } from '../routes.js';
import { readHead } from '../storage/ledger.js';
import type { Asked } from './actions.js';
import { formCard, type QuestionView } from './cards.js';
import type { AnswerProblems } from './check.js';
import type { Question } from './questions.js';
import { answerTo, returnSections, type SectionAnswer, sectionRef } from './schema.js';
import { seatName } from './seats.js';
import { sayAnswer } from './sent.js';

/** What a form was sent with, to be drawn again. */
export interface TypedSection {
  answers: Record<string, string>;
  form: string;
  opened: number;
  problems?: AnswerProblems;
}

/** What a draft keeps. */
export type KeptAnswers = Record<string, string>;

const FORMER_LETTERS = 260;

/** The form a person opens: their draft, what was sent, or what the registers suggest. */
export async function openForm(turn: Turn, asked: Asked): Promise<Answer> {
  const { deps, actor } = turn;
  const ref = sectionRef(asked.facts.round.ref, asked.section.id);
  const draft = await readDraft<KeptAnswers>(deps, actor.programmeId, ref, actor.member.id);
  if (!draft) return sectionForm(turn, asked);
  const kept = `Your draft of ${formatInstant(draft.savedAt, actor.programme.zone)} is back.`;
  return sectionForm(turn, asked, { answers: draft.fields, form: draft.form, opened: draft.opened }, kept);
}

/** The form of a section. `notice`: a sentence above it, such as that a draft is back. */
export async function sectionForm(turn: Turn, asked: Asked, typed?: TypedSection, notice = ''): Promise<Answer> {
  const { facts, section, head } = asked;
  const { programme, programmeId } = turn.actor;
  const { round } = facts;
  const former = await readFormer(turn, asked);
  const problems = typed?.problems ?? {};
  const place = { programmeId, ref: round.ref };
  const carried = {
    ...place,
    section: section.id,
    opened: typed?.opened ?? head?.body.newest.version ?? 0,
    form: typed?.form ?? randomUUID(),
    ...Object.fromEntries(section.questions.map(({ id }, n) => [`f${n + 1}`, id])),
  };
  const mend = sayMend(problems);
  const sent = head?.body.newest;
  const view = (letters: number) => ({
    heading: section.title,
    place: `${sayQuarterWhole(round.quarter)} · due ${formatDay(round.dueOn)}`,
    lines: [
      sent
        ? `Sent by ${nameOf(programme, sent.by)} on ${formatInstant(sent.at, programme.zone)}; sending again replaces it, and both stay in its history.`
        : `Answered for ${seatName(programme, section.seat)}. What the registers know is filled in; change what is not right.`,
      section.restricted ? 'Restricted: only those who may read finance detail see this section.' : '',
    ]
      .filter(Boolean)
      .map((text) => ({ text })),
    notice: mend || notice,
    questions: section.questions.map((question, n) =>
      drawQuestion(question, n + 1, {
        value: typed ? (typed.answers[question.id] ?? '') : freshValue(question, sent?.state),
        problem: problems[question.id] ?? '',
        former: sayFormer(question, former, letters),
      }),
    ),
    buttons: [
      send(sent ? 'Send the change' : 'Send this section', 'returns.send-section', carried),
      { ...send('Save draft', 'returns.save-draft', carried), style: 'default' as const },
      link('Back to the return', 'returns.show', place),
    ],
  });
  return {
    // Last quarter's words give way first: they are in the last return, and what is typed here is nowhere else.
    card: formCard.renderFirst([FORMER_LETTERS, 90, 0], view),
    summary: mend ? `${section.title} is not sent yet. ${mend}` : `${section.title}.`,
  };
}

function drawQuestion(
  question: Question,
  place: number,
  { value, problem, former }: { value: string; problem: string; former: string },
): QuestionView {
  const { kind, label, letters, choices, facts } = question;
  return { kind, id: `a${place}`, label, value, letters: Math.max(letters, 1), choices, facts, former, problem };
}

/** What was sent, or what the registers suggest while nothing was. */
function freshValue(question: Question, sent: SectionAnswer | undefined): string {
  if (!sent?.answers.some(({ field }) => field === question.id))
    return shorten(question.suggests, question.letters || 100);
  return answerTo(sent, question.id);
}

function sayFormer(question: Question, former: SectionAnswer | undefined, letters: number): string {
  const text = answerTo(former, question.id);
  return text === '' || letters === 0 ? '' : shorten(sayAnswer(question, text), letters);
}

async function readFormer({ deps, actor }: Turn, { facts, section }: Asked): Promise<SectionAnswer | undefined> {
  if (!facts.former) return undefined;
  const ref = sectionRef(facts.former.ref, section.id);
  return (await readHead(deps, returnSections, actor.programmeId, ref))?.body.newest.state;
}
