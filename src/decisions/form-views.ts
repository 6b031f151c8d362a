// The forms about decisions, fresh or as typed with what must be mended. What one could get wrong: a refused form is drawn from
// what was typed, never from what is saved, so that nothing a person wrote is lost.

import { randomUUID } from 'node:crypto';
import { formatDay } from '../calendar.js';
import { type Button, link, send } from '../cards/markup.js';
import { lastMeeting, nextMeeting } from '../programmes/bodies.js';
import { withdrawCard } from '../programmes/cards.js';
import type { Typed } from '../programmes/forms.js';
import { OutcomeFields } from '../programmes/outcomes.js';
import { sayForm, sayMend, spellOut } from '../programmes/problems.js';
import type { Answer, Turn } from '../routes.js';
import type { Head } from '../storage/ledger.js';
import { today } from './actions.js';
import { askCard, changeCard, outcomeCard, sayPlace } from './cards.js';
import { AskFields, type ChangeFields } from './forms.js';
import { decisionLine } from './rules.js';
import type { Decision } from './schema.js';

/** The form that asks for a decision; `concerns` is the milestone or risk it was opened from. */
export function askForm(
  turn: Turn,
  typed: Typed<AskFields> & { concerns?: string | undefined; workstream?: string | undefined } = {},
): Answer {
  const { programmeId, member, programme } = turn.actor;
  const { concerns } = typed;
  const values =
    typed.fields ??
    AskFields.parse({
      body: 'Board',
      byOn: nextMeeting(programme, 'Board', today(turn)),
      workstream: typed.workstream ?? member.leads[0],
    });
  const heading = concerns ? `Ask for a decision on ${concerns}` : 'Ask for a decision';
  const sent = { programmeId, form: typed.form ?? randomUUID(), ...(concerns && { concerns }) };
  const card = askCard.render({
    ...around(turn, heading, values, typed.problems),
    values,
    workstreams: programme.workstreams.map(({ id, name }) => ({ title: `${id} ${name}`, value: id })),
    buttons: [
      send('Ask for it', 'decisions.ask', sent),
      link('Cancel', 'decisions.list', { programmeId, filter: 'open', page: 1 }),
    ],
  });
  return { card, summary: sayForm(`${heading}.`, typed.problems) };
}

/** The form that changes what is asked. */
export function changeForm(turn: Turn, head: Head<Decision>, typed: Typed<ChangeFields> = {}): Answer {
  const { ref, state } = head.newest;
  const values = typed.fields ?? { text: state.text, body: state.body, byOn: state.byOn, reason: '' };
  const card = changeCard.render({
    ...around(turn, `Change ${ref}`, values, typed.problems),
    place: sayPlace(state, turn.actor),
    values,
    buttons: formButtons(turn, head, typed, 'Save the change', 'decisions.change'),
  });
  return { card, summary: sayForm(`Change ${ref}.`, typed.problems) };
}

/** The form that takes a decision back. */
export function takeBackForm(turn: Turn, head: Head<Decision>, typed: Typed<{ reason: string }> = {}): Answer {
  const { ref, state } = head.newest;
  const card = withdrawCard.render({
    heading: `Take ${ref} back`,
    title: state.text,
    explanation: `It is ${decisionLine(state)}. Once taken back, nobody is asked any more; it stays in the records.`,
    values: { reason: typed.fields?.reason ?? '' },
    problems: { reason: typed.problems?.reason ?? '' },
    buttons: formButtons(turn, head, typed, 'Take it back', 'decisions.take-back'),
  });
  return { card, summary: sayForm(`Take ${ref} back.`, typed.problems) };
}

/** The form that notes what the body settled. */
export function outcomeForm(turn: Turn, head: Head<Decision>, typed: Typed<OutcomeFields> = {}): Answer {
  const { ref, state } = head.newest;
  const values =
    typed.fields ??
    OutcomeFields.parse({ on: lastMeeting(turn.actor.programme, state.body, state.askedOn, today(turn)) });
  const card = outcomeCard.render({
    heading: `What was decided on ${ref}`,
    text: state.text,
    place: `${sayPlace(state, turn.actor)} · ${decisionLine(state)}`,
    notice: sayMend(typed.problems),
    values,
    problems: spellOut(values, typed.problems ?? {}),
    buttons: formButtons(turn, head, typed, 'Note it', 'decisions.record-outcome'),
  });
  return { card, summary: sayForm(`What was decided on ${ref}.`, typed.problems) };
}

function around(turn: Turn, heading: string, values: object, problems: object = {}) {
  const meets = nextMeeting(turn.actor.programme, 'Board', today(turn));
  return {
    heading,
    notice: sayMend(problems),
    meeting: meets ? `The Board meets next on ${formatDay(meets)}.` : '',
    problems: spellOut(values, problems),
  };
}

function formButtons(
  { actor }: Turn,
  head: Head<Decision>,
  typed: Pick<Typed<unknown>, 'form' | 'opened'>,
  title: string,
  verb: string,
): Button[] {
  const { ref, version } = head.newest;
  const data = { programmeId: actor.programmeId, ref };
  return [
    send(title, verb, { ...data, opened: typed.opened ?? version, form: typed.form ?? randomUUID() }),
    link('Cancel', 'decisions.show', data),
  ];
}
