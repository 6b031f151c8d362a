// Entries of decisions told in words: for the history and for the card everyone sees. Pure. What one could get wrong: an entry is
// told from what it changed, so a withdrawn entry tells itself backwards without a case of its own.

import { formatDay } from '../calendar.js';
import { capital } from '../cards/markup.js';
import { sayBody } from '../programmes/bodies.js';
import type { ChangeLine } from '../programmes/cards.js';
import type { Telling } from '../programmes/history.js';
import { sayOutcome } from '../programmes/outcomes.js';
import type { Entry } from '../storage/entry.js';
import { sayState } from './rules.js';
import type { Decision } from './schema.js';

/** How decisions tell their history. */
export const decisionTelling: Telling<Decision> = {
  feature: 'decisions',
  title: (state) => state.text,
  what: (entry) => capital(whatHappened(entry)),
  changes: tellChanges,
  said: (entry) => (entry.version === 1 || entry.reworded.includes('text') ? entry.state.text : ''),
  correctable: false,
};

/** What an entry did, to follow a reference: "asked of the Board", "taken back". */
export function whatHappened({ did, state, corrects }: Entry<Decision>): string {
  const said: Record<string, string> = {
    'decisions.ask': `asked of ${sayBody(state.body)}`,
    'decisions.change': 'changed',
    'decisions.take-back': 'taken back',
    'decisions.record-outcome': 'decided',
    'decisions.withdraw-entry': `entry ${corrects ?? ''} withdrawn`,
  };
  return said[did] ?? 'changed';
}

/** What one entry changed, as lines of old → new. */
export function tellChanges({ version, was, state, reworded }: Entry<Decision>): ChangeLine[] {
  if (version === 1) return [{ label: 'Needed by', text: formatDay(state.byOn) }];
  return [
    ...(reworded.includes('outcome') && state.outcome ? [{ label: 'Outcome', text: sayOutcome(state.outcome) }] : []),
    ...(reworded.includes('outcome') && state.outcome?.words ? [{ label: 'In words', text: state.outcome.words }] : []),
    ...(was.state ? [{ label: 'State', text: `${sayState(was.state)} → ${sayState(state.state)}` }] : []),
    ...(was.body ? [{ label: 'Asked of', text: `${sayBody(was.body)} → ${sayBody(state.body)}` }] : []),
    ...(was.byOn ? [{ label: 'Needed by', text: `${formatDay(was.byOn)} → ${formatDay(state.byOn)}` }] : []),
    ...(reworded.includes('withdrawnReason') && state.withdrawnReason !== ''
      ? [{ label: 'Taken back because', text: state.withdrawnReason }]
      : []),
  ];
}
