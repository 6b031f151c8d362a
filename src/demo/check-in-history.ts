// How a row about a check-in is done: as the form its person would have sent. What one could get wrong: the form holds the row's
// words alone, no milestones or risks, so that it stays the same form whatever the register says by then.

import * as z from 'zod/v4';
import { answerCheckIn } from '../check-ins/actions.js';
import { CheckInFields, CheckInRef, fieldsOf } from '../check-ins/forms.js';
import type { Told } from './risk-history.js';

const { noChange, stated, statedReason, confidence, moved, next, blockedWhat, blockedBy, blockedByOn } =
  CheckInFields.shape;

/** `at` is local time of the programme. */
export const CheckInRow = z.strictObject({
  at: z.string(),
  by: z.string(),
  ref: CheckInRef,
  ...{ noChange, stated, statedReason, confidence, moved, next, blockedWhat, blockedBy, blockedByOn },
});
export type CheckInRow = z.infer<typeof CheckInRow>;

/** Answers a week's check-in as it was answered then. */
export function doCheckInRow({ turn, sent }: Told, { at: _, by: __, ...said }: CheckInRow) {
  return answerCheckIn(turn, { ...fieldsOf({ ...said, nothingIdentifying: 'true' }), ...sent });
}
