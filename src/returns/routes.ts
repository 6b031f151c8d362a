// What people can type and press about the return. What one could get wrong: which return is meant is the newest that has opened; an
// older one is named by its quarter.

import * as z from 'zod/v4';
import { formatDay } from '../calendar.js';
import { link } from '../cards/markup.js';
import { notice } from '../programmes/cards.js';
import { showConflict } from '../programmes/conflict.js';
import { keepDraft } from '../programmes/drafts.js';
import { isOnlyObserver } from '../programmes/rights.js';
import { RecordForm } from '../programmes/schema.js';
import { type Answer, type Command, capture, defineVerb, type Turn, type Verb } from '../routes.js';
import { requireAsked, requireRound, sendSection } from './actions.js';
import { showChallenge } from './challenge-view.js';
import { chase } from './chasing.js';
import { todayOf } from './facts.js';
import { type KeptAnswers, openForm, sectionForm } from './form-view.js';
import { showMissing } from './missing-view.js';
import { returnOverview } from './overview-view.js';
import { closedToObservers, requireReader } from './readers.js';
import { readReturn, readSection } from './reading.js';
import { openedBy, type Round, readRound, roundsOf } from './rounds.js';
import { answerTo, SectionForm, sectionRef, typedAnswers, WhichSection } from './schema.js';
import { sayAnswer } from './sent.js';
import { sentAnswer } from './sent-view.js';

const Which = RecordForm.pick({ programmeId: true }).extend({ ref: WhichSection.shape.ref.optional() });
const Page = Which.extend({ page: z.number().int().min(1).max(999).default(1) });
const OpenForm = WhichSection.extend(SectionForm.omit({ programmeId: true, ref: true, section: true }).partial().shape);

const PATTERN =
  /^(?<what>returns?|dfe return|quarterly check[\s-]?in)(?:\s+(?:for\s+|of\s+)?(?<quarter>[\w/ –-]{2,30}))?[.!?]?$/i;

export const returnCommands: Command[] = [
  {
    name: 'return',
    help: 'See the quarterly return to the DfE and write your sections; or return Q3',
    matches: (text) => capture(PATTERN, text),
    offeredTo: (member) => !isOnlyObserver(member),
    audience: 'me',
    opens: ({ quarter = '' }) => ({ verb: 'returns.show-quarter', fields: { quarter }, label: 'Return to the DfE' }),
    run: (turn, { quarter }) => showQuarter(turn, quarter ?? ''),
  },
  {
    name: 'challenge',
    help: 'Rehearse the questions that an adviser would ask of this quarter',
    matches: (text) => capture(/^(?:challenge|rehearse|rehearsal)[.!?]?$/i, text),
    offeredTo: (member) => !isOnlyObserver(member),
    audience: 'me',
    opens: () => ({ verb: 'returns.challenge', fields: {}, label: 'Challenge' }),
    run: (turn) => withRound(turn, undefined, (round) => showChallenge(turn, round, 1)),
  },
];

export const returnVerbs: Verb[] = closedToObservers([
  defineVerb('returns.show', Which, (turn, { ref }) => withRound(turn, ref, (round) => returnOverview(turn, round))),
  defineVerb(
    'returns.show-quarter',
    Which.extend({
      quarter: z
        .string()
        .regex(/^[\w/ –-]{0,30}$/)
        .default(''),
    }),
    (turn, { quarter }) => showQuarter(turn, quarter),
  ),
  defineVerb('returns.show-seat', Which.extend({ seat: z.string().max(8) }), (turn, { ref, seat }) =>
    withRound(turn, ref, (round) => returnOverview(turn, round, seat)),
  ),
  defineVerb('returns.show-missing', Page, (turn, { ref, page }) =>
    withRound(turn, ref, (round) => showMissing(turn, round, page)),
  ),
  defineVerb('returns.challenge', Page, (turn, { ref, page }) =>
    withRound(turn, ref, (round) => showChallenge(turn, round, page)),
  ),
  defineVerb('returns.read', Which, (turn, { ref }) => withRound(turn, ref, (round) => readReturn(turn, round))),
  defineVerb('returns.read-section', Which.extend({ number: z.number().int().min(1).max(15) }), (turn, sent) =>
    withRound(turn, sent.ref, (round) => readSection(turn, round, sent.number)),
  ),
  defineVerb('returns.chase', Which, (turn, { ref }) => withRound(turn, ref, (round) => chase(turn, round))),
  defineVerb('returns.show-section', WhichSection, (turn, sent) => showSent(turn, sent.ref, sent.section)),
  defineVerb(
    'returns.open-section',
    OpenForm,
    async (turn, sent) => {
      if (sent.form === undefined || sent.opened === undefined)
        return openForm(turn, await requireAsked(turn, sent.ref, sent.section));
      return redraw(turn, SectionForm.parse(sent));
    },
    (turn, sent, problems) => redraw(turn, SectionForm.parse(sent), problems),
  ),
  defineVerb('returns.send-section', SectionForm, save, redraw),
  defineVerb('returns.save-draft', SectionForm, saveDraft, redraw),
]);

