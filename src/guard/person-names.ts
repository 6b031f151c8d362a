// Whether words with capitals name a person: "Jamie", "Amara Okafor" and "J. Fernandes", not "Cabinet Report". Pure.
// Pitfall: this is asked only of words right beside a long past date, an age or a school year; elsewhere any name may stand.

import { NAME_OR_WORD, NAMES, TITLE_WORDS } from './name-lists.js';

/** A word with a capital, of a name's length: without that bound a hostile text would be searched over and over. */
export const CAPITAL = "(?<![\\p{L}'.-])\\p{Lu}[\\p{L}'.-]{0,30}";

/** What follows a name that is a place's. */
const PLACE =
  /^(?:road|street|avenue|lane|close|drive|way|house|ward|hub|base|unit|building|room|farm|bridge|gate|cross|common|district|area|region|estate|library|museum|hotel|surgery|clinic|federation|partnership|foundation|team|group|class|hospital|school|nursery|academy|college|centre|court|park|hall|trust|church|primary|infant|junior|site)$/i;
/** What stands before the name of a school or of somebody grown up. */
const NO_CHILD = /^(?:st|saint|sir|dame|dr|prof|professor|mr|mrs|ms|cllr|councillor|rev)\.?$/i;
/** Words that begin a sentence or stand before a name, and are no part of it. */
const BEFORE_NAME =
  /^(?:a|an|the|and|about|after|also|as|ask|at|boy|by|case|child|chase|collect|daughter|for|from|girl|help|in|including|is|learner|met|move|my|of|on|our|parents|patient|please|pupil|ring|see|seen|since|son|student|their|this|to|today|twins|update|waiting|when|where|with|yesterday)$/i;
/** A word as surnames and first names are written: O'Brien, Ní, Ellie-Mae, McAuley; not ICB, DfE or WS6. */
const NAME_SHAPED = /^\p{Lu}(?:\p{Lu}?[\p{Ll}'-]+(?:\p{Lu}[\p{Ll}'-]+)*)$/u;
const INITIAL = /^\p{Lu}\.?$/u;

/** Where in a row of words with capitals a person's name begins, in letters; undefined when they name nobody. */
export function nameIn(capitals: string): number | undefined {
  return knownNameIn(capitals) ?? fullNameIn(capitals);
}

/** The same, for first names that are known as such. */
export function knownNameIn(capitals: string): number | undefined {
  const words = capitals.split(' ');
  let at = 0;
  for (const [n, word] of words.entries()) {
    if (n > 0 && NO_CHILD.test(words[n - 1] ?? '')) return undefined;
    const first = plain(word).replace(/[.-].*$/, '');
    const rest = words.slice(n + 1);
    const named = NAMES.has(first) || (NAME_OR_WORD.has(first) && rest.length > 0 && !rest.some(isTitle));
    if (named && !rest.some((other) => PLACE.test(other.replace(/(?:'s?|[.,:])$/, '')))) return at;
    at += word.length + 1;
  }
  return undefined;
}

/** One word with a capital that is no title, no kind of people and no name of a place: where nothing but a name stands so. */
export function loneNameIn(capitals: string): number | undefined {
  const words = capitals.split(' ');
  const word = plain(words.at(-1) ?? '');
  if (words.length > 1 && !words.slice(0, -1).every((other) => BEFORE_NAME.test(other))) return undefined;
  const title = isTitle(word) || NOT_LONE.test(word) || PLACE.test(word) || BEFORE_NAME.test(word);
  if (title || !NAME_SHAPED.test(words.at(-1) ?? '')) return undefined;
  return capitals.length - (words.at(-1) ?? '').length;
}

/** A name that is also a word, alone: right beside an age or school year it is a name. */
export function wordNameIn(capitals: string): number | undefined {
  const words = capitals.split(' ');
  const word = words.pop() ?? '';
  if (!NAME_OR_WORD.has(plain(word)) || isTitle(word) || !words.every((other) => BEFORE_NAME.test(other)))
    return undefined;
  return capitals.length - word.length;
}

/** Those of whom there are many, and words that begin a sentence. */
const NOT_LONE =
  /s$|^(?:.{1,2}|anyone|anybody|someone|everyone|everybody|nobody|those|cohort|people|debt|average|mean|median|mostly|usually|only|currently|now|then|it|this|that|he|she|they|who|stock|fleet|equipment|software|data|total|most|some|many|all|none|each|every|both|few|ratio|level|tier|band|number|waiting|starting|entry|provision|maths|phonics|reading|writing|english|science|literacy|numeracy|attendance|catchment|class|cohort|intake|places?)$/;

/** Whether a word in small letters is a first name that is hardly ever anything else. */
export function isFirstName(word: string): boolean {
  return NAMES.has(word);
}

/** Two or three words that look like a first name and a surname, however rare, and are no title of a paper or body. */
function fullNameIn(capitals: string): number | undefined {
  const words = capitals.split(' ');
  let at = 0;
  while (words.length > 0 && BEFORE_NAME.test(words[0] ?? '')) at += (words.shift()?.length ?? 0) + 1;
  if (
    words.length < 2 ||
    words.some((word) => isTitle(word) || PLACE.test(word.replace(/'s?$/, '')) || NO_CHILD.test(word))
  )
    return undefined;
  const shaped = words.filter((word) => NAME_SHAPED.test(word)).length;
  return shaped > 0 && words.every((word) => NAME_SHAPED.test(word) || INITIAL.test(word)) ? at : undefined;
}

function isTitle(word: string): boolean {
  const small = plain(word);
  return TITLE_WORDS.has(small) || TITLE_WORDS.has(small.replace(/(?:es|s)$/, ''));
}

function plain(word: string): string {
  return word.replace(/(?:'s?|[.,])$/, '').toLowerCase();
}
