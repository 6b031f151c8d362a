// A check-in as a person answers it, without a server: opens the form's card, types over its fields, sends what Teams would.
// What one could get wrong: the fields come from the card as drawn, so a field that the card lost is lost here too.

import { type AnswerResult, answerCheckIn } from '../../src/check-ins/actions.js';
import { CheckInForm } from '../../src/check-ins/forms.js';
import { openCheckIn } from '../../src/check-ins/opening.js';
import type { CardJson } from '../../src/deps.js';
import { buttonOf, valuesOf } from '../support/card-reader.js';
import type { World } from '../support/world.js';

/** What makes an answer whole, besides what the form is pre-filled with. */
export const WHOLE = {
  confidence: '4',
  moved: 'Two offers are accepted.',
  next: 'Interviews next week.',
  nothingIdentifying: 'true',
};

/** The form that a card sends when these fields are typed over what it shows. */
export function formOn(card: CardJson, typed: Record<string, string> = {}): CheckInForm {
  const send = buttonOf(card, 'Save draft');
  return CheckInForm.parse({ ...send.data, ...valuesOf(card), ...typed });
}

/** Opens the check-in as a member and gives the form as they send it. */
export async function typeCheckIn(
  world: World,
  memberId: string,
  ref: string,
  typed: Record<string, string> = {},
): Promise<CheckInForm> {
  const { card } = await openCheckIn(await world.turn(memberId), ref, true);
  return formOn(card, typed);
}

/** Opens and answers the check-in as a member. */
export async function checkIn(
  world: World,
  memberId: string,
  ref: string,
  typed: Record<string, string> = WHOLE,
): Promise<AnswerResult> {
  return answerCheckIn(await world.turn(memberId), await typeCheckIn(world, memberId, ref, typed));
}
