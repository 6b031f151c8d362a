// Plain words for families. What one could get wrong: only whole words count, and an abbreviation only in capitals.

import { expect, it } from 'vitest';
import { findJargon, inPlainWords, longSentences } from '../../src/family-digests/plain-words.js';

it.each([
  ['The ICB and the EAH team agreed a new baseline.', ['baseline', 'EAH', 'ICB']],
  ['Milestones slip.', ['milestones']],
  ['Yeah, we map the aptitude of otters.', []],
  ['An EHCP, two EHCPs and the EHC process.', ['EHCP', 'EHCPs', 'EHC']],
  ['co-production with the Parent Carer Forum', ['co-production']],
  ['ep ot slt', []],
])('finds in "%s" %j', (text, words) => {
  expect(findJargon(text).map(({ word }) => word)).toEqual(words);
});

it('replaces them in a draft, so that nothing is left to find', () => {
  const plain = inPlainWords('The ICB agreed the milestone: EAH and EHCPs, with S151.');
  expect(plain).toBe(
    'The local NHS agreed the step: Experts at Hand and education, health and care plans, with chief finance officer.',
  );
  expect(findJargon(plain)).toEqual([]);
});

it('counts sentences of more than 25 words', () => {
  expect(longSentences(`${'word '.repeat(26).trim()}. Short one. ${'word '.repeat(25).trim()}.`)).toBe(1);
});
