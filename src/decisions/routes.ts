// What people can type and press about decisions. What one could get wrong: a verb's form is what a card may carry, and a card
// can be forged or stale; rights and versions are checked in the actions, never here.

import { mayAskDecision } from '../programmes/rights.js';
import { listForm } from '../programmes/schema.js';
import { kindCommands, kindVerbs } from '../records/kind.js';
import { type Command, capture, defineVerb, type Opening, type Verb } from '../routes.js';
import { asking, changing, recordingOutcome, takingBack } from './forms.js';
import { decisionKind } from './kind.js';
import { FILTERS, type Filter, showAgenda, showDecisions } from './lists.js';

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
    run: async (turn, { concerns }) => asking.open(turn, { concerns: concerns?.toUpperCase() }),
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
  ...kindCommands(decisionKind),
];

export const decisionVerbs: Verb[] = [
  ...asking.verbs,
  ...changing.verbs,
  ...takingBack.verbs,
  ...recordingOutcome.verbs,
  ...kindVerbs(decisionKind),
  defineVerb('decisions.list', listForm(FILTERS, 'open'), (turn, form) => showDecisions(turn, form)),
];

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
