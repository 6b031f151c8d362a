// The cards of the check-in itself: the form, and what it became. What one could get wrong: titles, events and what was said
// are people's words; headings and sentences are ours.

import * as z from 'zod/v4';
import { defineCard } from '../cards/define-card.js';
import { Button, Mark, Words } from '../cards/markup.js';

/** A field with its own sentence beside it. */
const Field = z.object({ id: z.string(), label: z.string(), value: Words, problem: Words });
export type Field = z.infer<typeof Field>;

export const MilestoneSlot = z.object({
  ref: z.string(),
  title: Words,
  facts: z.string(),
  status: Mark,
  stated: Field,
  forecastOn: Field,
  actualOn: Field,
  /** The actual date is asked for once the status is Complete. */
  asksDone: z.boolean(),
  /** Asked for once the forecast moves later, or the status differs from the dates. */
  asksWhy: z.boolean(),
  slipCause: Field,
  slipText: Field,
  reason: Field,
});
export type MilestoneSlot = z.infer<typeof MilestoneSlot>;

export const RiskSlot = z.object({ ref: z.string(), event: Words, facts: z.string(), status: Mark, movement: Field });
export type RiskSlot = z.infer<typeof RiskSlot>;

export const ActionSlot = z.object({ ref: z.string(), what: Words, facts: Words, status: Mark, done: Field });
export type ActionSlot = z.infer<typeof ActionSlot>;

const Sections = z.object({
  noChange: z.string(),
  stated: z.string(),
  statedReason: Words,
  confidence: z.string(),
  moved: Words,
  next: Words,
  blockedWhat: Words,
  blockedBy: z.string(),
  blockedByOn: Words,
  decisionText: Words,
  decisionBody: z.string(),
  decisionByOn: Words,
  escalateTo: z.string(),
  escalationReason: Words,
  evidenceUrl: Words,
  nothingIdentifying: z.string(),
});

export const formCard = defineCard(
  'check-ins/form',
  z.strictObject({
    heading: z.string(),
    place: Words,
    lines: z.array(z.object({ text: Words })),
    notice: z.string(),
    calculated: Mark,
    offersNoChange: z.boolean(),
    notOffered: z.string(),
    /** The milestone that confidence is about; '' when none is open. */
    confidenceLabel: z.string(),
    values: Sections,
    problems: z.record(z.string(), Words),
    milestones: z.array(MilestoneSlot),
    /** Agreed actions that are still to be done. */
    actions: z.array(ActionSlot),
    risks: z.array(RiskSlot),
    /** Risks that the card has no room for, left as they are. */
    moreRisks: z.string(),
    asksTold: z.boolean(),
    showsMore: z.boolean(),
    buttons: z.array(Button),
    later: z.array(Button),
  }),
);

/** Two values of one field, where somebody else came first. */
const Row = z.object({ label: z.string(), saved: Words, yours: Words });

export const answeredCard = defineCard(
  'check-ins/answered',
  z.strictObject({
    heading: z.string(),
    place: Words,
    byline: Words,
    status: Mark,
    calculated: z.string(),
    confidence: z.string(),
    late: z.string(),
    said: z.array(z.object({ label: z.string(), text: Words })),
    applied: z.array(z.object({ ref: z.string(), text: Words, open: Button })),
    conflicts: z.array(z.object({ heading: z.string(), theirs: Words, rows: z.array(Row), buttons: z.array(Button) })),
    pending: z.string(),
    buttons: z.array(Button),
  }),
);

export const awayCard = defineCard(
  'check-ins/away',
  z.strictObject({
    heading: z.string(),
    explanation: Words,
    values: z.object({ until: Words }),
    problems: z.object({ until: Words }),
    buttons: z.array(Button),
  }),
);
