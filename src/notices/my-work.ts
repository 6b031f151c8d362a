// "my work": everything that waits for one person, whenever they ask. What one could get wrong: what a deputy stands in for while its owner is
// away is theirs too; what is far off is counted, not listed.

import { addDays, type IsoDate } from '../calendar.js';
import { type Button, link, PAGE } from '../cards/markup.js';
import { todayOf } from '../programmes/changing.js';
import { leaveOn } from '../programmes/leave.js';
import { timetableOf } from '../programmes/timetable.js';
import type { Answer, Turn } from '../routes.js';
import { dueCard } from './cards.js';
import { sayCounts } from './due.js';
import { bySoonest, type DueItem, drawItem, readItems } from './items.js';

/** What the person is to do: overdue, then due soon, ten lines in all; what comes later is counted. One query. */
export async function showMyWork(turn: Turn): Promise<Answer> {
  const { deps, actor } = turn;
  const { programme, programmeId, member } = actor;
  const today = todayOf(turn);
  const days = timetableOf(programme).dueWithinDays;
  const until = addDays(today, days);
  const standsInFor = programme.members.filter((one) => one.deputy === member.id && leaveOn(one, today));
  const theirs = new Set([member.id, ...standsInFor.map(({ id }) => id)]);
  const all = (await readItems(deps, programmeId, programme, deps.clock.now())).filter((item) =>
    theirs.has(item.ownerId),
  );
  all.sort(bySoonest);
  const near = all.filter(({ on }) => on <= until);
  const overdue = near.filter(({ on }) => on < today).length;
  const shown = near.slice(0, PAGE);
  const later = all.length - near.length;
  const counts = near.length === 0 ? 'Nothing is due.' : sayCounts(overdue, near.length - overdue, days);
  const group = (heading: string, keeps: (on: IsoDate) => boolean) => ({
    heading,
    lines: shown.filter(({ on }) => keeps(on)).map((item) => drawItem(item, actor, today)),
  });
  const card = dueCard.render({
    heading: 'My work',
    counts: later > 0 ? `${counts.replace(/\.$/, '')}, ${later} later on` : counts,
    groups: [group('Overdue', (on) => on < today), group(`Due in the next ${days} days`, (on) => on >= today)].filter(
      ({ lines }) => lines.length > 0,
    ),
    more: near.length > PAGE ? `and ${near.length - PAGE} more` : '',
    buttons: buttonsFor(turn, all),
  });
  return { card, summary: `My work: ${counts}` };
}

/** The lists that hold the rest; a check-in where the person answers one. */
function buttonsFor({ actor }: Turn, all: readonly DueItem[]): Button[] {
  const { programmeId } = actor;
  const mine = { programmeId, filter: 'mine', page: 1 };
  const has = (verb: string) => all.some((item) => item.verb === verb);
  return [
    ...(actor.member.leads.length > 0 ? [link('My check-in', 'check-ins.open', { programmeId })] : []),
    ...(has('milestones.show') ? [link('My milestones', 'milestones.list', mine)] : []),
    ...(has('actions.show') ? [link('My actions', 'actions.list', mine)] : []),
    link('My risks', 'risks.list', mine),
    link('Decisions I asked for', 'decisions.list', mine),
  ];
}
