// Agreeing an action, and the changes one can take: done, changed, dropped. What one could get wrong: one form agrees once. The same form with
// other words is a conflict, and its words can still be agreed as another action.

import { randomUUID } from 'node:crypto';
import { formatDay } from '../calendar.js';
import { type Button, link, send } from '../cards/markup.js';
import { nameOf } from '../programmes/actor.js';
import { notice } from '../programmes/cards.js';
import { type Changing, todayOf } from '../programmes/changing.js';
import { showMadeAlready } from '../programmes/conflict.js';
import { drawForm, memberChoices, type Typed, workstreamChoices } from '../programmes/forms.js';
import type { Problems } from '../programmes/problems.js';
import type { Answer, Turn } from '../routes.js';
import type { Entry } from '../storage/entry.js';
import type { Head } from '../storage/ledger.js';
import { agreeAction, requireMayAgree, requireMayChangeAction } from './actions.js';
import { AgreeFields, type AgreeForm, ChangeFields, DoneFields, DropFields } from './forms.js';
import { checkChange, checkDone, checkDrop, heldAction, isOpen, sayDue, sayState } from './rules.js';
import { type AgreedAction, agreedActions } from './schema.js';
import { actionDetail, postedActionAnswer } from './views.js';

/** The empty form, or the form as it was typed. Throws FORBIDDEN for observers. */
export function openAgree(
  turn: Turn,
  sent: Partial<AgreeForm> & { workstream?: string | undefined },
  problems: Problems<AgreeFields> = {},
): Answer {
  requireMayAgree(turn);
  const { programmeId, programme, member } = turn.actor;
  const { from, form } = sent;
  const values = AgreeFields.parse(form === undefined ? { workstream: sent.workstream ?? member.leads[0] } : sent);
  return drawForm<AgreeFields>({
    heading: from ? `Agree an action from ${from}` : 'Agree an action',
    advice: 'Whoever is to do it is told at once, asked in the weekly check-in, and reminded as the day comes near.',
    fields: [
      {
        id: 'what',
        kind: 'text',
        label: 'What is to be done',
        missing: 'Say what is to be done.',
        placeholder: 'Ask …, so that …',
      },
      {
        id: 'ownerId',
        kind: 'search',
        label: 'Who does it',
        missing: 'Choose who does it.',
        choices: memberChoices(programme),
      },
      { id: 'dueOn', kind: 'day', label: 'Due on', missing: 'Give the date it is due.' },
      {
        id: 'workstream',
        kind: 'pick',
        label: 'Workstream',
        missing: 'Choose the workstream it is for.',
        choices: workstreamChoices(programme),
      },
    ],
    values,
    problems,
    buttons: [
      send('Agree it', 'actions.agree', { programmeId, form: form ?? randomUUID(), ...(from && { from }) }),
      link('Cancel', 'actions.list', { programmeId, filter: 'open', page: 1 }),
    ],
  });
}

/** Agrees it, or answers with what is to be mended or chosen. */
export async function agree(turn: Turn, form: AgreeForm): Promise<Answer> {
  const result = await agreeAction(turn, form);
  if (result.outcome === 'refused') return openAgree(turn, form, result.problems);
  return result.outcome === 'conflict'
    ? agreedAlready(turn, result.theirs, form)
    : postedActionAnswer(turn, result.entry);
}

function agreedAlready(turn: Turn, theirs: Entry<AgreedAction>, typed: AgreeForm): Answer {
  const { programme } = turn.actor;
  const { state } = theirs;
  return showMadeAlready(turn, {
    theirs,
    title: state.what,
    rows: [
      { label: 'What', saved: state.what, yours: typed.what },
      { label: 'Who', saved: nameOf(programme, state.ownerId), yours: nameOf(programme, typed.ownerId) },
      { label: 'Due', saved: state.dueOn, yours: typed.dueOn },
    ],
    made: 'agreed',
    make: 'agree',
    thing: 'action',
    makeVerb: 'actions.agree',
    openVerb: 'actions.open-agree',
    showVerb: 'actions.show',
    form: typed,
  });
}

const common = {
  type: agreedActions,
  holdings: heldAction,
  requireMay: requireMayChangeAction,
  takes: isOpen,
  title: (action: AgreedAction) => action.what,
  posted: (turn: Turn, entry: Entry<AgreedAction>) => postedActionAnswer(turn, entry),
  settled: (turn: Turn, head: Head<AgreedAction>, typed: string): Answer => {
    const { ref, state } = head.newest;
    if (typed === '') return actionDetail(turn, head);
    return notice(`${ref} is ${sayState(state.state).toLowerCase()} already`, ['Nothing was changed.'], {
      quoted: typed,
      buttons: [link(`Open ${ref}`, 'actions.show', { programmeId: turn.actor.programmeId, ref })],
    });
  },
};

