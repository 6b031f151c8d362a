// The rules of change requests, and the words for them. Pure. What one could get wrong: what is proposed must differ from the baseline as it
// is, and a body that agrees with changes says which date it agreed to.

import { formatDay, type IsoDate, workingDaysBetween } from '../../calendar.js';
import type { Mark } from '../../cards/markup.js';
import { type Body, sayBody } from '../../programmes/bodies.js';
import type { Holdings } from '../../programmes/owning.js';
import type { Problems } from '../../programmes/problems.js';
import type { Tolerances } from '../../programmes/schema.js';
import type { Typed } from '../../records/fields.js';
import { saySlip } from '../rules.js';
import type { Milestone } from '../schema.js';
import { type ChangeRequest, IMPACTS } from './schema.js';

/** A request belongs to whoever made it. */
export const heldChange: Holdings<ChangeRequest> = (change) => [
  { part: '', memberId: change.requestedBy, content: change },
];

/** Whether a body still has to decide. */
export function isRequested({ state }: Pick<ChangeRequest, 'state'>): boolean {
  return state === 'requested';
}

/** Whether the body agreed, as proposed or to another date. */
export function isAgreed({ outcome }: Pick<ChangeRequest, 'outcome'>): boolean {
  return outcome !== null && outcome.result !== 'not agreed';
}

/** Who decides by default: the Board once the new date is beyond tolerance of the old, else the Reform Delivery Group. */
export function bodyFor(baselineOn: IsoDate, proposedOn: IsoDate, tolerances: Tolerances): Body {
  return workingDaysBetween(baselineOn, proposedOn) > tolerances.amberDays ? 'Board' : 'RDG';
}

/** Notes what is wrong with a request beside its milestone and its day. */
export function checkRequest(
  typed: Typed<'proposedOn' | 'byOn' | (typeof IMPACTS)[number]>,
  baselineOn: IsoDate,
  today: IsoDate,
  problems: Problems<Typed<'proposedOn' | 'byOn' | 'benefit'>>,
): void {
  const { proposedOn, byOn } = typed;
  if (proposedOn === baselineOn) problems.proposedOn ??= 'That is the baseline as it is.';
  else if (proposedOn < today) problems.proposedOn ??= 'A new baseline is still to come; this day has passed.';
  if (IMPACTS.every((impact) => typed[impact] === ''))
    problems.benefit ??= 'Say what it does to scope, cost or benefit; “none” is an answer too.';
  if (byOn < today) problems.byOn ??= 'This date has passed already; give one that is still to come.';
}

/** The date that the body agreed to, where it changed the one proposed; notes one that is missing or the same. */
export function readAgreedOn(
  { result, agreedOn }: Typed<'result' | 'agreedOn'>,
  { proposedOn }: Pick<ChangeRequest, 'proposedOn'>,
  problems: Problems<Typed<'agreedOn'>>,
): IsoDate | null {
  if (result !== 'agreed with changes') return null;
  if (agreedOn === proposedOn)
    problems.agreedOn ??= 'That is the date that was proposed: choose “Agreed” if it was agreed.';
  if (agreedOn === '') problems.agreedOn ??= 'Give the date that was agreed, such as 2027-01-29.';
  return agreedOn;
}

/** The milestone with its new baseline; the old one is kept. Once it has it, nothing changes. */
export function reBaselined(
  milestone: Milestone,
  ref: string,
  change: Pick<ChangeRequest, 'proposedOn' | 'agreedOn' | 'outcome'>,
): Milestone {
  const kept = milestone.formerBaselines ?? [];
  const until = change.outcome?.on;
  if (until === undefined || kept.some((one) => one.change === ref)) return milestone;
  return {
    ...milestone,
    baselineOn: change.agreedOn ?? change.proposedOn,
    formerBaselines: [...kept, { on: milestone.baselineOn, until, change: ref }],
  };
}

/** The word, shape and colour of where a request stands. */
export function markChange(change: ChangeRequest, today: IsoDate): Mark {
  if (change.state === 'withdrawn') return { word: 'Taken back', shape: '○', color: 'Default' };
  if (change.state === 'decided')
    return isAgreed(change)
      ? { word: 'Agreed', shape: '✔', color: 'Good' }
      : { word: 'Not agreed', shape: '■', color: 'Default' };
  if (change.byOn < today) return { word: 'Overdue', shape: '◆', color: 'Attention' };
  return { word: 'Requested', shape: '▲', color: 'Warning' };
}

/** "31 December 2026 → 29 January 2027 (20 working days later)". */
export function sayMove(from: IsoDate, to: IsoDate): string {
  const days = workingDaysBetween(from, to);
  return `${formatDay(from)} → ${formatDay(to)} (${saySlip(days).replace('late', 'later').replace('early', 'earlier')})`;
}

/** "asked of the Board, needed by 3 December 2026". */
export function changeLine({ body, byOn }: Pick<ChangeRequest, 'body' | 'byOn'>): string {
  return `asked of ${sayBody(body)}, needed by ${formatDay(byOn)}`;
}
