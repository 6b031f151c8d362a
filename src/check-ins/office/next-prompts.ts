// What comes by itself in the coming weeks, and why anything is moved, skipped or asked of somebody else. What one could get
// wrong: leave is told as of the day of the prompt, since that is when it is asked about.

import { dayOf, formatDay, formatMoment } from '../../calendar.js';
import { link } from '../../cards/markup.js';
import { comingMoments, type MomentKind, type Week } from '../../jobs/schedule.js';
import { deputyOn, leaveOn } from '../../programmes/leave.js';
import type { Programme } from '../../programmes/schema.js';
import type { Answer, Turn } from '../../routes.js';
import { momentAt, weekEndingOn } from '../week.js';
import { nextPromptsCard } from './cards.js';

const WEEKS = 4;

const WHAT: Record<MomentKind, string> = {
  due: 'Owners are told what falls due',
  prompt: 'Workstream leads are asked',
  reminder: 'One reminder to those who have not answered',
  close: 'The check-in closes; later answers are marked late',
  digest: 'The digest is posted in the channel',
};

/** The coming four weeks. No query: all of it is in the programme. */
export function showNextPrompts({ deps, actor }: Turn): Answer {
  const { programme, programmeId } = actor;
  const coming = comingMoments(programme, deps.clock.now(), WEEKS);
  const card = nextPromptsCard.render({
    heading: 'What comes by itself',
    subheading: `${programme.name} · the coming four weeks · times of ${programme.zone}`,
    weeks: coming.map((week) => drawWeek(programme, week)),
    empty: coming.length === 0 ? 'Nothing comes by itself in the coming four weeks.' : '',
    buttons: [
      link('Delivery', 'check-ins.show-delivery', { programmeId }),
      link('Participation', 'check-ins.show-participation', { programmeId }),
    ],
  });
  const [next] = coming.flatMap((week) => week.moments);
  const summary = next
    ? `Next: ${formatMoment(next.at, programme.zone)}, ${WHAT[next.kind].toLowerCase()}.`
    : 'Nothing comes by itself in the coming four weeks.';
  return { card, summary };
}

function drawWeek(programme: Programme, week: Week) {
  return {
    heading: `Week ending ${formatDay(weekEndingOn(week.period))}`,
    skipped: week.skipped,
    moments: week.moments.map(({ kind, at, moved }) => ({
      when: formatMoment(at, programme.zone),
      what: WHAT[kind],
      moved,
    })),
    notes: [...(week.dropped ?? []), ...sayLeave(programme, week)].map((text) => ({ text })),
  };
}

/** Who is away when a week is asked about, and who is asked instead. */
export function sayLeave(programme: Programme, week: Week): string[] {
  const prompt = momentAt(week, 'prompt');
  if (!prompt) return [];
  const day = dayOf(prompt, programme.zone);
  return programme.members
    .filter((member) => member.leads.length > 0)
    .flatMap((member) => {
      const leave = leaveOn(member, day);
      if (!leave) return [];
      const deputy = deputyOn(programme, member, day);
      const instead = deputy ? `${deputy.name} is asked instead` : 'nobody stands in';
      return [`${member.name} (${member.leads.join(', ')}) is away until ${formatDay(leave.until)}: ${instead}`];
    });
}
