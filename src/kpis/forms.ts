// What the form of a quarter's value carries, as typed. What one could get wrong: every field is a string here, however wrong, so that what
// cannot be saved goes back to the person as it was (checks.ts says what is wrong with it).

import * as z from 'zod/v4';
import { RecordForm } from '../programmes/schema.js';
import type { ResultFields } from './checks.js';
import { QuarterId } from './schema.js';

const text = z.string().default('');

export const ResultForm = RecordForm.extend({
  quarter: QuarterId,
  /** Set when the form corrects the person's own entry of this version. */
  corrects: z.number().int().min(1).optional(),
  value: text,
  known: text,
  source: text,
  quality: text,
  narrative: text,
  correctionReason: text,
});
export type ResultForm = z.infer<typeof ResultForm>;

/** The fields of a form, without what says which form it is. */
export function resultFields({ value, known, source, quality, narrative, correctionReason }: ResultForm): ResultFields {
  return { value, known, source, quality, narrative, correctionReason };
}
