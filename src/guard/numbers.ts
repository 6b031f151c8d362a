// The numbers of a child in plain text: NHS numbers and unique learner and pupil numbers.
// Pitfall: a right check digit is enough wherever a number stands, so what is surely something else is taken out first (not-numbers.ts).

import { isNhsNumber, isUpn } from './check-digits.js';
import type { Hit } from './kinds.js';
import { isThings, maskShapes } from './not-numbers.js';
import { isMadeUp, saidBefore } from './said.js';

/** Digits with no letter between them: one pass, as a digit is never what may stand between. */
const RUN = /\d(?:[^\p{L}\d]{0,12}\d)*/gu;
/** How people part ten digits. */
const GROUPS = new Set(
  '10 3,3,4 5,5 1,1,1,1,1,1,1,1,1,1 2,2,2,2,2 3,4,3 4,3,3 4,6 6,4 3,7 7,3 4,4,2 2,4,4 3,2,2,3 6,2,2 3,3,2,2'.split(' '),
);
const UPN_GROUPS = new Set([
  '12',
  '3,4,2,3',
  '3,4,5',
  '3,3,3,3',
  '4,4,4',
  '6,6',
  '5,7',
  '2,2,2,2,2,2',
  '1,1,1,1,1,1,1,1,1,1,1,1',
]);
const LOOK_BACK = 90;

interface Group {
  digits: string;
  from: number;
  to: number;
  /** What stands between this group and the one before it, brackets and quotes left out. */
  gap: string;
}

const SPOKEN = 'zero|nought|oh|one|two|three|four|five|six|seven|eight|nine';
const DICTATED = new RegExp(
  `(?<!\\p{L})(?:(?:${SPOKEN})[^\\p{L}\\d]{1,3}){9}(?:${SPOKEN})(?!\\p{L}|[ -](?:${SPOKEN})\\b)`,
  'giu',
);

/** Ten digits with a right check digit that are not surely something else, and what is said to be an NHS number or ULN. */
export function findTenDigits(plain: string): Hit[] {
  const hits = dictated(plain);
  const digits = readLookAlikes(maskShapes(plain));
  for (const run of digits.matchAll(RUN)) {
    if (run[0].length < 9) continue;
    const groups = groupsOf(run[0], run.index);
    const said = saidBefore(plain.slice(Math.max(0, run.index - LOOK_BACK), run.index));
    for (let first = 0; first < groups.length; first += 1) {
      const found = saidAt(plain, groups, first, said) ?? checkedAt(plain, groups, first);
      if (!found) continue;
      hits.push({ kind: found.kind, from: groups[first]?.from ?? 0, to: groups[found.last]?.to ?? 0 });
      first = found.last;
    }
  }
  return hits;
}

/** Nine four three, four seven six, five nine one nine. */
function dictated(plain: string): Hit[] {
  const values = SPOKEN.split('|');
  return [...plain.matchAll(DICTATED)].flatMap(({ 0: found, index }): Hit[] => {
    const digits = [...found.matchAll(/\p{L}+/gu)].map(([word]) => Math.max(0, values.indexOf(word.toLowerCase()) - 2));
    return isNhsNumber(digits.join('')) ? [{ kind: 'NHS number', from: index, to: index + found.length }] : [];
  });
}

/** Letters that look like digits, where the rest of their word or their neighbours are digits. */
function readLookAlikes(plain: string): string {
  return plain
    .replace(/(?<![\p{L}\d])(?=[^\s\d]{0,4}\d)(?:[OoQIlSsBZ]|\d){2,12}(?![\p{L}\d])/gu, (word) => {
      const letters = word.replace(/\d/g, '').length;
      return letters > 0 && letters * 2 <= word.length ? toDigits(word) : word;
    })
    .replace(/(?<=(?<!\d)\d[ -])[OoIlS](?=[ -]\d(?!\d))/g, toDigits);
}

function toDigits(word: string): string {
  return word.replace(/[OoQ]/g, '0').replace(/[Il]/g, '1').replace(/[Ss]/g, '5').replace(/B/g, '8').replace(/Z/g, '2');
}

