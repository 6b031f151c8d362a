// What people can type and press about agreed actions. What one could get wrong: a verb's form is what a card may carry, and a card can be
// forged or stale; rights and versions are checked in the actions, never here.

import { isOnlyObserver } from '../programmes/rights.js';
import { listForm } from '../programmes/schema.js';
import { kindCommands, kindVerbs } from '../records/kind.js';
import { type Command, capture, defineVerb, type Opening, type Verb } from '../routes.js';
import { agreeing, changing, completing, dropping } from './forms.js';
import { actionKind } from './kind.js';
import { FILTERS, type Filter, showActions } from './lists.js';

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
    run: (turn, { from }) => agreeing.open(turn, { from: from?.toUpperCase() }),
  },
  {
    name: 'actions',
    help: 'See what is to do, soonest first; or actions mine, late, done, dropped',
    matches: (text) => capture(/^actions(?:\s+(?<filter>open|mine|late|done|dropped))?$/i, text),
    offeredTo: () => true,
    audience: 'everyone',
    run: (turn, { filter = 'open' }) => showActions(turn, { filter: filter.toLowerCase() as Filter, page: 1 }),
  },
  ...kindCommands(actionKind),
];

export const actionVerbs: Verb[] = [
  ...agreeing.verbs,
  ...completing.verbs,
  ...changing.verbs,
  ...dropping.verbs,
  ...kindVerbs(actionKind),
  defineVerb('actions.list', listForm(FILTERS, 'open'), (turn, form) => showActions(turn, form)),
];
