// NHS numbers and unique pupil numbers in plain text. What one could get wrong: a number is one only where it stands by
// itself; ten digits within a phone number, a sum, a code or a link are something else, whatever the check digit says.

import { isNhsNumber, isUpn } from './check-digits.js';
import type { Hit } from './kinds.js';

/** Digits with little between them: one pass, as a digit is never what may stand between. */
const RUN = /\d(?:[ .,\-_/:|*~·•]{0,3}\d)*/g;
/** How people part ten digits. Others count only beside a word that says whose number it is. */
const NHS_GROUPS = new Set(['10', '3,3,4', '5,5', '2,2,2,2,2', '1,1,1,1,1,1,1,1,1,1']);
const UPN_GROUPS = new Set(['12', '3,4,2,3', '3,3,3,3', '4,4,4', '6,6', '2,2,2,2,2,2', '1,1,1,1,1,1,1,1,1,1,1,1']);

const OF_A_CHILD = /\b(?:n\.?\s?h\.?\s?s|patient|child|pupil|boy|girl|son|daughter|mum|dad|young person)(?![a-z])/gi;
/** Said within three words before a number that is no child's, even when the NHS was named before that. */
const OF_A_THING =
  /\b(?:tel|telephone|phone|ring|call|dial|mob|mobile|fax|ext|text|textphone|freephone|meeting id|conference id|isbn|order|po|invoice|contract|grant|ticket|epoch|timestamp|account|vendor|supplier|company|charity|budget|asset|gbp)[.:]?(?: [^ ]{1,12}){0,2} ?$/i;
/** The same, but these may be said of a child's number too. */
const OF_SOMETHING = /\b(?:code|lines?|total|ref|reference)[.:]?(?: [^ ]{1,12}){0,2} ?$/i;
const LOOK_BACK = 40;

interface Group {
  digits: string;
  from: number;
  to: number;
  /** What stands between this group and the one before it. */
  gap: string;
}

/** NHS numbers: ten digits with a right check digit that are not clearly something else. */
export function findNhsNumbers(plain: string): Hit[] {
  const hits: Hit[] = [];
  for (const run of plain.matchAll(RUN)) {
    if (run[0].length < 10) continue;
    const groups = groupsOf(run[0], run.index);
    const digits = run[0].replace(/\D+/g, '');
    // Almost every place in a long list of figures falls out here, before anything is made of it.
    let passed = 0;
    for (let first = 0; first < groups.length; first += 1) {
      const ten = digits.slice(passed, passed + 10);
      passed += groups[first]?.digits.length ?? 0;
      if (!isNhsNumber(ten)) continue;
      const last = lastOfTen(groups, first);
      if (last === undefined || !standsAsNhsNumber(plain, groups, first, last)) continue;
      hits.push({ kind: 'NHS number', from: groups[first]?.from ?? 0, to: groups[last]?.to ?? 0 });
      for (; first < last; first += 1) passed += groups[first + 1]?.digits.length ?? 0;
    }
  }
  return hits;
}

function groupsOf(run: string, at: number): Group[] {
  let end = 0;
  return [...run.matchAll(/\d+/g)].map(({ 0: digits, index }) => {
    const group = { digits, from: at + index, to: at + index + digits.length, gap: run.slice(end, index) };
    end = index + digits.length;
    return group;
  });
}

/** The group with which ten digits are complete, if they are exactly complete there. */
function lastOfTen(groups: Group[], first: number): number | undefined {
  let count = 0;
  for (let n = first; n < groups.length && count < 10; n += 1) {
    count += groups[n]?.digits.length ?? 0;
    if (count === 10) return n;
  }
  return undefined;
}

function standsAsNhsNumber(plain: string, groups: Group[], first: number, last: number): boolean {
  const own = groups.slice(first, last + 1);
  const [from, to] = [own[0]?.from ?? 0, own.at(-1)?.to ?? 0];
  const before = plain.slice(Math.max(0, from - LOOK_BACK), from);
  const after = plain.slice(to, to + 12);
  if (/[\p{L}\d]$/u.test(before) && !/nhs$/i.test(before)) return false;
  if (
    /^[\p{L}]/u.test(after) ||
    /(?:[£$€+] ?|\+44 ?|\d[.,])$/.test(before) ||
    /^(?: ?(?:pence|ext)\b|[.,]\d)/i.test(after)
  )
    return false;
  const gaps = new Set(own.slice(1).map((group) => group.gap));
  const near = before.replace(/^.*[.!?] /s, '');
  const said = [...near.matchAll(OF_A_CHILD)].at(-1)?.index ?? -1;
  const thing = OF_A_THING.exec(near)?.index ?? -1;
  if (thing > said) return false;
  if (said >= 0) return true;
  // Part of a code or a link, or of a longer list of figures.
  if (/[\p{L}\d]?[-_/=.#@&]$/u.test(before) && /\S[-_/=.@&]$/.test(before)) return false;
  if (gaps.size > 1 || !NHS_GROUPS.has(own.map((group) => group.digits.length).join())) return false;
  const [inner = ''] = gaps;
  const outer = [first > 0 ? groups[first]?.gap : undefined, groups[last + 1]?.gap];
  if (outer.some((gap) => gap !== undefined && (gap === inner || !gap.includes(' ')))) return false;
  return !OF_SOMETHING.test(near);
}

/** Unique pupil numbers, permanent and temporary, with a right check letter. */
export function findUpns(plain: string): Hit[] {
  const hits: Hit[] = [];
  const shape = /(?<![\p{L}\p{N}])[A-Za-z][ .\-_/]{0,2}(?:\d[ .\-_/]{0,2}){11}[\dA-Za-z](?![\p{L}\p{N}])/gu;
  for (const { 0: found, index } of plain.matchAll(shape)) {
    if (!isUpn(found.replace(/[^\dA-Za-z]/g, ''))) continue;
    const digits = found.slice(1).replace(/[A-Za-z]$/, '0');
    const groups = [...digits.matchAll(/\d+/g)].map((group) => group[0].length).join();
    const before = plain.slice(Math.max(0, index - LOOK_BACK), index);
    const said = /\bupn|\bunique pupil|\bpupil|\blearner|\bchild/i.test(before);
    if (said || UPN_GROUPS.has(groups)) hits.push({ kind: 'UPN', from: index, to: index + found.length });
  }
  return hits;
}
