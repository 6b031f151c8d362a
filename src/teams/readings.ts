// The ways in which what was typed may be a command. Pitfall: the most literal one comes first, so that no courtesy or full stop is taken out of words that
// somebody means to keep.

import { readReference } from '../programmes/references.js';
import type { Line, TypedText } from './typed-text.js';

const COURTESY_BEFORE =
  /^(?:(?:please|pls|hi|hello|hey|can you|could you|would you|will you|i(?:'d| would) like to|i want to|let me|show|see|open|give|get|tell)(?: me)?(?: the| an?)?[,:]?\s+)+/i;
const COURTESY_AFTER = /[\s,]+(?:please|pls|thanks|thank you|cheers|ta)$/i;

/** The ways in which a message may be a command, the most literal first: each to be tried until one is. */
export function readings(typed: Omit<TypedText, 'toUs'>): Line[] {
  const both = (from: Line, change: (text: string) => string): Line => ({
    text: change(from.text),
    named: change(from.named),
  });
  const bare = (text: string) =>
    text
      .replace(/^["'(]+/, '')
      .replace(/[\s.,;:!?"')…]{1,100}$/, '')
      .trim();
  const polite = (text: string) => bare(bare(text).replace(COURTESY_AFTER, '').replace(COURTESY_BEFORE, ''));
  const all = [typed, ...(typed.firstLine ? [typed.firstLine] : [])].flatMap((line) => [
    both(line, String),
    both(line, bare),
    both(line, polite),
  ]);
  const found = all.map((one) => both(one, withReference)).filter(({ text }) => text !== '');
  return found.filter(({ text }, n) => found.findIndex((other) => other.text === text) === n);
}

const FIRST_REFERENCE =
  /^(?<before>(?:[a-z'-]+ ){0,5}?)(?<ref>(?:[a-z]{3,12} )?(?:ws|[acdikmqr])[ .:#_-]{0,3}\d{1,5})(?<after>[.,;:!?)'"]*(?: .*)?)$/is;

/** The first reference of a command in the one way to write it: "update m 1 slips" is "update M01 slips". */
function withReference(text: string): string {
  // "Q3" is a quarter there, and no question.
  if (/^(?:dfe |quarterly )?returns?\b/i.test(text)) return text;
  const { before = '', ref = '', after = '' } = FIRST_REFERENCE.exec(text)?.groups ?? {};
  // "a 2 week delay" and "I 2" are words; a letter that is one stands apart from its number only where nothing follows.
  if (/(?:^| )[ai] /i.test(ref) && after.trim() !== '') return text;
  const read = readReference(ref);
  if (read !== undefined) return `${before}${read}${after.replace(/^[.,;:!?)'"]+/, '')}`;
  // The word before it is the command's own: "risks M18", "change request m1".
  const [word = '', ...rest] = ref.split(' ');
  const alone = rest.length > 0 ? readReference(rest.join(' ')) : undefined;
  return alone === undefined ? text : `${before}${word} ${alone}${after.replace(/^[.,;:!?)'"]+/, '')}`;
}
