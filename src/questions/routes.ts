// What people can type and press about questions. What one could get wrong: a verb's form is what a card may carry, and a card can be forged or
// stale; rights and versions are checked in the actions, never here.

import { isOnlyObserver } from '../programmes/rights.js';
import { listForm } from '../programmes/schema.js';
import { kindCommands, kindVerbs } from '../records/kind.js';
import { type Command, capture, defineVerb, type Opening, type Verb } from '../routes.js';
import { answering, asking } from './forms.js';
import { questionKind } from './kind.js';
import { FILTERS, type Filter, showQuestions } from './lists.js';

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
    run: (turn, { about }) => asking.open(turn, { about: about?.toUpperCase() }),
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
  ...kindCommands(questionKind),
];

export const questionVerbs: Verb[] = [
  ...asking.verbs,
  ...answering.verbs,
  ...kindVerbs(questionKind),
  defineVerb('questions.list', listForm(FILTERS, 'open'), showQuestions),
];
