// What people can type and press about decisions. What one could get wrong: a verb's form is what a card may carry, and a card
// can be forged or stale; rights and versions are checked in the actions, never here.

import { notice } from '../programmes/cards.js';
import { showHistory, type TypedReason, withdrawForm } from '../programmes/history.js';
import { mayAskDecision } from '../programmes/rights.js';
import { listForm, WhichRecord } from '../programmes/schema.js';
import { WithdrawForm, withdrawEntry } from '../programmes/withdraw.js';
import { requireMayRead } from '../records/may-read.js';
import { type Answer, type Command, capture, defineVerb, type Opening, type Turn, type Verb } from '../routes.js';
import { type Head, requireHead } from '../storage/ledger.js';
import { ask, change, openAsk, openChange, openTakeBack, saveTakeBack } from './asking.js';
import { AskForm, ChangeForm, Concerns, OutcomeForm, TakeBackForm } from './forms.js';
import { FILTERS, type Filter, showAgenda, showDecisions } from './lists.js';
import { openOutcome, saveOutcome } from './outcomes.js';
import { heldDecision } from './rules.js';
import { type Decision, decisions } from './schema.js';
import { decisionTelling } from './telling.js';
import { decisionDetail, postedDecisionAnswer } from './views.js';

const { programmeId } = WhichRecord.shape;
const ListForm = listForm(FILTERS, 'open');

export const decisionCommands: Command[] = [
  {
    name: 'decision',
    help: 'Ask a body for a decision: what, of whom and by when; or decision on M18',
    matches: (text) =>
      capture(
        /^(?:(?:ask(?:\s+for)?(?:\s+an?)?|new|raise(?:\s+an?)?)\s+)?decision(?:\s+(?:on\s+)?(?<concerns>[mr]\d{1,5}))?$/i,
        text,
      ),
    offeredTo: mayAskDecision,
    audience: 'me',
    opens: ({ concerns }): Opening => ({
      verb: 'decisions.open-ask',
      fields: { ...(concerns && { concerns: concerns.toUpperCase() }) },
      label: concerns ? `Ask for a decision on ${concerns.toUpperCase()}` : 'Ask for a decision',
    }),
    run: async (turn, { concerns }) => openAsk(turn, { concerns: concerns?.toUpperCase() }),
  },
  {
    name: 'decisions',
    help: 'See what is asked of whom, soonest first; or decisions mine, Board, RDG, corporate, decided, taken back',
    matches: readDecisions,
    offeredTo: () => true,
    audience: 'everyone',
    run: (turn, { filter = 'open' }) => showDecisions(turn, { filter: filter as Filter, page: 1 }),
  },
  {
    name: 'agenda',
    help: 'See what the next Board is asked to decide',
    matches: (text) => capture(/^(?:board\s+)?agenda[.!?]?$/i, text),
    offeredTo: () => true,
    audience: 'everyone',
    run: showAgenda,
  },
  {
    name: 'D03',
    help: 'Open a decision by its reference',
    matches: (text) => capture(/^(?<ref>d\d{1,5})$/i, text),
    offeredTo: () => true,
    audience: 'everyone',
    run: (turn, { ref = '' }) => show(turn, ref.toUpperCase()),
  },
  {
    name: 'history D03',
    help: 'See who changed a decision, when and what',
    matches: (text) => capture(/^history\s+(?<ref>d\d{1,5})$/i, text),
    offeredTo: () => true,
    audience: 'me',
    opens: ({ ref = '' }) => ({
      verb: 'decisions.show-history',
      fields: { ref: ref.toUpperCase() },
      label: `History of ${ref.toUpperCase()}`,
    }),
    run: (turn, { ref = '' }) => history(turn, ref.toUpperCase()),
  },
];

export const decisionVerbs: Verb[] = [
  defineVerb(
    'decisions.open-ask',
    AskForm.partial().extend({ programmeId, concerns: Concerns.optional() }),
    async (turn, form) => openAsk(turn, form),
    openAsk,
  ),
  defineVerb('decisions.ask', AskForm, ask, openAsk),
  defineVerb('decisions.list', ListForm, (turn, form) => showDecisions(turn, form)),
  defineVerb('decisions.show', WhichRecord, (turn, form) => show(turn, form.ref)),
  defineVerb('decisions.show-history', WhichRecord, (turn, form) => history(turn, form.ref)),
  defineVerb(
    'decisions.open-change',
    ChangeForm.partial().extend(WhichRecord.shape),
    (turn, form) => openChange(turn, form),
    openChange,
  ),
  defineVerb('decisions.change', ChangeForm, change, openChange),
  defineVerb(
    'decisions.open-take-back',
    TakeBackForm.partial().extend(WhichRecord.shape),
    (turn, form) => openTakeBack(turn, form),
    openTakeBack,
  ),
  defineVerb('decisions.take-back', TakeBackForm, saveTakeBack, openTakeBack),
  defineVerb(
    'decisions.open-outcome',
    OutcomeForm.partial().extend(WhichRecord.shape),
    (turn, form) => openOutcome(turn, form),
    openOutcome,
  ),
  defineVerb('decisions.record-outcome', OutcomeForm, saveOutcome, openOutcome),
  defineVerb('decisions.open-withdrawal', WhichRecord, (turn, form) => openWithdrawal(turn, form.ref)),
  defineVerb('decisions.withdraw', WithdrawForm, withdraw, (turn, form, { reason: problem = '' }) =>
    openWithdrawal(turn, form.ref, { ...form, problem }),
  ),
];

async function show(turn: Turn, ref: string): Promise<Answer> {
  return decisionDetail(turn, await readDecision(turn, ref));
}

async function history(turn: Turn, ref: string): Promise<Answer> {
  return showHistory(turn, await readDecision(turn, ref), decisionTelling);
}

async function openWithdrawal(turn: Turn, ref: string, typed?: TypedReason): Promise<Answer> {
  return withdrawForm(turn, await readDecision(turn, ref), decisionTelling, typed);
}

async function withdraw(turn: Turn, form: WithdrawForm): Promise<Answer> {
  const result = await withdrawEntry(turn, decisions, heldDecision, form);
  if (result.outcome === 'refused')
    return withdrawForm(turn, result.head, decisionTelling, { ...form, problem: result.problem });
  if (result.outcome === 'conflict')
    return notice(`${form.ref} has changed since`, [
      'Somebody saved another entry, so yours can no longer be withdrawn. Change the decision instead.',
    ]);
  return postedDecisionAnswer(turn, result.entry);
}

async function readDecision(turn: Turn, ref: string): Promise<Head<Decision>> {
  const head = (await requireHead(turn.deps, decisions, turn.actor.programmeId, ref)).body;
  requireMayRead(turn, 'decision', ref, head.newest.state);
  return head;
}

/** "decisions", and which of them. */
function readDecisions(text: string): Record<string, string> | undefined {
  const found = capture(
    /^decisions(?:\s+(?:of\s+)?(?:the\s+)?(?<which>all|open|mine|board|rdg|corporate|decided|taken\s+back))?$/i,
    text,
  );
  if (!found) return undefined;
  const which = (found.which ?? 'open').toLowerCase().replace(/\s+/, ' ');
  const named: Record<string, Filter> = { all: 'open', board: 'Board', rdg: 'RDG', 'taken back': 'withdrawn' };
  return { filter: named[which] ?? which };
}
