// Whether a return can still be changed. What one could get wrong: once it was sent it is locked for ever, and everything that would change
// a section asks here first.

import { formatDay } from '../calendar.js';
import { ProductError } from '../errors.js';
import type { Turn } from '../routes.js';
import { readHead } from '../storage/ledger.js';
import type { Round } from './rounds.js';
import { returnRecords } from './sign-off/schema.js';

/** Throws FORBIDDEN once a return was sent. A point read. */
export async function requireUnsent({ deps, actor }: Pick<Turn, 'deps' | 'actor'>, round: Round): Promise<void> {
  const record = await readHead(deps, returnRecords, actor.programmeId, round.ref);
  const sent = record?.body.newest.state.sent;
  if (sent)
    throw new ProductError('FORBIDDEN', `${round.ref} was sent`, {
      advice: `This return was sent to the DfE on ${formatDay(sent.on)}, so it is locked. What has changed since belongs in the next one.`,
    });
}
