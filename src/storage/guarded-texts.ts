// The guard's last door: no text that may identify a child enters the ledger, whichever way it came. What one could get wrong:
// only new words are looked at, so that a record can still be changed when the guard has learnt something since.

import { ProductError } from '../errors.js';
import { findIdentifying } from '../guard/find-identifying.js';
import { sayKinds } from '../guard/kinds.js';
import { type RecordType, textsOf } from './entry.js';

/**
 * Throws MALFORMED, naming record and field but not the words, when a free text that was not there before may identify a
 * child. People who type are answered long before, by the router.
 */
export function requireNothingIdentifying<S>(
  type: RecordType<S>,
  ref: string,
  before: S | undefined,
  after: S,
  reason: string | undefined,
): void {
  const known = new Set(before === undefined ? [] : textsOf(type, before).map(({ text }) => text));
  const typed = [...textsOf(type, after), ...(reason === undefined ? [] : [{ path: 'reason', text: reason }])];
  for (const { path, text } of typed) {
    if (known.has(text)) continue;
    const kinds = findIdentifying(text).map((finding) => finding.kind);
    if (kinds.length > 0)
      throw new ProductError('MALFORMED', `${ref}, ${path}: this seems to hold ${sayKinds(kinds)}. Take it out.`);
  }
}
