// Who may look at a return before it was sent. What one could get wrong: the DfE's own adviser is an observer of the programme, so a draft
// that nobody has signed must not be open to observers.

import { ProductError } from '../errors.js';
import { mayRead } from '../records/may-read.js';
import type { Turn, Verb } from '../routes.js';
import { readHead } from '../storage/ledger.js';
import { returnRecords } from './sign-off/schema.js';

/** The verbs, closed to observers until the return they are about was sent; one that names no return is closed to them. */
export function closedToObservers(verbs: readonly Verb[]): Verb[] {
  return verbs.map((verb) => ({
    ...verb,
    run: async (turn, form) => {
      await requireReader(turn, (form as { ref?: string }).ref);
      return verb.run(turn, form);
    },
  }));
}

/** Throws FORBIDDEN for an observer while a return is not sent. A point read, for observers only. */
export async function requireReader({ deps, actor }: Turn, ref: string | undefined): Promise<void> {
  if (mayRead(actor, 'personal', 'return', {})) return;
  const record = ref === undefined ? undefined : await readHead(deps, returnRecords, actor.programmeId, ref);
  if (mayRead(actor, 'personal', 'return', record?.body.newest.state ?? {})) return;
  throw new ProductError('FORBIDDEN', 'observers read a return once it was sent', {
    advice: 'You can read the return here once it was sent: type return and its quarter, such as return Q2.',
  });
}