function groupsOf(run: string, at: number): Group[] {
  let end = 0;
  return [...run.matchAll(/\d+/g)].map(({ 0: digits, index }) => {
    const between = run.slice(end, index);
    const gap = between.length > 1 ? between.replace(/[()[\]{}<>"'\s]+/g, ' ') : between.replace(/\s/, ' ');
    const group = { digits, from: at + index, to: at + index + digits.length, gap };
    end = index + digits.length;
    return group;
  });
}

/** The group with which so many digits are complete, if they are exactly complete there. */
function lastOf(groups: Group[], first: number, size: number): number | undefined {
  let count = 0;
  for (let n = first; n < groups.length && count < size; n += 1) {
    count += groups[n]?.digits.length ?? 0;
    if (count === size) return n;
  }
  return undefined;
}

interface Found {
  kind: Hit['kind'];
  last: number;
}

const digitsOf = (groups: readonly Group[]) => groups.map((group) => group.digits).join('');

function around(plain: string, own: readonly Group[]) {
  const [from, to] = [own[0]?.from ?? 0, own.at(-1)?.to ?? 0];
  return { before: plain.slice(Math.max(0, from - LOOK_BACK), from), after: plain.slice(to, to + LOOK_BACK) };
}

/** A number that the words before its run call an NHS number or a ULN: one digit may be missing, wrong or too many. */
function saidAt(plain: string, groups: Group[], first: number, said: Hit['kind'] | undefined): Found | undefined {
  if (said === undefined || said === 'UPN') return undefined;
  for (const size of first === 0 ? [10, 11, 9] : [10]) {
    const last = lastOf(groups, first, size);
    if (last === undefined || (first > 0 && first !== last)) continue;
    const own = groups.slice(first, last + 1);
    if (size !== 10 && groups[last + 1]?.gap.trim() === '') continue;
    const { before, after } = around(plain, own);
    return isMadeUp(before, after) && !isNhsNumber(digitsOf(own)) ? undefined : { kind: said, last };
  }
  return undefined;
}

/** Ten digits with a right check digit, parted as people part them or with a word for a child right before. */
function checkedAt(plain: string, groups: Group[], first: number): Found | undefined {
  const last = lastOf(groups, first, 10);
  if (last === undefined) return undefined;
  // Words stand before a run's first digits only.
  const listed = isInAList(groups, first, last);
  if (listed && first > 0) return undefined;
  const own = groups.slice(first, last + 1);
  const alone = !listed && isParted(own);
  if ((!alone && first > 0) || !isNhsNumber(digitsOf(own))) return undefined;
  const { before, after } = around(plain, own);
  if (!alone && !(OF_A_CHILD_NEAR.test(before) && new Set(own.slice(1).map(signOf)).size <= 2)) return undefined;
  if (isPartOfAWord(before, after) || isThings(before, after, digitsOf(own))) return undefined;
  return { kind: 'NHS number', last };
}

const signOf = ({ gap }: Group) => gap.replace(/\s/g, '');

/** Whether digits are grouped as people write one number, with one sign between; a comma or full stop and a space begin another. */
function isParted(own: readonly Group[]): boolean {
  if (!GROUPS.has(own.map((group) => group.digits.length).join())) return false;
  const rest = own.slice(1);
  return new Set(rest.map(signOf)).size <= 1 && !rest.some((group) => /[,;.]\s/.test(group.gap));
}

const OF_A_CHILD_NEAR =
  /(?<![\p{L}\d])(?:n\.?\s?h\.?\s?s|patients?|child(?:ren)?|pupils?|boys?|girls?|son|daughter|mum|dad|young person)(?:[^\p{L}\d]{1,4}\p{L}{1,12}){0,3}[^\p{L}\d]{0,6}$/iu;

/** Letters joined to a number make it a code's, but for words that stand before numbers. */
function isPartOfAWord(before: string, after: string): boolean {
  if (/^\p{L}/u.test(after)) return true;
  const joined = /[\p{L}\d]+$/u.exec(before.slice(-12))?.[0];
  return (
    joined !== undefined &&
    !/^(?:n|nhs|nhsn|no|num|number|nhsno|nhsnum|nhsnumber|ref|id|patient|pupil|child|parent|mum|dad|student|learner|client|record|letter|report|form|ehcp|ehc|case|re|uln|ulnno|chi|hc)$/i.test(
      joined,
    )
  );
}

/** One of several figures with the same sign between, such as a table's row or a code's parts. */
function isInAList(groups: Group[], first: number, last: number): boolean {
  const inner = groups[first + 1]?.gap;
  const outer = [
    { gap: first > 0 ? groups[first]?.gap : undefined, other: groups[first - 1] },
    { gap: groups[last + 1]?.gap, other: groups[last + 1] },
  ];
  return outer.some(({ gap, other }) => {
    if (gap === undefined) return false;
    if (first !== last) return gap === inner || !/[\s,;|]/.test(gap);
    return other?.digits.length !== 10 && /^[-./:,]$/.test(gap);
  });
}

const UPN_SHAPE = /(?<![\p{L}\p{N}])[A-Za-z][^\p{L}\d]{0,3}(?:[\dOoIl][ .,\-/]{0,3}){11}[\dA-Za-z](?![\p{L}\p{N}])/gu;
const UPN_SAID = /(?<![\p{L}\p{N}])(?:[A-Za-z][^\p{L}\d]{0,3})?\d(?:[ .\-/]{0,2}\d){10,12}[A-Za-z]?(?![\p{L}\p{N}])/gu;

/** Unique pupil numbers, permanent and temporary: with a right check letter, or said to be one. */
export function findUpns(plain: string): Hit[] {
  return [...checkedUpns(plain), ...saidUpns(plain)];
}

function checkedUpns(plain: string): Hit[] {
  return [...plain.matchAll(UPN_SHAPE)].flatMap(({ 0: found, index }): Hit[] => {
    const letters = found.replace(/[^\dA-Za-z]/g, '');
    if (!isUpn(`${letters[0]}${toDigits(letters.slice(1, -1))}${letters.at(-1)}`)) return [];
    const groups = [...toDigits(found.slice(1, -1)).concat('0').matchAll(/\d+/g)]
      .map((group) => group[0].length)
      .join();
    const before = plain.slice(Math.max(0, index - LOOK_BACK), index);
    const said = /(?<!\p{L})(?:u\.?p\.?n|unique pupil|pupil|learner|child)/iu.test(before);
    return said || UPN_GROUPS.has(groups) ? [{ kind: 'UPN', from: index, to: index + found.length }] : [];
  });
}

function saidUpns(plain: string): Hit[] {
  return [...plain.matchAll(UPN_SAID)].flatMap(({ 0: found, index }): Hit[] => {
    const before = plain.slice(Math.max(0, index - LOOK_BACK), index);
    const to = index + found.length;
    if (saidBefore(before) !== 'UPN' || isMadeUp(before, plain.slice(to, to + LOOK_BACK))) return [];
    return [{ kind: 'UPN', from: index, to }];
  });
}
