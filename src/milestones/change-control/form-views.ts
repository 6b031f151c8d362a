// Asking for another baseline, noting what the body settled, and taking the request back. What one could get wrong: one form asks once, and a
// milestone has one request at a time, so that a body never decides the same date twice.

import { randomUUID } from 'node:crypto';
import { formatDay } from '../../calendar.js';
import { type Button, link, send } from '../../cards/markup.js';
import { lastMeeting, nextMeeting } from '../../programmes/bodies.js';
import { notice } from '../../programmes/cards.js';
import { type Changing, todayOf } from '../../programmes/changing.js';
import { drawForm, type FieldSpec, type Typed } from '../../programmes/forms.js';
import { RESULTS } from '../../programmes/outcomes.js';
import type { Problems } from '../../programmes/problems.js';
import type { Answer, Turn } from '../../routes.js';
import type { Entry } from '../../storage/entry.js';
import type { Head } from '../../storage/ledger.js';
import { saySlip, slipDays } from '../rules.js';
import {
  owesReBaseline,
  requestChange,
  requireMayDecide,
  requireMayTakeBack,
  requireRequestable,
  waitingFor,
} from './actions.js';
import { DecideFields, RequestFields, type RequestForm, TakeBackFields } from './forms.js';
import { bodyFor, changeLine, checkDecide, checkTakeBack, heldChange, isRequested, sayMove } from './rules.js';
import { type ChangeRequest, changeRequests } from './schema.js';
import { changeDetail, postedChangeAnswer } from './views.js';

const IMPACT_FIELDS: FieldSpec<RequestFields>[] = [
  { id: 'scope', kind: 'text', label: 'What it does to scope' },
  { id: 'cost', kind: 'text', label: 'What it does to cost' },
  { id: 'benefit', kind: 'text', label: 'What it does to the benefit for children and families' },
];

/** The form, fresh or as typed; the request that waits, where there is one. Throws FORBIDDEN and UNKNOWN. */
export async function openRequest(
  turn: Turn,
  sent: { milestone: string } & Partial<RequestForm>,
  problems: Problems<RequestFields> = {},
): Promise<Answer> {
  const { ref, state } = await requireRequestable(turn, sent.milestone);
  const { programmeId, programme } = turn.actor;
  if (sent.form === undefined) {
    const waiting = await waitingFor(turn, ref);
    if (waiting) return changeDetail(turn, waiting);
  }
  const today = todayOf(turn);
  const fresh = { proposedOn: state.forecastOn > state.baselineOn ? state.forecastOn : '', scope: '', cost: '' };
  const body = bodyFor(state.baselineOn, state.forecastOn, programme.tolerances);
  const values =
    sent.form === undefined
      ? RequestFields.parse({ ...fresh, body, byOn: nextMeeting(programme, body, today) })
      : RequestFields.parse(sent);
  return drawForm<RequestFields>({
    heading: `Ask to change the baseline of ${ref}`,
    title: state.title,
    place: `Baseline ${formatDay(state.baselineOn)} · forecast ${formatDay(state.forecastOn)}, ${saySlip(slipDays(state, today))}`,
    advice: 'Nothing moves until the body has agreed. The old baseline is kept and shown.',
    fields: [
      { id: 'proposedOn', kind: 'day', label: 'New baseline', missing: 'Give the date it should be.' },
      { id: 'reason', kind: 'text', label: 'Why', missing: 'Say why the baseline should change.' },
      ...IMPACT_FIELDS,
      {
        id: 'body',
        kind: 'pick',
        label: 'Who is to decide',
        missing: 'Choose who is to decide.',
        choices: [
          { title: 'Reform Delivery Group', value: 'RDG' },
          { title: 'Board', value: 'Board' },
        ],
      },
      { id: 'byOn', kind: 'day', label: 'Needed by', missing: 'Give the date it is needed by.' },
    ],
    values,
    problems,
    buttons: [
      send('Ask for it', 'change-requests.request', { programmeId, milestone: ref, form: sent.form ?? randomUUID() }),
      link('Cancel', 'milestones.show', { programmeId, ref }),
    ],
  });
}

/** Asks for it, or answers with what is to be mended, or with the request that waits. */
export async function request(turn: Turn, form: RequestForm): Promise<Answer> {
  const result = await requestChange(turn, form);
  if (result.outcome === 'refused') return openRequest(turn, form, result.problems);
  const { programmeId } = turn.actor;
  const quoted = [form.reason, form.scope, form.cost, form.benefit].filter(Boolean).join('\n');
  if (result.outcome === 'waiting' || result.outcome === 'conflict') {
    const { ref, state } = result.outcome === 'waiting' ? result.head.newest : result.theirs;
    return notice(
      `${ref} waits already`,
      [
        `A change of the baseline of ${state.milestone} is ${changeLine(state)}. Take that one back first if yours is meant instead.`,
      ],
      { quoted, buttons: [link(`Open ${ref}`, 'change-requests.show', { programmeId, ref })] },
    );
  }
  return postedChangeAnswer(turn, result.entry);
}