/** Saying that it is done. */
export const completing: Changing<AgreedAction, DoneFields> = {
  ...common,
  did: 'actions.complete',
  opens: 'actions.open-done',
  fields: DoneFields,
  check: (_, action, fields, today) => {
    const checked = checkDone(action, fields, today);
    return 'problems' in checked ? checked : { ok: { next: { ...action, ...checked.ok, state: 'done' } } };
  },
  form: (turn, head, typed) =>
    drawForm<DoneFields>({
      heading: `${head.newest.ref} is done`,
      ...about(turn, head),
      fields: [
        { id: 'doneOn', kind: 'day', label: 'Done on', missing: 'Give the day it was done.' },
        { id: 'outcome', kind: 'text', label: 'What came of it (may be left empty)' },
      ],
      values: typed.fields ?? { doneOn: todayOf(turn), outcome: '' },
      problems: typed.problems,
      buttons: formButtons(turn, head, typed, 'It is done', 'actions.complete'),
    }),
  rows: (saved, typed) => [
    { label: 'Done on', saved: saved.doneOn ? formatDay(saved.doneOn) : '', yours: typed.doneOn },
    { label: 'What came of it', saved: saved.outcome, yours: typed.outcome },
  ],
};

/** Changing what is to be done, by whom or by when. */
export const changing: Changing<AgreedAction, ChangeFields> = {
  ...common,
  did: 'actions.change',
  opens: 'actions.open-change',
  fields: ChangeFields,
  check: (turn, action, fields, today) => {
    const checked = checkChange(action, fields, turn.actor.programme, today);
    if ('problems' in checked) return checked;
    return { ok: { next: { ...action, ...checked.ok.asked }, reason: checked.ok.reason } };
  },
  form: (turn, head, typed) =>
    drawForm<ChangeFields>({
      heading: `Change ${head.newest.ref}`,
      ...about(turn, head),
      fields: [
        { id: 'what', kind: 'text', label: 'What is to be done', missing: 'Say what is to be done.' },
        {
          id: 'ownerId',
          kind: 'search',
          label: 'Who does it',
          missing: 'Choose who does it.',
          choices: memberChoices(turn.actor.programme),
        },
        { id: 'dueOn', kind: 'day', label: 'Due on', missing: 'Give the date it is due.' },
        { id: 'reason', kind: 'text', label: 'Why it is changed', missing: 'Say why it is changed.' },
      ],
      values: typed.fields ?? { ...head.newest.state, reason: '' },
      problems: typed.problems,
      buttons: formButtons(turn, head, typed, 'Save the change', 'actions.change'),
    }),
  rows: (saved, typed) => [
    { label: 'What', saved: saved.what, yours: typed.what },
    { label: 'Due', saved: saved.dueOn, yours: typed.dueOn },
  ],
};

/** Saying that it need not be done any more. */
export const dropping: Changing<AgreedAction, DropFields> = {
  ...common,
  did: 'actions.drop',
  opens: 'actions.open-drop',
  fields: DropFields,
  check: (_, action, fields) => {
    const checked = checkDrop(fields);
    return 'problems' in checked ? checked : { ok: { next: { ...action, state: 'dropped', outcome: checked.ok } } };
  },
  form: (turn, head, typed) =>
    drawForm<DropFields>({
      heading: `Drop ${head.newest.ref}`,
      ...about(turn, head),
      advice: 'It stays in the records; nobody is asked about it any more.',
      fields: [
        {
          id: 'outcome',
          kind: 'text',
          label: 'Why it need not be done any more',
          missing: 'Say why it need not be done any more.',
        },
      ],
      values: typed.fields ?? { outcome: '' },
      problems: typed.problems,
      buttons: formButtons(turn, head, typed, 'Drop it', 'actions.drop'),
    }),
  rows: (saved, typed) => [{ label: 'Dropped because', saved: saved.outcome, yours: typed.outcome }],
};

function about(turn: Turn, { newest: { state } }: Head<AgreedAction>) {
  return {
    title: state.what,
    place: `${nameOf(turn.actor.programme, state.ownerId)} · ${sayDue(state, todayOf(turn))}`,
  };
}

function formButtons(
  { actor }: Turn,
  head: Head<AgreedAction>,
  typed: Typed<unknown>,
  title: string,
  verb: string,
): Button[] {
  const { ref, version } = head.newest;
  const data = { programmeId: actor.programmeId, ref };
  return [
    send(title, verb, { ...data, opened: typed.opened ?? version, form: typed.form ?? randomUUID() }),
    link('Cancel', 'actions.show', data),
  ];
}
