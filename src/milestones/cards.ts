// The cards of milestones, and the views drawn on them. Pure. What one could get wrong: titles and commentary are people's
// words; headings and facts are ours.

import * as z from 'zod/v4';
import { formatDay, formatShortDay, type IsoDate } from '../calendar.js';
import { defineCard } from '../cards/define-card.js';
import { Button, Choice, link, Mark, shorten, Words } from '../cards/markup.js';
import { type Actor, nameOf, workstreamName } from '../programmes/actor.js';
import { ChangeLine } from '../programmes/cards.js';
import type { Entry } from '../storage/entry.js';
import type { Head } from '../storage/ledger.js';
import { calculateStatus, isOverdue, saySlip, sayStatus, slipDays } from './rules.js';
import type { Milestone, Status } from './schema.js';

const Line = z.object({ ref: z.string(), title: Words, facts: Words, status: Mark, open: Button });
type Line = z.infer<typeof Line>;

const Fields = z.object({
  stated: z.string(),
  statedReason: Words,
  forecastOn: Words,
  actualOn: Words,
  evidenceUrl: Words,
  slipCause: Words,
  slipText: Words,
  commentary: Words,
  correctionReason: Words,
});

/** What everyone sees after an update. */
export const postedCard = defineCard(
  'milestones/posted',
  z.strictObject({
    heading: z.string(),
    title: Words,
    place: Words,
    status: Mark,
    calculated: z.string(),
    changes: z.array(ChangeLine),
    commentary: Words,
    byline: Words,
    buttons: z.array(Button),
  }),
);

export const updateCard = defineCard(
  'milestones/update',
  z.strictObject({
    heading: z.string(),
    title: Words,
    place: Words,
    notice: z.string(),
    baseline: z.string(),
    calculated: Mark,
    slip: z.string(),
    values: Fields.extend({ stated: Words }),
    problems: z.record(z.string(), Words),
    correcting: z.boolean(),
    buttons: z.array(Button),
  }),
);

export const chooseCard = defineCard(
  'milestones/choose',
  z.strictObject({
    heading: z.string(),
    advice: z.string(),
    lines: z.array(Line),
    choices: z.array(Choice),
    buttons: z.array(Button),
  }),
);

export const listCard = defineCard(
  'milestones/list',
  z.strictObject({
    heading: z.string(),
    counts: z.string(),
    groups: z.array(z.object({ workstream: Words, lines: z.array(Line) })),
    paging: z.string(),
    buttons: z.array(Button),
  }),
);

export const showCard = defineCard(
  'milestones/show',
  z.strictObject({
    heading: z.string(),
    title: Words,
    place: Words,
    status: Mark,
    calculated: z.string(),
    dates: z.array(z.object({ label: z.string(), value: Words })),
    slip: z.string(),
    warnings: z.array(z.object({ text: Words })),
    commentary: Words,
    byline: Words,
    evidence: z.object({ title: z.string(), url: z.string() }),
    buttons: z.array(Button),
    moreButtons: z.array(Button),
  }),
);

/** The word, shape and colour of a status. */
export function markStatus(status: Status): Mark {
  const marks: Record<Status, Omit<Mark, 'word'>> = {
    red: { shape: '◆', color: 'Attention' },
    amber: { shape: '▲', color: 'Warning' },
    green: { shape: '●', color: 'Good' },
    blue: { shape: '✔', color: 'Accent' },
  };
  return { word: sayStatus(status), ...marks[status] };
}

/** What a milestone shows as its status: what was stated, or what the dates say while nobody has reported. */
export function shownStatus(milestone: Milestone, actor: Actor, today: IsoDate): Status {
  return milestone.stated ?? calculateStatus(milestone, actor.programme.tolerances, today);
}

/** "Dates say Red" when the stated status differs from the calculated one. */
export function sayCalculated(milestone: Milestone, actor: Actor, today: IsoDate): string {
  const calculated = calculateStatus(milestone, actor.programme.tolerances, today);
  if (milestone.stated === null) return 'Nobody has reported';
  return milestone.stated === calculated ? '' : `Dates say ${sayStatus(calculated)}`;
}

/** "WS6 Workforce · owned by WS6 lead". */
export function sayPlace(milestone: Milestone, actor: Actor): string {
  return `${workstreamName(actor.programme, milestone.workstream)} · owned by ${nameOf(actor.programme, milestone.ownerId)}`;
}

/** A line is told twice, to eyes and to screen readers; ten of the longest titles would outgrow the card. */
const LINE_LETTERS = 90;

/** A milestone as one line of a list. */
export function milestoneLine(head: Head<Milestone>, actor: Actor, today: IsoDate, verb: string): Line {
  const { ref, state } = head.newest;
  const short = (day: IsoDate) => formatShortDay(day, today);
  const late = slipDays(state, today);
  // "Red, 2 working days early" would be nonsense: an overdue forecast is told as such, its slip only once there is one.
  const facts = isOverdue(state, today)
    ? [`Forecast passed, ${short(state.forecastOn)}`, ...(late > 0 ? [saySlip(late)] : [])]
    : [state.actualOn ? `Completed ${short(state.actualOn)}` : `Forecast ${short(state.forecastOn)}`, saySlip(late)];
  facts.push(nameOf(actor.programme, state.ownerId));
  return {
    ref,
    title: shorten(state.title, LINE_LETTERS),
    facts: facts.join(' · '),
    status: markStatus(shownStatus(state, actor, today)),
    open: link(`Open ${ref}`, verb, { programmeId: actor.programmeId, ref }),
  };
}

/** What one entry changed, as lines of old → new. */
export function tellChanges(entry: Entry<Milestone>): ChangeLine[] {
  const { was, state } = entry;
  const lines: ChangeLine[] = [];
  if ('stated' in was && was.stated !== state.stated && state.stated)
    lines.push({
      label: 'Status',
      text: `${was.stated ? sayStatus(was.stated) : 'not reported'} → ${sayStatus(state.stated)}`,
    });
  if (was.forecastOn !== undefined)
    lines.push({
      label: 'Forecast',
      text: `${formatDay(was.forecastOn)} → ${formatDay(state.forecastOn)} (${saySlip(slipDays(state, state.forecastOn))})`,
    });
  if (was.baselineOn !== undefined)
    lines.push({ label: 'Baseline', text: `${formatDay(was.baselineOn)} → ${formatDay(state.baselineOn)}` });
  if (entry.did === 'milestones.acknowledge' && state.acknowledged)
    lines.push({ label: 'Exception acknowledged', text: state.acknowledged.words });
  if (entry.did === 'milestones.set-dependencies')
    lines.push({ label: 'Waits for', text: (state.dependsOn ?? []).join(', ') || 'nothing outside the programme' });
  if (entry.did === 'milestones.ask-reforecast' && state.reforecast)
    lines.push({ label: 'To be forecast again', text: `${state.reforecast.because} has landed` });
  if (state.actualOn && was.actualOn !== undefined) lines.push({ label: 'Completed', text: formatDay(state.actualOn) });
  if (was.forecastOn !== undefined && state.slipCause)
    lines.push({
      label: 'Forecast moved because',
      text: [capital(state.slipCause), state.slipText].filter(Boolean).join(': '),
    });
  if (state.statedReason !== '' && entry.reworded.includes('statedReason'))
    lines.push({ label: 'Why the status differs from the dates', text: state.statedReason });
  if (state.evidenceUrl !== '' && entry.reworded.includes('evidenceUrl'))
    lines.push({ label: 'Evidence', text: state.evidenceUrl });
  return lines;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
