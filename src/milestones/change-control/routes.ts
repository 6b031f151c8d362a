// What people can type and press about changes of baselines. What one could get wrong: a verb's form is what a card may carry, and a card can be
// forged or stale; rights and versions are checked in the actions, never here.

import { isOnlyObserver } from '../../programmes/rights.js';
import { listForm } from '../../programmes/schema.js';
import { kindCommands, kindVerbs } from '../../records/kind.js';
import { type Command, capture, defineVerb, type Opening, type Verb } from '../../routes.js';
import { deciding, requesting, takingBack } from './forms.js';
import { changeKind } from './kind.js';
import { FILTERS, type Filter, showChanges } from './views.js';

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
    run: (turn, { milestone = '' }) => requesting.open(turn, { milestone: milestone.toUpperCase() }),
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
  ...kindCommands(changeKind),
];

export const changeVerbs: Verb[] = [
  ...requesting.verbs,
  ...deciding.verbs,
  ...takingBack.verbs,
  ...kindVerbs(changeKind),
  defineVerb('change-requests.list', listForm(FILTERS, 'open'), (turn, form) => showChanges(turn, form)),
];

function readFilter(text: string): Filter {
  const filter = text.toLowerCase().replace(/\s+/, ' ');
  return filter === 'decided' ? 'decided' : filter === 'taken back' ? 'withdrawn' : 'open';
}
