// What people can type and press about risks and issues. What one could get wrong: a verb's form is what a card may carry,
// and a card can be forged or stale; rights and versions are checked in the actions, never here.

import * as z from 'zod/v4';
import { mayRaiseRisk } from '../programmes/rights.js';
import { WithdrawForm } from '../programmes/withdraw.js';
import { type Command, capture, defineVerb, type Opening, type Verb } from '../routes.js';
import { markHappened, reassess } from './actions.js';
import { complete, history, openResolve, openWithdrawal, resolve, show, showIssue, withdraw } from './answers.js';
import { actionRows, escalateRows, reasonRows, reassessRows } from './conflict-rows.js';
import { formVerbs, Which } from './form-verbs.js';
import { actionForm, escalateForm, reassessForm } from './form-views.js';
import {
  ActionFields,
  CompleteForm,
  EscalateFields,
  RaiseForm,
  ReasonFields,
  ReasonForm,
  ReassessFields,
} from './forms.js';
import { FILTERS, type Filter, showHeatMap, showIssues, showRegister } from './lists.js';
import { openRaise, raise } from './raising.js';
import { reasonForm } from './reason-form.js';
import { accept, addAction, close, escalate } from './responses.js';

const { programmeId } = Which.shape;
const milestone = z
  .string()
  .regex(/^M\d{1,5}$/)
  .optional();
const workstream = z
  .string()
  .regex(/^WS\d{1,2}$/)
  .optional();
const page = z.coerce.number().int().min(1).max(10_000).default(1);
const filter = z.enum(Object.keys(FILTERS) as [Filter, ...Filter[]]).default('all');

export const riskCommands: Command[] = [
  {
    name: 'raise risk',
    help: 'Raise a risk: what may happen, why, and what it would mean',
    matches: (text) =>
      upper(capture(/^(?:raise\s+(?:an?\s+)?(?:new\s+)?|new\s+)risk(?:\s+(?:to\s+)?(?<milestone>m\d{1,5}))?$/i, text)),
    offeredTo: mayRaiseRisk,
    audience: 'me',
    opens: ({ milestone: to }): Opening => ({
      verb: 'risks.open-raise',
      fields: { ...(to && { milestone: to }) },
      label: to ? `Raise a risk to ${to}` : 'Raise a risk',
    }),
    run: async (turn, { milestone: to }) => openRaise(turn, { milestone: to }),
  },
  {
    name: 'risks',
    help: 'See the register, highest score first; or risks mine, high, beyond appetite, closed, WS2, M18',
    matches: (text) => readRisks(text),
    offeredTo: () => true,
    audience: 'everyone',
    run: (turn, { filter: kept = 'all', milestone: to, workstream: of }) =>
      showRegister(turn, { filter: kept as Filter, page: 1, milestone: to, workstream: of }),
  },
  {
    name: 'heat map',
    help: 'See the open risks on likelihood and impact',
    matches: (text) => capture(/^(?:risk\s+)?heat\s?map$/i, text),
    offeredTo: () => true,
    audience: 'everyone',
    run: (turn) => showHeatMap(turn),
  },
  {
    name: 'issues',
    help: 'See the risks that have happened',
    matches: (text) => capture(/^issues?$/i, text),
    offeredTo: () => true,
    audience: 'everyone',
    run: (turn) => showIssues(turn, 1),
  },
  {
    name: 'R04',
    help: 'Open a risk by its reference, or an issue: I01',
    matches: (text) => upper(capture(/^(?<ref>[ri]\d{1,5})$/i, text)),
    offeredTo: () => true,
    audience: 'everyone',
    run: (turn, { ref = '' }) => show(turn, ref),
  },
  {
    name: 'history R04',
    help: 'See who changed a risk or an issue, when and what',
    matches: (text) => upper(capture(/^history\s+(?<ref>[ri]\d{1,5})$/i, text)),
    offeredTo: () => true,
    audience: 'me',
    opens: ({ ref = '' }) => ({ verb: 'risks.show-history', fields: { ref }, label: `History of ${ref}` }),
    run: (turn, { ref = '' }) => history(turn, ref),
  },
];

