// What a check-in became: what was said, what it changed, and where somebody else came first. What one could get wrong: it
// is drawn from the ledger alone, so that a second delivery and a look next day show the same.

import { sayDue } from '../agreed-actions/rules.js';
import { dayOf, formatDay, formatInstant } from '../calendar.js';
import { link, shorten } from '../cards/markup.js';
import { decisionLine } from '../decisions/rules.js';
import type { CardJson } from '../deps.js';
import { markStatus, tellChanges } from '../milestones/cards.js';
import { conflictRows } from '../milestones/conflict-rows.js';
import { sayStatus } from '../milestones/rules.js';
import { nameOf, workstreamName } from '../programmes/actor.js';
import { byline } from '../programmes/history.js';
import { mayRead } from '../records/may-read.js';
import { sayMovement, sayScore, scoreOf } from '../risks/rules.js';
import type { Answer, Turn } from '../routes.js';
import type { Entry } from '../storage/entry.js';
import { answeredCard } from './cards.js';
import type { Applied, Entered } from './effects.js';
import { mayAnswer } from './rights.js';
import { CONFIDENCES } from './rules.js';
import type { CheckIn } from './schema.js';
import { nextPromptAt } from './week.js';

type View = Parameters<typeof answeredCard.render>[0];

/** An answer as anybody may read it, such as from a digest's line: nothing is said of saving. */
export function readAnswer(turn: Pick<Turn, 'actor'>, entry: Entry<CheckIn>): Answer {
  const { workstream, stated } = entry.state;
  const heading = `Check-in of ${workstream}`;
  return { card: draw(turn, entry, [], heading), summary: `${heading}: ${sayStatus(stated)}.` };
}

/** The saved check-in, for whoever answered it. */
export function answeredAnswer(turn: Pick<Turn, 'actor'>, entry: Entry<CheckIn>, applied: readonly Applied[]): Answer {
  const { programme } = turn.actor;
  const { state } = entry;
  const until = formatInstant(nextPromptAt(programme, state.period), programme.zone);
  const closes = `Saved. Check-in of ${state.workstream}: ${sayStatus(state.stated)}. You can change it until ${until}.`;
  // A conflict is to be seen, so a dialog stays open for it.
  return {
    card: draw(turn, entry, applied, `Check-in saved: ${state.workstream}`),
    summary: `Check-in of ${state.workstream} saved: ${sayStatus(state.stated)}.`,
    ...(!applied.some((one) => one.outcome === 'conflict') && { closes }),
  };
}

function draw(
  turn: Pick<Turn, 'actor'>,
  entry: Entry<CheckIn>,
  applied: readonly Applied[],
  heading: string,
): CardJson {
  const { actor } = turn;
  const { programme, programmeId } = actor;
  const { state, ref } = entry;
  const conflicts = applied.flatMap((one) => (one.outcome === 'conflict' ? [one] : []));
  const pending = applied.filter((one) => one.outcome === 'pending').length;
  const place = `${workstreamName(programme, state.workstream)} · week ending ${formatDay(state.weekEndingOn)}`;
  return answeredCard.render({
    heading,
    place,
    byline: byline(turn, entry),
    status: markStatus(state.stated),
    calculated:
      state.stated === state.calculated
        ? `${sayStatus(state.stated)}, as the dates say`
        : `${sayStatus(state.stated)}; the dates say ${sayStatus(state.calculated)}`,
    confidence: state.confidence
      ? `${state.confidence} of 5, ${CONFIDENCES[state.confidence - 1]?.toLowerCase()}: ${state.nextMilestone} lands on its forecast`
      : '',
    late: state.late ? 'Answered after the close: marked late, and the digest in the channel follows.' : '',
    said: sayWhatWasSaid(turn.actor, entry),
    applied: applied.flatMap((one) => drawApplied(one, turn)),
    conflicts: conflicts.map((one) => drawConflict(one, turn, entry)),
    pending:
      pending === 0
        ? ''
        : `${pending === 1 ? 'One change is' : `${pending} changes are`} saved with your answer and will be in the register within a few minutes.`,
    buttons: [
      ...(mayAnswer(turn, state.workstream)
        ? [link('Change the answer', 'check-ins.open', { programmeId, ref, change: true })]
        : []),
      link('Milestones', 'milestones.list', { programmeId, filter: 'all', page: 1, workstream: state.workstream }),
    ],
  });
}

