// What a programme is: its plan, calendar, tolerances and people. What one could get wrong: a member's Entra object id is
// not part of it. Only the directory (kind `person`) maps object ids to person ids, so that erasure leaves chains whole.

import * as z from 'zod/v4';
import { isDay } from '../calendar.js';
import type { RecordType } from '../storage/entry.js';
import { Restricted } from './restricted.js';
import { Role } from './roles.js';
import { DaysOff, Timetable } from './timetable.js';

export const Day = z.string().refine(isDay, 'Give a date that exists, as YYYY-MM-DD.');

/** The accountable organisations of a local area partnership (domain.md section 3). */
export const ORGANISATIONS = ['LA', 'ICB', 'NHS provider', 'schools and trusts', 'PCF', 'DfE', 'other'] as const;
export const Organisation = z.enum(ORGANISATIONS);

/** The three who sign the plan and its returns (cabinet report, executive summary). */
export const SIGNATURES = ['LA Chief Executive', 'ICB Chief Executive', 'S151 officer'] as const;

export const Member = z.object({
  id: z.string().regex(/^[a-z0-9-]{1,40}$/),
  /** What others see. In the demo a role title; in a council the person's name. */
  name: z.string().min(1).max(80),
  organisation: Organisation,
  roles: z.array(Role).min(1),
  /** Workstreams this person leads. */
  leads: z.array(z.string()).default([]),
  /** The member who answers for this one when away. */
  deputy: z.string().optional(),
  /** Whose signature a signatory gives on the return to the DfE. */
  signsAs: z.enum(SIGNATURES).optional(),
  /** Days on which this person is asked nothing; the deputy is asked instead. */
  leave: z.array(DaysOff).optional(),
});
export type Member = z.infer<typeof Member>;

export const Workstream = z.object({ id: z.string().regex(/^WS\d{1,2}$/), name: z.string().min(1).max(80) });
export type Workstream = z.infer<typeof Workstream>;

export const Tolerances = z.object({
  /** Working days late up to which a milestone is still green. */
  greenDays: z.number().int().min(0),
  /** Working days late up to which it is amber; beyond, red. */
  amberDays: z.number().int().min(0),
});
export type Tolerances = z.infer<typeof Tolerances>;

export const Scoring = z.object({
  /** Likelihood and impact run from 1 to this. */
  size: z.number().int().min(3).max(6),
  /** Scores from here are medium. */
  mediumFrom: z.number().int(),
  /** Scores from here are high. */
  highFrom: z.number().int(),
  /** A residual score at or beyond this exceeds the appetite and needs escalation or a recorded reason. */
  appetite: z.number().int(),
});
export type Scoring = z.infer<typeof Scoring>;

/** The sections of a return that one workstream answers for all, and who does where no workstream is named: the programme office. */
export const SHARED_SECTIONS = [
  'eah',
  'places',
  'workforce',
  'coproduction',
  'equalities',
  'dependencies',
  'asks',
] as const;

/** How the quarterly return to the DfE is asked for; every part has a default. */
export const ReturnRound = z.object({
  /** It opens this many days before it is due; on the last working day before, where that day is off. */
  opensDaysBefore: z.number().int().min(7).max(90).default(28),
  /** Whoever has sections to send is reminded this many days before it is due. */
  remindDaysBefore: z.array(z.number().int().min(1).max(60)).max(6).default([14, 7]),
  /** The members who write the statements of the Integrated Care Board and of the Parent Carer Forum. */
  icbLead: z.string().optional(),
  pcfLead: z.string().optional(),
  /** Which workstream answers a section that is not every workstream's. */
  sections: z.partialRecord(z.enum(SHARED_SECTIONS), z.string()).default({}),
});
export type ReturnRound = z.infer<typeof ReturnRound>;

/** What a shared conversation is bound for: the delivery group's updates and digest, or what a body is shown by hand. */
export const PURPOSES = ['group', 'Board', 'corporate'] as const;

