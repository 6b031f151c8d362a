// Asking for a decision, changing what is asked and taking it back, from the form to the posted card. What one could get wrong:
// one form asks once. The same form with other words is a conflict, and its words can still be asked as another decision.

import { formatDay, isDay } from '../calendar.js';
import { link } from '../cards/markup.js';
import { Body, sayBody } from '../programmes/bodies.js';
import { notice } from '../programmes/cards.js';
import { showConflict, showMadeAlready } from '../programmes/conflict.js';
import type { Problems } from '../programmes/problems.js';
import { requireMayChange } from '../programmes/rights.js';
import { requireMayRead } from '../records/may-read.js';
import type { Answer, Turn } from '../routes.js';
import type { Entry } from '../storage/entry.js';
import { type Head, requireHead } from '../storage/ledger.js';
import { askDecision, changeDecision, ownedBy, requireMayAsk, takeBack } from './actions.js';
import { askForm, changeForm, takeBackForm } from './form-views.js';
import { AskFields, type AskForm, ChangeFields, type ChangeForm, type TakeBackForm } from './forms.js';
import { isAsked } from './rules.js';
import { type Decision, decisions } from './schema.js';
import { decisionDetail, postedDecisionAnswer } from './views.js';

/** The empty form, or the form as it was typed. Throws FORBIDDEN for observers. */
export function openAsk(turn: Turn, sent: Partial<AskForm>, problems: Problems<AskFields> = {}): Answer {
  requireMayAsk(turn);
  const { concerns, workstream, form } = sent;
  return form === undefined
    ? askForm(turn, { concerns, workstream })
    : askForm(turn, { concerns, fields: AskFields.parse(sent), problems, form });
}

/** Asks for it, or answers with what is to be mended or chosen. */
export async function ask(turn: Turn, form: AskForm): Promise<Answer> {
  const result = await askDecision(turn, form);
  if (result.outcome === 'refused') return openAsk(turn, form, result.problems);
  return result.outcome === 'conflict'
    ? askedAlready(turn, result.theirs, form)
    : postedDecisionAnswer(turn, result.entry);
}

function askedAlready(turn: Turn, theirs: Entry<Decision>, typed: AskForm): Answer {
  return showMadeAlready(turn, {
    theirs,
    title: theirs.state.text,
    rows: rows(theirs.state, typed),
    made: 'asked',
    make: 'ask',
    thing: 'decision',
    makeVerb: 'decisions.ask',
    openVerb: 'decisions.open-ask',
    showVerb: 'decisions.show',
    form: typed,
  });
}

/** The form that changes what is asked, fresh or as typed. Throws FORBIDDEN and UNKNOWN. */
export async function openChange(
  turn: Turn,
  sent: { ref: string } & Partial<ChangeForm>,
  problems: Problems<ChangeFields> = {},
): Promise<Answer> {
  const head = await requireChangeable(turn, sent.ref);
  if (!isAsked(head.newest.state)) return settled(turn, head);
  const { form, opened } = sent;
  if (form === undefined || opened === undefined) return changeForm(turn, head);
  return changeForm(turn, head, { fields: ChangeFields.parse(sent), problems, form, opened });
}

/** Saves the change, or answers with what is to be mended or chosen. */
export async function change(turn: Turn, form: ChangeForm): Promise<Answer> {
  const result = await changeDecision(turn, form);
  if (result.outcome === 'refused') return openChange(turn, form, result.problems);
  if (result.outcome === 'settled') return settled(turn, result.head, form.text);
  if (result.outcome !== 'conflict') return postedDecisionAnswer(turn, result.entry);
  const { theirs } = result;
  if (!isAsked(theirs.state)) return settled(turn, result.head, form.text);
  return showConflict(turn, {
    feature: 'decisions',
    title: theirs.state.text,
    theirs,
    rows: rows(theirs.state, form),
    saveVerb: 'decisions.change',
    reopenVerb: 'decisions.open-change',
    form,
  });
}

/** The form that takes a decision back, fresh or as typed. Throws FORBIDDEN and UNKNOWN. */
export async function openTakeBack(
  turn: Turn,
  sent: { ref: string } & Partial<TakeBackForm>,
  problems: Problems<{ reason: string }> = {},
): Promise<Answer> {
  const head = await requireChangeable(turn, sent.ref);
  if (!isAsked(head.newest.state)) return settled(turn, head);
  const { form, opened, reason = '' } = sent;
  if (form === undefined || opened === undefined) return takeBackForm(turn, head);
  return takeBackForm(turn, head, { fields: { reason }, problems, form, opened });
}

/** Takes it back, or answers with what is to be mended. */
export async function saveTakeBack(turn: Turn, form: TakeBackForm): Promise<Answer> {
  const result = await takeBack(turn, form);
  if (result.outcome === 'refused') return openTakeBack(turn, form, result.problems);
  if (result.outcome === 'settled') return settled(turn, result.head, form.reason);
  if (result.outcome !== 'conflict') return postedDecisionAnswer(turn, result.entry);
  const { theirs } = result;
  if (!isAsked(theirs.state)) return settled(turn, result.head, form.reason);
  return showConflict(turn, {
    feature: 'decisions',
    title: theirs.state.text,
    theirs,
    rows: [{ label: 'Taken back because', saved: theirs.state.withdrawnReason, yours: form.reason }],
    saveVerb: 'decisions.take-back',
    reopenVerb: 'decisions.open-take-back',
    form,
  });
}

async function requireChangeable(turn: Turn, ref: string): Promise<Head<Decision>> {
  const head = (await requireHead(turn.deps, decisions, turn.actor.programmeId, ref)).body;
  requireMayRead(turn, 'decision', ref, head.newest.state);
  requireMayChange(turn.actor.programme, turn.actor.member, ref, ownedBy(head.newest.state));
  return head;
}

/** Says that nobody is asked any more, and gives back what was typed. */
function settled(turn: Turn, head: Head<Decision>, typed = ''): Answer {
  if (typed === '') return decisionDetail(turn, head);
  const { ref } = head.newest;
  const decided = head.newest.state.state === 'decided';
  return notice(
    decided ? `${ref} is decided` : `${ref} was taken back`,
    ['Nobody is asked any more, so nothing was changed.'],
    {
      quoted: typed,
      buttons: [link(`Open ${ref}`, 'decisions.show', { programmeId: turn.actor.programmeId, ref })],
    },
  );
}

function rows(saved: Decision, typed: Pick<AskFields, 'text' | 'body' | 'byOn'>) {
  const body = Body.safeParse(typed.body);
  return [
    { label: 'To be decided', saved: saved.text, yours: typed.text },
    { label: 'Asked of', saved: sayBody(saved.body), yours: body.success ? sayBody(body.data) : typed.body },
    { label: 'Needed by', saved: formatDay(saved.byOn), yours: isDay(typed.byOn) ? formatDay(typed.byOn) : typed.byOn },
  ];
}
