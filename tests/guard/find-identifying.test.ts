// What the guard finds and how it names it.
// Pitfall: all numbers here are made up; those of sources are the sources' own examples.

import { describe, expect, it } from 'vitest';
import { isNhsNumber, isUpn } from '../../src/guard/check-digits.js';
import { findIdentifying } from '../../src/guard/find-identifying.js';

const words = (text: string) => findIdentifying(text).map((finding) => finding.words);

describe('a check digit', () => {
  it.each([
    ['9434765919', true],
    ['9876543210', true],
    ['9434765918', false],
    ['9434765910', false],
    ['943476591', false],
    ['0000000000', false],
  ])('of %s as an NHS number is right: %s', (digits, right) => {
    expect(isNhsNumber(digits)).toBe(right);
  });

  it.each([
    ['P207000016049', true],
    ['B207000016049', false],
    ['B801200005001', true],
    ['A801200005001', false],
    ['b801200005001', true],
    ['A99886951075J', true],
    ['A99886951075K', false],
    ['A99886951075I', false],
  ])('of %s as a unique pupil number is right: %s', (letters, right) => {
    expect(isUpn(letters)).toBe(right);
  });
});

describe('what was found', () => {
  it('is named as it was typed, with its place and a reason that does not repeat it', () => {
    const text = 'Chase the report for NHS number 943\u2011476\u20115919\u200b, please';
    expect(findIdentifying(text)).toEqual([
      { kind: 'NHS number', words: '943\u2011476\u20115919', at: 32, why: 'It looks like an NHS number.' },
    ]);
  });

  it('is exactly a part of the text, wherever letters are wide, joined or invisible', () => {
    for (const text of [
      'é\u200b👩‍👩‍👧 ＤＯＢ： １４/０３/２０１５ ok',
      'ﬁnd P2070\u00ad00016049 now',
      '𝟗𝟒𝟑 𝟒𝟕𝟔 𝟓𝟗𝟏𝟗 or ٩٤٣٤٧٦٥٩١٩',
      '9️⃣4️⃣3️⃣4️⃣7️⃣6️⃣5️⃣9️⃣1️⃣9️⃣',
    ]) {
      const found = findIdentifying(text);
      expect(found.length, text).toBeGreaterThan(0);
      for (const finding of found)
        expect(text.slice(finding.at, finding.at + finding.words.length)).toBe(finding.words);
    }
    expect(words('𝟗𝟒𝟑 𝟒𝟕𝟔 𝟓𝟗𝟏𝟗 or ٩٤٣٤٧٦٥٩١٩')).toEqual(['𝟗𝟒𝟑 𝟒𝟕𝟔 𝟓𝟗𝟏𝟗', '٩٤٣٤٧٦٥٩١٩']);
  });

  it('comes in the order of the text, and what overlaps is one', () => {
    const text = 'Jamie Carter, DOB 14/03/2015, of 12 Acacia Road, CV1 2AB (EHCP ref 104532), NHS 943 476 5919';
    expect(words(text)).toEqual([
      'Jamie Carter, DOB 14/03/2015',
      '12 Acacia Road, CV1 2AB',
      'EHCP ref 104532',
      '943 476 5919',
    ]);
  });

  it('is gone when the words are taken out', () => {
    const text = 'Aisha Khan (born 4 September 2013), UPN P207000016049, waits for a place.';
    const mended = findIdentifying(text).reduceRight(
      (rest, { at, words: { length } }) => rest.slice(0, at) + rest.slice(at + length),
      text,
    );
    expect(findIdentifying(mended)).toEqual([]);
  });

  it('is nothing in a text without a digit, however long', () => {
    expect(findIdentifying('No child is named here. '.repeat(2_000))).toEqual([]);
  });
});

describe('what excuses words', () => {
  it.each([
    ['a number that is said to be made up', 'NHS number 983 615 5876 is made up', 'NHS number 983 615 5876 is wrong'],
    ['a year group that staff or plans have', 'Emma, Year 6 teacher, has joined', 'Emma, Year 6, has joined'],
    ['a place where the public goes', 'Council offices, 1 Earl Street, CV1 5RR', 'Lives at 1 Earl Street, CV1 5RR'],
    ['an idea that is born', 'The idea was born on 12 March 2019', 'Ella was born on 12 March 2019'],
    ['a school of that name', 'Grace Nursery has places', 'Grace from nursery has a place'],
  ])('is %s, and nothing less', (_, innocent, identifying) => {
    expect(words(innocent)).toEqual([]);
    expect(words(identifying)).toHaveLength(1);
  });
});
