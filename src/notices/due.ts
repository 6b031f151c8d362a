// What falls due for each owner, told once a week. What one could get wrong: whether it was planned is remembered by each process,
// so that a week in which nothing is due costs one query and not one a minute.

import { addDays, dayOf, type IsoDate } from '../calendar.js';
import { link, PAGE } from '../cards/markup.js';
import type { Delivery, Drawn, JobRun } from '../jobs/delivery.js';
import { timetableOf } from '../programmes/timetable.js';
import { dueCard } from './cards.js';
import { bySoonest, type DueItem, drawItem, readItems } from './items.js';
import { readerOf, todayIn, whyNotTold } from './owners.js';

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
  const items = within(run, await itemsOf(run), dayOf(moment.at, run.programme.zone));
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
  const items = within(run, await itemsOf(run), today).filter((item) => item.ownerId === actor.member.id);
  if (items.length === 0) return { skip: 'nothing is due any more' };
  items.sort(bySoonest);
  const overdue = items.filter((item) => item.on < today);
  const days = timetableOf(run.programme).dueWithinDays;
  const shown = items.slice(0, PAGE);
  const group = (heading: string, late: boolean) => ({
    heading,
    lines: shown.filter((item) => item.on < today === late).map((item) => drawItem(item, actor, today)),
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
      link('My work', 'notices.show-mine', { programmeId }),
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

function itemsOf(run: JobRun): Promise<DueItem[]> {
  const known = looked.get(run) ?? readItems(run.deps, run.programmeId, run.programme, run.now);
  looked.set(run, known);
  return known;
}

/** What is late on a day, or due soon after it. */
function within({ programme }: JobRun, items: readonly DueItem[], day: IsoDate): DueItem[] {
  const until = addDays(day, timetableOf(programme).dueWithinDays);
  return items.filter((item) => item.on <= until);
}

/** "2 overdue, 1 due in the next 14 days". */
export function sayCounts(overdue: number, due: number, days: number): string {
  const parts = [
    ...(overdue > 0 ? [`${overdue} overdue`] : []),
    ...(due > 0 ? [`${due} due in the next ${days} days`] : []),
  ];
  return parts.join(', ');
}
