// What people can type and press about changes of baselines. What one could get wrong: a verb's form is what a card may carry, and a card can be
// forged or stale; rights and versions are checked in the actions, never here.

import { notice } from '../../programmes/cards.js';
import { changingVerbs } from '../../programmes/changing.js';
import { showHistory, type TypedReason, withdrawForm } from '../../programmes/history.js';
import { isOnlyObserver } from '../../programmes/rights.js';
import { listForm, WhichRecord } from '../../programmes/schema.js';
import { WithdrawForm, withdrawEntry } from '../../programmes/withdraw.js';
import { type Answer, type Command, capture, defineVerb, type Opening, type Turn, type Verb } from '../../routes.js';
import { type Head, requireHead } from '../../storage/ledger.js';
import { deciding, openRequest, request, takingBack } from './form-views.js';
import { MilestoneRef, RequestForm } from './forms.js';
import { heldChange } from './rules.js';
import { type ChangeRequest, changeRequests } from './schema.js';
import { changeDetail, changeTelling, FILTERS, type Filter, postedChangeAnswer, showChanges } from './views.js';

const { programmeId } = WhichRecord.shape;
const ListForm = listForm(FILTERS, 'open');

export const changeCommands: Command[] = [
  {
    name: 'change request M18',
    help: 'Ask a body to change a milestone’s baseline, with reason and impact',
    matches: (text) =>
      capture(/^(?:change(?:\s+request)?|re-?baseline)\s+(?:for\s+|of\s+)?(?<milestone>m\d{1,5})$/i, text),
    offeredTo: (member) => !isOnlyObserver(member),
    audience: 'me',
    opens: ({ milestone = '' }): Opening => ({
      verb: 'change-requests.open-request',
      fields: { milestone: milestone.toUpperCase() },
      label: `Ask to change the baseline of ${milestone.toUpperCase()}`,
    }),
    run: (turn, { milestone = '' }) => openRequest(turn, { milestone: milestone.toUpperCase() }),
  },
  {
    name: 'changes',
    help: 'See which baselines are asked to change; or changes decided, taken back',
    matches: (text) =>
      capture(/^(?:change\s+requests?|changes)(?:\s+(?<filter>waiting|open|decided|taken\s+back))?$/i, text),
    offeredTo: () => true,
    audience: 'everyone',
    run: (turn, { filter = 'open' }) => showChanges(turn, { filter: readFilter(filter), page: 1 }),
  },
  {
    name: 'C03',
    help: 'Open a change of a baseline by its reference',
    matches: (text) => capture(/^(?<ref>c\d{1,5})$/i, text),
    offeredTo: () => true,
    audience: 'everyone',
    run: (turn, { ref = '' }) => show(turn, ref.toUpperCase()),
  },
  {
    name: 'history C03',
    help: 'See who changed a request, when and what',
    matches: (text) => capture(/^history\s+(?<ref>c\d{1,5})$/i, text),
    offeredTo: () => true,
    audience: 'me',
    opens: ({ ref = '' }) => ({
      verb: 'change-requests.show-history',
      fields: { ref: ref.toUpperCase() },
      label: `History of ${ref.toUpperCase()}`,
    }),
    run: (turn, { ref = '' }) => history(turn, ref.toUpperCase()),
  },
];

export const changeVerbs: Verb[] = [
  defineVerb(
    'change-requests.open-request',
    RequestForm.partial().extend({ programmeId, milestone: MilestoneRef }),
    (turn, form) => openRequest(turn, form),
    openRequest,
  ),
  defineVerb('change-requests.request', RequestForm, request, openRequest),
  defineVerb('change-requests.list', ListForm, (turn, form) => showChanges(turn, form)),
  defineVerb('change-requests.show', WhichRecord, (turn, form) => show(turn, form.ref)),
  defineVerb('change-requests.show-history', WhichRecord, (turn, form) => history(turn, form.ref)),
  ...changingVerbs(deciding),
  ...changingVerbs(takingBack),
  defineVerb('change-requests.open-withdrawal', WhichRecord, (turn, form) => openWithdrawal(turn, form.ref)),
  defineVerb('change-requests.withdraw', WithdrawForm, withdraw, (turn, form, { reason: problem = '' }) =>
    openWithdrawal(turn, form.ref, { ...form, problem }),
  ),
];

function readFilter(text: string): Filter {
  const filter = text.toLowerCase().replace(/\s+/, ' ');
  return filter === 'decided' ? 'decided' : filter === 'taken back' ? 'withdrawn' : 'open';
}

async function show(turn: Turn, ref: string): Promise<Answer> {
  return changeDetail(turn, await readChange(turn, ref));
}

async function history(turn: Turn, ref: string): Promise<Answer> {
  return showHistory(turn, await readChange(turn, ref), changeTelling);
}

async function openWithdrawal(turn: Turn, ref: string, typed?: TypedReason): Promise<Answer> {
  return withdrawForm(turn, await readChange(turn, ref), changeTelling, typed);
}

async function withdraw(turn: Turn, form: WithdrawForm): Promise<Answer> {
  const result = await withdrawEntry(turn, changeRequests, heldChange, form);
  if (result.outcome === 'refused')
    return withdrawForm(turn, result.head, changeTelling, { ...form, problem: result.problem });
  if (result.outcome === 'conflict')
    return notice(`${form.ref} has changed since`, [
      'Somebody saved another entry, so yours can no longer be withdrawn. Ask for another change instead.',
    ]);
  return postedChangeAnswer(turn, result.entry);
}

async function readChange(turn: Turn, ref: string): Promise<Head<ChangeRequest>> {
  return (await requireHead(turn.deps, changeRequests, turn.actor.programmeId, ref)).body;
}