function sayWhatWasSaid(reader: Turn['actor'], { by, state }: Entry<CheckIn>): View['said'] {
  const { noChange, statedReason, moved, next, blocker, decision, workstream } = state;
  const asks = decision && mayRead(reader, 'personal', 'decision', { ...decision, askedBy: by, workstream });
  const due = (on: string | null) => (on ? `, by ${formatDay(on)}` : '');
  return [
    ...(noChange ? [{ label: 'This week', text: 'No change since last week' }] : []),
    { label: 'Moved', text: moved },
    { label: 'Next', text: next },
    { label: 'Why it differs', text: statedReason },
    { label: 'Blocked', text: blocker ? `${blocker.what} (${blocker.organisation}${due(blocker.byOn)})` : '' },
    { label: 'Decision', text: asks ? `${decision.text} (${decision.body}${due(decision.byOn)})` : '' },
  ].filter(({ text }) => text !== '');
}

function drawApplied(one: Applied, { actor }: Pick<Turn, 'actor'>): View['applied'] {
  const { programmeId, programme } = actor;
  if (one.outcome === 'refused')
    return one.kind === 'decision'
      ? []
      : [
          {
            ref: one.ref,
            text: 'was not changed: the rules of the programme have changed since',
            open: link(`Open ${one.ref}`, `${one.kind}s.show`, { programmeId, ref: one.ref }),
          },
        ];
  if (one.outcome !== 'saved') return [];
  const { ref } = one.entry;
  const open = link(`Open ${ref}`, `${one.kind}s.show`, { programmeId, ref });
  if (one.kind === 'milestone') {
    const changes = tellChanges(one.entry).map(({ label, text }) => `${label}: ${text}`);
    return [{ ref, text: changes.join(' · ') || 'updated', open }];
  }
  if (one.kind === 'risk') {
    const { state } = one.entry;
    const text = state.happened
      ? 'has happened, and is an issue now'
      : `${sayScore(scoreOf(state.residual), programme.scoring)}, ${sayMovement(state)}`;
    return [{ ref, text, open }];
  }
  if (one.kind === 'action') return [{ ref, text: sayDue(one.entry.state, dayOf(one.entry.at, programme.zone)), open }];
  return [{ ref, text: decisionLine(one.entry.state), open }];
}

function drawConflict(one: Entered, turn: Pick<Turn, 'actor'>, answer: Entry<CheckIn>): View['conflicts'][number] {
  const { actor } = turn;
  const { programmeId, programme } = actor;
  const { entry: theirs } = one;
  const { ref } = theirs;
  const who = theirs.by === actor.member.id ? 'You, elsewhere,' : nameOf(programme, theirs.by);
  const rows =
    one.kind === 'milestone'
      ? conflictRows(one.entry.state, one.said.fields)
      : one.kind === 'risk'
        ? [
            {
              label: 'Score',
              saved: sayScore(scoreOf(one.entry.state.residual), programme.scoring),
              yours: one.said.movement === 'happened' ? 'has happened' : one.said.movement,
            },
          ]
        : [];
  const clip = (text: string) => (text.trim() === '' ? '(empty)' : shorten(text, 200));
  return {
    heading: `${ref} changed while you were writing`,
    theirs: `${who} saved version ${theirs.version} on ${formatInstant(theirs.at, programme.zone)}. It stands as saved; the rest of your check-in is in.`,
    rows: rows
      .filter((row) => row.saved.trim() !== row.yours.trim())
      .map((row) => ({ label: row.label, saved: clip(row.saved), yours: clip(row.yours) })),
    buttons:
      one.kind === 'milestone'
        ? [
            link('Update with mine', 'milestones.open-update', {
              programmeId,
              ref,
              ...one.said.fields,
              opened: theirs.version,
              form: formOf(answer, ref),
            }),
          ]
        : one.kind === 'action'
          ? [link(`Open ${ref}`, 'actions.show', { programmeId, ref })]
          : [link(`Reassess ${ref}`, 'risks.open-reassess', { programmeId, ref })],
  };
}

/** A form id of its own for what is saved on top of a conflict, the same however often the card is drawn. */
function formOf({ hash }: Entry<CheckIn>, ref: string): string {
  const hex = `${hash}${ref}`
    .replace(/[^0-9a-f]/g, '')
    .slice(-32)
    .padStart(32, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
