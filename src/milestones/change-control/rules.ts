// The rules of change requests, and the words for them. Pure. What one could get wrong: what is proposed must differ from the baseline as it
// is, and a body that agrees with changes says which date it agreed to.

import { formatDay, type IsoDate, workingDaysBetween } from '../../calendar.js';
import type { Mark } from '../../cards/markup.js';
import { Body, sayBody } from '../../programmes/bodies.js';
import type { Checked } from '../../programmes/changing.js';
import { checkOutcome, type Outcome } from '../../programmes/outcomes.js';
import type { Holdings } from '../../programmes/owning.js';
import { checkDay, checkLength, hasProblems, type Problems, requireText } from '../../programmes/problems.js';
import type { Tolerances } from '../../programmes/schema.js';
import { saySlip } from '../rules.js';
import type { Milestone } from '../schema.js';
import type { DecideFields, RequestFields, TakeBackFields } from './forms.js';
import { CHANGE_LETTERS, type ChangeRequest, IMPACTS } from './schema.js';

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

type Asked = Pick<
  ChangeRequest,
  'proposedOn' | 'reason' | 'scope' | 'cost' | 'benefit' | 'body' | 'byOn' | 'baselineOn'
>;

/** What is asked for, why, what it touches, of whom and by when. */
export function checkRequest(
  milestone: Pick<Milestone, 'baselineOn' | 'actualOn'>,
  fields: RequestFields,
  today: IsoDate,
): Checked<Asked, RequestFields> {
  const problems: Problems<RequestFields> = {};
  const proposedOn = fields.proposedOn.trim();
  if (proposedOn === milestone.baselineOn) problems.proposedOn = 'That is the baseline as it is.';
  else if (proposedOn < today) problems.proposedOn = 'A new baseline is still to come; this day has passed.';
  checkDay(problems, 'proposedOn', proposedOn, 'Give the date it should be, such as 2027-01-29.');
  const reason = requireText(problems, fields, 'reason', CHANGE_LETTERS, 'Say why the baseline should change.');
  for (const impact of IMPACTS) checkLength(problems, impact, fields[impact].trim(), CHANGE_LETTERS);
  if (IMPACTS.every((impact) => fields[impact].trim() === ''))
    problems.benefit ??= 'Say what it does to scope, cost or benefit; “none” is an answer too.';
  const body = Body.safeParse(fields.body);
  if (!body.success || body.data === 'corporate') problems.body = 'Choose who is to decide.';
  const byOn = fields.byOn.trim();
  if (byOn < today) problems.byOn = 'This date has passed already; give one that is still to come.';
  checkDay(problems, 'byOn', byOn, 'Give the date it is needed by, such as 2027-01-08.');
  if (!body.success || hasProblems(problems)) return { problems };
  const [scope, cost, benefit] = [fields.scope.trim(), fields.cost.trim(), fields.benefit.trim()];
  return {
    ok: { proposedOn, reason, scope, cost, benefit, body: body.data, byOn, baselineOn: milestone.baselineOn },
  };
}

/** What the body settled, and the date that counts from now on. */
export function checkDecide(
  change: ChangeRequest,
  fields: DecideFields,
  today: IsoDate,
): Checked<{ outcome: Outcome; agreedOn: IsoDate | null }, DecideFields> {
  const checked = checkOutcome(change.requestedOn, fields, today);
  const problems: Problems<DecideFields> = 'problems' in checked ? { ...checked.problems } : {};
  const agreedOn = fields.agreedOn.trim();
  const changed = fields.result === 'agreed with changes';
  if (changed && agreedOn === change.proposedOn)
    problems.agreedOn = 'That is the date that was proposed: choose “Agreed” if it was agreed.';
  if (changed) checkDay(problems, 'agreedOn', agreedOn, 'Give the date that was agreed, such as 2027-01-29.');
  if ('problems' in checked || hasProblems(problems)) return { problems };
  return { ok: { outcome: checked.ok, agreedOn: changed ? agreedOn : null } };
}

/** Why a request is taken back. */
export function checkTakeBack(fields: TakeBackFields): Checked<string, TakeBackFields> {
  const problems: Problems<TakeBackFields> = {};
  const reason = requireText(problems, fields, 'reason', CHANGE_LETTERS, 'Say why the baseline can stay.');
  return hasProblems(problems) ? { problems } : { ok: reason };
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
