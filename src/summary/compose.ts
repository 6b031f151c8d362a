// From the heads of one programme to what a chair or member needs to know. Pure. What one could get wrong: lists are whole
// here; cutting them to what fits on a card is the card's business, which then says how many there are.

import { addDays, formatDay, formatShortDay, type IsoDate } from '../calendar.js';
import { isWide, sayScores, spreads } from '../confidence/rules.js';
import { isAsked, isLate } from '../decisions/rules.js';
import type { Decision } from '../decisions/schema.js';
import { calculateStatus, isOverdue, saySlip, slipDays } from '../milestones/rules.js';
import { type Milestone, STATUSES, type Status } from '../milestones/schema.js';
import { compareNumbered } from '../ordering.js';
import { nameOf } from '../programmes/actor.js';
import type { Programme } from '../programmes/schema.js';
import { isLive, sayMovement, scoreOf } from '../risks/rules.js';
import type { Risk } from '../risks/schema.js';
import type { Head } from '../storage/ledger.js';
import { findSplitConfidence, findWatermelons } from '../warnings/watermelon.js';
import { type Changed, endOf, figuresBefore, inOrder, milestoneChanges, riskChanges } from './changes.js';
import { financeLines } from './finance-lines.js';
import { actionsLate, changesAsked, exceptionsOpen, latest, questionsAsked, toReforecast } from './follow-ups.js';
import type { Heads } from './reading-heads.js';
import type { Summary, SummaryLine, WorkstreamStatus } from './schema.js';

/** Everything a summary says on a day. `from`: the day at whose end "changed since" begins; absent: the last Board's. */
export function compose(programme: Programme, heads: Heads, today: IsoDate, from?: IsoDate): Summary {
  const boards = programme.boards.map((board) => board.on).sort();
  const lastBoardOn = boards.filter((on) => on < today).at(-1) ?? null;
  const nextBoardOn = boards.find((on) => on >= today) ?? null;
  // Before the first Board, "since" means since the beginning of the month before.
  const since = from ?? lastBoardOn ?? addDays(today, -28);
  const told = { programme, today };
  // A day's instant in a zone costs more than comparing a record with it.
  const reportsBegin = endOf(addDays(today, -15), programme.zone);
  const { milestones, risks } = heads;
  const byReference = { milestones: mapOf(milestones), risks: mapOf(risks) };
  const open = milestones.filter((head) => head.newest.state.actualOn === null);
  const live = risks.filter((head) => isLive(head.newest.state));
  const beyond = live.filter((head) => scoreOf(head.newest.state.residual) >= programme.scoring.appetite);
  return {
    today,
    lastBoardOn,
    nextBoardOn,
    since,
    decisions: [
      ...askedOfBoard(heads.decisions, programme, today),
      ...changesAsked(heads, told),
      ...risksForBoard(programme, live, beyond),
    ],
    exceptions: exceptionsOpen(heads, told),
    toReforecast: toReforecast(heads, told),
    actionsLate: actionsLate(heads, told),
    questions: questionsAsked(heads, since, told),
    changes: inOrder([
      ...milestoneChanges(milestones, since, today, programme.zone),
      ...riskChanges(risks, since, programme.zone),
    ]).map((change) => changeLine(change, byReference, programme, today)),
    counts: countStatuses(milestones.map((head) => statusOf(head.newest.state, programme, today))),
    workstreams: programme.workstreams.map((workstream) =>
      workstreamStatus(workstream, heads, programme, since, today),
    ),
    late: latest(
      open.filter((head) => slipDays(head.newest.state, today) > 0),
      today,
    ).map((head) => milestoneLine(head, programme, today)),
    dueBeforeBoard: soonest(
      open.filter((head) => nextBoardOn !== null && head.newest.state.forecastOn <= nextBoardOn),
    ).map((head) => milestoneLine(head, programme, today)),
    topRisks: highest(live)
      .slice(0, 5)
      .map((head) => riskLine(head, programme)),
    openRisks: live.length,
    beyondAppetite: beyond.length,
    watermelons: [
      ...findWatermelons(milestones, risks, programme.tolerances, programme.scoring, today),
      ...findSplitConfidence(programme, heads.confidences),
    ].map((flag) => ({
      ref: flag.ref,
      title: flag.title,
      facts: flag.reasons.join('; '),
      status: null,
    })),
    notReported: open
      .filter((head) => isDueSoonOrLate(head.newest.state, today) && !reportedSince(head, reportsBegin))
      .map((head) => ({
        ...milestoneLine(head, programme, today),
        facts: `No update in the last 14 days · ${nameOf(programme, head.newest.state.ownerId)}`,
      })),
    finance: financeLines(heads.finance, today),
  };
}

/** What a person is shown as a milestone's status: stated, or calculated while nobody has reported. */
function statusOf(milestone: Milestone, programme: Programme, today: IsoDate): Status {
  return milestone.stated ?? calculateStatus(milestone, programme.tolerances, today);
}

/** Decisions that wait for the Board, soonest needed first. */
function askedOfBoard(decisions: Head<Decision>[], programme: Programme, today: IsoDate): SummaryLine[] {
  return decisions
    .filter(({ newest: { state } }) => state.body === 'Board' && isAsked(state))
    .sort((a, b) => a.newest.state.byOn.localeCompare(b.newest.state.byOn) || byRef(a, b))
    .map(({ newest: { ref, state } }) => {
      const by = `${isLate(state, today) ? 'Was needed by' : 'Needed by'} ${formatShortDay(state.byOn, today)}`;
      return { ref, title: state.text, facts: `${by} · asked by ${nameOf(programme, state.askedBy)}`, status: null };
    });
}

