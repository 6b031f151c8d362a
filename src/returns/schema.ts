// What a section of a return holds once somebody has sent it: the words under each of its questions. What one could get wrong: figures,
// dates and scores are not in it; they stay in their registers and are taken from there when the return is prepared.

import * as z from 'zod/v4';
import { RecordForm } from '../programmes/schema.js';
import type { RecordType } from '../storage/entry.js';

export const SectionAnswer = z.object({
  /** The return it is of, `Q26273`. */
  return: z.string(),
  /** Which section, `confidence-WS6`. */
  section: z.string(),
  /** By question; a choice stands by its value, a day as YYYY-MM-DD. */
  answers: z.array(z.object({ field: z.string(), text: z.string() })),
});
export type SectionAnswer = z.infer<typeof SectionAnswer>;

export const returnSections: RecordType<SectionAnswer> = {
  kind: 'return-section',
  prefix: 'S',
  texts: new Set(['text']),
  figures: ({ answers }) => ({ answered: answers.filter(({ text }) => text !== '').length }),
};

/** The reference of a section's record: `Q26273-confidence-WS6`. */
export function sectionRef(returnRef: string, section: string): string {
  return `${returnRef}-${section}`;
}

/** The answer to a question, '' where there is none. */
export function answerTo(state: SectionAnswer | undefined, field: string): string {
  return state?.answers.find((one) => one.field === field)?.text ?? '';
}

/** Questions that one form asks at most. */
export const SLOTS = Array.from({ length: 40 }, (_, n) => n + 1);

const slots = Object.fromEntries(
  SLOTS.flatMap((n) => [
    [`f${n}`, z.string().max(60).default('')],
    [`a${n}`, z.string().default('')],
  ]),
) as Record<`f${number}` | `a${number}`, z.ZodDefault<z.ZodString>>;

/** Which section of which return. */
export const WhichSection = RecordForm.pick({ programmeId: true }).extend({
  ref: z.string().regex(/^Q\d{5}$/),
  section: z.string().regex(/^[a-z]+(-WS\d{1,2})?(-\d{1,2})?$/),
});

/** A section as it is sent: `f1` says which question stands in the first place of the form, `a1` what was answered. */
export const SectionForm = WhichSection.extend({
  /** The version the form was opened at; 0 while nobody has sent the section. */
  opened: z.number().int().min(0),
  form: z.uuid(),
}).extend(slots);
export type SectionForm = z.infer<typeof SectionForm>;

/** What was typed, by question. */
export function typedAnswers(form: SectionForm): Record<string, string> {
  const sent = form as unknown as Record<string, string>;
  return Object.fromEntries(
    SLOTS.flatMap((n) => {
      const field = sent[`f${n}`];
      return field ? [[field, sent[`a${n}`] ?? '']] : [];
    }),
  );
}