const common = {
  type: changeRequests,
  holdings: heldChange,
  takes: isRequested,
  title: (change: ChangeRequest) => `${change.milestone} ${change.title}`,
  posted: (turn: Turn, entry: Entry<ChangeRequest>) => postedChangeAnswer(turn, entry),
  settled: (turn: Turn, head: Head<ChangeRequest>, typed: string): Answer => {
    const { ref, state } = head.newest;
    if (typed === '') return changeDetail(turn, head);
    return notice(
      `${ref} is ${state.state === 'decided' ? 'decided' : 'taken back'} already`,
      ['Nothing was changed.'],
      {
        quoted: typed,
        buttons: [link(`Open ${ref}`, 'change-requests.show', { programmeId: turn.actor.programmeId, ref })],
      },
    );
  },
};

/** Noting what the body settled. */
export const deciding: Changing<ChangeRequest, DecideFields> = {
  ...common,
  did: 'change-requests.decide',
  opens: 'change-requests.open-decide',
  fields: DecideFields,
  requireMay: requireMayDecide,
  check: (_, change, fields, today) => {
    const checked = checkDecide(change, fields, today);
    if ('problems' in checked) return checked;
    const next: ChangeRequest = { ...change, ...checked.ok, state: 'decided' };
    return { ok: { next, owes: owesReBaseline(next) } };
  },
  form: (turn, head, typed) => {
    const { state } = head.newest;
    const met = lastMeeting(turn.actor.programme, state.body, state.requestedOn, todayOf(turn));
    return drawForm<DecideFields>({
      heading: `What was decided on ${head.newest.ref}`,
      ...about(head),
      fields: [
        {
          id: 'result',
          kind: 'choice',
          label: 'What was decided',
          missing: 'Choose what the body settled.',
          choices: RESULTS.map((result) => ({ title: capital(result), value: result })),
        },
        { id: 'on', kind: 'day', label: 'Decided on', missing: 'Give the day it was decided.' },
        {
          id: 'minute',
          kind: 'line',
          label: 'Reference of the minute',
          letters: 120,
          missing: 'Give the reference of the minute.',
        },
        { id: 'agreedOn', kind: 'day', label: 'The date agreed, where it is another than the one proposed' },
        { id: 'words', kind: 'text', label: 'What was changed, or why not' },
      ],
      values: typed.fields ?? DecideFields.parse({ on: met }),
      problems: typed.problems,
      buttons: formButtons(turn, head, typed, 'Note it', 'change-requests.decide'),
    });
  },
  rows: (saved, typed) => [
    { label: 'Decided', saved: saved.outcome?.result ?? '', yours: typed.result },
    { label: 'Minute', saved: saved.outcome?.minute ?? '', yours: typed.minute },
  ],
};

/** Taking the request back. */
export const takingBack: Changing<ChangeRequest, TakeBackFields> = {
  ...common,
  did: 'change-requests.take-back',
  opens: 'change-requests.open-take-back',
  fields: TakeBackFields,
  requireMay: requireMayTakeBack,
  check: (_, change, fields) => {
    const checked = checkTakeBack(fields);
    if ('problems' in checked) return checked;
    return { ok: { next: { ...change, state: 'withdrawn', withdrawnReason: checked.ok } } };
  },
  form: (turn, head, typed) =>
    drawForm<TakeBackFields>({
      heading: `Take ${head.newest.ref} back`,
      ...about(head),
      advice: 'Once taken back, nobody is asked any more; it stays in the records.',
      fields: [{ id: 'reason', kind: 'text', label: 'Why the baseline can stay', missing: 'Say why it can stay.' }],
      values: typed.fields ?? { reason: '' },
      problems: typed.problems,
      buttons: formButtons(turn, head, typed, 'Take it back', 'change-requests.take-back'),
    }),
  rows: (saved, typed) => [{ label: 'Taken back because', saved: saved.withdrawnReason, yours: typed.reason }],
};

function about({ newest: { state } }: Head<ChangeRequest>) {
  return {
    title: `${state.milestone} ${state.title}`,
    place: `${sayMove(state.baselineOn, state.proposedOn)} · ${changeLine(state)}`,
  };
}

function formButtons(
  { actor }: Turn,
  head: Head<ChangeRequest>,
  typed: Typed<unknown>,
  title: string,
  verb: string,
): Button[] {
  const { ref, version } = head.newest;
  const data = { programmeId: actor.programmeId, ref };
  return [
    send(title, verb, { ...data, opened: typed.opened ?? version, form: typed.form ?? randomUUID() }),
    link('Cancel', 'change-requests.show', data),
  ];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
