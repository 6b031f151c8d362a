// Numbers of a child by kind: any valid one, in every way of writing it, behind every word; and numbers of things beside them.
// Pitfall: a number of ten digits passes by chance once in eleven, so the harmless ones are drawn at random and counted, not listed.

import { describe, expect, it } from 'vitest';
import { isNhsNumber, isUpn } from '../../src/guard/check-digits.js';
import { findIdentifying } from '../../src/guard/find-identifying.js';

/** Pseudo-random whole numbers below a bound, the same in every run (mulberry32). */
function dice(seed: number) {
  let state = seed;
  return (bound: number) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
}
const roll = dice(14);
const pick = <T>(from: readonly T[]): T => from[roll(from.length)] as T;
const digits = (count: number) => Array.from({ length: count }, () => roll(10)).join('');
function until<T>(make: () => T, right: (made: T) => boolean): T {
  for (;;) {
    const made = make();
    if (right(made)) return made;
  }
}
/** As they are given out today: 4, 6, 7 and, for tests, 9. */
const nhs = () => until(() => `${pick(['4', '6', '7', '9'])}${digits(9)}`, isNhsNumber);
const upn = () => until(() => `${pick([...'ABCDEFGHJKLMNPQRTUVWXYZ'])}${digits(12)}`, isUpn);
const grouped = (number: string, sign: string) =>
  `${number.slice(0, 3)}${sign}${number.slice(3, 6)}${sign}${number.slice(6)}`;

const SIGNS = [
  ' ',
  '-',
  '.',
  '/',
  '_',
  ',',
  '  ',
  '     ',
  ' / ',
  ' - ',
  '\t',
  '\n',
  '&nbsp;',
  '&#32;',
  '\u00a0',
  '\u2011',
  '👉',
  '🙂',
  ') ',
  '*',
  '|',
  ':',
  '%20',
];
const WRITTEN: readonly ((number: string) => string)[] = [
  (number) => number,
  ...SIGNS.map((sign) => (number: string) => grouped(number, sign)),
  (number) => `${number.slice(0, 5)} ${number.slice(5)}`,
  (number) => [...number].join(' '),
  (number) => [...number].join('-'),
  (number) => [...number].join('\u200b'),
  (number) => [...number].map((digit) => String.fromCodePoint(0xff10 + Number(digit))).join(''),
  (number) => [...number].map((digit) => String.fromCodePoint(0x660 + Number(digit))).join(''),
  (number) => number.replace('0', 'O').replace('1', 'l').replace('5', 'S'),
  (number) => `(${number})`,
  (number) => `[${grouped(number, ' ')}]`,
  (number) => `{${number}}`,
  (number) => `"${grouped(number, ' ')}"`,
  (number) => `Letter_${number}_final.pdf`,
  (number) => `${number}@records.example.org`,
  (number) => `https://portal.example.org/patients/${number}/letters`,
];
const BEFORE = [
  '',
  'call about ',
  'ref ',
  'Ref. ',
  'reference: ',
  'number ',
  'id ',
  'ID=',
  'NHS no ',
  'total ',
  'see ',
  'no: ',
  'record ',
  'for ',
  'Please ring regarding ',
  'email ',
  'row 4; ',
  '#',
  'child ',
  'M18 waits on ',
  'call 0117 496 0123 about ',
  'on 3 December 2026: ',
];
const AFTER = ['', ' before Friday', ', please', '.', '; no advice since May', ' (OT)'];

function share(name: string, texts: readonly string[]): number {
  const refused = texts.filter((text) => findIdentifying(text).length > 0).length;
  process.stdout.write(`guard: ${name}: ${refused} of ${texts.length} refused\n`);
  return refused / texts.length;
}

