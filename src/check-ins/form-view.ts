// The check-in's form: fresh, from a draft, or as typed with what must be mended. What one could get wrong: a slot is drawn
// from the milestone or risk the form was opened on, so that what was typed stands beside what it was typed for.

import { randomUUID } from 'node:crypto';
import { markAction, sayDue } from '../agreed-actions/rules.js';
import { formatDay, formatInstant, formatShortDay, type IsoDate } from '../calendar.js';
import { type Button, link, send, shorten } from '../cards/markup.js';
import { markStatus } from '../milestones/cards.js';
import { isOverdue, saySlip, sayStatus, slipDays } from '../milestones/rules.js';
import type { Milestone } from '../milestones/schema.js';
import { type Actor, nameOf, workstreamName } from '../programmes/actor.js';
import { type Problems, spellOut } from '../programmes/problems.js';
import { markScore } from '../risks/cards.js';
import { sayMovement, scoreOf } from '../risks/rules.js';
import type { Answer, Turn } from '../routes.js';
import type { Head } from '../storage/ledger.js';
import { type ActionSlot, type Field, formCard, type MilestoneSlot, type RiskSlot } from './cards.js';
import { asksWhy, shownOf } from './check.js';
import { type CheckInFields, fieldsOf, MILESTONE_SLOTS, readSlot, type SlotField } from './forms.js';
import { freshFields, lastAnswer } from './fresh-fields.js';
import { calculateWorkstream, countDue, whyNoChangeIsNotOffered } from './rules.js';
import type { Subject } from './subject.js';
import { isLate, momentAt, todayIn, weekEndingOn } from './week.js';

/** What a form was sent with, to be drawn again. */
export interface TypedCheckIn {
  fields: CheckInFields;
  form: string;
  opened: number;
  problems?: Problems<CheckInFields>;
}

const TITLE_LETTERS = 90;

/** The form for a person, as a card of their own. `notice`: a sentence above it, such as that a draft is back. */
export function checkInForm(
  turn: Pick<Turn, 'actor' | 'deps'>,
  subject: Subject,
  typed?: TypedCheckIn,
  notice = '',
): Answer {
  const { actor } = turn;
  const { programme, programmeId } = actor;
  const now = turn.deps.clock.now();
  const today = todayIn(programme, now);
  const values = typed?.fields ?? freshFields(subject, actor, today);
  const problems = typed?.problems ?? {};
  const count = Object.values(problems).filter(Boolean).length;
  const notOffered = whyNoChangeIsNotOffered(
    subject.open,
    subject.former.map((head) => head?.newest.state),
    today,
  );
  const [next] = subject.open;
  const filled = (...names: string[]) => names.some((name) => values[name] || problems[name]);
  const place = { programmeId, ref: subject.ref };
  const why = slotsAskingWhy(values, problems);
  const slots = Object.fromEntries(Object.entries(values).filter(([name]) => /^[mra]\d+$/.test(name)));
  const sent = {
    ...place,
    opened: typed?.opened ?? subject.answer?.body.newest.version ?? 0,
    form: typed?.form ?? randomUUID(),
    ...slots,
    why: why.join(' '),
  };
  const week = `Week ending ${formatDay(weekEndingOn(subject.week.period))}`;
  const risks = drawRisks(subject, actor, values, problems);
  const actions = drawActions(subject, actor, values, today);
  const view: Omit<View, 'risks' | 'moreRisks' | 'actions'> = {
    heading: `${subject.answer ? 'Change your check-in' : 'Check-in'}: ${subject.workstream}`,
    place: `${workstreamName(programme, subject.workstream)} · ${week}`,
    lines: headerLines(subject, actor, now, today).map((text) => ({ text })),
    notice:
      count > 0
        ? `${count === 1 ? 'One thing' : `${count} things`} to mend before this can be saved. What you typed is still here.`
        : notice,
    calculated: markStatus(calculateWorkstream(subject.open, programme.tolerances, today)),
    offersNoChange: notOffered === '',
    notOffered,
    confidenceLabel: next ? `${next.newest.ref} lands on its forecast` : '',
    values: fieldsOf(values),
    problems: spellOut(fieldsOf(values), problems),
    milestones: drawMilestones(subject, actor, values, problems, today, why),
    asksTold: filled('escalationReason') || !['', 'none'].includes(values.escalateTo) || Boolean(problems.escalateTo),
    showsMore: filled(
      'blockedWhat',
      'blockedBy',
      'blockedByOn',
      'decisionText',
      'decisionBody',
      'decisionByOn',
      'evidenceUrl',
    ),
    buttons: [
      send(subject.answer ? 'Save the change' : 'Send check-in', 'check-ins.answer', sent),
      { ...send('Save draft', 'check-ins.save-draft', sent), style: 'default' },
    ],
    later: subject.answer ? [] : laterButtons(sent, place),
  };
  const card = formCard.renderFirst(ROOM, (most) => withRoom(view, risks, actions, most));
  return {
    card,
    summary:
      count > 0
        ? `${week} is not saved yet: ${count} to mend.`
        : `Check-in of ${subject.workstream}: ${week.toLowerCase()}.`,
  };
}

