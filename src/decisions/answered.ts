// A decision asked for in an answer. What one could get wrong: it is made whenever somebody gets to it, perhaps twice at once and
// days later, so it is of the day of the answer and found again by its effect.

import type { Deps } from '../deps.js';
import type { Made } from '../programmes/made.js';
import type { Committed } from '../storage/ledger.js';
import { createRecord } from '../storage/new-record.js';
import { type Decision, decisions } from './schema.js';

/**
 * Makes the decision that an answer asked for, once, under the next reference. The answer checked its words and who may ask; the
 * channel gets no card of its own. Throws the store's codes.
 */
export function applyAskedDecision(
  deps: Deps,
  programmeId: string,
  made: Made,
  asked: Pick<Decision, 'text' | 'body' | 'byOn' | 'workstream'>,
): Promise<Committed<Decision>> {
  const { on, ...change } = made;
  return createRecord<Decision>(deps, decisions, programmeId, { ...change, did: 'decisions.ask' }, () => ({
    ...asked,
    concerns: [],
    askedBy: made.by,
    askedOn: on,
    origin: made.origin,
    state: 'asked',
    withdrawnReason: '',
  }));
}
