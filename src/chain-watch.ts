// Every chain walked once a day, so that an alteration is noticed by the log and not by chance. What one could get wrong: it only
// reads, so any number of processes may do it; the log says how many things do not hold, `npm run ledger -- verify` says which.

import type { Deps } from './deps.js';
import { describeError } from './log.js';
import { listProgrammes } from './programmes/registration.js';
import { recordTypes } from './records.js';
import { verifyProgramme } from './storage/verify.js';

const DAY_MS = 24 * 60 * 60_000;
/** After a start people come first. */
const FIRST_AFTER_MS = 30 * 60_000;

/** Walks every programme's chains. What does not hold, or could not be read, is one line in the log; it never throws. */
export async function checkChains(deps: Deps, ended = () => false): Promise<void> {
  try {
    for (const programmeId of await listProgrammes(deps)) {
      if (ended()) return;
      const { records, entries, faults } = await verifyProgramme(deps, recordTypes, programmeId);
      if (faults.length > 0) deps.log.error('chain-broken', { programmeId, records, entries, faults: faults.length });
      else deps.log.info('chains-hold', { programmeId, records, entries });
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
