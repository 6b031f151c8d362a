// How sure each partner is of a workstream. What one could get wrong: a partner scores for itself; nothing is averaged, since the spread between
// partners is what a Board has to see (domain.md section 5).

import * as z from 'zod/v4';
import { Day } from '../programmes/schema.js';
import type { RecordType } from '../storage/entry.js';

/** The organisations that score, with what their references end in. */
export const PARTNERS = {
  LA: 'LA',
  ICB: 'ICB',
  'NHS provider': 'NHS',
  'schools and trusts': 'SCH',
  PCF: 'PCF',
} as const;
export const PARTNER_NAMES = Object.keys(PARTNERS) as Partner[];
export type Partner = keyof typeof PARTNERS;

export const WHY_LETTERS = 300;

export const Confidence = z.object({
  workstream: z.string(),
  partner: z.enum(Object.keys(PARTNERS) as [Partner, ...Partner[]]),
  /** 1, very unlikely, to 5, very likely, that the workstream delivers what the plan says. */
  score: z.number().int().min(1).max(5),
  why: z.string(),
  /** Member id. */
  scoredBy: z.string(),
  scoredOn: Day,
});
export type Confidence = z.infer<typeof Confidence>;

export const confidences: RecordType<Confidence> = {
  kind: 'confidence',
  prefix: 'V',
  texts: new Set(['why']),
  figures: ({ workstream, partner, score }) => ({ workstream, partner, score }),
};

/** One record for each workstream and partner: `WS4-ICB`. */
export function confidenceRef(workstream: string, partner: Partner): string {
  return `${workstream}-${PARTNERS[partner]}`;
}
