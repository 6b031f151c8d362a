// The guard over the fields of a form or record: what was found in each and across two of them, and the sentence beside it. Pure.
// Pitfall: the sentences repeat a person's words, so they may stand only where people's words may.

import { type Finding, findIdentifying } from './find-identifying.js';
import { type Kind, sayKinds } from './kinds.js';

/** What the product itself puts into a form's data; nobody types there. */
export const OWN_FIELDS: ReadonlySet<string> = new Set(['programmeId', 'form', 'ref', 'opened', 'verb', 'card']);

/** What was found, by field. Fields within fields are named by their path: `milestones.0.slipText`. */
export type FoundIn = Record<string, Finding[]>;

/**
 * Looks through every text of a form, at any depth, and at what stands in two of them together: a name in one and a date of birth in
 * another, a number cut in two. Empty when nothing was found.
 */
export function findInFields(form: unknown): FoundIn {
  const texts = textsIn(form, '');
  const found: FoundIn = {};
  for (const { path, text } of texts) {
    const findings = findIdentifying(text);
    if (findings.length > 0) found[path] = findings;
  }
  for (const { path, finding } of findAcross(texts.filter((text) => !found[text.path])))
    found[path] = [...(found[path] ?? []), finding].filter(isFirst);
  return found;
}

/** Letters of a form in all: far more than its fields take together. What is longer is never saved, so it is not looked through either. */
const MOST_LETTERS = 60_000;

/** Whether a form is so long that only an altered client can have sent it. */
export function isFarTooLong(form: unknown): boolean {
  return textsIn(form, '').reduce((letters, { text }) => letters + text.length, 0) > MOST_LETTERS;
}

interface Text {
  path: string;
  text: string;
}

function textsIn(form: unknown, path: string): Text[] {
  if (typeof form === 'string') return [{ path, text: form }];
  if (typeof form !== 'object' || form === null) return [];
  return Object.entries(form)
    .filter(([field]) => !OWN_FIELDS.has(field))
    .flatMap(([field, value]) => textsIn(value, path === '' ? field : `${path}.${field}`));
}

/** Words of two texts that are looked at together, from the end of one and the beginning of the other. */
const EDGE = 80;
/** Texts with such ends that are all looked at with each other; of more than these only neighbours are. */
const ALL_WITH_ALL = 16;
const OPEN_END = /(?:\d|\p{Lu}[\p{L}'’-]+|(?:number|no|birth|dob|born|ref|id|upn|uln|nhs)\.?)[\s,;:(–-]*$/iu;
const OPEN_START =
  /^[\s,;:(–-]*(?:\p{L}{0,12}\W{0,3}){0,3}\d|^[\s,;:(–-]*\p{Lu}|^\W*(?:born|aged?|year|yr|reception|nursery)\b/u;

/** What two texts hold together and neither alone, as its part in each. */
function findAcross(texts: readonly Text[]): { path: string; finding: Finding }[] {
  const typed = texts.filter(({ text }) => text.trim().length > 2);
  const ends = typed.filter(({ text }) => OPEN_END.test(text.slice(-EDGE)));
  const starts = typed.filter(({ text }) => OPEN_START.test(text.slice(0, EDGE)));
  const near = Math.max(ends.length, starts.length) <= ALL_WITH_ALL ? typed.length : 2;
  return ends.flatMap((end) =>
    starts
      .filter((start) => start !== end && Math.abs(typed.indexOf(start) - typed.indexOf(end)) <= near)
      .flatMap((start) => findBetween(end, start)),
  );
}

function findBetween(end: Text, start: Text): { path: string; finding: Finding }[] {
  const first = end.text.trimEnd().slice(-EDGE);
  const second = start.text.trimStart().slice(0, EDGE);
  // Two figures of a budget make ten digits together as well; words beside them, or their own gaps, say that they are one number.
  if (!/\p{L}/u.test(first + second) && !/\d[ -]\d/.test(first + second)) return [];
  const joint = first.length + 1;
  return findIdentifying(`${first} ${second}`).flatMap(({ at, words, ...rest }) => {
    const parts = [
      { path: end.path, words: first.slice(at), at: end.text.trimEnd().length - first.length + at },
      { path: start.path, words: second.slice(Math.max(0, at - joint), Math.max(0, at + words.length - joint)), at: 0 },
    ].filter((part) => part.words !== '');
    // A word before a number says what it is, and stands in the other field: then the number alone is to go.
    const touches = at <= joint + 1 && at + words.length >= joint;
    if (!touches || parts.some((part) => part.words.length < 3)) return [];
    return parts.map(({ path, ...part }) => ({ path, finding: { ...rest, ...part, across: true } }));
  });
}

function isFirst(finding: Finding, n: number, all: readonly Finding[]): boolean {
  return all.findIndex((one) => one.at === finding.at && one.words === finding.words) === n;
}

/** Every kind that was found in any field. */
export function kindsIn(found: FoundIn): Kind[] {
  return [...new Set(Object.values(found).flatMap((findings) => findings.map((finding) => finding.kind)))];
}

/** A sentence for each field, naming the words to take out; the first adds, once, that the check may have missed some. */
export function sayProblems(found: FoundIn): Record<string, string> {
  return Object.fromEntries(
    Object.entries(found).map(([field, findings], n) => [
      field,
      `${sayFindings(findings)}${n === 0 ? LOOK_FOR_MORE : ''}`,
    ]),
  );
}

const LOOK_FOR_MORE = ' This check cannot see everything, so look for more.';

/** Words named in one sentence; whoever typed more finds the others when these are gone. */
const NAMED = 3;

/** "Please take out “943 476 5919”: it looks like an NHS number." The same words are named once. */
export function sayFindings(findings: readonly Finding[]): string {
  const different = [...new Set(findings.map(({ words }) => words))];
  const named = different.slice(0, NAMED).map((words) => `“${words.length > 80 ? `${words.slice(0, 79)}…` : words}”`);
  const more = different.length - named.length;
  const all = [...named, ...(more > 0 ? [`${more} more`] : [])];
  const list = all.length === 1 ? all[0] : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
  const looks = different.length === 1 ? 'it looks' : 'they look';
  const kinds = sayKinds(findings.map((finding) => finding.kind));
  const beside = findings.every((finding) => finding.across) ? 'together with another field, ' : '';
  return `Please take out ${list}: ${beside}${looks} like ${kinds}.`;
}
