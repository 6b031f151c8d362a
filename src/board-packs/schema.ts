// The packs of one Board as a record: which there are, newest last. What one could get wrong: the content itself is kept under its
// fingerprint (frozen.ts); the record only says which fingerprint is whose.

import * as z from 'zod/v4';
import type { IsoDate } from '../calendar.js';
import { Day } from '../programmes/schema.js';
import type { RecordType } from '../storage/entry.js';

export const Pack = z.object({
  number: z.number().int().min(1),
  /** Of the whole content. */
  fingerprint: z.string(),
  /** Of its sections alone: the same picture taken twice is one pack. */
  picture: z.string(),
  frozenAt: z.string(),
  /** Member id. */
  by: z.string(),
});
export type Pack = z.infer<typeof Pack>;

export const BoardPacks = z.object({ boardOn: Day, packs: z.array(Pack) });
export type BoardPacks = z.infer<typeof BoardPacks>;

export const boardPacks: RecordType<BoardPacks> = {
  kind: 'board-pack',
  prefix: 'BP',
  texts: new Set(),
  figures: ({ boardOn, packs }) => ({ boardOn, packs: packs.length, fingerprint: packs.at(-1)?.fingerprint ?? null }),
};

/** The reference of a Board's packs: `BP20261203`. */
export function packsRef(boardOn: IsoDate): string {
  return `BP${boardOn.replaceAll('-', '')}`;
}

/** One Board of the programme. */
export const WhichBoard = z.object({ programmeId: z.string().max(80), boardOn: Day.optional() });

/** One pack of one Board. */
export const WhichPack = z.object({
  programmeId: z.string().max(80),
  boardOn: Day,
  number: z.coerce.number().int().min(1),
});
export type WhichPack = z.infer<typeof WhichPack>;

export const MakeForm = z.object({
  programmeId: z.string().min(1).max(80),
  boardOn: Day,
  /** The version of the Board's packs that the card was drawn from; 0 when there were none. */
  opened: z.number().int().min(0),
  form: z.uuid(),
});
export type MakeForm = z.infer<typeof MakeForm>;
