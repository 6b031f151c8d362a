// What the forms about actions carry, as typed. What one could get wrong: every field is a string here, however wrong, so that what cannot
// be saved goes back to the person as it was (rules.ts says what is wrong with it).

import * as z from 'zod/v4';
import { RecordForm } from '../programmes/schema.js';

const text = z.string().default('');

export const AgreeFields = z.object({ what: text, ownerId: text, dueOn: text, workstream: text });
export type AgreeFields = z.infer<typeof AgreeFields>;

/** The decision, milestone or risk whose card it is agreed from. */
export const From = z.string().regex(/^[DMR]\d{1,5}$/);

export const AgreeForm = RecordForm.pick({ programmeId: true, form: true })
  .extend({ from: From.optional() })
  .extend(AgreeFields.shape);
export type AgreeForm = z.infer<typeof AgreeForm>;

export const DoneFields = z.object({ doneOn: text, outcome: text });
export type DoneFields = z.infer<typeof DoneFields>;

export const ChangeFields = z.object({ what: text, ownerId: text, dueOn: text, reason: text });
export type ChangeFields = z.infer<typeof ChangeFields>;

export const DropFields = z.object({ outcome: text });
export type DropFields = z.infer<typeof DropFields>;
