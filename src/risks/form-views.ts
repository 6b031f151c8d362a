// The forms about risks, fresh or as typed with what must be mended. What one could get wrong: a refused form is drawn from
// what was typed, never from what is saved, so that nothing a person wrote is lost.

import { randomUUID } from 'node:crypto';
import { addDays, formatDay } from '../calendar.js';
import { type Button, type Choice, link, send } from '../cards/markup.js';
import type { Actor } from '../programmes/actor.js';
import { sayBody } from '../programmes/bodies.js';
import { labelOf } from '../programmes/forms.js';
import { type Problems, sayForm, sayMend, spellOut } from '../programmes/problems.js';
import { isOnlyObserver } from '../programmes/rights.js';
import type { Answer, Turn } from '../routes.js';
import type { Head } from '../storage/ledger.js';
import { actionCard, escalateCard, markScore, raiseCard, reassessCard, sayPlace } from './cards.js';
import { today } from './change.js';
import { ActionFields, assessedAs, EscalateFields, RaiseFields, type ReassessFields } from './forms.js';
import { levels, sayAppetite, sayMovement, scoreOf } from './rules.js';
import type { Risk } from './schema.js';

/** What a form was sent with, to be drawn again. */
export interface Typed<Fields> {
  fields?: Fields;
  problems?: Problems<Fields>;
  form?: string;
  opened?: number;
}

/** Days until the next review that a form proposes. */
const REVIEW_DAYS = 28;
/** Choices a list carries; more would outgrow the card. */
const CHOICES = 120;
/** Choices up to which nobody needs to search. */
const COMPACT = 30;

/** The form that raises a risk; `milestone` is the one it was opened from. */
export function raiseForm(turn: Turn, typed: Typed<RaiseFields> & { milestone?: string } = {}): Answer {
  const { actor } = turn;
  const values =
    typed.fields ??
    RaiseFields.parse({
      workstream: actor.member.leads[0],
      ownerId: actor.member.id,
      response: 'treat',
      reviewOn: addDays(today(turn), REVIEW_DAYS),
      escalateTo: 'none',
      milestones: typed.milestone,
    });
  const { programmeId, programme } = actor;
  const card = raiseCard.render({
    heading: typed.milestone ? `Raise a risk to ${typed.milestone}` : 'Raise a risk',
    notice: sayMend(typed.problems),
    appetite: sayAppetite(programme.scoring),
    values,
    problems: spellOut(values, typed.problems ?? {}),
    workstreams: programme.workstreams.map(({ id, name }) => ({ title: `${id} ${name}`, value: id })),
    ...assessChoices(actor, values.ownerId),
    buttons: [
      send('Raise the risk', 'risks.raise', { programmeId, form: typed.form ?? randomUUID() }),
      link('Cancel', 'risks.list', { programmeId, filter: 'all', page: 1 }),
    ],
  });
  return { card, summary: sayForm('Raise a risk.', typed.problems) };
}

/** The form that scores a risk anew. */
export function reassessForm(turn: Turn, head: Head<Risk>, typed: Typed<ReassessFields> = {}): Answer {
  const { actor } = turn;
  const { ref, state } = head.newest;
  const { scoring } = actor.programme;
  const values = typed.fields ?? { ...assessedAs(state), reviewOn: addDays(today(turn), REVIEW_DAYS), commentary: '' };
  const card = reassessCard.render({
    heading: `Reassess ${ref}`,
    title: state.event,
    place: sayPlace(state, actor),
    notice: sayMend(typed.problems),
    status: markScore(scoreOf(state.residual), scoring),
    movement: sayMovement(state),
    appetite: sayAppetite(scoring),
    values,
    problems: spellOut(values, typed.problems ?? {}),
    ...assessChoices(actor, values.ownerId),
    buttons: formButtons(turn, head, typed, 'Save the reassessment', 'risks.reassess'),
  });
  return { card, summary: sayForm(`Reassess ${ref}.`, typed.problems) };
}

/** The form that adds a response action. */
export function actionForm(turn: Turn, head: Head<Risk>, typed: Typed<ActionFields> = {}): Answer {
  const { ref, state } = head.newest;
  const values = typed.fields ?? ActionFields.parse({ ownerId: state.ownerId });
  const card = actionCard.render({
    heading: `Add a response action to ${ref}`,
    title: state.event,
    notice: sayMend(typed.problems),
    values,
    problems: spellOut(values, typed.problems ?? {}),
    ...ownerChoices(turn.actor, values.ownerId),
    buttons: formButtons(turn, head, typed, 'Add the action', 'risks.add-action'),
  });
  return { card, summary: sayForm(`Add a response action to ${ref}.`, typed.problems) };
}

/** The form that escalates a risk. */
export function escalateForm(turn: Turn, head: Head<Risk>, typed: Typed<EscalateFields> = {}): Answer {
  const { ref, state } = head.newest;
  const values = typed.fields ?? EscalateFields.parse({});
  const { escalation } = state;
  const standing = escalation
    ? ` It has been escalated to ${sayBody(escalation.to)} since ${formatDay(escalation.on)}.`
    : '';
  const card = escalateCard.render({
    heading: `Escalate ${ref}`,
    title: state.event,
    notice: sayMend(typed.problems),
    explanation: `The body you choose sees it among what it has to decide.${standing}`,
    values,
    problems: spellOut(values, typed.problems ?? {}),
    buttons: formButtons(turn, head, typed, 'Escalate', 'risks.escalate'),
  });
  return { card, summary: sayForm(`Escalate ${ref}.`, typed.problems) };
}

/** The buttons of a form about one record: the one that sends it, and Cancel. */
export function formButtons<S>(
  turn: Turn,
  head: Head<S>,
  typed: Pick<Typed<unknown>, 'form' | 'opened'>,
  title: string,
  verb: string,
): Button[] {
  const { ref, version } = head.newest;
  const data = { programmeId: turn.actor.programmeId, ref };
  return [
    send(title, verb, { ...data, opened: typed.opened ?? version, form: typed.form ?? randomUUID() }),
    link('Cancel', 'risks.show', data),
  ];
}

function assessChoices(actor: Actor, ownerId: string) {
  const { size } = actor.programme.scoring;
  const scale = (name: 'likelihood' | 'impact') =>
    levels(name, size).map((title, n) => ({ title, value: String(n + 1) }));
  return { likelihoods: scale('likelihood'), impacts: scale('impact'), ...ownerChoices(actor, ownerId) };
}

/** Members who can own something; the one chosen now comes first, so that it is there however many there are. */
function ownerChoices(actor: Actor, chosen: string): { owners: Choice[]; ownerStyle: 'compact' | 'filtered' } {
  const owners = actor.programme.members
    .filter((member) => !isOnlyObserver(member))
    .sort((a, b) => Number(b.id === chosen) - Number(a.id === chosen))
    .slice(0, CHOICES)
    .map((member) => ({ title: labelOf(actor.programme, member), value: member.id }));
  // Some clients show a searched list's value instead of its title, so it is kept for lists too long to choose from.
  return { owners, ownerStyle: owners.length > COMPACT ? 'filtered' : 'compact' };
}
