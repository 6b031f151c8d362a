// What of a week's facts is late or needs money: agreed actions, response actions, finance where the digest may tell of it. Pure. What one could get
// wrong: facts hold only what the channel may read (facts.ts).

import { isLate as isActionLate, sayDue } from '../../agreed-actions/rules.js';
import { formatShortDay, type IsoDate } from '../../calendar.js';
import { findExceptions } from '../../finance/exceptions.js';
import { figuresOf } from '../../finance/views.js';
import { refOf, yearOf } from '../../financial-years.js';
import type { Status } from '../../milestones/schema.js';
import { nameOf } from '../../programmes/actor.js';
import type { Programme } from '../../programmes/schema.js';
import { isLive } from '../../risks/rules.js';
import { capital, type DigestLine, inOrder } from './compose.js';
import type { WeekFacts } from './facts.js';

/** Agreed actions whose day has passed, longest first. */
export function lateAgreed(programme: Programme, { actions }: WeekFacts, today: IsoDate): DigestLine[] {
  return actions
    .filter(({ newest: { state } }) => isActionLate(state, today))
    .sort((a, b) => a.newest.state.dueOn.localeCompare(b.newest.state.dueOn) || inOrder(a.newest, b.newest))
    .map(({ newest: { ref, state } }) => ({
      ref,
      title: state.what,
      facts: `${capital(sayDue(state, today))} · ${nameOf(programme, state.ownerId)}`,
      status: null,
      opens: { verb: 'actions.show', ref },
    }));
}

/** Response actions of live risks whose day has passed, longest first. */
export function lateActions(programme: Programme, { risks }: WeekFacts, today: IsoDate): DigestLine[] {
  const late = risks.flatMap(({ newest: { ref, state } }) =>
    isLive(state)
      ? state.actions
          .filter(({ doneOn, dueOn }) => doneOn === null && dueOn < today)
          .map(({ what, dueOn, ownerId }) => ({ ref, what, dueOn, ownerId }))
      : [],
  );
  return late
    .sort((a, b) => a.dueOn.localeCompare(b.dueOn) || inOrder(a, b))
    .map(({ ref, what, dueOn, ownerId }) => ({
      ref,
      title: what,
      facts: `Was due ${formatShortDay(dueOn, today)} · ${nameOf(programme, ownerId)}`,
      status: null,
      opens: { verb: 'risks.show', ref },
    }));
}

/** What of the present year's money needs somebody; only where the digest may tell of finance. */
export function financeLines({ finance }: WeekFacts, today: IsoDate): DigestLine[] {
  if (finance.length === 0) return [];
  const year = yearOf(today);
  const ref = refOf(year);
  return findExceptions(figuresOf(finance), year, today)
    .filter(({ verdict }) => verdict !== 'unknown')
    .map(({ verdict, text, more }) => ({
      ref,
      title: text,
      facts: more,
      status: verdict as Status,
      opens: { verb: 'finance.show', ref },
    }));
}
