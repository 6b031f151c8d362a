// What somebody reads who asks for a record that their programme does not have. Pitfall: it is told to members alone; whoever is in no programme is told
// whom to ask, and nothing of what there is.

import { link } from '../cards/markup.js';
import { isError } from '../errors.js';
import type { Actor } from '../programmes/actor.js';
import { notice } from '../programmes/cards.js';
import { listOf } from '../programmes/references.js';
import type { Answer } from '../routes.js';

/** The answer to a failure that says there is no such thing. Throws any other on. */
export function notThere(error: unknown, { programmeId }: Pick<Actor, 'programmeId'>): Answer {
  if (!isError(error, 'UNKNOWN') || error.advice !== undefined) throw error;
  if (error.ref === undefined)
    return notice('I cannot find that', ['It is not there any more. Type help to see what you can open.']);
  const list = listOf(error.ref);
  const starts = list ? ` ${list.name.replace(/^./, (letter) => letter.toUpperCase())} start with ${list.letter}.` : '';
  return notice('Not found', [`There is no ${error.ref}.${starts}`], {
    buttons: list ? [link(`See ${list.name}`, list.verb, { programmeId })] : [],
  });
}