/** A shared conversation that the programme office bound (places.ts). */
const BoundPlace = z.object({
  conversationId: z.string().max(255),
  serviceUrl: z.string().max(500),
  tenantId: z.string().max(80),
  kind: z.enum(['channel', 'group chat']),
  /** When (UTC ISO) and by which member. */
  at: z.string(),
  by: z.string(),
});

export const Programme = z.object({
  name: z.string().min(1).max(80),
  localArea: z.string().min(1).max(80),
  zone: z.string(),
  workstreams: z.array(Workstream).min(1),
  members: z.array(Member).min(1),
  boards: z.array(z.object({ on: Day })),
  returns: z.array(z.object({ dueOn: Day })),
  tolerances: Tolerances,
  scoring: Scoring,
  /** How returns are asked for; absent: the defaults. */
  returnRound: ReturnRound.optional(),
  /** Who sees restricted items, and where; absent: the defaults (restricted.ts). */
  restricted: Restricted.optional(),
  /** When people are asked; absent: the default (timetable.ts). */
  timetable: Timetable.optional(),
  /** Where its cards are posted; absent: nothing was ever bound by the programme office. */
  places: z.partialRecord(z.enum(PURPOSES), BoundPlace).optional(),
});
export type Programme = z.infer<typeof Programme>;

/** The programme as a record of the ledger; there is one per programme, under this reference. */
export const PROGRAMME_REF = 'programme';

export const programmes: RecordType<Programme> = {
  kind: 'programme',
  prefix: 'P',
  texts: new Set(['name']),
  figures: () => ({}),
};

/** Whether an entry was made by a plan file or workbook, rather than by somebody who reported something. */
export function isFromPlan(did: string): boolean {
  return did === 'programmes.load-plan' || did === 'programmes.import-plan';
}

/** What every form about one record carries besides its fields. */
export const RecordForm = z.object({
  programmeId: z.string().min(1).max(80),
  ref: z.string().regex(/^[A-Z]{1,2}\d{1,8}$/),
  /** The version of the record the form was opened at. */
  opened: z.number().int().min(1),
  /** The form's own id, by which a second delivery is recognised. */
  form: z.uuid(),
});

/** The directory's entry for a person: who an Entra object id is, and in which programmes. Partition `people:<tenant>`. */
export const Person = z.object({
  /** Programme id to the member id this person has there. */
  memberships: z.record(z.string(), z.string()),
  /** Set for a person who is expected by e-mail address and kept under that (directory.ts). */
  email: z.string().optional(),
  /** The programme this person means in their own chat, where they are in several and have said so. */
  chosen: z.string().optional(),
  /** Programme id to when this account was met there; whoever has several is written to at the one met last. Absent: when the document was made. */
  met: z.record(z.string(), z.string()).optional(),
  /** Programme id to the member whom this account was until another one of the same person was met (accounts.ts). It gives no right. */
  setAside: z.record(z.string(), z.string()).optional(),
  /** Set for accounts of a person who uses more than one. */
  several: z.literal(true).optional(),
  /** Programme id to the salt by which its ledger knows this document (directory.ts); goes with the person. */
  proofs: z.record(z.string(), z.string()).optional(),
});
export type Person = z.infer<typeof Person>;

/** The partition of a tenant's directory. */
export function peopleOf(tenantId: string): string {
  return `people:${tenantId}`;
}

/** A record of a programme, by its reference. */
export const WhichRecord = RecordForm.pick({ programmeId: true, ref: true });

/** A page of a register, by one of its filters. */
export function listForm<F extends string>(filters: Record<F, unknown>, usual: F) {
  const names = Object.keys(filters) as [F, ...F[]];
  return z.object({
    programmeId: RecordForm.shape.programmeId,
    filter: z.enum(names).default(usual as never),
    page: z.coerce.number().int().min(1).max(10_000).default(1),
  });
}
