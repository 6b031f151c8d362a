// What a person reads when the guard found something. What one could get wrong: in a channel everyone reads the answer, so it
// names the kind of thing and never the words; a form's answer goes to the one who typed, and names them.

import { type FoundIn, sayFindings } from '../guard/fields.js';
import { type Kind, sayKinds } from '../guard/kinds.js';
import { notice } from '../programmes/cards.js';
import type { Answer, Origin } from '../routes.js';

const HEADING = 'Nothing was saved';
const WRITE_AGAIN =
  'Then write it again without anything that could identify a child or family. This check is a guard, not a guarantee.';

/** The answer to a message, which is neither searched nor repeated. */
export function refusedMessage(kinds: readonly Kind[], where: Origin['where']): Answer {
  const place = where === 'shared' ? 'this channel' : 'this chat';
  return notice(HEADING, [
    `Your message seems to hold ${sayKinds(kinds)}. I have kept nothing of it.`,
    `Please delete it from ${place}, as I cannot do that for you.`,
    WRITE_AGAIN,
  ]);
}

/** The answer to a file whose name holds what may identify a child: it is not opened, and its name is not repeated. */
export function refusedFile(kinds: readonly Kind[]): Answer {
  return notice(HEADING, [
    `The name of your file seems to hold ${sayKinds(kinds)}. I have not opened it, and kept nothing of it.`,
    'Please delete your message, as I cannot do that for you, and give the file another name before you send it again.',
  ]);
}

/** The answer to a form that does not say how it is drawn again. */
export function refusedForm(found: FoundIn): Answer {
  return notice(HEADING, [...Object.values(found).map(sayFindings), WRITE_AGAIN]);
}