function headerLines(subject: Subject, actor: Actor, now: Date, today: IsoDate): string[] {
  const { programme } = actor;
  const close = momentAt(subject.week, 'close');
  const { overdue, due } = countDue(subject.open, today);
  const last = lastAnswer(subject);
  const said = last?.newest.state;
  const until = close ? formatInstant(close, programme.zone) : '';
  return [
    isLate(subject.week, now)
      ? 'The digest has gone out; a late answer counts, and updates it.'
      : `Two minutes${until ? `, until ${until}` : ''}. What did not change can stay as it is.`,
    last && said
      ? `Last answer, week ending ${formatShortDay(said.weekEndingOn, today)}: ${sayStatus(said.stated)}${said.confidence ? `, confidence ${said.confidence} of 5` : ''}, by ${nameOf(programme, last.newest.by)}${said.moved ? `. “${shorten(said.moved, 120)}”` : '.'}`
      : 'No answer in the last four weeks.',
    subject.open.length === 0
      ? 'No milestone is open.'
      : `Milestones: ${overdue} overdue, ${due} due in the next 28 days, ${subject.open.length} open${subject.open.length > subject.asked.length ? '; the nearest are below' : ''}.`,
  ];
}

type View = Parameters<typeof formCard.render>[0];

/** How many risks the card asks about at most, until all that was typed fits as well. */
const ROOM = [10, 6, 3, 0];

/** The view with so many risks at most. One that was said to move, or is to be mended, stays. */
function withRoom(
  view: Omit<View, 'risks' | 'moreRisks' | 'actions'>,
  risks: RiskSlot[],
  actions: ActionSlot[],
  most: number,
): View {
  const shown = risks.filter(({ movement }, n) => n < most || movement.value !== 'same' || movement.problem !== '');
  const left = risks.length - shown.length;
  const more = `${left === 1 ? 'One more risk stays as it is' : `${left} more risks stay as they are`}: there is no room for more here.`;
  const todo = actions.filter(({ done }, n) => n < most || done.value === 'done');
  return { ...view, actions: todo, risks: shown, moreRisks: left === 0 ? '' : more };
}

const WHY: readonly SlotField[] = ['SlipCause', 'SlipText', 'Reason'];

/** The slots whose fields about why are shown: those that were, and those in which something is to be said. */
function slotsAskingWhy(values: CheckInFields, problems: Problems<CheckInFields>): string[] {
  return MILESTONE_SLOTS.map((n) => `m${n}`).filter(
    (slot) => asksWhy(values, slot) || WHY.some((field) => problems[`${slot}${field}`]),
  );
}

/** Slots with the record each holds, in order. */
function* slotsOf<S>(values: CheckInFields, letter: 'm' | 'r' | 'a', heads: ReadonlyMap<string, Head<S>>) {
  for (let n = 1; values[`${letter}${n}`]; n += 1) {
    const head = heads.get(readSlot(values[`${letter}${n}`])?.ref ?? '');
    if (head) yield { slot: `${letter}${n}`, head };
  }
}

