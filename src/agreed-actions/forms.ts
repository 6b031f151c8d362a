// The forms about agreed actions: agreeing one, and the changes it can take: done, changed, dropped. Pitfall: a field is named here and nowhere else; its
// label, letters and sentences are the form's and a conflict's alike.

import * as z from 'zod/v4';
import { ProductError } from '../errors.js';
import { nameOf } from '../programmes/actor.js';
import { todayOf } from '../programmes/changing.js';
import { isOnlyObserver } from '../programmes/rights.js';
import { changes } from '../records/change-form.js';
import type { Next } from '../records/change-record.js';
import type { Field, Fields } from '../records/fields.js';
import { creates } from '../records/new-form.js';
import type { Turn } from '../routes.js';
import type { Head } from '../storage/ledger.js';
import { actionKind } from './kind.js';
import { checkDoneOn, checkDueOn, sayDue } from './rules.js';
import type { AgreedAction } from './schema.js';

const what: Field<AgreedAction> = {
  kind: 'text',
  label: 'What is to be done',
  missing: 'Say what is to be done.',
  placeholder: 'Ask …, so that …',
  from: (action) => action.what,
};
const ownerId: Field<AgreedAction> = {
  kind: 'person',
  label: 'Who does it',
  missing: 'Choose who does it.',
  from: (action) => action.ownerId,
};
const dueOn: Field<AgreedAction> = {
  kind: 'day',
  label: 'Due on',
  missing: 'Give the date it is due, such as 2027-01-08.',
  from: (action) => action.dueOn,
};
const workstream: Field<AgreedAction> = {
  kind: 'workstream',
  label: 'Workstream',
  missing: 'Choose the workstream it is for.',
  from: (action) => action.workstream,
};
const doneOn: Field<AgreedAction> = {
  kind: 'day',
  label: 'Done on',
  missing: 'Give the day it was done, such as 2026-11-26.',
  from: (action) => action.doneOn ?? '',
};
const outcome = (label: string): Field<AgreedAction> => ({ kind: 'text', label, from: (action) => action.outcome });

export const agreeFields = { what, ownerId, dueOn, workstream } satisfies Fields<AgreedAction, string>;

/** Throws FORBIDDEN unless this person may note what was agreed. */
function requireMayAgree({ actor }: Pick<Turn, 'actor'>): void {
  if (!isOnlyObserver(actor.member)) return;
  throw new ProductError('FORBIDDEN', 'observers agree no actions', {
    advice: 'As an observer you read this programme. Tell the programme office what should be done.',
  });
}

/** Agreeing an action; `from` is the decision, milestone or risk whose card it is agreed from. */
export const agreeing = creates(actionKind, {
  did: 'actions.agree',
  opens: 'actions.open-agree',
  fields: agreeFields,
  carried: {
    from: z
      .string()
      .regex(/^[DMR]\d{1,5}$/)
      .optional(),
  },
  heading: ({ from }) => (from ? `Agree an action from ${from}` : 'Agree an action'),
  button: 'Agree it',
  words: { made: 'agreed', make: 'agree' },
  cancel: 'open',
  advice: 'Whoever is to do it is told at once, asked in the weekly check-in, and reminded as the day comes near.',
  requireMay: requireMayAgree,
  starts: ({ actor }) => ({ workstream: actor.member.leads[0] ?? '' }),
  make: (turn, typed, problems, { from }): AgreedAction => {
    checkDueOn(typed.dueOn, todayOf(turn), problems);
    return {
      ...typed,
      from: from ?? null,
      agreedBy: turn.actor.member.id,
      agreedOn: todayOf(turn),
      state: 'open',
      doneOn: null,
      outcome: '',
    };
  },
});

const around = (turn: Turn, { newest: { state } }: Head<AgreedAction>) => ({
  title: state.what,
  place: `${nameOf(turn.actor.programme, state.ownerId)} · ${sayDue(state, todayOf(turn))}`,
});

/** Saying that it is done. */
export const completing = changes(actionKind, {
  did: 'actions.complete',
  opens: 'actions.open-done',
  fields: { doneOn, outcome: outcome('What came of it (may be left empty)') },
  heading: (ref) => `${ref} is done`,
  button: 'It is done',
  around,
  starts: (turn) => ({ doneOn: todayOf(turn) }),
  next: (turn, action, done, problems): Next<AgreedAction> => {
    checkDoneOn(done.doneOn, action, todayOf(turn), problems);
    return { next: { ...action, ...done, state: 'done' } };
  },
});

/** Changing what is to be done, by whom or by when. */
export const changing = changes(actionKind, {
  did: 'actions.change',
  opens: 'actions.open-change',
  fields: {
    what,
    ownerId,
    dueOn,
    reason: { kind: 'text', label: 'Why it is changed', missing: 'Say why it is changed.' },
  },
  heading: (ref) => `Change ${ref}`,
  button: 'Save the change',
  around,
  next: (turn, action, { reason, ...asked }, problems): Next<AgreedAction> => {
    // A day that stays may have passed.
    if (asked.dueOn !== action.dueOn) checkDueOn(asked.dueOn, todayOf(turn), problems);
    return { next: { ...action, ...asked }, reason };
  },
});

/** Saying that it need not be done any more. */
export const dropping = changes(actionKind, {
  did: 'actions.drop',
  opens: 'actions.open-drop',
  fields: {
    outcome: {
      ...outcome('Why it need not be done any more'),
      missing: 'Say why it need not be done any more.',
    },
  },
  heading: (ref) => `Drop ${ref}`,
  button: 'Drop it',
  around: (turn, head) => ({
    ...around(turn, head),
    advice: 'It stays in the records; nobody is asked about it any more.',
  }),
  next: (_, action, { outcome: why }): Next<AgreedAction> => ({ next: { ...action, state: 'dropped', outcome: why } }),
});
