// What an agreed action is: something one person is to do by a day. What one could get wrong: it is done when its owner says so; who agreed it
// only says where it comes from. What is to be done about a risk stays with the risk (risks/responses.ts).

import * as z from 'zod/v4';
import { Day } from '../programmes/schema.js';
import type { RecordType } from '../storage/entry.js';

export const ACTION_LETTERS = 300;

/** `dropped`: it need not be done any more. */
export const ACTION_STATES = ['open', 'done', 'dropped'] as const;
export type ActionState = (typeof ACTION_STATES)[number];

export const AgreedAction = z.object({
  what: z.string().min(1).max(ACTION_LETTERS),
  /** Member id of whoever does it. */
  ownerId: z.string(),
  dueOn: Day,
  workstream: z.string(),
  /** The decision, milestone or risk it follows from; null when it stands by itself. */
  from: z.string().nullable(),
  /** Member id of whoever noted it. */
  agreedBy: z.string(),
  agreedOn: Day,
  state: z.enum(ACTION_STATES),
  /** Null until it is done. */
  doneOn: Day.nullable(),
  /** What came of it, or why it was dropped; '' while it is open. */
  outcome: z.string(),
});
export type AgreedAction = z.infer<typeof AgreedAction>;

export const agreedActions: RecordType<AgreedAction> = {
  kind: 'action',
  prefix: 'A',
  texts: new Set(['what', 'outcome']),
  figures: ({ state, dueOn, doneOn, ownerId }) => ({ state, dueOn, doneOn, ownerId }),
};
