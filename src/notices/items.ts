// What is still to be done, by whom and by when, as the registers have it: milestones, agreed actions, response actions, decisions to record. What
// one could get wrong: one query over heads, whoever asks and however many cards are drawn from it.

import { isOpen, sayDue } from '../agreed-actions/rules.js';
import type { AgreedAction } from '../agreed-actions/schema.js';
import { dayOf, formatShortDay, type IsoDate } from '../calendar.js';
import { link, shorten } from '../cards/markup.js';
import type { Deps } from '../deps.js';
import type { FinanceYear } from '../finance/schema.js';
import { sayTitle } from '../finance/telling.js';
import { awaitsAcknowledgement, saySlip, slipDays } from '../milestones/rules.js';
import type { Milestone } from '../milestones/schema.js';
import { compareNumbered } from '../ordering.js';
import { type Actor, nameOf } from '../programmes/actor.js';
import { isBoardChair } from '../programmes/rights.js';
import type { Programme } from '../programmes/schema.js';
import { isUnanswered } from '../questions/rules.js';
import type { Question } from '../questions/schema.js';
import { mayRead } from '../records/may-read.js';
import { isLive } from '../risks/rules.js';
import type { Risk } from '../risks/schema.js';
import type { Head } from '../storage/ledger.js';
import { listAll } from '../storage/store.js';
import type { DueLine } from './cards.js';

/** Something that is still to be done. */
export interface DueItem {
  ownerId: string;
  ref: string;
  title: string;
  on: IsoDate;
  verb: string;
  /** What it is and how late. */
  facts: string;
  /** The restricted record it is part of, and what is said instead to whoever may not read that. */
  partOf?: { risk: Risk; facts: string };
}

/** Everything of a programme that is still to be done, on a day. One query. */
export async function readItems(deps: Deps, programmeId: string, programme: Programme, now: Date): Promise<DueItem[]> {
  const found = await listAll<Head<unknown>>(
    deps.store,
    ['milestone', 'risk', 'action', 'question', 'finance'],
    programmeId,
  );
  const today = dayOf(now, programme.zone);
  return found.flatMap(({ kind, body }) => {
    if (kind === 'milestone')
      return [...dueMilestone(body as Head<Milestone>, today), ...exception(body as Head<Milestone>, programme, today)];
    if (kind === 'finance') return dueYear(body as Head<FinanceYear>);
    if (kind === 'question') return dueQuestion(body as Head<Question>, programme);
    return kind === 'action' ? dueAction(body as Head<AgreedAction>, today) : dueResponses(body as Head<Risk>);
  });
}

/** Overdue first, soonest first. */
export function bySoonest(a: DueItem, b: DueItem): number {
  return a.on.localeCompare(b.on) || compareNumbered(a.ref, b.ref);
}

/** An item as one line of a card. */
export function drawItem(item: DueItem, actor: Actor, today: IsoDate): DueLine {
  const { ref, title, on, verb, partOf } = item;
  const { programmeId } = actor;
  const facts = partOf && !mayRead(actor, 'personal', 'risk', partOf.risk) ? partOf.facts : item.facts;
  const day = formatShortDay(on, today);
  return {
    ref,
    title: shorten(title, 90),
    facts,
    status:
      on < today
        ? { word: `since ${day}`, shape: '◆', color: 'Attention' }
        : { word: on === today ? 'today' : `by ${day}`, shape: '▲', color: 'Warning' },
    open: link(`Open ${ref}`, verb, { programmeId, ref }),
  };
}

function dueMilestone({ newest: { ref, state } }: Head<Milestone>, today: IsoDate): DueItem[] {
  if (state.actualOn !== null) return [];
  const { ownerId, title, forecastOn } = state;
  const late = slipDays(state, today);
  const again = state.reforecast ? `Forecast again: ${state.reforecast.because} has landed` : '';
  const facts = again || (late > 0 ? `Milestone, ${saySlip(late)}` : 'Milestone');
  const on = state.reforecast && state.reforecast.on < forecastOn ? state.reforecast.on : forecastOn;
  return [{ ownerId, ref, title, on, verb: 'milestones.show', facts }];
}

/** What a chair of the Board is to take note of. */
function exception({ newest: { ref, state } }: Head<Milestone>, programme: Programme, today: IsoDate): DueItem[] {
  if (!awaitsAcknowledgement(state, programme.tolerances, today)) return [];
  const facts = `Exception to acknowledge: ${saySlip(slipDays(state, today))}`;
  return programme.members
    .filter(isBoardChair)
    .map(({ id }) => ({ ownerId: id, ref, title: state.title, on: today, verb: 'milestones.show', facts }));
}

/** A year whose figures are to be forecast again. */
function dueYear({ newest: { ref, state } }: Head<FinanceYear>): DueItem[] {
  if (!state.reforecast) return [];
  const { because, on, memberId } = state.reforecast;
  const [title, facts] = [sayTitle(ref), `Forecast again: ${because} has landed`];
  return [{ ownerId: memberId, ref, title, on, verb: 'finance.show', facts }];
}

function dueAction({ newest: { ref, state } }: Head<AgreedAction>, today: IsoDate): DueItem[] {
  if (!isOpen(state)) return [];
  const from = state.from ? ` from ${state.from}` : '';
  const facts = `Agreed action${from}, ${sayDue(state, today)}`;
  return [{ ownerId: state.ownerId, ref, title: state.what, on: state.dueOn, verb: 'actions.show', facts }];
}

function dueQuestion({ newest: { ref, state } }: Head<Question>, programme: Programme): DueItem[] {
  if (!isUnanswered(state)) return [];
  const about = state.about ? ` about ${state.about}` : '';
  const facts = `Question from ${nameOf(programme, state.askedBy)}${about}`;
  return [{ ownerId: state.ownerId, ref, title: state.text, on: state.byOn, verb: 'questions.show', facts }];
}

function dueResponses({ newest: { ref, state } }: Head<Risk>): DueItem[] {
  if (!isLive(state)) return [];
  return state.actions
    .filter((action) => action.doneOn === null)
    .map(({ ownerId, what, dueOn, n }) => {
      const facts = `Response action ${n} to “${shorten(state.event, 60)}”`;
      // Whoever is to do it reads what that is, whatever the risk.
      const partOf = { risk: state, facts: `Response action ${n}` };
      return { ownerId, ref, title: what, on: dueOn, verb: 'risks.show', facts, partOf };
    });
}
