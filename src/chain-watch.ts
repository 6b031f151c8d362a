// The whole store verified once a day, so that an alteration is noticed by the log and not by chance. Pitfall: the log says how many things do not
// hold and of which kinds, never what they said; `npm run ledger -- verify` says which. Any number of processes may do it.

import type { Deps } from './deps.js';
import { describeError } from './log.js';
import { adoptDocuments } from './verification/adopting.js';
import { isAdopted } from './verification/directory.js';
import { verifyStore } from './verification/whole.js';

const DAY_MS = 24 * 60 * 60_000;
/** After a start people come first. */
const FIRST_AFTER_MS = 30 * 60_000;

/**
 * Verifies every programme. What does not hold, or could not be read, is one line in the log; it never throws. Documents of before the ledger knew of
 * them are taken into it where all is whole.
 */
export async function checkChains(deps: Deps, ended = () => false): Promise<void> {
  try {
    for await (const { programmeId, registered, records, entries, faults, heads } of verifyStore(deps)) {
      if (ended()) return;
      const kinds = [...new Set(faults.map((fault) => fault.split(' ')[0]))].join(' ');
      if (faults.length > 0)
        deps.log.error('chain-broken', { programmeId, records, entries, faults: faults.length, kinds });
      else if (registered) {
        if (!isAdopted(programmeId, heads)) await adoptDocuments(deps, programmeId);
        deps.log.info('chains-hold', { programmeId, records, entries });
      }
    }
  } catch (error) {
    // A store that was closed under a walk says nothing of its chains.
    if (!ended()) deps.log.error('chains-not-checked', describeError(error));
  }
}

/** Does so daily, beginning half an hour from now. Gives what ends it, at once: stopping waits for no walk. */
export function watchChains(
  deps: Deps,
  { firstAfterMs = FIRST_AFTER_MS, everyMs = DAY_MS }: { firstAfterMs?: number; everyMs?: number } = {},
): () => void {
  let ended = false;
  const walk = async () => {
    await checkChains(deps, () => ended);
    if (!ended) timer = setTimeout(walk, everyMs).unref();
  };
  let timer = setTimeout(walk, firstAfterMs).unref();
  return () => {
    ended = true;
    clearTimeout(timer);
  };
}