describe('an NHS number', () => {
  it('is found behind any word in every way of writing it', () => {
    const texts = WRITTEN.flatMap((write) => BEFORE.map((before) => `${before}${write(nhs())}${pick(AFTER)}`));
    const missed = texts.filter((text) => findIdentifying(text).length === 0);
    expect(missed.slice(0, 10)).toEqual([]);
    expect(share('NHS numbers', texts)).toBe(1);
  });
  it('is found where it is said to be one, whatever its check digit', () => {
    const said = [
      'NHS no ',
      'NHS number: ',
      'NHSno',
      'N.H.S. number ',
      'NHS num ',
      'nhs id ',
      'NHS number given over the phone was ',
      'His NHS number is ',
    ];
    const texts = said.flatMap((before) =>
      Array.from({ length: 20 }, () => `${before}${pick([grouped(`4${digits(9)}`, ' '), `4${digits(9)}`])}`),
    );
    expect(texts.filter((text) => findIdentifying(text).length === 0)).toEqual([]);
  });
});

describe('a UPN or ULN', () => {
  it('is found by its check letter behind any word', () => {
    const texts = BEFORE.flatMap((before) =>
      [
        (number: string) => number,
        (number: string) => number.toLowerCase(),
        (number: string) => `(${number})`,
        (number: string) => `${number}.pdf`,
      ].map((write) => `${before}${write(upn())}`),
    ).filter((text) => !/^(?:Please ring|id )\S*$/.test(text));
    expect(texts.filter((text) => findIdentifying(text).length === 0)).toEqual([]);
  });
  it('is found where it is said to be one, whatever its check digit', () => {
    const said = [
      ...['UPN ', 'UPN: ', 'u.p.n. ', 'unique pupil number ', 'UPN was given as '].map(
        (before) => () => `${before}${pick(['A', 'K', 'x'])}${digits(12)}`,
      ),
      ...['ULN ', 'ULN', 'unique learner number: ', 'learner number (ULN) ', 'ULN is '].map(
        (before) => () => `${before}${1 + roll(9)}${digits(9)}`,
      ),
    ];
    const texts = said.flatMap((make) => Array.from({ length: 20 }, make));
    expect(texts.filter((text) => findIdentifying(text).length === 0)).toEqual([]);
  });
});

describe('numbers of things', () => {
  const valid = () => nhs();
  const HARMLESS: Record<string, () => string> = {
    telephones: () =>
      pick([
        `Ring 0117 ${digits(3)} ${digits(4)}`,
        `(0117) ${digits(3)} ${digits(4)}`,
        `+44 117 ${digits(3)} ${digits(4)}`,
        `07${digits(3)} ${digits(6)}`,
        `020 ${digits(4)} ${digits(4)}`,
        `call 01174${digits(6)}`,
      ]),
    money: () =>
      pick([
        `£${valid()}`,
        `£9,${digits(3)},${digits(3)},${digits(3)}`,
        `1,${digits(3)},${digits(3)}.${digits(2)}`,
        `${valid()} pence`,
      ]),
    'orders, contracts and accounts, even with a right check digit': () =>
      pick([
        'PO ',
        'Purchase order ',
        'invoice no. ',
        'Contract ',
        'budget code ',
        'GL code ',
        'cost centre ',
        'Journal ',
        'supplier number ',
        'account ',
      ]) + valid(),
    conferences: () =>
      `Meeting ID: ${digits(3)} ${digits(3)} ${digits(3)} ${digits(2)}, conference ID ${digits(3)} ${digits(3)} ${digits(3)}#`,
    dates: () => `${1 + roll(28)}/${1 + roll(12)}/202${6 + roll(3)}, 202${6 + roll(3)}-11-2${roll(8)} 14:30`,
    instants: () => `at 17${digits(8)}`,
    'references of our own': () =>
      `M${digits(2)}, R${digits(2)}, D${digits(2)}, minute 2026/${digits(3)}, URN 1${digits(5)}, INC00${digits(5)}`,
  };
  it.each(Object.entries(HARMLESS))('%s pass', (name, make) => {
    const texts = Array.from({ length: 300 }, make);
    expect(texts.filter((text) => findIdentifying(text).length > 0).slice(0, 5)).toEqual([]);
    share(name, texts);
  });
  it('ten digits that are nothing in particular are refused about once in eleven', () => {
    expect(
      share(
        'random ten digits',
        Array.from({ length: 2_000 }, () => `tag ${1 + roll(9)}${digits(9)}`),
      ),
    ).toBeLessThan(0.12);
  });
});
