// A request to change a milestone's baseline. What one could get wrong: asking changes nothing; the baseline moves once the named body has
// agreed, with its date and minute, and the old one is kept on the milestone (domain.md section 2).

import * as z from 'zod/v4';
import { Body } from '../../programmes/bodies.js';
import { Outcome } from '../../programmes/outcomes.js';
import { Day } from '../../programmes/schema.js';
import type { RecordType } from '../../storage/entry.js';

export const CHANGE_LETTERS = 300;

/** What a change touches besides the date. */
export const IMPACTS = ['scope', 'cost', 'benefit'] as const;

/** `decided`: the body has settled it. `withdrawn`: whoever asked took it back. */
export const CHANGE_STATES = ['requested', 'decided', 'withdrawn'] as const;
export type ChangeState = (typeof CHANGE_STATES)[number];

export const ChangeRequest = z.object({
  /** The milestone's reference and, for lists, its title when it was asked. */
  milestone: z.string(),
  title: z.string(),
  workstream: z.string(),
  reason: z.string().min(1).max(CHANGE_LETTERS),
  /** What it does to scope, cost and benefit; '' where it does nothing. */
  scope: z.string(),
  cost: z.string(),
  benefit: z.string(),
  /** The baseline when it was asked, and what it is to be. */
  baselineOn: Day,
  proposedOn: Day,
  body: Body,
  byOn: Day,
  /** Member id. */
  requestedBy: z.string(),
  requestedOn: Day,
  state: z.enum(CHANGE_STATES),
  outcome: Outcome.nullable(),
  /** The baseline that was agreed, where it is another than the one proposed. */
  agreedOn: Day.nullable(),
  /** Why it was taken back; '' while it stands. */
  withdrawnReason: z.string(),
});
export type ChangeRequest = z.infer<typeof ChangeRequest>;

export const changeRequests: RecordType<ChangeRequest> = {
  kind: 'change-request',
  prefix: 'C',
  texts: new Set(['title', 'reason', 'scope', 'cost', 'benefit', 'withdrawnReason', 'minute', 'words']),
  figures: ({ milestone, state, body, proposedOn, outcome, agreedOn }) => ({
    milestone,
    state,
    body,
    proposedOn,
    result: outcome?.result ?? null,
    agreedOn,
  }),
};
