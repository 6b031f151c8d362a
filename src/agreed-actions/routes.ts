// What people can type and press about agreed actions. What one could get wrong: a verb's form is what a card may carry, and a card can be
// forged or stale; rights and versions are checked in the actions, never here.

import { notice } from '../programmes/cards.js';
import { changingVerbs } from '../programmes/changing.js';
import { showHistory, type TypedReason, withdrawForm } from '../programmes/history.js';
import { isOnlyObserver } from '../programmes/rights.js';
import { listForm, WhichRecord } from '../programmes/schema.js';
import { WithdrawForm, withdrawEntry } from '../programmes/withdraw.js';
import { type Answer, type Command, capture, defineVerb, type Opening, type Turn, type Verb } from '../routes.js';
import { type Head, requireHead } from '../storage/ledger.js';
import { agree, changing, completing, dropping, openAgree } from './form-views.js';
import { AgreeForm, From } from './forms.js';
import { FILTERS, type Filter, showActions } from './lists.js';
import { heldAction } from './rules.js';
import { type AgreedAction, agreedActions } from './schema.js';
import { actionTelling } from './telling.js';
import { actionDetail, postedActionAnswer } from './views.js';

const { programmeId } = WhichRecord.shape;
const ListForm = listForm(FILTERS, 'open');

export const actionCommands: Command[] = [
  {
    name: 'action',
    help: 'Agree an action: what, who and by when; or action from D03',
    matches: (text) =>
      capture(/^(?:(?:add|agree|new)(?:\s+an?)?\s+)?action(?:\s+(?:from\s+)?(?<from>[dmr]\d{1,5}))?$/i, text),
    offeredTo: (member) => !isOnlyObserver(member),
    audience: 'me',
    opens: ({ from }): Opening => ({
      verb: 'actions.open-agree',
      fields: { ...(from && { from: from.toUpperCase() }) },
      label: from ? `Agree an action from ${from.toUpperCase()}` : 'Agree an action',
    }),
    run: async (turn, { from }) => openAgree(turn, { ...(from && { from: from.toUpperCase() }) }),
  },
  {
    name: 'actions',
    help: 'See what is to do, soonest first; or actions mine, late, done, dropped',
    matches: (text) => capture(/^actions(?:\s+(?<filter>open|mine|late|done|dropped))?$/i, text),
    offeredTo: () => true,
    audience: 'everyone',
    run: (turn, { filter = 'open' }) => showActions(turn, { filter: filter.toLowerCase() as Filter, page: 1 }),
  },
  {
    name: 'A03',
    help: 'Open an action by its reference',
    matches: (text) => capture(/^(?<ref>a\d{1,5})$/i, text),
    offeredTo: () => true,
    audience: 'everyone',
    run: (turn, { ref = '' }) => show(turn, ref.toUpperCase()),
  },
  {
    name: 'history A03',
    help: 'See who changed an action, when and what',
    matches: (text) => capture(/^history\s+(?<ref>a\d{1,5})$/i, text),
    offeredTo: () => true,
    audience: 'me',
    opens: ({ ref = '' }) => ({
      verb: 'actions.show-history',
      fields: { ref: ref.toUpperCase() },
      label: `History of ${ref.toUpperCase()}`,
    }),
    run: (turn, { ref = '' }) => history(turn, ref.toUpperCase()),
  },
];

export const actionVerbs: Verb[] = [
  defineVerb(
    'actions.open-agree',
    AgreeForm.partial().extend({ programmeId, from: From.optional() }),
    async (turn, form) => openAgree(turn, form),
    openAgree,
  ),
  defineVerb('actions.agree', AgreeForm, agree, openAgree),
  defineVerb('actions.list', ListForm, (turn, form) => showActions(turn, form)),
  defineVerb('actions.show', WhichRecord, (turn, form) => show(turn, form.ref)),
  defineVerb('actions.show-history', WhichRecord, (turn, form) => history(turn, form.ref)),
  ...changingVerbs(completing),
  ...changingVerbs(changing),
  ...changingVerbs(dropping),
  defineVerb('actions.open-withdrawal', WhichRecord, (turn, form) => openWithdrawal(turn, form.ref)),
  defineVerb('actions.withdraw', WithdrawForm, withdraw, (turn, form, { reason: problem = '' }) =>
    openWithdrawal(turn, form.ref, { ...form, problem }),
  ),
];

async function show(turn: Turn, ref: string): Promise<Answer> {
  return actionDetail(turn, await readAction(turn, ref));
}

async function history(turn: Turn, ref: string): Promise<Answer> {
  return showHistory(turn, await readAction(turn, ref), actionTelling(turn.actor));
}

async function openWithdrawal(turn: Turn, ref: string, typed?: TypedReason): Promise<Answer> {
  return withdrawForm(turn, await readAction(turn, ref), actionTelling(turn.actor), typed);
}

async function withdraw(turn: Turn, form: WithdrawForm): Promise<Answer> {
  const result = await withdrawEntry(turn, agreedActions, heldAction, form);
  if (result.outcome === 'refused')
    return withdrawForm(turn, result.head, actionTelling(turn.actor), { ...form, problem: result.problem });
  if (result.outcome === 'conflict')
    return notice(`${form.ref} has changed since`, [
      'Somebody saved another entry, so yours can no longer be withdrawn. Change the action instead.',
    ]);
  return postedActionAnswer(turn, result.entry);
}

async function readAction(turn: Turn, ref: string): Promise<Head<AgreedAction>> {
  return (await requireHead(turn.deps, agreedActions, turn.actor.programmeId, ref)).body;
}
