// The rules of agreed actions, and the words for them. Pure. What one could get wrong: a due date that is asked for must be to come; the day
// it was done must have been.

import { formatDay, formatShortDay, type IsoDate } from '../calendar.js';
import type { Mark } from '../cards/markup.js';
import type { Checked } from '../programmes/changing.js';
import type { Holdings } from '../programmes/owning.js';
import { checkDay, checkLength, hasProblems, type Problems, requireText } from '../programmes/problems.js';
import type { Member, Programme } from '../programmes/schema.js';
import type { AgreeFields, ChangeFields, DoneFields, DropFields } from './forms.js';
import { ACTION_LETTERS, type ActionState, type AgreedAction } from './schema.js';

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

type Asked = Pick<AgreedAction, 'what' | 'ownerId' | 'dueOn'>;

/** What is to be done, by whom, by when and for which workstream. */
export function checkAgree(
  fields: AgreeFields,
  programme: Programme,
  today: IsoDate,
): Checked<Asked & Pick<AgreedAction, 'workstream'>, AgreeFields> {
  const problems: Problems<AgreeFields> = {};
  const asked = checkAsked(problems, fields, programme, today);
  const workstream = programme.workstreams.find(({ id }) => id === fields.workstream)?.id;
  if (workstream === undefined) problems.workstream = 'Choose the workstream it is for.';
  if (workstream === undefined || hasProblems(problems)) return { problems };
  return { ok: { ...asked, workstream } };
}

/** What is to be done instead, and why. A day that stays may have passed. */
export function checkChange(
  action: AgreedAction,
  fields: ChangeFields,
  programme: Programme,
  today: IsoDate,
): Checked<{ asked: Asked; reason: string }, ChangeFields> {
  const problems: Problems<ChangeFields> = {};
  const stays = fields.dueOn.trim() === action.dueOn;
  const asked = checkAsked(problems, fields, programme, stays ? action.dueOn : today);
  const reason = requireText(problems, fields, 'reason', ACTION_LETTERS, 'Say why it is changed.');
  return hasProblems(problems) ? { problems } : { ok: { asked, reason } };
}

/** When it was done, and what came of it. */
export function checkDone(
  action: Pick<AgreedAction, 'agreedOn'>,
  fields: DoneFields,
  today: IsoDate,
): Checked<{ doneOn: IsoDate; outcome: string }, DoneFields> {
  const problems: Problems<DoneFields> = {};
  const doneOn = fields.doneOn.trim();
  if (doneOn > today) problems.doneOn = 'This day is still to come.';
  else if (doneOn < action.agreedOn) problems.doneOn = `It was agreed only on ${formatDay(action.agreedOn)}.`;
  checkDay(problems, 'doneOn', doneOn, 'Give the day it was done, such as 2026-11-26.');
  const outcome = fields.outcome.trim();
  checkLength(problems, 'outcome', outcome, ACTION_LETTERS);
  return hasProblems(problems) ? { problems } : { ok: { doneOn, outcome } };
}

/** Why it need not be done any more. */
export function checkDrop(fields: DropFields): Checked<string, DropFields> {
  const problems: Problems<DropFields> = {};
  const outcome = requireText(problems, fields, 'outcome', ACTION_LETTERS, 'Say why it need not be done any more.');
  return hasProblems(problems) ? { problems } : { ok: outcome };
}

function checkAsked(
  problems: Problems<Pick<AgreeFields, 'what' | 'ownerId' | 'dueOn'>>,
  fields: Pick<AgreeFields, 'what' | 'ownerId' | 'dueOn'>,
  programme: Programme,
  earliest: IsoDate,
): Asked {
  const what = requireText(problems, fields, 'what', ACTION_LETTERS, 'Say what is to be done.');
  const owner = programme.members.find(({ id }) => id === fields.ownerId);
  if (!owner || owner.roles.every((role) => role === 'observer')) problems.ownerId = 'Choose who does it.';
  const dueOn = fields.dueOn.trim();
  if (dueOn < earliest) problems.dueOn = 'The due date has passed already; give one that is still to come.';
  checkDay(problems, 'dueOn', dueOn, 'Give the date it is due, such as 2027-01-08.');
  return { what, ownerId: fields.ownerId, dueOn };
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
