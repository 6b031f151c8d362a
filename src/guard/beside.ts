// Who stands beside a date, an age or a school year: a name, or a child that is only called one. Pure.
// Pitfall: it looks at a few words before or after and no further; a name anywhere else in a text is a colleague's.

import { CAPITAL, isFirstName, knownNameIn, loneNameIn, nameIn, wordNameIn } from './person-names.js';

/** How far before and behind is looked, in letters. */
export const NEAR = 70;

const CAPITALS = `(?<![\\p{L}'.-])(${CAPITAL}(?: ${CAPITAL}){0,3})(?:'s)?`;
/** Words for a child with what tells one from another. */
const CHILD =
  '(?:child|pupil|boy|girl|son|daughter|student|learner|person|patient|twin|sibling|brother|sister|baby|initials)';
const INITIALS = `(?:(?<![\\p{L}])(?:${CHILD} [A-Z](?:\\.? ?[A-Z])?\\.?|(?:the|a|this|my|our|her|his|their|one|another) (?:little |young )?(?:boy|girl|son|daughter|child|twins|toddler|baby|grandson|granddaughter|brother|sister|nephew|niece|foster child)|(?:master|miss) ${CAPITAL}))`;

/**
 * Whose: any name as it may be; one that is known as such; that, or a name that is also a word (Grace, Mason); any or such a word;
 * or also one word that is not known as anything.
 */
export type Names = 'any' | 'known' | 'bare' | 'word' | 'lone';

const FIND = {
  any: nameIn,
  known: knownNameIn,
  bare: (words: string) => knownNameIn(words) ?? wordNameIn(words),
  word: (words: string) => nameIn(words) ?? wordNameIn(words),
  lone: (words: string) => nameIn(words) ?? loneNameIn(words),
};

/** Where the name or child begins that stands before a gap at the end of a text; undefined where nobody does. */
export function whoBefore(before: string, gap: string, names: Names): number | undefined {
  // A name has small letters in it, and a child a word.
  if (!/\p{Ll}/u.test(before)) return undefined;
  const capitals = patternOf(`${CAPITALS}${gap}$`, 'u').exec(before);
  const ahead = before.slice(0, capitals?.index ?? 0);
  // A name behind a title or a preposition of place is a grown-up's or a street's.
  const name = capitals && !NOT_BEFORE.test(ahead) ? FIND[names](capitals[1] ?? '') : undefined;
  if (capitals && name !== undefined) return capitals.index + name;
  return patternOf(`${INITIALS}${gap}$`, 'iu').exec(before)?.index;
}

/** The same for a first name in small letters. */
export function smallNameBefore(before: string): number | undefined {
  const small = SMALL.exec(before);
  const [first = '', second] = small?.[1]?.split(' ') ?? [];
  return small && isFirstName(first) && !(second && NO_SURNAME.test(second)) ? small.index : undefined;
}

/** How far a name reaches into the words behind a gap; undefined when they begin with none. */
export function whoAfter(after: string, gap: string, names: Names): number | undefined {
  const found = patternOf(`^${gap}(${CAPITAL}(?: ${CAPITAL}){0,2})`, 'u').exec(after);
  const name = found ? FIND[names](found[1] ?? '') : undefined;
  return found && name !== undefined && name === 0 ? found[0].length : undefined;
}

const NOT_BEFORE = /(?<![\p{L}])(?:st|saint|sir|dame|dr|prof|professor|mr|mrs|ms|cllr|councillor|rev|the)\.? $/iu;
const SMALL = /(?<![p{L}'-])([a-z]{3,}(?: [a-z'-]{3,})?)[ ,;:(-]{1,4}$/;
const NO_SURNAME = /^(?:and|for|from|has|met|said|sent|signed|the|to|was|were|with|wrote|asked|agreed|by|on|of)$/;

const patterns = new Map<string, RegExp>();
/** Gaps are ours and few, so each is compiled once. */
function patternOf(source: string, flags: string): RegExp {
  const known = patterns.get(source);
  if (known) return known;
  const made = new RegExp(source, flags);
  patterns.set(source, made);
  return made;
}
