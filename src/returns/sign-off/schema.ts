// What becomes of a return once it is prepared: one record, from the frozen content to what the DfE said of it. What one could get wrong:
// approvals stand only against the fingerprint beside them; whatever stops a return takes all of them away.

import * as z from 'zod/v4';
import { Day, RecordForm } from '../../programmes/schema.js';
import type { RecordType } from '../../storage/entry.js';

/** Who approves, in order (cabinet report, executive summary); the Board itself, or its chair's action, comes last. */
export const STEPS = ['S151 officer', 'ICB Chief Executive', 'LA Chief Executive', 'Board'] as const;
export const Step = z.enum(STEPS);
export type Step = z.infer<typeof Step>;

export const Approval = z.object({
  step: Step,
  /** Member id. */
  by: z.string(),
  /** UTC ISO. */
  at: z.string(),
  comment: z.string(),
  /** Of the Board: the day it met, and its minute; null for chair's action and for a signature. */
  boardOn: Day.nullable(),
  minute: z.string(),
});
export type Approval = z.infer<typeof Approval>;

/** Why a return stands still: somebody sent it back, or what was signed changed. */
export const Stop = z.object({
  why: z.enum(['sent back', 'changed']),
  /** Member id of who sent it back or made the change. */
  by: z.string(),
  comment: z.string(),
  /** What changed, as record@version. */
  changed: z.array(z.string()),
  /** Member ids of those whose approval fell. */
  fell: z.array(z.string()),
});

/** The DfE's scale is not published; these are our own words for what it says. */
export const RATINGS = ['on track', 'some concerns', 'serious concerns', 'not rated'] as const;

export const ReturnRecord = z.object({
  dueOn: Day,
  fingerprint: z.string(),
  preparedBy: z.string(),
  preparedOn: Day,
  /** What it was made from and must not change, as record@version. */
  watched: z.array(z.string()),
  approvals: z.array(Approval),
  stopped: Stop.nullable(),
  sent: z.object({ on: Day, how: z.string() }).nullable(),
  feedback: z.object({ on: Day, rating: z.enum(RATINGS), words: z.string() }).nullable(),
});
export type ReturnRecord = z.infer<typeof ReturnRecord>;

export const returnRecords: RecordType<ReturnRecord> = {
  kind: 'return',
  prefix: 'Q',
  texts: new Set(['comment', 'minute', 'how', 'words']),
  figures: ({ fingerprint, approvals, sent }) => ({
    fingerprint: fingerprint.slice(0, 16),
    approvals: approvals.length,
    sentOn: sent?.on ?? null,
  }),
};

/** Which return. */
export const WhichReturn = RecordForm.pick({ programmeId: true }).extend({ ref: z.string().regex(/^Q\d{5}$/) });

/** What every form about a return carries. `opened` is 0 before it was prepared. */
export const ReturnForm = WhichReturn.extend({ opened: z.number().int().min(0), form: z.uuid() });
export type ReturnForm = z.infer<typeof ReturnForm>;

const text = z.string().default('');

/** A signature, or sending back: against the fingerprint that the person saw. */
export const SignForm = ReturnForm.extend({ fingerprint: z.string().regex(/^[0-9a-f]{64}$/), comment: text });
export type SignForm = z.infer<typeof SignForm>;

export const AgreeForm = SignForm.extend({ boardOn: text, minute: text });
export type AgreeForm = z.infer<typeof AgreeForm>;

export const SentForm = ReturnForm.extend({ on: text, how: text });
export type SentForm = z.infer<typeof SentForm>;

export const FeedbackForm = ReturnForm.extend({ on: text, rating: text, words: text });
export type FeedbackForm = z.infer<typeof FeedbackForm>;
