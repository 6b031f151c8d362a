// What people can type and press about questions. What one could get wrong: a verb's form is what a card may carry, and a card can be forged or
// stale; rights and versions are checked in the actions, never here.

import { notice } from '../programmes/cards.js';
import { changingVerbs } from '../programmes/changing.js';
import { showHistory, type TypedReason, withdrawForm } from '../programmes/history.js';
import { owesTelling } from '../programmes/owning.js';
import { isOnlyObserver } from '../programmes/rights.js';
import { listForm, WhichRecord } from '../programmes/schema.js';
import { WithdrawForm, withdrawEntry } from '../programmes/withdraw.js';
import { type Answer, type Command, capture, defineVerb, type Opening, type Turn, type Verb } from '../routes.js';
import { requireQuestion } from './actions.js';
import { answering, ask, openAsk } from './form-views.js';
import { About, AskForm } from './forms.js';
import { FILTERS, type Filter, showQuestions } from './lists.js';
import { heldQuestion } from './rules.js';
import { questions } from './schema.js';
import { postedQuestion, questionDetail, questionTelling } from './views.js';

const { programmeId } = WhichRecord.shape;
const ListForm = listForm(FILTERS, 'open');

export const questionCommands: Command[] = [
  {
    name: 'ask M18',
    help: 'Ask the owner of a milestone, risk, decision or action; or ask, to choose whom',
    matches: (text) =>
      capture(/^(?:ask(?:\s+a\s+question)?|question)(?:\s+(?:about\s+)?(?<about>[mridac]\d{1,5}))?[.!?]?$/i, text),
    offeredTo: (member) => !isOnlyObserver(member),
    audience: 'me',
    opens: ({ about }): Opening => ({
      verb: 'questions.open-ask',
      fields: { ...(about && { about: about.toUpperCase() }) },
      label: about ? `Ask about ${about.toUpperCase()}` : 'Ask a question',
    }),
    run: async (turn, { about }) => openAsk(turn, { ...(about && { about: about.toUpperCase() }) }),
  },
  {
    name: 'questions',
    help: 'See what was asked and answered; or questions mine, asked, answered',
    matches: (text) => capture(/^questions(?:\s+(?<filter>open|mine|asked|answered))?$/i, text),
    offeredTo: () => true,
    audience: 'me',
    opens: ({ filter = 'open' }) => ({
      verb: 'questions.list',
      fields: { filter: filter.toLowerCase(), page: '1' },
      label: 'Questions',
    }),
    run: (turn, { filter = 'open' }) => showQuestions(turn, { filter: filter.toLowerCase() as Filter, page: 1 }),
  },
  {
    name: 'Q01',
    help: 'Open a question by its reference',
    matches: (text) => capture(/^(?<ref>q\d{1,5})$/i, text),
    offeredTo: () => true,
    audience: 'me',
    opens: ({ ref = '' }) => ({
      verb: 'questions.show',
      fields: { ref: ref.toUpperCase() },
      label: `Question ${ref.toUpperCase()}`,
    }),
    run: (turn, { ref = '' }) => show(turn, ref.toUpperCase()),
  },
];

export const questionVerbs: Verb[] = [
  defineVerb(
    'questions.open-ask',
    AskForm.partial().extend({ programmeId, about: About.optional() }),
    (turn, form) => openAsk(turn, form),
    openAsk,
  ),
  defineVerb('questions.ask', AskForm, ask, openAsk),
  defineVerb('questions.list', ListForm, showQuestions),
  defineVerb('questions.show', WhichRecord, (turn, form) => show(turn, form.ref)),
  defineVerb('questions.show-history', WhichRecord, async (turn, form) =>
    showHistory(turn, await requireQuestion(turn, form.ref), questionTelling),
  ),
  ...changingVerbs(answering),
  defineVerb('questions.open-withdrawal', WhichRecord, (turn, form) => openWithdrawal(turn, form.ref)),
  defineVerb('questions.withdraw', WithdrawForm, withdraw, (turn, form, { reason: problem = '' }) =>
    openWithdrawal(turn, form.ref, { ...form, problem }),
  ),
];

async function show(turn: Turn, ref: string): Promise<Answer> {
  return questionDetail(turn, await requireQuestion(turn, ref));
}

async function openWithdrawal(turn: Turn, ref: string, typed?: TypedReason): Promise<Answer> {
  return withdrawForm(turn, await requireQuestion(turn, ref), questionTelling, typed);
}

async function withdraw(turn: Turn, form: WithdrawForm): Promise<Answer> {
  const { state } = (await requireQuestion(turn, form.ref)).newest;
  const owes = owesTelling(heldQuestion, turn.actor.member.id, state, { ...state, answer: '' });
  const result = await withdrawEntry(turn, questions, heldQuestion, form, { did: 'questions.withdraw-entry', owes });
  if (result.outcome === 'refused')
    return withdrawForm(turn, result.head, questionTelling, { ...form, problem: result.problem });
  if (result.outcome === 'conflict')
    return notice(`${form.ref} has changed since`, [
      'Somebody saved another entry, so yours can no longer be withdrawn.',
    ]);
  return postedQuestion(turn, result.entry);
}
