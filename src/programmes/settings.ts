// Changing the programme's own record: its people, calendar and rules. What one could get wrong: many people change different parts of it at once, so a
// change is made again on the programme as it is now, never refused for somebody else's.

import type { Deps } from '../deps.js';
import { isError } from '../errors.js';
import { type Change, commit, requireHead } from '../storage/ledger.js';
import { PROGRAMME_REF, type Programme, programmes } from './schema.js';

const ATTEMPTS = 8;

/**
 * Makes a change of the programme, if it changes anything. `next` is asked again on whatever the programme has become, and may throw to refuse. Safe
 * to repeat. Throws UNKNOWN, MALFORMED for words that may identify a child, and the store's codes.
 */
export async function changeProgramme(
  deps: Deps,
  programmeId: string,
  change: Change,
  next: (programme: Programme) => Programme,
): Promise<Programme> {
  for (let attempt = 1; ; attempt += 1) {
    const head = await requireHead(deps, programmes, programmeId, PROGRAMME_REF);
    const programme = head.body.newest.state;
    const state = next(programme);
    if (JSON.stringify(state) === JSON.stringify(programme)) return programme;
    const effect = `${change.effect}/${attempt}`;
    const result = await commit(deps, programmes, programmeId, head, { ...change, effect }, state);
    if (result.outcome !== 'conflict' || attempt === ATTEMPTS) return result.head.newest.state;
  }
}

/** A form is recognised for this long after it was saved: longer than any card stays in use. */
const CLAIM_SECONDS = 400 * 24 * 60 * 60;

/**
 * Does what a form asks for, unless it was done before: however late it is delivered again and whatever others have done since, it does nothing more.
 * `work` must be safe to repeat, since a process may die between it and the note that it was done.
 */
export async function doOnce(
  deps: Deps,
  programmeId: string,
  effect: string,
  work: () => Promise<void>,
): Promise<void> {
  const [id, partition] = [`set-${effect}`, `forms:${programmeId}`];
  if (await deps.store.read('form', partition, id)) return;
  await work();
  const at = deps.clock.now().toISOString();
  await deps.store
    .create('form', { id, partition, at, body: { number: 0 }, expiresInSeconds: CLAIM_SECONDS })
    .catch((error) => {
      // Another delivery noted it first, or it will be noted by the next: done it is.
      if (!isError(error, 'TAKEN', 'UNCERTAIN', 'UNAVAILABLE')) throw error;
    });
}
