// What a return says, whole, as it is signed, printed and kept: sections of words, facts and tables that need nothing else to be drawn.
// What one could get wrong: it is frozen for ever, so it says everything itself; people stand in it by member id, never by name.

import * as z from 'zod/v4';
import { Day } from '../programmes/schema.js';
import { canonical, REDACTED, sha256 } from '../storage/entry.js';

/** What the cells of a column are. `money` is in pence, `day` is YYYY-MM-DD; both and `number` may be null: not known. */
export const Column = z.object({
  title: z.string(),
  kind: z.enum(['text', 'words', 'day', 'money', 'number']),
});
export type Column = z.infer<typeof Column>;

/** A piece of a section, in the order in which it is read. */
export const Block = z.discriminatedUnion('kind', [
  /** A smaller heading within the section, such as a workstream. */
  z.object({ kind: z.literal('heading'), text: z.string() }),
  /** A sentence of the product's own, worked out from the registers. */
  z.object({ kind: z.literal('fact'), text: z.string() }),
  /** What a person wrote under a label; `by` is a member id, '' where nobody has written yet. */
  z.object({ kind: z.literal('said'), label: z.string(), words: z.string(), by: z.string() }),
  /** Cells beneath columns; a status stands in a `text` cell as its word. No caption where the heading above says it. */
  z.object({
    kind: z.literal('table'),
    caption: z.string(),
    columns: z.array(Column),
    rows: z.array(z.array(z.union([z.string(), z.number(), z.null()]))),
  }),
]);
export type Block = z.infer<typeof Block>;

/** One of the fourteen sections before the signatures (domain.md section 4). */
export const SectionContent = z.object({
  number: z.number().int().min(1).max(14),
  title: z.string(),
  /** Finance detail is only for those who may read it. */
  restricted: z.boolean(),
  blocks: z.array(Block),
});
export type SectionContent = z.infer<typeof SectionContent>;

export const ReturnContent = z.object({
  /** The return's reference, `Q26273`. */
  ref: z.string(),
  programme: z.string(),
  localArea: z.string(),
  /** `Quarter 3 of 2026/27, October to December 2026`. */
  quarter: z.string(),
  dueOn: Day,
  /** The day whose registers it tells, in the programme's zone. */
  asOfOn: Day,
  sections: z.array(SectionContent),
});
export type ReturnContent = z.infer<typeof ReturnContent>;

/**
 * The fingerprint that signatures stand against: SHA-256, hex, of the whole content in which each text stands by its own digest, so
 * that a text can be redacted later by leaving that digest in its place (`redacted:<digest>`). Same content, same fingerprint.
 */
export function fingerprintOf(content: object): string {
  return sha256(canonical(digested(content)));
}

/** The fingerprint as people compare it, 128 bits of it: `3F2A 91C0 77DE 04B1 9A0C 55D2 E781 0B3F`. */
export function sayFingerprint(fingerprint: string): string {
  return (fingerprint.slice(0, 32).toUpperCase().match(/.{4}/g) ?? []).join(' ');
}

function digested(part: unknown): unknown {
  if (typeof part === 'string') return REDACTED.exec(part)?.[1] ?? sha256(part);
  if (Array.isArray(part)) return part.map(digested);
  if (typeof part !== 'object' || part === null) return part;
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, digested(value)]));
}
