// The rules of agreed actions, and the words for them. Pure. What one could get wrong: a due date that is asked for must be to come; the day
// it was done must have been.

import { formatDay, formatShortDay, type IsoDate } from '../calendar.js';
import type { Mark } from '../cards/markup.js';
import { ProductError } from '../errors.js';
import type { Actor } from '../programmes/actor.js';
import type { Holdings } from '../programmes/owning.js';
import { mayChange, whoMayChange } from '../programmes/rights.js';
import type { Member } from '../programmes/schema.js';
import type { ActionState, AgreedAction } from './schema.js';

type Asker = Pick<Actor, 'programme' | 'member'>;

/** An action is its owner's. */
export const heldAction: Holdings<AgreedAction> = (action) => [{ part: '', memberId: action.ownerId, content: action }];

/** Whether it is still to be done. */
export function isOpen({ state }: Pick<AgreedAction, 'state'>): boolean {
  return state === 'open';
}

/** Whether its day has passed while it is still to be done. */
export function isLate(action: Pick<AgreedAction, 'state' | 'dueOn'>, today: IsoDate): boolean {
  return isOpen(action) && action.dueOn < today;
}

/** Whether a workstream's check-in asks about it: it is that workstream's, or its owner leads it. */
export function isAskedIn(workstream: string, action: AgreedAction, members: readonly Member[]): boolean {
  if (!isOpen(action)) return false;
  const leads = members.find(({ id }) => id === action.ownerId)?.leads ?? [];
  // An owner who leads another workstream is asked there, so that nothing is asked twice.
  return leads.length > 0 ? leads.includes(workstream) : action.workstream === workstream;
}

/** Whether this person may change an action: its owner, the workstream's lead, the office, their deputies, and whoever noted it. */
export function mayChangeAction({ programme, member }: Asker, action: AgreedAction): boolean {
  return mayChange(programme, member, action) || action.agreedBy === member.id;
}

/** Throws FORBIDDEN, with whom to ask, unless this person may change the action. */
export function requireMayChangeAction(asker: Asker, ref: string, action: AgreedAction): void {
  if (mayChangeAction(asker, action)) return;
  throw new ProductError('FORBIDDEN', `${ref} is not theirs to change`, {
    advice: `${ref} can be changed by ${whoMayChange(asker.programme, action)}. Ask one of them.`,
  });
}

/** Notes a due date that has passed. */
export function checkDueOn(dueOn: IsoDate, today: IsoDate, problems: { dueOn?: string }): void {
  if (dueOn < today) problems.dueOn ??= 'The due date has passed already; give one that is still to come.';
}

/** Notes a day of doing that is still to come, or from before it was agreed. */
export function checkDoneOn(
  doneOn: IsoDate,
  { agreedOn }: Pick<AgreedAction, 'agreedOn'>,
  today: IsoDate,
  problems: { doneOn?: string },
): void {
  if (doneOn > today) problems.doneOn ??= 'This day is still to come.';
  else if (doneOn < agreedOn) problems.doneOn ??= `It was agreed only on ${formatDay(agreedOn)}.`;
}

/** The word people use for an action's state. */
export function sayState(state: ActionState): string {
  return { open: 'To do', done: 'Done', dropped: 'Dropped' }[state];
}

/** Days before its day from which an action is marked as due. */
const DUE_DAYS = 14;

/** The word, shape and colour of where an action stands. */
export function markAction(action: Pick<AgreedAction, 'state' | 'dueOn'>, today: IsoDate): Mark {
  if (action.state === 'done') return { word: 'Done', shape: '✔', color: 'Good' };
  if (action.state === 'dropped') return { word: 'Dropped', shape: '○', color: 'Default' };
  if (isLate(action, today)) return { word: 'Overdue', shape: '◆', color: 'Attention' };
  return Date.parse(action.dueOn) - Date.parse(today) <= DUE_DAYS * 86_400_000
    ? { word: 'Due soon', shape: '▲', color: 'Warning' }
    : { word: 'To do', shape: '●', color: 'Accent' };
}

/** "was due 20 Nov", "due 8 January 2027", "done 4 Dec". */
export function sayDue({ state, dueOn, doneOn }: AgreedAction, today: IsoDate): string {
  if (state === 'done' && doneOn) return `done ${formatShortDay(doneOn, today)}`;
  if (state === 'dropped') return 'dropped';
  return `${dueOn < today ? 'was due' : 'due'} ${formatShortDay(dueOn, today)}`;
}
