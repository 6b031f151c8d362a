// The forms about decisions: asking for one, changing what is asked, taking it back, noting what was settled. Pitfall: a field is named here and nowhere
// else; its label, letters and sentences are the form's, a conflict's and a history's alike.

import * as z from 'zod/v4';
import { formatDay } from '../calendar.js';
import { ProductError } from '../errors.js';
import { type Body, bodyChoices, lastMeeting, nextMeeting, sayBody } from '../programmes/bodies.js';
import { todayOf } from '../programmes/changing.js';
import { mayAskDecision, mayRecordOutcome } from '../programmes/rights.js';
import { changes } from '../records/change-form.js';
import type { Next } from '../records/change-record.js';
import type { Field, Fields } from '../records/fields.js';
import { creates } from '../records/new-form.js';
import { outcomeFields, readOutcome } from '../records/outcome-fields.js';
import type { Turn } from '../routes.js';
import { sayPlace } from './cards.js';
import { decisionKind } from './kind.js';
import { decisionLine } from './rules.js';
import type { Decision } from './schema.js';

const text: Field<Decision> = {
  kind: 'text',
  label: 'What is to be decided',
  missing: 'Say what is to be decided.',
  placeholder: 'Agree to …, so that …',
  from: (decision) => decision.text,
};
const body: Field<Decision> = {
  kind: 'pick',
  label: 'Who is to decide',
  missing: 'Choose who is to decide.',
  choices: bodyChoices,
  from: (decision) => decision.body,
};
const byOn: Field<Decision> = {
  kind: 'day',
  label: 'Needed by',
  missing: 'Give the date it is needed by, such as 2027-01-08.',
  note: ({ programme, today }) => {
    const meets = nextMeeting(programme, 'Board', today);
    return meets ? `The Board meets next on ${formatDay(meets)}.` : '';
  },
  from: (decision) => decision.byOn,
};
const workstream: Field<Decision> = {
  kind: 'workstream',
  label: 'For which workstream',
  missing: 'Choose the workstream it is for.',
  from: (decision) => decision.workstream,
};
const PAST = 'This date has passed already; give one that is still to come.';

/** Throws FORBIDDEN unless this person may ask for decisions. */
function requireMayAsk({ actor }: Pick<Turn, 'actor'>): void {
  if (mayAskDecision(actor.member)) return;
  throw new ProductError('FORBIDDEN', 'observers ask for no decisions', {
    advice: 'As an observer you read this programme. Tell the programme office what should be decided.',
  });
}

/** Asking a body for a decision; `concerns` is the milestone or risk whose card it is asked from. */
export const asking = creates(decisionKind, {
  did: 'decisions.ask',
  opens: 'decisions.open-ask',
  fields: { text, body, byOn, workstream } satisfies Fields<Decision, string>,
  carried: {
    concerns: z
      .string()
      .regex(/^[MR]\d{1,5}$/)
      .optional(),
  },
  heading: ({ concerns }) => (concerns ? `Ask for a decision on ${concerns}` : 'Ask for a decision'),
  button: 'Ask for it',
  words: { made: 'asked', make: 'ask' },
  cancel: 'open',
  requireMay: requireMayAsk,
  starts: (turn) => ({
    body: 'Board',
    byOn: nextMeeting(turn.actor.programme, 'Board', todayOf(turn)) ?? '',
    workstream: turn.actor.member.leads[0] ?? '',
  }),
  make: (turn, typed, problems, { concerns }): Decision => {
    if (typed.byOn < todayOf(turn)) problems.byOn ??= PAST;
    return {
      ...typed,
      body: typed.body as Body,
      concerns: concerns ? [concerns] : [],
      askedBy: turn.actor.member.id,
      askedOn: todayOf(turn),
      origin: null,
      state: 'asked',
      withdrawnReason: '',
    };
  },
});

/** Changing what is asked, saying why. */
export const changing = changes(decisionKind, {
  did: 'decisions.change',
  opens: 'decisions.open-change',
  fields: { text, body, byOn, reason: { kind: 'text', label: 'Why it is changed', missing: 'Say why it is changed.' } },
  heading: (ref) => `Change ${ref}`,
  button: 'Save the change',
  around: (turn, { newest: { state } }) => ({ place: sayPlace(state, turn.actor) }),
  next: (turn, decision, { reason, ...asked }, problems): Next<Decision> => {
    if (asked.byOn < todayOf(turn)) problems.byOn ??= PAST;
    return { next: { ...decision, ...asked, body: asked.body as Body }, reason };
  },
});

/** Taking a decision back, saying why. */
export const takingBack = changes(decisionKind, {
  did: 'decisions.take-back',
  opens: 'decisions.open-take-back',
  fields: {
    reason: {
      kind: 'text',
      label: 'Why it need not be decided any more',
      missing: 'Say why it need not be decided any more.',
      from: ({ withdrawnReason }) => withdrawnReason,
    },
  },
  heading: (ref) => `Take ${ref} back`,
  button: 'Take it back',
  around: (_, { newest: { state } }) => ({
    title: state.text,
    advice: `It is ${decisionLine(state)}. Once taken back, nobody is asked any more; it stays in the records.`,
  }),
  next: (_, decision, { reason }): Next<Decision> => ({
    next: { ...decision, state: 'withdrawn', withdrawnReason: reason },
  }),
});

/** Noting what the body settled: the programme office's and, for the Board's, its chair's. */
export const recordingOutcome = changes(decisionKind, {
  did: 'decisions.record-outcome',
  opens: 'decisions.open-outcome',
  fields: outcomeFields as Fields<Decision, keyof typeof outcomeFields>,
  heading: (ref) => `What was decided on ${ref}`,
  button: 'Note it',
  around: (turn, { newest: { state } }) => ({
    title: state.text,
    place: `${sayPlace(state, turn.actor)} · ${decisionLine(state)}`,
  }),
  requireMay: ({ actor }, ref, { body }) => {
    if (mayRecordOutcome(actor.member, body)) return;
    throw new ProductError('FORBIDDEN', `what was settled on ${ref} is not theirs to note`, {
      advice: `What ${sayBody(body)} settles is noted by ${body === 'Board' ? 'its chair or ' : ''}the programme office.`,
    });
  },
  starts: (turn, { body, askedOn }) => ({ on: lastMeeting(turn.actor.programme, body, askedOn, todayOf(turn)) }),
  next: (turn, decision, typed, problems): Next<Decision> => ({
    next: { ...decision, state: 'decided', outcome: readOutcome(typed, decision.askedOn, todayOf(turn), problems) },
  }),
  // What is asked was changed while it was being decided: the chair sees the new words before noting anything on them.
  asksAgain: true,
});
