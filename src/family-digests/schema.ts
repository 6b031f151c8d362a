// A digest for families after a Board: plain words, drafted from the registers, edited and approved by people. What one could get wrong: an approval
// is of exact words; whoever changes one word afterwards takes it away.

import * as z from 'zod/v4';
import type { IsoDate } from '../calendar.js';
import { Day } from '../programmes/schema.js';
import type { RecordType } from '../storage/entry.js';

export const PART_LETTERS = 1_000;
export const HEADLINE_LETTERS = 160;

/** What families read, in this order. */
export const Parts = z.object({
  headline: z.string(),
  youSaid: z.string(),
  weDid: z.string(),
  impact: z.string(),
  comesNext: z.string(),
});
export type Parts = z.infer<typeof Parts>;

export const PART_NAMES: Record<keyof Parts, string> = {
  headline: 'Headline',
  youSaid: 'You said',
  weDid: 'We did',
  impact: 'What has changed for families',
  comesNext: 'What comes next',
};

export const FamilyDigest = Parts.extend({
  /** The Board it follows. */
  boardOn: Day,
  state: z.enum(['draft', 'approved', 'posted']),
  /** Whether its writer kept words that families may not know. */
  keepsWords: z.boolean(),
  /** Member id of whoever wrote these words; null for a draft that nobody has touched. */
  writtenBy: z.string().nullable(),
  /** Member id of whoever approved exactly these words; null until then. */
  approvedBy: z.string().nullable(),
  approvedOn: Day.nullable(),
  postedOn: Day.nullable(),
});
export type FamilyDigest = z.infer<typeof FamilyDigest>;

export const familyDigests: RecordType<FamilyDigest> = {
  kind: 'family-digest',
  prefix: 'FD',
  texts: new Set(['headline', 'youSaid', 'weDid', 'impact', 'comesNext']),
  figures: ({ state, approvedBy }) => ({ state, approvedBy }),
};

/** The reference of the digest that follows a Board: `FD20261203`. */
export function digestRef(boardOn: IsoDate): string {
  return `FD${boardOn.replaceAll('-', '')}`;
}
