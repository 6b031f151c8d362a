// Who acknowledges that a milestone is beyond tolerance. What one could get wrong: an exception is not a failure; it is told upwards early, and
// whoever is above the owner says that they have seen it and what is done.

import { ProductError } from '../errors.js';
import { isBoardChair, isProgrammeOffice } from '../programmes/rights.js';
import type { Member } from '../programmes/schema.js';

/** Board chairs and the programme office, for the bodies above the owner. */
export function mayAcknowledge(member: Member): boolean {
  return isBoardChair(member) || isProgrammeOffice(member);
}

/** Throws FORBIDDEN, with whom to ask, unless this member may acknowledge exceptions. */
export function requireMayAcknowledge(member: Member, ref: string): void {
  if (mayAcknowledge(member)) return;
  throw new ProductError('FORBIDDEN', `the exception of ${ref} is not theirs to acknowledge`, {
    advice: 'A milestone beyond tolerance is acknowledged by a chair of the Board or the programme office.',
  });
}
