// What a change to a figure owes: a look at the returns that were prepared from it. What one could get wrong: this only notes the debt
// inside the entry; whether a signature falls is decided afterwards, once, by src/returns.

import type { Owed } from '../storage/entry.js';

/** The debt of looking whether a prepared return still says what was signed. */
export function owesRecheck(): Owed {
  return { effect: 'returns.recheck' };
}