/** Risks the Board is asked about: escalated to it, or beyond appetite with nothing recorded. */
function risksForBoard(programme: Programme, live: Head<Risk>[], beyond: Head<Risk>[]): SummaryLine[] {
  const escalated = live.filter((head) => head.newest.state.escalation?.to === 'Board');
  const silent = beyond.filter(
    (head) => head.newest.state.escalation === null && head.newest.state.withheldReason === '',
  );
  return [
    ...highest(escalated).map((head) => ({
      ...riskLine(head, programme),
      facts: `Escalated to the Board on ${formatDay(head.newest.state.escalation?.on ?? '')}: agree the response`,
    })),
    ...highest(silent).map((head) => ({
      ...riskLine(head, programme),
      facts: 'Beyond appetite, neither escalated nor explained: decide which',
    })),
  ];
}

function workstreamStatus(
  workstream: { id: string; name: string },
  { milestones, confidences }: Heads,
  programme: Programme,
  since: IsoDate,
  today: IsoDate,
): WorkstreamStatus {
  const own = milestones.filter((head) => head.newest.state.workstream === workstream.id);
  const now = own.map((head) => statusOf(head.newest.state, programme, today));
  const end = endOf(since, programme.zone);
  const then = own.map((head) => statusThen(head, programme, since, end)).filter((status) => status !== undefined);
  const worry = (statuses: Status[]) => statuses.reduce((sum, status) => sum + WORRY[status], 0);
  const change = worry(now) - worry(then);
  const trend =
    then.length < own.length || own.length === 0 ? 'new' : change > 0 ? 'worse' : change < 0 ? 'better' : 'same';
  const status = STATUSES.find((one) => now.includes(one)) ?? null;
  const spread = spreads(programme, confidences).find((one) => one.workstream === workstream.id);
  return {
    ...workstream,
    status,
    counts: countStatuses(now),
    trend,
    confidence: spread ? sayScores(spread) : '',
    apart: spread && isWide(spread) ? spread.points : 0,
  };
}

const WORRY: Record<Status, number> = { red: 3, amber: 1, green: 0, blue: 0 };

function statusThen(head: Head<Milestone>, programme: Programme, day: IsoDate, end: string): Status | undefined {
  const figures = figuresBefore(head, end);
  if (!figures) return undefined;
  if (typeof figures.stated === 'string') return figures.stated as Status;
  // Heads written before baselines were figures have the present one.
  const baselineOn = String(figures.baselineOn ?? head.newest.state.baselineOn);
  return calculateStatus(
    { baselineOn, forecastOn: String(figures.forecastOn), actualOn: (figures.actualOn as string | null) ?? null },
    programme.tolerances,
    day,
  );
}

function countStatuses(statuses: Status[]): Record<Status, number> {
  const counts: Record<Status, number> = { red: 0, amber: 0, green: 0, blue: 0 };
  for (const status of statuses) counts[status] += 1;
  return counts;
}

function milestoneLine(head: Head<Milestone>, programme: Programme, today: IsoDate): SummaryLine {
  const { ref, state } = head.newest;
  const late = slipDays(state, today);
  const forecast = `${isOverdue(state, today) ? 'Forecast passed,' : 'Forecast'} ${formatShortDay(state.forecastOn, today)}`;
  const slip = isOverdue(state, today) && late <= 0 ? [] : [saySlip(late)];
  const facts = [forecast, ...slip, nameOf(programme, state.ownerId)];
  return {
    ref,
    title: state.title,
    facts: facts.join(' · '),
    status: { kind: 'status', status: statusOf(state, programme, today) },
  };
}

function riskLine(head: Head<Risk>, programme: Programme): SummaryLine {
  const { ref, state } = head.newest;
  const facts = [sayMovement(state), nameOf(programme, state.ownerId)];
  return {
    ref,
    title: state.event,
    facts: facts.join(' · '),
    status: { kind: 'score', score: scoreOf(state.residual) },
  };
}

function changeLine(
  change: Changed,
  { milestones, risks }: { milestones: Map<string, Head<Milestone>>; risks: Map<string, Head<Risk>> },
  programme: Programme,
  today: IsoDate,
): SummaryLine {
  const milestone = milestones.get(change.ref);
  const risk = risks.get(change.ref);
  const status = milestone
    ? ({ kind: 'status', status: statusOf(milestone.newest.state, programme, today) } as const)
    : risk
      ? ({ kind: 'score', score: scoreOf(risk.newest.state.residual) } as const)
      : null;
  return { ref: change.ref, title: change.title, facts: change.what, status };
}

function isDueSoonOrLate(milestone: Milestone, today: IsoDate): boolean {
  return isOverdue(milestone, today) || milestone.forecastOn <= addDays(today, 28);
}

function reportedSince(head: Head<Milestone>, begins: string): boolean {
  return head.trail.some((point) => point.did.startsWith('milestones.') && point.at >= begins);
}

function mapOf<S>(heads: readonly Head<S>[]): Map<string, Head<S>> {
  return new Map(heads.map((head) => [head.newest.ref, head]));
}

function highest(risks: Head<Risk>[]): Head<Risk>[] {
  return [...risks].sort((a, b) => scoreOf(b.newest.state.residual) - scoreOf(a.newest.state.residual) || byRef(a, b));
}

function soonest(milestones: Head<Milestone>[]): Head<Milestone>[] {
  return [...milestones].sort(
    (a, b) => a.newest.state.forecastOn.localeCompare(b.newest.state.forecastOn) || byRef(a, b),
  );
}

function byRef(a: Head<unknown>, b: Head<unknown>): number {
  return compareNumbered(a.newest.ref, b.newest.ref);
}
