// What a summary says of what was asked and agreed: changes of baselines to decide, exceptions to acknowledge, forecasts to make again, agreed
// actions late, questions. Pure. What one could get wrong: a question is in the lines only for those who may read it (concerns.ts).

import { isLate as isActionLate, markAction, sayDue } from '../agreed-actions/rules.js';
import { addDays, formatDay, formatShortDay, type IsoDate } from '../calendar.js';
import { shorten } from '../cards/markup.js';
import type { FinanceYear } from '../finance/schema.js';
import { sayTitle } from '../finance/telling.js';
import { isRequested } from '../milestones/change-control/rules.js';
import { awaitsAcknowledgement, saySlip, slipDays } from '../milestones/rules.js';
import type { Milestone } from '../milestones/schema.js';
import { compareNumbered } from '../ordering.js';
import { nameOf } from '../programmes/actor.js';
import type { Programme } from '../programmes/schema.js';
import { isUnanswered, markQuestion, sayWhen } from '../questions/rules.js';
import type { Question } from '../questions/schema.js';
import type { Head } from '../storage/ledger.js';
import type { Heads } from './reading-heads.js';
import type { SummaryLine } from './schema.js';

/** What is said of a programme's records on a day. */
export interface Told {
  programme: Programme;
  today: IsoDate;
}

/** Changes of baselines that the Board is asked to decide, soonest needed first. */
export function changesAsked(heads: Heads, { programme, today }: Told): SummaryLine[] {
  return heads.changes
    .filter(({ newest: { state } }) => isRequested(state) && state.body === 'Board')
    .sort((a, b) => a.newest.state.byOn.localeCompare(b.newest.state.byOn) || byRef(a, b))
    .map(({ newest: { ref, state } }) => ({
      ref,
      title: `${state.milestone} ${state.title}: another baseline`,
      facts: `${formatDay(state.baselineOn)} → ${formatDay(state.proposedOn)} · ${state.reason} · asked by ${nameOf(programme, state.requestedBy)}, needed by ${formatShortDay(state.byOn, today)}`,
      status: null,
    }));
}

/** Milestones beyond tolerance that nobody has acknowledged, the latest first. */
export function exceptionsOpen(heads: Heads, { programme, today }: Told): SummaryLine[] {
  const waiting = heads.milestones.filter(({ newest: { state } }) =>
    awaitsAcknowledgement(state, programme.tolerances, today),
  );
  return latest(waiting, today).map(({ newest: { ref, state } }) => ({
    ref,
    title: state.title,
    facts: `${saySlip(slipDays(state, today))}, beyond tolerance: acknowledge it · ${nameOf(programme, state.ownerId)}`,
    status: { kind: 'status', status: 'red' },
  }));
}

/** Milestones, the latest first. */
export function latest(milestones: readonly Head<Milestone>[], today: IsoDate): Head<Milestone>[] {
  const late = milestones.map((head) => ({ head, days: slipDays(head.newest.state, today) }));
  return late.sort((a, b) => b.days - a.days || byRef(a.head, b.head)).map(({ head }) => head);
}

/** Milestones and years to be forecast again, since what they waited for has landed. */
export function toReforecast(heads: Heads, { programme, today }: Told): SummaryLine[] {
  const again = (because: string, on: IsoDate, memberId: string) =>
    `${because} landed on ${formatShortDay(on, today)}: ${nameOf(programme, memberId)} forecasts it again`;
  return [
    ...heads.milestones.flatMap(({ newest: { ref, state } }): SummaryLine[] =>
      state.reforecast
        ? [
            {
              ref,
              title: state.title,
              facts: again(state.reforecast.because, state.reforecast.on, state.ownerId),
              status: null,
            },
          ]
        : [],
    ),
    ...heads.finance.flatMap(({ newest: { ref, state } }: Head<FinanceYear>): SummaryLine[] =>
      state.reforecast
        ? [
            {
              ref,
              title: sayTitle(ref),
              facts: again(state.reforecast.because, state.reforecast.on, state.reforecast.memberId),
              status: null,
            },
          ]
        : [],
    ),
  ];
}

/** Agreed actions whose day has passed, longest first. */
export function actionsLate(heads: Heads, { programme, today }: Told): SummaryLine[] {
  return heads.actions
    .filter(({ newest: { state } }) => isActionLate(state, today))
    .sort((a, b) => a.newest.state.dueOn.localeCompare(b.newest.state.dueOn) || byRef(a, b))
    .map(({ newest: { ref, state } }) => ({
      ref,
      title: state.what,
      facts: [
        sayDue(state, today),
        nameOf(programme, state.ownerId),
        ...(state.from ? [`from ${state.from}`] : []),
      ].join(' · '),
      status: { kind: 'mark', mark: markAction(state, today) },
    }));
}

/** Days for which an answer stands in the summary. */
const ANSWER_DAYS = 60;

/** Questions that wait for an answer, and the answers given since a day, newest first. */
export function questionsAsked(heads: Heads, since: IsoDate, told: Told): SummaryLine[] {
  const oldest = since < addDays(told.today, -ANSWER_DAYS) ? addDays(told.today, -ANSWER_DAYS) : since;
  const weight = ({ newest: { state } }: Head<Question>) => (isUnanswered(state) ? 0 : 1);
  return heads.questions
    .filter(({ newest: { state } }) => isUnanswered(state) || (state.answeredOn ?? '') > oldest)
    .sort((a, b) => weight(a) - weight(b) || b.newest.at.localeCompare(a.newest.at))
    .map((head) => questionLine(head, told));
}

function questionLine({ newest: { ref, state } }: Head<Question>, { programme, today }: Told): SummaryLine {
  const who = nameOf(programme, isUnanswered(state) ? state.ownerId : (state.answeredBy ?? ''));
  const about = state.about ? `about ${state.about} · ` : '';
  return {
    ref,
    title: state.text,
    facts: isUnanswered(state)
      ? `${about}asked of ${who}, ${sayWhen(state, today)}`
      : `${about}${who}: ${shorten(state.answer, 120)}`,
    status: { kind: 'mark', mark: markQuestion(state, today) },
  };
}

function byRef(a: Head<unknown>, b: Head<unknown>): number {
  return compareNumbered(a.newest.ref, b.newest.ref);
}
