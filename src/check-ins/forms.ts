// What the check-in's form carries, as typed. What one could get wrong: every field is a string here, however wrong, so that
// what cannot be saved goes back to the person as it was (check.ts says what is wrong with it).

import * as z from 'zod/v4';

const text = z.string().default('');

/** Milestones and risks that one card asks about. */
export const MILESTONE_SLOTS = [1, 2, 3] as const;
/** Agreed actions that one card asks about. */
export const ACTION_SLOTS = [1, 2, 3, 4] as const;
export const RISK_SLOTS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const;

/** What is asked of the milestone in a slot: `m1Stated`, `m1ForecastOn`… */
export const SLOT_FIELDS = ['Stated', 'ForecastOn', 'ActualOn', 'SlipCause', 'SlipText', 'Reason'] as const;
export type SlotField = (typeof SLOT_FIELDS)[number];

const slots = Object.fromEntries(
  [
    ...MILESTONE_SLOTS.flatMap((n) => [`m${n}`, ...SLOT_FIELDS.map((field) => `m${n}${field}`)]),
    ...RISK_SLOTS.flatMap((n) => [`r${n}`, `r${n}Movement`]),
    ...ACTION_SLOTS.flatMap((n) => [`a${n}`, `a${n}Done`]),
  ].map((name) => [name, text]),
) as Record<string, typeof text>;

export const CheckInFields = z.object({
  /** `true` when nothing changed since last week. */
  noChange: text,
  stated: text,
  statedReason: text,
  confidence: text,
  moved: text,
  next: text,
  blockedWhat: text,
  blockedBy: text,
  blockedByOn: text,
  decisionText: text,
  decisionBody: text,
  decisionByOn: text,
  /** Of risks that move beyond appetite: who is told, or why nobody is yet. */
  escalateTo: text,
  escalationReason: text,
  evidenceUrl: text,
  /** `true`: nothing here could identify a child or family. */
  nothingIdentifying: text,
  /** Slots whose fields about why were on the card: in any other, nothing was said of why. */
  why: text,
  /** `m1`: which milestone stands in the slot and at which version, `M18@7`; likewise `r1` and `a1`. Then what was said of it. */
  ...slots,
});
export type CheckInFields = z.infer<typeof CheckInFields> & Record<string, string>;

export const CheckInRef = z.string().regex(/^WS\d{1,2}-\d{4}-W\d{2}$/);

/** Which check-in: a workstream's in a week. */
export const WhichCheckIn = z.object({ programmeId: z.string().min(1).max(80), ref: CheckInRef });

export const CheckInForm = WhichCheckIn.extend({
  /** The version of the answer that the form was opened at; 0 while there is none. */
  opened: z.number().int().min(0),
  form: z.uuid(),
}).extend(CheckInFields.shape);
export type CheckInForm = z.infer<typeof CheckInForm>;

/** The fields of a form, without what says which form it is. */
export function fieldsOf(form: object): CheckInFields {
  return CheckInFields.parse(form) as CheckInFields;
}

/** A record in a slot: its reference and the version the person saw. Undefined for an empty slot. */
export function readSlot(text: string | undefined): { ref: string; opened: number } | undefined {
  const [, ref, opened] = /^([MRA]\d{1,5})@(\d{1,9})$/.exec(text ?? '') ?? [];
  return ref && opened ? { ref, opened: Number(opened) } : undefined;
}

/** The actions that were said to be done. */
export function readActionsDone(fields: CheckInFields): { ref: string; opened: number }[] {
  return ACTION_SLOTS.flatMap((n) => {
    const slot = fields[`a${n}Done`] === 'done' ? readSlot(fields[`a${n}`]) : undefined;
    return slot ? [slot] : [];
  });
}