async function save(turn: Turn, form: SectionForm): Promise<Answer> {
  const result = await sendSection(turn, form);
  if (result.outcome === 'refused')
    return sectionForm(turn, result.asked, {
      answers: typedAnswers(form),
      form: form.form,
      opened: form.opened,
      problems: result.problems,
    });
  if (result.outcome !== 'conflict') return sentAnswer(turn, result.entry);
  const typed = typedAnswers(form);
  const { section } = await requireAsked(turn, form.ref, form.section, Object.keys(typed));
  return showConflict(turn, {
    feature: 'returns',
    title: section.title,
    theirs: result.theirs,
    rows: section.questions.map((question) => ({
      label: question.label,
      saved: sayAnswer(question, answerTo(result.theirs.state, question.id)),
      yours: sayAnswer(question, typed[question.id] ?? ''),
    })),
    saveVerb: 'returns.send-section',
    reopenVerb: 'returns.open-section',
    form,
    keep: { verb: 'returns.show-section', data: { ref: form.ref, section: form.section } },
  });
}

/** The form again as it was typed. Problems of the guard come by the form's own places: `a3`. */
async function redraw(turn: Turn, form: SectionForm, problems: Record<string, string> = {}): Promise<Answer> {
  const answers = typedAnswers(form);
  const sent = form as unknown as Record<string, string>;
  const byQuestion = Object.entries(problems).map(([place, problem]) => [
    sent[place.replace(/^a/, 'f')] ?? place,
    problem,
  ]);
  const asked = await requireAsked(turn, form.ref, form.section, Object.keys(answers));
  return sectionForm(turn, asked, {
    answers,
    form: form.form,
    opened: form.opened,
    problems: Object.fromEntries(byQuestion),
  });
}

async function saveDraft(turn: Turn, form: SectionForm): Promise<Answer> {
  const { deps, actor } = turn;
  const { section } = await requireAsked(turn, form.ref, form.section);
  const kept = { fields: typedAnswers(form) as KeptAnswers, form: form.form, opened: form.opened };
  await keepDraft<KeptAnswers>(deps, actor.programmeId, sectionRef(form.ref, form.section), actor.member.id, kept);
  const data = { programmeId: actor.programmeId, ref: form.ref };
  const answer = notice(
    'Draft kept',
    [`“${section.title}” is not sent yet. Only you can see the draft; it comes back with the form, on any device.`],
    {
      buttons: [
        link('Go on writing', 'returns.open-section', { ...data, section: form.section }),
        link('Back to the return', 'returns.show', data),
      ],
    },
  );
  return { ...answer, closes: 'Draft kept. Only you can see it.' };
}

async function showSent(turn: Turn, ref: string, section: string): Promise<Answer> {
  const asked = await requireAsked(turn, ref, section);
  if (!asked.head) return openForm(turn, asked);
  return sentAnswer(turn, asked.head.body.newest);
}

/** A return by its quarter as typed; the one that is open when none is named. */
async function showQuarter(turn: Turn, typed: string): Promise<Answer> {
  if (typed.trim() === '') return withRound(turn, undefined, (round) => returnOverview(turn, round));
  const { programme } = turn.actor;
  const round = readRound(programme, typed);
  if (round) return withRound(turn, round.ref, (found) => returnOverview(turn, found));
  const known = roundsOf(programme).map((one) => `Q${one.quarter.quarter}, due ${formatDay(one.dueOn)}`);
  return notice('Which return?', [`This programme’s returns are: ${known.join('; ')}. Type return Q3.`]);
}

/** Runs with the return meant: the newest that has opened. */
async function withRound(turn: Turn, ref: string | undefined, run: (round: Round) => Promise<Answer>): Promise<Answer> {
  const round = ref === undefined ? openedBy(turn.actor.programme, todayOf(turn)).at(-1) : requireRound(turn, ref);
  if (round) {
    await requireReader(turn, round.ref);
    return run(round);
  }
  const { actor } = turn;
  const next = roundsOf(actor.programme).at(0);
  return notice('No return is open', [
    next
      ? `The next one, due on ${formatDay(next.dueOn)}, opens on ${formatDay(next.opensOn)}. Everyone with a section is asked then.`
      : 'This programme has no returns in its calendar. The programme office can add them.',
  ]);
}
