// What falls due for each owner, told once a week. What one could get wrong: whether it was planned is remembered by each process,
// so that a week in which nothing is due costs one query and not one a minute.

import { addDays, dayOf, formatShortDay, type IsoDate } from '../calendar.js';
import { link, PAGE, shorten } from '../cards/markup.js';
import type { Delivery, Drawn, JobRun } from '../jobs/delivery.js';
import { saySlip, slipDays } from '../milestones/rules.js';
import type { Milestone } from '../milestones/schema.js';
import type { Actor } from '../programmes/actor.js';
import { timetableOf } from '../programmes/timetable.js';
import { isLive } from '../risks/rules.js';
import type { Risk } from '../risks/schema.js';
import type { Head } from '../storage/ledger.js';
import { listAll } from '../storage/store.js';
import { type DueLine, dueCard } from './cards.js';
import { readerOf, todayIn, whyNotTold } from './owners.js';

/** A milestone or response action that is still to be done, and by when. */
interface DueItem {
  ownerId: string;
  ref: string;
  title: string;
  on: IsoDate;
  verb: string;
  /** What it is and how late. */
  facts: string;
}

/**
 * Plans one message for each owner who has something due, once the week's moment has come; what was slept through is planned too,
 * so that it counts as missed. One query a process and week.
 */
export async function planDue(run: JobRun): Promise<void> {
  const moment = run.week.moments.find(({ kind }) => kind === 'due');
  const now = run.now.toISOString();
  if (!moment || now < moment.at) return;
  const planned = plannedIn(run);
  const key = `${run.programmeId}/${run.week.period}`;
  const known = [...run.known.values()].some(({ body }) => body.kind === 'due');
  if (planned.has(key) || (known && now > moment.until)) return;
  const items = within(run, await readItems(run), dayOf(moment.at, run.programme.zone));
  for (const member of run.programme.members) {
    if (!items.some((item) => item.ownerId === member.id)) continue;
    const skip = whyNotTold(member, todayIn(run));
    await run.plan({
      kind: 'due',
      about: 'all',
      memberId: member.id,
      place: 'personal',
      notBefore: moment.at,
      until: moment.until,
      ...(skip !== '' && { skip }),
    });
  }
  planned.add(key);
}

/** The card of one owner: overdue first, each group soonest first, ten lines in all. */
export async function drawDue(run: JobRun, [delivery]: readonly Delivery[]): Promise<Drawn> {
  const reader = readerOf(run, delivery?.memberId ?? '');
  if ('skip' in reader) return reader;
  const { actor } = reader;
  const { programmeId } = actor;
  const today = todayIn(run);
  const items = within(run, await readItems(run), today).filter((item) => item.ownerId === actor.member.id);
  if (items.length === 0) return { skip: 'nothing is due any more' };
  items.sort((a, b) => a.on.localeCompare(b.on) || a.ref.localeCompare(b.ref, 'en', { numeric: true }));
  const overdue = items.filter((item) => item.on < today);
  const days = timetableOf(run.programme).dueWithinDays;
  const shown = items.slice(0, PAGE);
  const group = (heading: string, late: boolean) => ({
    heading,
    lines: shown.filter((item) => item.on < today === late).map((item) => drawLine(item, actor, today)),
  });
  const counts = sayCounts(overdue.length, items.length - overdue.length, days);
  const card = dueCard.render({
    heading: 'Yours and due',
    counts,
    groups: [group('Overdue', true), group(`Due in the next ${days} days`, false)].filter(
      ({ lines }) => lines.length > 0,
    ),
    more: items.length > PAGE ? `and ${items.length - PAGE} more` : '',
    buttons: [
      link('My milestones', 'milestones.list', { programmeId, filter: 'mine', page: 1 }),
      link('My risks', 'risks.list', { programmeId, filter: 'mine', page: 1 }),
    ],
  });
  return { message: { card, summary: `Yours and due: ${counts}.` } };
}

/** Weeks this process has planned, by store. */
const planned = new WeakMap<object, Set<string>>();

function plannedIn({ deps }: JobRun): Set<string> {
  const known = planned.get(deps.store) ?? new Set<string>();
  planned.set(deps.store, known);
  return known;
}

/** What is still open, as one look at the registers found it; a look draws many cards of it. */
const looked = new WeakMap<JobRun, Promise<DueItem[]>>();

function readItems(run: JobRun): Promise<DueItem[]> {
  const known = looked.get(run) ?? listItems(run);
  looked.set(run, known);
  return known;
}

async function listItems({ deps, programmeId, now, programme }: JobRun): Promise<DueItem[]> {
  const found = await listAll<Head<unknown>>(deps.store, ['milestone', 'risk'], programmeId);
  const today = dayOf(now, programme.zone);
  return found.flatMap(({ kind, body }) =>
    kind === 'milestone' ? dueMilestone(body as Head<Milestone>, today) : dueActions(body as Head<Risk>),
  );
}

/** What is late on a day, or due soon after it. */
function within({ programme }: JobRun, items: readonly DueItem[], day: IsoDate): DueItem[] {
  const until = addDays(day, timetableOf(programme).dueWithinDays);
  return items.filter((item) => item.on <= until);
}

function dueMilestone({ newest: { ref, state } }: Head<Milestone>, today: IsoDate): DueItem[] {
  if (state.actualOn !== null) return [];
  const { ownerId, title, forecastOn } = state;
  const late = slipDays(state, today);
  const facts = late > 0 ? `Milestone, ${saySlip(late)}` : 'Milestone';
  return [{ ownerId, ref, title, on: forecastOn, verb: 'milestones.show', facts }];
}

function dueActions({ newest: { ref, state } }: Head<Risk>): DueItem[] {
  if (!isLive(state)) return [];
  return state.actions
    .filter((action) => action.doneOn === null)
    .map(({ ownerId, what, dueOn, n }) => {
      const facts = `Response action ${n} to “${shorten(state.event, 60)}”`;
      return { ownerId, ref, title: what, on: dueOn, verb: 'risks.show', facts };
    });
}

function drawLine({ ref, title, on, verb, facts }: DueItem, { programmeId }: Actor, today: IsoDate): DueLine {
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

function sayCounts(overdue: number, due: number, days: number): string {
  const parts = [
    ...(overdue > 0 ? [`${overdue} overdue`] : []),
    ...(due > 0 ? [`${due} due in the next ${days} days`] : []),
  ];
  return parts.join(', ');
}
