// The participation card. What one could get wrong: a chart has no words of its own and phones may not draw it, so the same
// figures stand beside it; and the card counts, it does not blame.

import { addDays, formatDay, formatShortDay } from '../../calendar.js';
import { link, shorten } from '../../cards/markup.js';
import { mondayOf, periodBefore, periodOf } from '../../jobs/schedule.js';
import { findTallies } from '../../jobs/tally.js';
import type { Programme } from '../../programmes/schema.js';
import type { Answer, Turn } from '../../routes.js';
import type { Head } from '../../storage/ledger.js';
import { listAll } from '../../storage/store.js';
import { TURNOUTS, type Turnout } from '../digest/turnout.js';
import { type CheckIn, checkInRef } from '../schema.js';
import { answerable, todayIn, weekEndingOn } from '../week.js';
import { participationCard } from './cards.js';
import { answeredOf, composeParticipation, countTurnouts, type WeekTurnouts } from './participation.js';

const WEEKS = 12;
/** How many weeks are compared with as many before them. */
const COMPARED = 4;
const NAME_LETTERS = 60;

const SERIES: Record<Turnout, { legend: string; color: string; sign: string }> = {
  'in time': { legend: 'In time', color: 'good', sign: '●' },
  late: { legend: 'Late', color: 'warning', sign: '◐' },
  away: { legend: 'Away', color: 'neutral', sign: '–' },
  none: { legend: 'No answer', color: 'categoricalBlue', sign: '○' },
};

/** The last twelve weeks. Two queries: the answers, and the sums of the weeks. */
export async function showParticipation({ deps, actor }: Turn): Promise<Answer> {
  const { programme, programmeId } = actor;
  const now = deps.clock.now();
  const periods = lastPeriods(periodOf(now, programme.zone));
  const since = periods[0] ?? '';
  const [answers, tallies] = await Promise.all([
    // A week can be answered from the Monday before it on.
    listAll<Head<CheckIn>>(deps.store, ['check-in'], programmeId, {
      since: `${addDays(mondayOf(since), -7)}T00:00:00.000Z`,
    }),
    findTallies(deps, programmeId, since),
  ]);
  const figures = new Map(tallies.map((tally) => [tally.period, tally.figures]));
  const ids = programme.workstreams.map(({ id }) => id);
  const weeks = composeParticipation(
    periods,
    ids,
    figures,
    answers.map(({ body }) => body),
  ).filter(({ turnouts }) => turnouts.size > 0);
  const open = weeks.some(({ period }) => answerable(programme, period, now) === 'open');
  const today = todayIn(programme, now);
  const all = answeredOf(countTurnouts(weeks));
  const card = participationCard.render({
    heading: 'Participation',
    subheading: `${programme.name} · ${weeks.length === 1 ? 'one week' : `${weeks.length} weeks`} with a check-in, up to ${formatDay(today)}`,
    sentences: saySentences(weeks, open).map((text) => ({ text })),
    chart: weeks.length < 2 ? [] : [drawChart(weeks, today)],
    weeks: weeks.length === 0 ? [] : drawTable(weeks, today),
    legend:
      weeks.length === 0 ? '' : 'Oldest week first: ● in time, ◐ late, ○ no answer, – away with nobody standing in.',
    workstreams: weeks.length === 0 ? [] : drawWorkstreams(programme, programmeId, weeks),
    buttons: [
      link('Delivery', 'check-ins.show-delivery', { programmeId }),
      link('Next prompts', 'check-ins.show-next-prompts', { programmeId }),
    ],
  });
  return { card, summary: `${all.answered} of ${all.asked} check-ins answered in the last twelve weeks.` };
}

function lastPeriods(newest: string): string[] {
  const periods = [newest];
  while (periods.length < WEEKS) periods.unshift(periodBefore(periods[0] ?? newest));
  return periods;
}

function saySentences(weeks: readonly WeekTurnouts[], open: boolean): string[] {
  const counts = countTurnouts(weeks);
  const { answered, asked } = answeredOf(counts);
  if (asked === 0) return ['No check-in has been asked for yet.'];
  const said = [
    `${answered} of ${asked} check-ins were answered, ${counts['in time']} of them in time.${counts.away > 0 ? ` ${counts.away} more were not asked for, since the lead was away.` : ''}`,
  ];
  if (weeks.length >= COMPARED * 2) {
    const [before, last] = [weeks.slice(-COMPARED * 2, -COMPARED), weeks.slice(-COMPARED)].map((some) =>
      answeredOf(countTurnouts(some)),
    );
    if (before && last)
      said.push(
        `In the last four of these weeks ${last.answered} of ${last.asked}; in the four before ${before.answered} of ${before.asked}.`,
      );
  }
  return open ? [...said, 'The newest week can still be answered.'] : said;
}

function drawChart(weeks: readonly WeekTurnouts[], today: string) {
  const series = TURNOUTS.map((turnout) => ({
    legend: SERIES[turnout].legend,
    color: SERIES[turnout].color,
    values: weeks.map((week) => ({ x: shortWeek(week, today), y: countTurnouts([week])[turnout] })),
  })).filter(({ values }) => values.some(({ y }) => y > 0));
  const text = weeks
    .map((week) => {
      const { answered, asked } = answeredOf(countTurnouts([week]));
      return `${shortWeek(week, today)}: ${answered} of ${asked}`;
    })
    .join(', ');
  return { series, text: `Answered, by week: ${text}.` };
}

/** Newest week first, since that is what is looked for. */
function drawTable(weeks: readonly WeekTurnouts[], today: string) {
  const header = ['Week to', 'Asked', 'In time', 'Late', 'Away', 'None'];
  const rows = [...weeks].reverse().map((week) => {
    const counts = countTurnouts([week]);
    const { asked } = answeredOf(counts);
    return [shortWeek(week, today), asked, counts['in time'], counts.late, counts.away, counts.none].map(String);
  });
  return [header, ...rows].map((cells) => ({ cells: cells.map((text) => ({ text })) }));
}

function drawWorkstreams(programme: Programme, programmeId: string, weeks: readonly WeekTurnouts[]) {
  return programme.workstreams.map(({ id, name }) => {
    const counts = countTurnouts(weeks, id);
    const { answered, asked } = answeredOf(counts);
    const late = counts.late > 0 ? `, ${counts.late} late` : '';
    const away = counts.away > 0 ? ` · away in ${counts.away}` : '';
    const strip = weeks.map(({ turnouts: all }) => all.get(id));
    const newest = weeks.filter(({ turnouts: all }) => ['in time', 'late'].includes(all.get(id) ?? '')).at(-1);
    return {
      name: shorten(`${id} ${name}`, NAME_LETTERS),
      strip: strip.map((turnout) => (turnout ? SERIES[turnout].sign : '·')).join(' '),
      facts: asked === 0 ? `not asked${away}` : `${answered} of ${asked} answered${late}${away}`,
      open: link(`Newest answer of ${id}`, 'check-ins.show', {
        programmeId,
        ref: checkInRef(id, newest?.period ?? weeks.at(-1)?.period ?? ''),
      }),
    };
  });
}

function shortWeek({ period }: WeekTurnouts, today: string): string {
  return formatShortDay(weekEndingOn(period), today);
}
