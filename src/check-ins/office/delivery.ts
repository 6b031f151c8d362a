// What was sent this week and last, and whom it did not reach. What one could get wrong: every record is counted once, so the
// sum here is the runner's own: planned = sent + blocked + failed + unknown + missed + skipped + still to go.

import { dayOf, formatDay, formatInstant, formatShortDay, type IsoDate } from '../../calendar.js';
import { link, type Mark, PAGE, page, shorten } from '../../cards/markup.js';
import { listDeliveries } from '../../jobs/deliveries.js';
import { type Delivery, deliveryId, drawnAs } from '../../jobs/delivery.js';
import { mondayOf, periodBefore, periodOf, weekOf } from '../../jobs/schedule.js';
import { type Counts, countDeliveries } from '../../jobs/tally.js';
import { nameOf } from '../../programmes/actor.js';
import type { Programme } from '../../programmes/schema.js';
import { timetableOf } from '../../programmes/timetable.js';
import type { Answer, Turn } from '../../routes.js';
import type { Head } from '../../storage/ledger.js';
import { listAll } from '../../storage/store.js';
import type { CheckIn } from '../schema.js';
import { answerable, weekEndingOn } from '../week.js';
import { deliveryCard } from './cards.js';
import { lacksChannel, sayPlaces, waitingForChannel } from './channel-lines.js';
import { findUnreached, type NotReached, sayNotNeeded, type Unreached } from './reached.js';

/** A week as the programme office is told of it. */
interface Told {
  period: string;
  deliveries: Delivery[];
  counts: Counts;
  unreached: Unreached[];
  /** Why nobody was asked; '' when people were. */
  skipped: string;
  open: boolean;
}

/** The card: the sums of this week and the last, and a page of those who were not reached. Three queries. */
export async function showDelivery(turn: Turn, wanted: number, notice = ''): Promise<Answer> {
  const { deps, actor } = turn;
  const { programme, programmeId } = actor;
  const now = deps.clock.now();
  const today = dayOf(now, programme.zone);
  const period = periodOf(now, programme.zone);
  const weeks = await readWeeks(turn, [period, periodBefore(period)]);
  const all = weeks.flatMap((week) => week.unreached.map((unreached) => ({ week, unreached })));
  const open = all.filter(({ unreached }) => !unreached.settled);
  const inOrder = [...open, ...all.filter(({ unreached }) => unreached.settled)];
  const shown = page(inOrder, wanted);
  const at = (number: number) => ({ programmeId, page: number });
  const first = (shown.number - 1) * PAGE + 1;
  const deliveries = weeks.flatMap((week) => week.deliveries);
  const waiting = waitingForChannel(deliveries);
  const unshown = lacksChannel(deliveries) ? ['The channel did not get everything.'] : [];
  const counts =
    all.length === 0
      ? (unshown[0] ?? 'Everybody was reached.')
      : [
          `${all.length} ${all.length === 1 ? 'message' : 'messages'} in these two weeks${open.length < all.length ? `, ${all.length - open.length} of them made good since` : ''}.`,
          ...unshown,
        ].join(' ');
  const card = deliveryCard.render({
    heading: 'Delivery',
    subheading: `${programme.name} · ${formatInstant(now.toISOString(), programme.zone)}`,
    notice,
    columns: [{ label: 'Week to' }, ...weeks.map((week) => ({ label: shortWeek(week, today) }))],
    rows: rowsOf(weeks),
    notNeeded: [
      ...(await sayPlaces(turn)).map((text) => ({ text })),
      ...sayWaiting(waiting),
      ...weeks.flatMap(sayWeek),
    ],
    counts,
    lines: shown.items.map(({ week, unreached }) => drawLine(turn, week, unreached, shown.number)),
    paging: shown.pages > 1 ? `${first} to ${first + shown.items.length - 1} of ${all.length}` : '',
    buttons: [
      ...(shown.number < shown.pages
        ? [
            link(
              `Next ${Math.min(PAGE, all.length - shown.number * PAGE)}`,
              'check-ins.show-delivery',
              at(shown.number + 1),
            ),
          ]
        : []),
      ...(shown.number > 1 ? [link(`Previous ${PAGE}`, 'check-ins.show-delivery', at(shown.number - 1))] : []),
      link('Refresh', 'check-ins.show-delivery', at(shown.number)),
      link('Participation', 'check-ins.show-participation', { programmeId }),
      link('Next prompts', 'check-ins.show-next-prompts', { programmeId }),
    ],
  });
  const [newest] = weeks;
  return { card, summary: `${newest?.counts.sent ?? 0} sent of ${newest?.counts.planned ?? 0} this week. ${counts}` };
}

