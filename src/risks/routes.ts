// What people can type and press about risks and issues. What one could get wrong: a verb's form is what a card may carry,
// and a card can be forged or stale; rights and versions are checked in the actions, never here.

import * as z from 'zod/v4';
import { mayRaiseRisk } from '../programmes/rights.js';
import { WhichRecord } from '../programmes/schema.js';
import { kindCommands, kindVerbs } from '../records/kind.js';
import { type Command, capture, defineVerb, type Opening, type Verb } from '../routes.js';
import { accepting, addingAction, closing, escalating, happening, raising, reassessing, resolving } from './forms.js';
import { issueKind, riskKind } from './kind.js';
import { FILTERS, type Filter, showHeatMap, showIssue, showIssues, showRegister } from './lists.js';
import { CompleteForm, complete } from './responses.js';

const { programmeId } = WhichRecord.shape;
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
    run: async (turn, { milestone: to }) => raising.open(turn, { milestone: to }),
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
  ...kindCommands(riskKind, issueKind),
];

export const riskVerbs: Verb[] = [
  ...raising.verbs,
  ...reassessing.verbs,
  ...addingAction.verbs,
  ...escalating.verbs,
  ...accepting.verbs,
  ...closing.verbs,
  ...happening.verbs,
  ...resolving.verbs,
  ...kindVerbs(riskKind, issueKind),
  defineVerb('risks.complete-action', CompleteForm, complete),
  defineVerb('risks.list', z.object({ programmeId, filter, page, milestone, workstream }), (turn, form) =>
    showRegister(turn, form),
  ),
  defineVerb('risks.list-issues', z.object({ programmeId, page }), (turn, form) => showIssues(turn, form.page)),
  defineVerb('risks.show-heat-map', z.object({ programmeId }), (turn) => showHeatMap(turn)),
  defineVerb('risks.show-issue', WhichRecord, (turn, form) => showIssue(turn, form.ref)),
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
