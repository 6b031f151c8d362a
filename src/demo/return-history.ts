// How rows about KPIs and about the return of the second quarter are done: as the forms that people would have sent. What one could get
// wrong: a signature carries the fingerprint that its signatory was shown, so it is read from the record as it stood then.

import * as z from 'zod/v4';
import { recordResult } from '../kpis/actions.js';
import { ResultForm } from '../kpis/forms.js';
import { sendSection } from '../returns/actions.js';
import { SectionForm, SLOTS } from '../returns/schema.js';
import {
  agreeReturn,
  prepareReturn,
  recordFeedback,
  recordSent,
  type StepResult,
  signReturn,
} from '../returns/sign-off/actions.js';
import { returnRecords } from '../returns/sign-off/schema.js';
import { requireHead } from '../storage/ledger.js';
import type { Told } from './risk-history.js';

const row = { at: z.string(), by: z.string(), ref: z.string() };

export const KpiRow = z.strictObject({
  ...row,
  ...ResultForm.pick({ quarter: true, value: true, known: true, source: true, quality: true, narrative: true }).shape,
});
export type KpiRow = z.infer<typeof KpiRow>;

export const SectionRow = z.strictObject({ ...row, section: z.string(), answers: z.record(z.string(), z.string()) });
export type SectionRow = z.infer<typeof SectionRow>;

export const SignatureRow = z.strictObject({
  ...row,
  step: z.enum(['prepare', 'sign', 'agree', 'sent', 'feedback']),
  comment: z.string().default(''),
  boardOn: z.string().default(''),
  minute: z.string().default(''),
  on: z.string().default(''),
  how: z.string().default(''),
  rating: z.string().default(''),
  words: z.string().default(''),
});
export type SignatureRow = z.infer<typeof SignatureRow>;

/** A quarter's value. Throws what the action throws, as all of these do. */
export function doKpiRow({ turn, sent }: Told, { at: _, by: __, ref, ...typed }: KpiRow) {
  return recordResult(turn, ResultForm.parse({ ...typed, ...sent, ref }));
}

/** A section of the return, its answers in the places of a form. */
export function doSectionRow({ turn, sent }: Told, { ref, section, answers }: SectionRow) {
  const typed = Object.entries(answers).flatMap(([field, text], n) => [
    [`f${SLOTS[n]}`, field],
    [`a${SLOTS[n]}`, text],
  ]);
  const [returnRef = ''] = ref.split('-');
  return sendSection(turn, SectionForm.parse({ ...sent, ref: returnRef, section, ...Object.fromEntries(typed) }));
}

/** A step of the signatures. */
export async function doSignatureRow({ turn, sent }: Told, { ref, step, ...typed }: SignatureRow): Promise<StepResult> {
  const form = { ...typed, ...sent, ref };
  if (step === 'prepare') return prepareReturn(turn, form);
  if (step === 'sent') return recordSent(turn, form);
  if (step === 'feedback') return recordFeedback(turn, form);
  const { fingerprint } = (await requireHead(turn.deps, returnRecords, turn.actor.programmeId, ref)).body.newest.state;
  return step === 'sign'
    ? signReturn(turn, { ...form, fingerprint })
    : agreeReturn(turn, { ...form, fingerprint }, 'Board');
}
