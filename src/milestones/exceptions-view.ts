// The milestones beyond tolerance, and acknowledging one. Pitfall: an acknowledgement holds for the forecast it was given on;
// a later one raises the exception again.

import { formatDay, formatShortDay } from '../calendar.js';
import { link, shorten } from '../cards/markup.js';
import { nameOf } from '../programmes/actor.js';
import { todayOf } from '../programmes/changing.js';
import { drawRegister } from '../programmes/register.js';
import { changes } from '../records/change-form.js';
import type { Next } from '../records/change-record.js';
import type { Answer, Turn } from '../routes.js';
import { listMilestones } from './actions.js';
import { requireMayAcknowledge } from './exceptions.js';
import { milestoneKind } from './kind.js';
import { awaitsAcknowledgement, isException, isOverdue, saySlip, slipDays } from './rules.js';
import type { Milestone } from './schema.js';

/** Saying that it was seen, and what is done about it. */
export const acknowledging = changes(milestoneKind, {
  did: 'milestones.acknowledge',
  opens: 'milestones.open-acknowledge',
  fields: {
    words: {
      kind: 'text',
      label: 'What is done about it',
      missing: 'Say what is done about it.',
      placeholder: 'Corrective action, a change of the baseline, or why it is accepted',
      from: ({ acknowledged }) => acknowledged?.words ?? '',
    },
  },
  heading: (ref) => `Acknowledge the exception of ${ref}`,
  button: 'Acknowledge',
  around: (turn, { newest: { state } }) => {
    const today = todayOf(turn);
    return {
      title: state.title,
      place: `Baseline ${formatDay(state.baselineOn)} · forecast ${formatDay(state.forecastOn)}${isOverdue(state, today) ? ', which has passed' : ''} · ${saySlip(slipDays(state, today))}`,
      advice:
        'It says that you have seen it, and what is done. Should the forecast move later again, you are asked again.',
    };
  },
  requireMay: ({ actor }, ref) => requireMayAcknowledge(actor.member, ref),
  takes: (state, turn) => awaitsAcknowledgement(state, turn.actor.programme.tolerances, todayOf(turn)),
  starts: () => ({ words: '' }),
  next: (turn, milestone, { words }): Next<Milestone> => {
    const { forecastOn } = milestone;
    const acknowledged = { forecastOn, by: turn.actor.member.id, on: todayOf(turn), words };
    return { next: { ...milestone, acknowledged } };
  },
});

/** A page of the milestones beyond tolerance, those that nobody has acknowledged first, then the latest. One query. */
export async function showExceptions(turn: Turn, wanted: number): Promise<Answer> {
  const { programmeId, programme } = turn.actor;
  const { tolerances } = programme;
  const today = todayOf(turn);
  const waits = (state: Milestone) => awaitsAcknowledgement(state, tolerances, today);
  const found = (await listMilestones(turn))
    .filter(({ newest: { state } }) => isException(state, tolerances, today))
    .sort(({ newest: { state: a } }, { newest: { state: b } }) => {
      return Number(waits(b)) - Number(waits(a)) || slipDays(b, today) - slipDays(a, today);
    });
  const open = found.filter(({ newest: { state } }) => waits(state)).length;
  const counts =
    found.length === 0
      ? 'No milestone is beyond tolerance.'
      : `${found.length} beyond tolerance, ${open === 0 ? 'all acknowledged' : `${open} to acknowledge`}`;
  return drawRegister({
    heading: 'Exceptions',
    counts,
    all: found,
    wanted,
    row: ({ newest: { ref, state } }) => ({
      ref,
      title: shorten(state.title, 120),
      facts: [
        `${isOverdue(state, today) ? 'Forecast passed,' : 'Forecast'} ${formatShortDay(state.forecastOn, today)}`,
        saySlip(slipDays(state, today)),
        nameOf(programme, state.ownerId),
        ...(waits(state) || !state.acknowledged
          ? []
          : [`acknowledged by ${nameOf(programme, state.acknowledged.by)}: ${shorten(state.acknowledged.words, 90)}`]),
      ].join(' · '),
      status: waits(state)
        ? { word: 'To acknowledge', shape: '◆', color: 'Attention' as const }
        : { word: 'Acknowledged', shape: '▲', color: 'Warning' as const },
      open: link(`Open ${ref}`, 'milestones.show', { programmeId, ref }),
    }),
    verb: 'milestones.list-exceptions',
    at: (page) => ({ programmeId, page }),
    filterButtons: [
      link('Late milestones', 'milestones.list', { programmeId, filter: 'late', page: 1 }),
      link('Changes of baselines', 'change-requests.list', { programmeId, filter: 'open', page: 1 }),
    ],
  });
}