function drawMilestones(
  subject: Subject,
  actor: Actor,
  values: CheckInFields,
  problems: Problems<CheckInFields>,
  today: IsoDate,
  why: readonly string[],
): MilestoneSlot[] {
  return [...slotsOf(values, 'm', subject.milestones)].map(({ slot, head: { newest } }) => {
    const { ref, state } = newest;
    const shown = shownOf(state, actor.programme, today);
    const field = (name: SlotField, label: string): Field => fieldOf(values, problems, `${slot}${name}`, label);
    const reason = field('Reason', `Why ${ref} is not what the dates say`);
    return {
      ref,
      title: shorten(state.title, TITLE_LETTERS),
      facts: sayFacts(state, today),
      status: markStatus(state.stated ?? (shown.Stated as NonNullable<Milestone['stated']>)),
      stated: field('Stated', 'Status'),
      forecastOn: field('ForecastOn', 'Forecast'),
      actualOn: field('ActualOn', `${ref} done on`),
      asksDone: values[`${slot}Stated`] === 'blue' || Boolean(values[`${slot}ActualOn`] || problems[`${slot}ActualOn`]),
      asksWhy: why.includes(slot),
      slipCause: field('SlipCause', `Why ${ref} moves later`),
      slipText: field('SlipText', 'What happened'),
      reason: asksWhy(values, slot) ? reason : { ...reason, value: shown.Reason },
    };
  });
}

function drawRisks(
  subject: Subject,
  actor: Actor,
  values: CheckInFields,
  problems: Problems<CheckInFields>,
): RiskSlot[] {
  const { scoring } = actor.programme;
  return [...slotsOf(values, 'r', subject.risks)].map(({ slot, head: { newest } }) => ({
    ref: newest.ref,
    event: shorten(newest.state.event, TITLE_LETTERS),
    facts: sayMovement(newest.state),
    status: markScore(scoreOf(newest.state.residual), scoring),
    movement: fieldOf(values, problems, `${slot}Movement`, newest.ref),
  }));
}

function drawActions(subject: Subject, { programme }: Actor, values: CheckInFields, today: IsoDate): ActionSlot[] {
  return [...slotsOf(values, 'a', subject.actions)].map(({ slot, head: { newest } }) => ({
    ref: newest.ref,
    what: shorten(newest.state.what, TITLE_LETTERS),
    facts: `${sayDue(newest.state, today)} · ${nameOf(programme, newest.state.ownerId)}`,
    status: markAction(newest.state, today),
    done: { id: `${slot}Done`, label: newest.ref, value: values[`${slot}Done`] || 'open', problem: '' },
  }));
}

function fieldOf(values: CheckInFields, problems: Problems<CheckInFields>, id: string, label: string): Field {
  return { id, label, value: values[id] ?? '', problem: problems[id] ?? '' };
}

/** "Forecast passed, 9 November · 12 working days late". */
function sayFacts(state: Milestone, today: IsoDate): string {
  const late = saySlip(slipDays(state, today));
  return `${isOverdue(state, today) ? 'Forecast passed' : 'Baseline'} ${formatShortDay(isOverdue(state, today) ? state.forecastOn : state.baselineOn, today)} · ${late}${state.reforecast ? ` · ${state.reforecast.because} has landed: forecast it again` : ''}`;
}

function laterButtons(sent: Record<string, unknown>, place: Record<string, unknown>): Button[] {
  const snooze = (title: string, until: string): Button => ({
    ...send(title, 'check-ins.snooze', { ...sent, until }),
    style: 'default',
  });
  return [
    snooze('In 2 hours', '2 hours'),
    snooze('Tomorrow', 'tomorrow'),
    snooze('Monday', 'Monday'),
    link('I’m away', 'check-ins.open-away', place),
    link('Not mine', 'check-ins.pass-on', place),
  ];
}
