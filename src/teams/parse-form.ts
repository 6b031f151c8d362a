// What a card sent, as the form of its verb. Pitfall: anything may be in it; it is parsed whole, and is not too long to be looked through, before any use.

import { ProductError } from '../errors.js';
import { isFarTooLong } from '../guard/fields.js';
import type { Verb } from '../routes.js';

/** The form that a verb takes. Throws MALFORMED: for a card of an older version, or, with what to do, for far too many letters. */
export function parseForm(verb: Verb, data: unknown): unknown {
  const form = verb.form.safeParse(data);
  if (!form.success) {
    const faults = form.error.issues.map((issue) => `${issue.path.join('.')} ${issue.code}`).join(', ');
    throw new ProductError('MALFORMED', `${verb.verb}: ${faults}`);
  }
  if (isFarTooLong(form.data))
    throw new ProductError('MALFORMED', `${verb.verb}: far too long`, {
      advice: 'That is far longer than the form takes, so nothing was saved. Open the form again and use fewer words.',
    });
  return form.data;
}
