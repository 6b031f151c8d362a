// How rows about agreed actions, partners' confidence and changes of baselines are done: as the form a person would have sent. What one could get
// wrong: a row names the reference its record will have, so rows of one kind stand in the order in which they are made.

import * as z from 'zod/v4';
import { agreeFields, agreeing, completing } from '../agreed-actions/forms.js';
import { score } from '../confidence/actions.js';
import { requestFields, requesting } from '../milestones/change-control/forms.js';
import { formOf } from '../records/fields.js';
import type { Told } from './risk-history.js';

const told = { at: z.string(), by: z.string(), ref: z.string() };

/** `at` is local time of the programme. */
export const RegisterRow = z.discriminatedUnion('did', [
  z.strictObject({ ...told, did: z.literal('agree'), ...formOf(agreeFields).required().shape }),
  z.strictObject({ ...told, did: z.literal('complete'), doneOn: z.string(), outcome: z.string() }),
  z.strictObject({
    ...told,
    did: z.literal('score'),
    workstream: z.string(),
    score: z.string(),
    why: z.string().default(''),
  }),
  z.strictObject({
    ...told,
    did: z.literal('request'),
    milestone: z.string(),
    ...formOf(requestFields).required().shape,
  }),
]);
export type RegisterRow = z.infer<typeof RegisterRow>;

/** Does one row. Throws what the actions throw. */
export function doRegisterRow({ turn, sent }: Told, row: RegisterRow): Promise<{ outcome: string }> {
  const { form } = sent;
  switch (row.did) {
    case 'agree':
      return agreeing.make(turn, { ...row, form });
    case 'complete':
      return completing.save(turn, { ...sent, doneOn: row.doneOn, outcome: row.outcome });
    case 'score':
      return score(turn, { ...sent, workstream: row.workstream, score: row.score, why: row.why });
    case 'request':
      return requesting.make(turn, { ...row, form });
  }
}
