// What people can type and press about signatures. What one could get wrong: a refused form comes back as it was typed, and a form whose
// return has moved on is answered with where it stands now, never with an error.

import { formatDay } from '../../calendar.js';
import { link } from '../../cards/markup.js';
import { notice } from '../../programmes/cards.js';
import { showHistory } from '../../programmes/history.js';
import { isBoardChair, isProgrammeOffice } from '../../programmes/rights.js';
import { type Answer, type Command, capture, defineVerb, type Turn, type Verb } from '../../routes.js';
import { type Head, readHead, requireHead } from '../../storage/ledger.js';
import { requireRound } from '../actions.js';
import { todayOf } from '../facts.js';
import { closedToObservers } from '../readers.js';
import { openedBy, type Round } from '../rounds.js';
import {
  agreeReturn,
  prepareReturn,
  recordFeedback,
  recordSent,
  type StepResult,
  sendBack,
  signReturn,
} from './actions.js';
import { failingNotice, wordsTyped } from './not-done.js';
import {
  AgreeForm,
  FeedbackForm,
  ReturnForm,
  type ReturnRecord,
  returnRecords,
  SentForm,
  SignForm,
  WhichReturn,
} from './schema.js';
import { mayTake, turnOf } from './state.js';
import { feedbackForm, sentForm } from './step-forms.js';
import { returnTelling } from './telling.js';
import { prepareForm, signForm, stepsAnswer, type TypedStep } from './views.js';

const OpenSign = WhichReturn.extend(AgreeForm.partial().omit({ programmeId: true, ref: true }).shape);
const OpenSent = WhichReturn.extend(SentForm.partial().omit({ programmeId: true, ref: true }).shape);
const OpenFeedback = WhichReturn.extend(FeedbackForm.partial().omit({ programmeId: true, ref: true }).shape);

export const signOffCommands: Command[] = [
  {
    name: 'sign',
    help: 'See whether a return waits for your signature, and give it',
    matches: (text) => capture(/^(?:sign|signature|approve)[.!?]?$/i, text),
    offeredTo: (member) => member.signsAs !== undefined || isBoardChair(member),
    audience: 'me',
    opens: () => ({ verb: 'returns.open-my-signature', fields: {}, label: 'Sign' }),
    run: openMine,
  },
];

export const signOffVerbs: Verb[] = closedToObservers([
  defineVerb('returns.open-my-signature', WhichReturn.pick({ programmeId: true }), openMine),
  defineVerb('returns.open-prepare', WhichReturn, async (turn, { ref }) =>
    prepareForm(turn, requireRound(turn, ref), await readRecord(turn, ref)),
  ),
  defineVerb('returns.prepare', ReturnForm, async (turn, form) =>
    tell(turn, form, await prepareReturn(turn, form), 'Prepared', async () =>
      prepareForm(turn, requireRound(turn, form.ref), await readRecord(turn, form.ref)),
    ),
  ),
  defineVerb('returns.open-sign', OpenSign, (turn, sent) => reopen(turn, sent, signForm), redrawOpen(signForm)),
  defineVerb(
    'returns.sign',
    SignForm,
    async (turn, form) => signed(turn, form, await signReturn(turn, form), 'Approved'),
    redraw(signForm),
  ),
  defineVerb(
    'returns.send-back',
    SignForm,
    async (turn, form) => signed(turn, form, await sendBack(turn, form), 'Returned to the programme office'),
    redraw(signForm),
  ),
  defineVerb(
    'returns.agree',
    AgreeForm,
    async (turn, form) => signed(turn, form, await agreeReturn(turn, form, 'Board'), 'Agreed by the Board'),
    redraw(signForm),
  ),
  defineVerb(
    'returns.take-chairs-action',
    AgreeForm,
    async (turn, form) => signed(turn, form, await agreeReturn(turn, form, 'chair'), 'Chair’s action is taken'),
    redraw(signForm),
  ),
  defineVerb(
    'returns.open-sent',
    OpenSent,
    (turn, sent) => reopen(turn, sent, forOffice(sentForm)),
    redrawOpen(forOffice(sentForm)),
  ),
  defineVerb(
    'returns.record-sent',
    SentForm,
    async (turn, form) =>
      tell(turn, form, await recordSent(turn, form), 'Sent and locked', redrawTyped(turn, form, forOffice(sentForm))),
    redraw(forOffice(sentForm)),
  ),
  defineVerb(
    'returns.open-feedback',
    OpenFeedback,
    (turn, sent) => reopen(turn, sent, forOffice(feedbackForm)),
    redrawOpen(forOffice(feedbackForm)),
  ),
  defineVerb(
    'returns.record-feedback',
    FeedbackForm,
    async (turn, form) =>
      tell(turn, form, await recordFeedback(turn, form), 'Noted', redrawTyped(turn, form, forOffice(feedbackForm))),
    redraw(forOffice(feedbackForm)),
  ),
  defineVerb('returns.show-steps', WhichReturn, async (turn, { ref }) =>
    stepsAnswer(turn, requireRound(turn, ref), await readRecord(turn, ref)),
  ),
  defineVerb('returns.show-return-history', WhichReturn, async (turn, { ref }) => {
    const round = requireRound(turn, ref);
    const head = await requireHead(turn.deps, returnRecords, turn.actor.programmeId, ref);
    return showHistory(turn, head.body, returnTelling(`Return due ${formatDay(round.dueOn)}`));
  }),
]);

