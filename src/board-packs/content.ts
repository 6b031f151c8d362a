// What a Board pack says, whole, as it is frozen: sections that need nothing else to be drawn. What one could get wrong: people stand in it
// by their role, never by name, and it is drawn from here for ever, never from the registers.

import * as z from 'zod/v4';
import { Day } from '../programmes/schema.js';
import { Block } from '../returns/content.js';

export const PackSection = z.object({
  title: z.string(),
  /** Whose it is to read: everybody's, those of finance (true, as frozen before there were several), or of corporate-risk items. */
  restricted: z.union([z.boolean(), z.literal('corporateRisks')]),
  blocks: z.array(Block),
});
export type PackSection = z.infer<typeof PackSection>;

export const PackContent = z.object({
  boardOn: Day,
  /** 1 for the first pack of a Board, then one more each. */
  number: z.number().int().min(1),
  /** Fingerprint of the pack this one takes the place of; '' for the first. */
  supersedes: z.string(),
  programme: z.string(),
  localArea: z.string(),
  /** When the picture was taken (UTC ISO), and the day that was in the programme's zone. */
  frozenAt: z.string(),
  asOfOn: Day,
  /** The Board whose day "since" counts from; null before the first. */
  lastBoardOn: Day.nullable(),
  /** One hash over every record it was made from, as `verify --anchor` takes it. */
  anchor: z.string(),
  sections: z.array(PackSection),
});
export type PackContent = z.infer<typeof PackContent>;
