// The rules of digests for families: who writes, approves and posts, and what their words must be. Pure. What one could get wrong: the one who wrote the
// words does not approve them.

import type { Mark } from '../cards/markup.js';
import type { Checked } from '../programmes/changing.js';
import { checkLength, hasProblems, type Problems, requireText } from '../programmes/problems.js';
import { isBoardChair } from '../programmes/rights.js';
import type { Member, Programme } from '../programmes/schema.js';
import { writesForFamilies } from '../records/may-read.js';
import { findJargon } from './plain-words.js';
import { type FamilyDigest, HEADLINE_LETTERS, PART_LETTERS, PART_NAMES, type Parts } from './schema.js';

/** `words`: `keep` when words that families may not know stay as they are. */
export type EditFields = Record<keyof Parts | 'words', string>;

/** Whoever may write, or chairs the Board, and did not write these words. */
export function mayApprove(
  programme: Programme,
  member: Member,
  { writtenBy }: Pick<FamilyDigest, 'writtenBy'>,
): boolean {
  return writtenBy !== member.id && (isBoardChair(member) || writesForFamilies(programme, member));
}

/** The words of every part: there, short enough, and known to families, unless the writer keeps them. */
export function checkEdit(fields: EditFields): Checked<Parts & { keepsWords: boolean }, EditFields> {
  const problems: Problems<EditFields> = {};
  const parts = {} as Parts;
  for (const part of Object.keys(PART_NAMES) as (keyof Parts)[]) {
    if (part === 'headline')
      parts.headline = requireText(problems, fields, 'headline', HEADLINE_LETTERS, 'Give it a headline.');
    else {
      parts[part] = fields[part].trim();
      checkLength(problems, part, parts[part], PART_LETTERS);
    }
  }
  if (parts.weDid === '') problems.weDid ??= 'Say what was done.';
  const keeps = fields.words === 'keep';
  if (!keeps)
    for (const part of Object.keys(parts) as (keyof Parts)[]) {
      const jargon = findJargon(parts[part]);
      if (jargon.length > 0)
        problems[part] ??=
          `Families may not know ${jargon.map(({ word, plain }) => `${word} (say “${plain}”)`).join(', ')}. Say it plainly, or choose to keep these words.`;
    }
  return hasProblems(problems) ? { problems } : { ok: { ...parts, keepsWords: keeps } };
}

/** The word, shape and colour of where a digest stands. */
export function markDigest({ state }: Pick<FamilyDigest, 'state'>): Mark {
  if (state === 'posted') return { word: 'Posted', shape: '✔', color: 'Good' };
  return state === 'approved'
    ? { word: 'Approved', shape: '●', color: 'Accent' }
    : { word: 'Draft', shape: '▲', color: 'Warning' };
}
