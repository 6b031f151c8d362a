// What a weekly check-in says of one workstream. What one could get wrong: the answer holds what was said; what is true of
// milestones, risks and decisions is in their own records, to which each effect of the answer is applied once (effects.ts).

import * as z from 'zod/v4';
import { Status, UpdateFields } from '../milestones/schema.js';
import { Body } from '../programmes/bodies.js';
import { Day, ORGANISATIONS } from '../programmes/schema.js';
import type { RecordType } from '../storage/entry.js';

export const MOVEMENTS = ['up', 'same', 'down', 'happened'] as const;
export const Movement = z.enum(MOVEMENTS);
export type Movement = z.infer<typeof Movement>;

/** Who blocks us: any organisation of the partnership, or another. */
export const Blocker = z.object({ what: z.string(), organisation: z.enum(ORGANISATIONS), byOn: Day.nullable() });
export type Blocker = z.infer<typeof Blocker>;

export const AskedDecision = z.object({ text: z.string(), body: Body, byOn: Day });
export type AskedDecision = z.infer<typeof AskedDecision>;

/** What was said of one milestone: the fields of an update, at the version of the milestone that the person saw. */
export const MilestoneSaid = z.object({ ref: z.string(), opened: z.number().int().min(1), fields: UpdateFields });
export type MilestoneSaid = z.infer<typeof MilestoneSaid>;

/** How a risk was said to move, at the version the person saw. `same` changes nothing and is kept as said. */
export const RiskSaid = z.object({
  ref: z.string(),
  opened: z.number().int().min(1),
  movement: Movement,
  /** A body or `none`: asked for when the risk moves beyond appetite. */
  escalateTo: z.string(),
  escalationReason: z.string(),
});
export type RiskSaid = z.infer<typeof RiskSaid>;

/** An agreed action that was said to be done, at the version the person saw. */
export const ActionDone = z.object({ ref: z.string(), opened: z.number().int().min(1) });
export type ActionDone = z.infer<typeof ActionDone>;

export const CheckIn = z.object({
  workstream: z.string(),
  /** ISO week, `2026-W48`: with the workstream it is the answer's key, so nothing can make a second answer. */
  period: z.string(),
  weekEndingOn: Day,
  noChange: z.boolean(),
  /** Of the workstream as a whole. */
  stated: Status,
  /** What the dates of its milestones said when it was answered. */
  calculated: Status,
  statedReason: z.string(),
  /** 1 to 5, that the next milestone lands on its forecast; null when none is open. */
  confidence: z.number().int().min(1).max(5).nullable(),
  nextMilestone: z.string().nullable(),
  /** Only those that were changed. */
  milestones: z.array(MilestoneSaid).max(3),
  risks: z.array(RiskSaid),
  /** Only those that were done; absent in answers from before there were any. */
  actionsDone: z.array(ActionDone).optional(),
  moved: z.string(),
  next: z.string(),
  blocker: Blocker.nullable(),
  decision: AskedDecision.nullable(),
  evidenceUrl: z.string(),
  /** Answered after the close. */
  late: z.boolean(),
});
export type CheckIn = z.infer<typeof CheckIn>;

export const checkIns: RecordType<CheckIn> = {
  kind: 'check-in',
  prefix: 'W',
  texts: new Set([
    'statedReason',
    'moved',
    'next',
    'what',
    'text',
    'evidenceUrl',
    'escalationReason',
    'commentary',
    'slipText',
    'correctionReason',
  ]),
  figures: ({ stated, calculated, confidence, late, noChange }) => ({ stated, calculated, confidence, late, noChange }),
};

/** The answer's reference: one for each workstream and week. */
export function checkInRef(workstream: string, period: string): string {
  return `${workstream}-${period}`;
}
