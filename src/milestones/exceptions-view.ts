// The milestones beyond tolerance, and acknowledging one. What one could get wrong: an acknowledgement holds for the forecast it was given on;
// a later one raises the exception anew.

import { randomUUID } from 'node:crypto';
import * as z from 'zod/v4';
import { formatDay, formatShortDay } from '../calendar.js';
import { link, send, shorten } from '../cards/markup.js';
import { nameOf } from '../programmes/actor.js';
import { type Changing, todayOf } from '../programmes/changing.js';
import { drawForm } from '../programmes/forms.js';
import { hasProblems, type Problems, requireText } from '../programmes/problems.js';
import { drawRegister } from '../programmes/register.js';
import type { Answer, Turn } from '../routes.js';
import { listMilestones } from './actions.js';
import { requireMayAcknowledge } from './exceptions.js';
import { awaitsAcknowledgement, heldMilestone, isException, isOverdue, saySlip, slipDays } from './rules.js';
import { type Milestone, milestones } from './schema.js';
import { milestoneDetail, postedAnswer } from './views.js';

const AcknowledgeFields = z.object({ words: z.string().default('') });
type AcknowledgeFields = z.infer<typeof AcknowledgeFields>;

const WORDS_LETTERS = 300;

/** Saying that it was seen, and what is done about it. */
export const acknowledging: Changing<Milestone, AcknowledgeFields> = {
  type: milestones,
  holdings: heldMilestone,
  did: 'milestones.acknowledge',
  opens: 'milestones.open-acknowledge',
  fields: AcknowledgeFields,
  requireMay: ({ actor }, ref) => requireMayAcknowledge(actor.member, ref),
  takes: (state, turn) => awaitsAcknowledgement(state, turn.actor.programme.tolerances, todayOf(turn)),
  check: ({ actor }, milestone, fields, today) => {
    const problems: Problems<AcknowledgeFields> = {};
    const words = requireText(problems, fields, 'words', WORDS_LETTERS, 'Say what is done about it.');
    if (hasProblems(problems)) return { problems };
    const { forecastOn } = milestone;
    return { ok: { next: { ...milestone, acknowledged: { forecastOn, by: actor.member.id, on: today, words } } } };
  },
  form: (turn, { newest: { ref, state, version } }, typed) => {
    const data = { programmeId: turn.actor.programmeId, ref };
    const today = todayOf(turn);
    return drawForm<AcknowledgeFields>({
      heading: `Acknowledge the exception of ${ref}`,
      title: state.title,
      place: `Baseline ${formatDay(state.baselineOn)} · forecast ${formatDay(state.forecastOn)}${isOverdue(state, today) ? ', which has passed' : ''} · ${saySlip(slipDays(state, today))}`,
      advice:
        'It says that you have seen it, and what is done. Should the forecast move later again, you are asked anew.',
      fields: [
        {
          id: 'words',
          kind: 'text',
          label: 'What is done about it',
          missing: 'Say what is done about it.',
          placeholder: 'Corrective action, a change of the baseline, or why it is accepted',
        },
      ],
      values: typed.fields ?? { words: '' },
      problems: typed.problems,
      buttons: [
        send('Acknowledge', 'milestones.acknowledge', {
          ...data,
          opened: typed.opened ?? version,
          form: typed.form ?? randomUUID(),
        }),
        link('Cancel', 'milestones.show', data),
      ],
    });
  },
  posted: postedAnswer,
  settled: (turn, head) => milestoneDetail(turn, head),
  rows: (saved, { words }) => [{ label: 'What is done', saved: saved.acknowledged?.words ?? '', yours: words }],
  title: ({ title }) => title,
};

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