/** What became of the messages of these weeks, in their order. A query each, and one for the answers. */
export async function readWeeks(
  { deps, actor }: Pick<Turn, 'deps'> & { actor: { programmeId: string; programme: Programme } },
  periods: readonly string[],
): Promise<Told[]> {
  const { programmeId, programme } = actor;
  const oldest = [...periods].sort().at(0) ?? '';
  const [answers, ...lists] = await Promise.all([
    listAll<Head<CheckIn>>(deps.store, ['check-in'], programmeId, { since: `${mondayOf(oldest)}T00:00:00.000Z` }),
    ...periods.map((period) => listDeliveries(deps, programmeId, period)),
  ]);
  return periods.map((period, n) => {
    const stored = [...(lists[n]?.values() ?? [])];
    const deliveries = stored.map(({ body }) => body);
    const states = answers.map(({ body }) => body.newest.state);
    const answered = new Set(states.filter((state) => state.period === period).map((state) => state.workstream));
    return {
      period,
      deliveries,
      counts: countDeliveries(stored),
      unreached: findUnreached(deliveries, answered),
      skipped: weekOf(timetableOf(programme), programme.zone, period).skipped,
      open: answerable(programme, period, deps.clock.now()) !== 'closed',
    };
  });
}

function shortWeek({ period }: Told, today: IsoDate): string {
  return formatShortDay(weekEndingOn(period), today);
}

const ROWS: readonly [keyof Counts, string][] = [
  ['planned', 'Planned'],
  ['sent', 'Sent'],
  ['blocked', 'Blocked: the assistant is not there'],
  ['failed', 'Failed: not taken by Teams'],
  ['unknown', 'Unknown: may have been shown'],
  ['missed', 'Missed: its time passed'],
  ['skipped', 'Not needed'],
  ['waiting', 'Still to go'],
];

function rowsOf(weeks: readonly Told[]) {
  return ROWS.map(([name, label]) => ({
    label,
    cells: weeks.map(({ counts }) => ({ text: String(counts[name]) })),
  }));
}

/** What is to be said of a week besides its figures. */
function sayWeek({ period, skipped, deliveries }: Told): { text: string }[] {
  const notNeeded = sayNotNeeded(deliveries);
  const said = [skipped, notNeeded && `Not needed: ${shorten(notNeeded, 300)}`].filter(Boolean).join('. ');
  return said === '' ? [] : [{ text: `Week ending ${formatDay(weekEndingOn(period))}. ${said}.` }];
}

function sayWaiting(waiting: readonly Delivery[]): { text: string }[] {
  if (waiting.length === 0) return [];
  const what = shorten(waiting.map(sayWhat).join(', '), 300);
  return [{ text: `${waiting.length} waiting for the channel: ${what}.` }];
}

const MARKS: Record<NotReached, Mark> = {
  blocked: { word: 'Blocked', shape: '◆', color: 'Attention' },
  failed: { word: 'Failed', shape: '◆', color: 'Attention' },
  unknown: { word: 'Unknown', shape: '▲', color: 'Warning' },
  missed: { word: 'Missed', shape: '▲', color: 'Warning' },
};
const SETTLED: Mark = { word: 'Made good', shape: '✔', color: 'Accent' };

function drawLine({ actor }: Turn, week: Told, unreached: Unreached, number: number) {
  const { programme, programmeId } = actor;
  const { delivery, state, why, since, settled } = unreached;
  const closed = week.open ? '' : 'that week is over';
  const data = { programmeId, period: week.period, id: deliveryId(delivery), next: unreached.next, page: number };
  return {
    who: whoOf(programme, delivery),
    what: sayWhat(delivery),
    status: settled ? SETTLED : MARKS[state],
    facts: [formatInstant(delivery.dueAt, programme.zone), shorten(why, 200), since, closed]
      .filter(Boolean)
      .join(' · '),
    again:
      week.open && unreached.maySend ? [link('Send again', 'check-ins.send-again', { ...data, confirmed: false })] : [],
  };
}

/** Whom a message is for, by name. */
export function whoOf(programme: Programme, { memberId }: Pick<Delivery, 'memberId'>): string {
  return memberId === '' ? 'Everyone in the channel' : nameOf(programme, memberId);
}

/** What a message is, in words: "check-in of WS6". */
export function sayWhat(delivery: Pick<Delivery, 'kind' | 'about' | 'carries'>): string {
  const { about } = delivery;
  const said: Record<string, string> = {
    prompt: `check-in of ${about}`,
    handover: `check-in of ${about}, as deputy`,
    reminder: `reminder of the check-in of ${about}`,
    snooze: `check-in of ${about}, put off`,
    fallback: `check-in of ${about}, asked in the channel`,
    digest: 'digest of the week',
    due: 'what falls due',
    notice: `what has changed in ${about.split('@')[0]}`,
    confidence: 'question of confidence before the Board',
    summary: 'summary before the Board',
    announce: `card of ${about.split('@')[0]}`,
    'office-place': 'word that a place cannot be reached',
  };
  return (
    said[drawnAs(delivery)] ??
    (delivery.kind.startsWith('return') ? 'message about the return' : 'message to the programme office')
  );
}