export const riskVerbs: Verb[] = [
  defineVerb(
    'risks.open-raise',
    RaiseForm.partial().extend({ programmeId, milestone }),
    async (turn, form) => openRaise(turn, form),
    openRaise,
  ),
  defineVerb('risks.raise', RaiseForm, raise, openRaise),
  defineVerb('risks.list', z.object({ programmeId, filter, page, milestone, workstream }), (turn, form) =>
    showRegister(turn, form),
  ),
  defineVerb('risks.list-issues', z.object({ programmeId, page }), (turn, form) => showIssues(turn, form.page)),
  defineVerb('risks.show-heat-map', z.object({ programmeId }), (turn) => showHeatMap(turn)),
  defineVerb('risks.show', Which, (turn, form) => show(turn, form.ref)),
  defineVerb('risks.show-issue', Which, (turn, form) => showIssue(turn, form.ref)),
  defineVerb('risks.show-history', Which, (turn, form) => history(turn, form.ref)),
  ...formVerbs({
    open: 'risks.open-reassess',
    save: 'risks.reassess',
    fields: ReassessFields,
    draw: reassessForm,
    act: reassess,
    rows: reassessRows,
  }),
  ...formVerbs({
    open: 'risks.open-action',
    save: 'risks.add-action',
    fields: ActionFields,
    draw: actionForm,
    act: addAction,
    rows: actionRows,
  }),
  defineVerb('risks.complete-action', CompleteForm, complete),
  ...formVerbs({
    open: 'risks.open-escalate',
    save: 'risks.escalate',
    fields: EscalateFields,
    draw: escalateForm,
    act: escalate,
    rows: escalateRows,
  }),
  ...formVerbs({
    open: 'risks.open-accept',
    save: 'risks.accept',
    fields: ReasonFields,
    draw: (turn, head, typed) => reasonForm(turn, head, 'accept', typed),
    act: accept,
    rows: reasonRows('accepted'),
  }),
  ...formVerbs({
    open: 'risks.open-close',
    save: 'risks.close',
    fields: ReasonFields,
    draw: (turn, head, typed) => reasonForm(turn, head, 'close', typed),
    act: close,
    rows: reasonRows('closed'),
  }),
  ...formVerbs({
    open: 'risks.open-happened',
    save: 'risks.mark-happened',
    fields: ReasonFields,
    draw: (turn, head, typed) => reasonForm(turn, head, 'happened', typed),
    act: markHappened,
    rows: reasonRows('materialised'),
  }),
  defineVerb(
    'risks.open-resolve',
    ReasonForm.partial().extend(Which.shape),
    (turn, form) => openResolve(turn, form),
    openResolve,
  ),
  defineVerb('risks.resolve-issue', ReasonForm, resolve, openResolve),
  defineVerb('risks.open-withdrawal', Which, (turn, form) => openWithdrawal(turn, form.ref)),
  defineVerb('risks.withdraw', WithdrawForm, withdraw, (turn, form, { reason: problem = '' }) =>
    openWithdrawal(turn, form.ref, { ...form, problem }),
  ),
];

/** "risks", and what may follow it; undefined when something else does. */
function readRisks(text: string): Record<string, string> | undefined {
  const rest = capture(/^risks?(?:\s+(?<rest>.+))?$/i, text);
  if (!rest) return undefined;
  const words = (rest.rest ?? 'all').trim().toLowerCase();
  const simple = words.match(/^(?:all|mine|high|closed)$/)?.[0];
  if (simple) return { filter: simple };
  if (/^(?:beyond(?:\s+appetite)?|escalated?)$/.test(words)) return { filter: 'beyond' };
  const of = words.toUpperCase().match(/^(?:OF\s+|TO\s+|IN\s+)?(?:(?<ws>WS\d{1,2})|(?<ms>M\d{1,5}))$/)?.groups;
  if (of?.ws) return { filter: 'workstream', workstream: of.ws };
  return of?.ms ? { filter: 'milestone', milestone: of.ms } : undefined;
}

/** References as the ledger writes them. */
function upper(captured: Record<string, string | undefined> | undefined): Record<string, string> | undefined {
  if (!captured) return undefined;
  const caught = Object.entries(captured).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return Object.fromEntries(caught.map(([name, text]) => [name, text.toUpperCase()]));
}