type Redraw = (turn: Turn, round: Round, head: Head<ReturnRecord> | undefined, typed?: TypedStep) => Promise<Answer>;
type Form = ReturnForm & Record<string, unknown>;

async function readRecord({ deps, actor }: Turn, ref: string): Promise<Head<ReturnRecord> | undefined> {
  return (await readHead(deps, returnRecords, actor.programmeId, ref))?.body;
}

/** A form for the programme office, drawn once the return was prepared. */
function forOffice(form: (turn: Turn, round: Round, head: Head<ReturnRecord>, typed?: TypedStep) => Answer): Redraw {
  return async (turn, round, head, typed) =>
    head && isProgrammeOffice(turn.actor.member) ? form(turn, round, head, typed) : stepsAnswer(turn, round, head);
}

/** A form fresh, or as it was typed when the button was pressed on a conflict's card. */
async function reopen(turn: Turn, sent: Partial<Form> & { ref: string }, form: Redraw): Promise<Answer> {
  const { opened, form: id } = sent;
  const typed = opened === undefined || id === undefined ? undefined : typedOf(sent as Form, {});
  return form(turn, requireRound(turn, sent.ref), await readRecord(turn, sent.ref), typed);
}

function typedOf(
  { programmeId: _p, ref: _r, opened, form, fingerprint: _f, ...rest }: Form,
  problems: TypedStep['problems'],
): TypedStep {
  const values = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, String(value ?? '')]));
  return { values, form, opened, problems };
}

function redraw(form: Redraw) {
  return async (turn: Turn, sent: ReturnForm, problems: Record<string, string>): Promise<Answer> =>
    form(turn, requireRound(turn, sent.ref), await readRecord(turn, sent.ref), typedOf(sent as Form, problems));
}

function redrawOpen(form: Redraw) {
  return async (turn: Turn, sent: Partial<Form> & { ref: string }, problems: Record<string, string>): Promise<Answer> =>
    form(turn, requireRound(turn, sent.ref), await readRecord(turn, sent.ref), typedOf(sent as Form, problems));
}

function redrawTyped(turn: Turn, form: ReturnForm, draw: Redraw) {
  return (problems: TypedStep['problems']) => redraw(draw)(turn, form, problems as Record<string, string>);
}

function signed(turn: Turn, form: ReturnForm, result: StepResult, done: string): Promise<Answer> {
  return tell(turn, form, result, done, redrawTyped(turn, form, signForm));
}

/** What came of a step: where the return stands now, the form again, or what keeps it. */
async function tell(
  turn: Turn,
  form: ReturnForm,
  result: StepResult,
  done: string,
  again: (problems: TypedStep['problems']) => Promise<Answer> | Answer,
): Promise<Answer> {
  const { ref } = form;
  const round = requireRound(turn, ref);
  const typed = wordsTyped(form);
  const stands = async (heading: string) => stepsAnswer(turn, round, await readRecord(turn, ref), heading, typed);
  switch (result.outcome) {
    case 'refused':
      return again(result.problems);
    case 'failing':
      return failingNotice(turn, round, result.failing, typed);
    case 'moved':
      return stands('It has changed: nothing was approved');
    case 'not now':
      return stands('Not any more: see where it stands');
    case 'conflict':
      return stands('Somebody was first: see where it stands');
    default:
      return stepsAnswer(turn, round, result.head, done);
  }
}

/** The return that waits for this person, or that none does. */
async function openMine(turn: Turn): Promise<Answer> {
  const opened = openedBy(turn.actor.programme, todayOf(turn)).slice(-3);
  for (const round of opened) {
    const head = await readRecord(turn, round.ref);
    const step = turnOf(head?.newest.state);
    if (step && mayTake(turn.actor.member, step)) return signForm(turn, round, head);
  }
  const last = opened.at(-1);
  return notice(
    'Nothing waits for your signature',
    ['I will ask you here, in our own chat, when a return is prepared and it is your turn.'],
    {
      buttons: last
        ? [link('Where the return stands', 'returns.show', { programmeId: turn.actor.programmeId, ref: last.ref })]
        : [],
    },
  );
}
