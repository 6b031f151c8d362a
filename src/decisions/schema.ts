// What a decision is: something asked of a named body by a day. What one could get wrong: who asked is whose it is; the body
// decides at its meeting, and nobody else settles it.

import * as z from 'zod/v4';
import { Body } from '../programmes/bodies.js';
import { Outcome } from '../programmes/outcomes.js';
import { Day } from '../programmes/schema.js';
import type { RecordType } from '../storage/entry.js';

export const DECISION_LETTERS = 300;

/** `decided`: the body has settled it. `withdrawn`: whoever asked took it back. */
export const DECISION_STATES = ['asked', 'decided', 'withdrawn'] as const;
export type DecisionState = (typeof DECISION_STATES)[number];

export const Decision = z.object({
  /** What is to be decided. */
  text: z.string().min(1).max(DECISION_LETTERS),
  body: Body,
  /** The day it is needed by. */
  byOn: Day,
  workstream: z.string(),
  /** References of the milestones and risks that hang on it. */
  concerns: z.array(z.string()),
  /** Member id. */
  askedBy: z.string(),
  askedOn: Day,
  /** The answer it was asked in, `WS6-2026-W48`; null when it was asked by itself. */
  origin: z.string().nullable(),
  state: z.enum(DECISION_STATES),
  /** Absent or null until the body has settled it. */
  outcome: Outcome.nullable().optional(),
  /** Why it was taken back; '' while it stands. */
  withdrawnReason: z.string(),
});
export type Decision = z.infer<typeof Decision>;

export const decisions: RecordType<Decision> = {
  kind: 'decision',
  prefix: 'D',
  texts: new Set(['text', 'withdrawnReason', 'minute', 'words']),
  figures: ({ body, byOn, state, outcome }) => ({ body, byOn, state, result: outcome?.result ?? null }),
};
