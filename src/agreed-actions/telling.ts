// Entries of actions told in words: for the history and for the card everyone sees. Pure. What one could get wrong: an entry is told from
// what it changed, so a withdrawn entry tells itself backwards without a case of its own.

import { formatDay } from '../calendar.js';
import { nameOf } from '../programmes/actor.js';
import type { ChangeLine } from '../programmes/cards.js';
import type { Telling } from '../programmes/history.js';
import type { Programme } from '../programmes/schema.js';
import type { Entry } from '../storage/entry.js';
import { sayState } from './rules.js';
import type { AgreedAction } from './schema.js';

/** How actions tell their history. */
export function actionTelling({ programme }: { programme: Programme }): Telling<AgreedAction> {
  return {
    feature: 'actions',
    title: (state) => state.what,
    what: (entry) => capital(whatHappened(entry)),
    changes: (entry) => tellChanges(entry, programme),
    said: (entry) =>
      entry.version === 1 || entry.reworded.includes('what')
        ? entry.state.what
        : entry.reworded.includes('outcome')
          ? entry.state.outcome
          : '',
    correctable: false,
  };
}

/** What an entry did, to follow a reference: "agreed", "done". */
export function whatHappened({ did, corrects }: Entry<AgreedAction>): string {
  const said: Record<string, string> = {
    'actions.agree': 'agreed',
    'actions.change': 'changed',
    'actions.complete': 'done',
    'actions.drop': 'dropped',
    'actions.withdraw-entry': `entry ${corrects ?? ''} withdrawn`,
  };
  return said[did] ?? 'changed';
}

/** What one entry changed, as lines of old → new. */
export function tellChanges({ version, was, state }: Entry<AgreedAction>, programme: Programme): ChangeLine[] {
  if (version === 1)
    return [
      { label: 'Who', text: nameOf(programme, state.ownerId) },
      { label: 'Due', text: formatDay(state.dueOn) },
    ];
  return [
    ...(was.state ? [{ label: 'State', text: `${sayState(was.state)} → ${sayState(state.state)}` }] : []),
    ...(was.ownerId
      ? [{ label: 'Who', text: `${nameOf(programme, was.ownerId)} → ${nameOf(programme, state.ownerId)}` }]
      : []),
    ...(was.dueOn ? [{ label: 'Due', text: `${formatDay(was.dueOn)} → ${formatDay(state.dueOn)}` }] : []),
  ];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
