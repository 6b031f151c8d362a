// What a milestone is, and the update a person posts. What one could get wrong: `stated` is what a person says; the
// calculated status is never stored, since it changes with the day (rules.ts).

import * as z from 'zod/v4';
import { Day, RecordForm } from '../programmes/schema.js';
import type { RecordType } from '../storage/entry.js';

/** BRAG, in the order people read it: blue is complete. */
export const STATUSES = ['red', 'amber', 'green', 'blue'] as const;
export const Status = z.enum(STATUSES);
export type Status = z.infer<typeof Status>;

export const SLIP_CAUSES = [
  'workforce',
  'partner',
  'guidance awaited',
  'data',
  'funding',
  'procurement',
  'other',
] as const;
export const SlipCause = z.enum(SLIP_CAUSES);

/** Work that current law does not allow cannot be set to deliver (report 1.2, 5.2). */
export const GATES = ['none', 'under consultation', 'needs legislation'] as const;

/** A baseline that was agreed before, until when it counted, and the change request that ended it. */
export const FormerBaseline = z.object({ on: Day, until: Day, change: z.string() });

/** Somebody above the milestone has taken note that its forecast is beyond tolerance, up to a date. */
export const Acknowledged = z.object({ forecastOn: Day, by: z.string(), on: Day, words: z.string() });

/** Something outside the programme has landed, so that the forecast is to be made again. */
export const Reforecast = z.object({ because: z.string(), on: Day });

export const Milestone = z.object({
  title: z.string().min(1).max(160),
  workstream: z.string(),
  ownerId: z.string(),
  /** The approved date; changes only through change control. */
  baselineOn: Day,
  /** The owner's present best estimate. */
  forecastOn: Day,
  /** When completion was evidenced; null until then. */
  actualOn: Day.nullable(),
  /** Null until somebody reports. */
  stated: Status.nullable(),
  statedReason: z.string(),
  slipCause: SlipCause.nullable(),
  slipText: z.string(),
  /** How many times the forecast was moved later. */
  slips: z.number().int().min(0),
  commentary: z.string(),
  evidenceUrl: z.string(),
  /** The programme waits for someone outside it. */
  external: z.boolean(),
  /** References of the external milestones that this one waits for. */
  dependsOn: z.array(z.string()).optional(),
  /** Oldest first; absent while the baseline is the first one. */
  formerBaselines: z.array(FormerBaseline).optional(),
  /** Absent while nobody has acknowledged an exception. */
  acknowledged: Acknowledged.optional(),
  /** Null or absent unless the forecast is to be made again. */
  reforecast: Reforecast.nullable().optional(),
  gate: z.enum(GATES),
  /** S: the date is stated in the public report; D: a demo assumption or design default. */
  dateSource: z.enum(['S', 'D']),
});
export type Milestone = z.infer<typeof Milestone>;

export const milestones: RecordType<Milestone> = {
  kind: 'milestone',
  prefix: 'M',
  texts: new Set(['title', 'statedReason', 'slipText', 'commentary', 'evidenceUrl', 'words']),
  figures: (milestone) => ({
    stated: milestone.stated,
    forecastOn: milestone.forecastOn,
    baselineOn: milestone.baselineOn,
    actualOn: milestone.actualOn,
    // A digest tells "same text two weeks running" without the text; short, as it need not resist a search.
    text: fingerprint(milestone.commentary),
  }),
};

/** What an update carries, as typed: every field a string, checked in rules.ts so that each fault gets its sentence. */
export const UpdateFields = z.object({
  stated: z.string().default(''),
  statedReason: z.string().default(''),
  forecastOn: z.string().default(''),
  actualOn: z.string().default(''),
  evidenceUrl: z.string().default(''),
  slipCause: z.string().default(''),
  slipText: z.string().default(''),
  commentary: z.string().default(''),
  correctionReason: z.string().default(''),
});
export type UpdateFields = z.infer<typeof UpdateFields>;

export const UpdateForm = RecordForm.extend(UpdateFields.shape).extend({
  /** Set when the form corrects the person's own entry of this version. */
  corrects: z.number().int().min(1).optional(),
});
export type UpdateForm = z.infer<typeof UpdateForm>;

function fingerprint(text: string): string {
  let hash = 0;
  for (const letter of text.trim().toLowerCase()) hash = (Math.imul(hash, 31) + (letter.codePointAt(0) ?? 0)) | 0;
  return text.trim() === '' ? '' : (hash >>> 0).toString(36);
}

/** What a plan sets out of a milestone. */
type Planned = Pick<
  Milestone,
  'title' | 'workstream' | 'ownerId' | 'baselineOn' | 'dateSource' | 'external' | 'dependsOn' | 'gate'
>;

/** The state of a milestone that nobody has reported on yet. */
export function openingMilestone(planned: Planned): Milestone {
  return {
    ...planned,
    forecastOn: planned.baselineOn,
    actualOn: null,
    stated: null,
    statedReason: '',
    slipCause: null,
    slipText: '',
    slips: 0,
    commentary: '',
    evidenceUrl: '',
  };
}
