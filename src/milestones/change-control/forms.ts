// Asking for another baseline, noting what the body settled, and taking the request back. Pitfall: one form asks once, and a milestone has one request at a
// time, so that a body never decides the same date twice.

import * as z from 'zod/v4';
import { formatDay } from '../../calendar.js';
import { link } from '../../cards/markup.js';
import { lastMeeting, nextMeeting } from '../../programmes/bodies.js';
import { todayOf } from '../../programmes/changing.js';
import { changes } from '../../records/change-form.js';
import type { Next } from '../../records/change-record.js';
import type { Fields } from '../../records/fields.js';
import { creates } from '../../records/new-form.js';
import { outcomeFields, readOutcome } from '../../records/outcome-fields.js';
import type { Turn } from '../../routes.js';
import type { Head } from '../../storage/ledger.js';
import { saySlip, slipDays } from '../rules.js';
import { owesReBaseline, requireMayDecide, requireRequestable, waitingFor } from './actions.js';
import { changeKind } from './kind.js';
import { bodyFor, changeLine, checkRequest, readAgreedOn, sayMove } from './rules.js';
import type { ChangeRequest } from './schema.js';
import { changeDetail } from './views.js';

export const requestFields = {
  proposedOn: {
    kind: 'day',
    label: 'New baseline',
    missing: 'Give the date it should be, such as 2027-01-29.',
    from: ({ proposedOn }) => proposedOn,
  },
  reason: {
    kind: 'text',
    label: 'Why',
    missing: 'Say why the baseline should change.',
    from: ({ reason }) => reason,
  },
  scope: { kind: 'text', label: 'What it does to scope', from: ({ scope }) => scope },
  cost: { kind: 'text', label: 'What it does to cost', from: ({ cost }) => cost },
  benefit: {
    kind: 'text',
    label: 'What it does to the benefit for children and families',
    from: ({ benefit }) => benefit,
  },
  body: {
    kind: 'pick',
    label: 'Who is to decide',
    missing: 'Choose who is to decide.',
    choices: () => [
      { title: 'Reform Delivery Group', value: 'RDG' },
      { title: 'Board', value: 'Board' },
    ],
    from: ({ body }) => body,
  },
  byOn: {
    kind: 'day',
    label: 'Needed by',
    missing: 'Give the date it is needed by, such as 2027-01-08.',
    from: ({ byOn }) => byOn,
  },
} satisfies Fields<ChangeRequest, string>;

/** Asking for another baseline of the milestone whose card it is opened from. */
export const requesting = creates(changeKind, {
  did: 'change-requests.request',
  opens: 'change-requests.open-request',
  fields: requestFields,
  carried: { milestone: z.string().regex(/^M\d{1,5}$/) },
  heading: ({ milestone }) => `Ask to change the baseline of ${milestone}`,
  button: 'Ask for it',
  words: { made: 'asked', make: 'ask' },
  cancel: ({ actor }, { milestone }) =>
    link('Cancel', 'milestones.show', { programmeId: actor.programmeId, ref: milestone }),
  advice: 'Nothing moves until the body has agreed. The old baseline is kept and shown.',
  around: async (turn, { milestone }) => {
    const { state } = await requireRequestable(turn, milestone);
    const { baselineOn, forecastOn, title } = state;
    const slip = saySlip(slipDays(state, todayOf(turn)));
    return { title, place: `Baseline ${formatDay(baselineOn)} · forecast ${formatDay(forecastOn)}, ${slip}` };
  },
  requireMay: async (turn, { milestone }) => void (await requireRequestable(turn, milestone)),
  instead: async (turn, { milestone }) => {
    const waiting = await waitingFor(turn, milestone);
    return waiting && changeDetail(turn, waiting);
  },
  starts: async (turn, { milestone }) => {
    const { programme } = turn.actor;
    const { baselineOn, forecastOn } = (await requireRequestable(turn, milestone)).state;
    const body = bodyFor(baselineOn, forecastOn, programme.tolerances);
    return {
      proposedOn: forecastOn > baselineOn ? forecastOn : '',
      body,
      byOn: nextMeeting(programme, body, todayOf(turn)) ?? '',
    };
  },
  make: async (turn, typed, problems, { milestone }): Promise<ChangeRequest> => {
    const { baselineOn, title, workstream } = (await requireRequestable(turn, milestone)).state;
    checkRequest(typed, baselineOn, todayOf(turn), problems);
    const waiting = (await waitingFor(turn, milestone))?.newest;
    if (waiting)
      problems.proposedOn ??= `${waiting.ref} waits already: a change of the baseline of ${milestone} is ${changeLine(waiting.state)}. Take that one back first if yours is meant instead.`;
    return {
      ...typed,
      body: typed.body as ChangeRequest['body'],
      baselineOn,
      milestone,
      title,
      workstream,
      requestedBy: turn.actor.member.id,
      requestedOn: todayOf(turn),
      state: 'requested',
      outcome: null,
      agreedOn: null,
      withdrawnReason: '',
    };
  },
});

const around = (_: Turn, { newest: { state } }: Head<ChangeRequest>) => ({
  title: `${state.milestone} ${state.title}`,
  place: `${sayMove(state.baselineOn, state.proposedOn)} · ${changeLine(state)}`,
});

const { result, on, minute, words } = outcomeFields as Fields<ChangeRequest, keyof typeof outcomeFields>;

/** Noting what the body settled, and the date that counts from now on. */
export const deciding = changes(changeKind, {
  did: 'change-requests.decide',
  opens: 'change-requests.open-decide',
  fields: {
    result,
    on,
    minute,
    agreedOn: {
      kind: 'day',
      label: 'The date agreed, where it is another than the one proposed',
      wrong: 'Give the date that was agreed, such as 2027-01-29.',
      from: ({ agreedOn }) => agreedOn ?? '',
    },
    words,
  },
  heading: (ref) => `What was decided on ${ref}`,
  button: 'Note it',
  around,
  requireMay: requireMayDecide,
  starts: (turn, { body, requestedOn }) => ({
    on: lastMeeting(turn.actor.programme, body, requestedOn, todayOf(turn)),
  }),
  next: (turn, change, typed, problems): Next<ChangeRequest> => {
    const outcome = readOutcome(typed, change.requestedOn, todayOf(turn), problems);
    const agreedOn = readAgreedOn(typed, change, problems);
    const next: ChangeRequest = { ...change, outcome, agreedOn, state: 'decided' };
    return { next, owes: owesReBaseline(next) };
  },
});

/** Taking the request back. */
export const takingBack = changes(changeKind, {
  did: 'change-requests.take-back',
  opens: 'change-requests.open-take-back',
  fields: {
    reason: {
      kind: 'text',
      label: 'Why the baseline can stay',
      missing: 'Say why the baseline can stay.',
      from: ({ withdrawnReason }) => withdrawnReason,
    },
  },
  heading: (ref) => `Take ${ref} back`,
  button: 'Take it back',
  around: (turn, head) => ({
    ...around(turn, head),
    advice: 'Once taken back, nobody is asked any more; it stays in the records.',
  }),
  next: (_, change, { reason }): Next<ChangeRequest> => ({
    next: { ...change, state: 'withdrawn', withdrawnReason: reason },
  }),
});
