// From a change request and who is asking to a finished card, and the register of them. What one could get wrong: the posted card is drawn from
// its entry alone, as on its day, so that a second delivery gets the same card whenever it comes.

import { dayOf, formatDay, formatShortDay, type IsoDate } from '../../calendar.js';
import { type Button, link, shorten } from '../../cards/markup.js';
import { nameOf, workstreamName } from '../../programmes/actor.js';
import { nextMeeting, sayBody } from '../../programmes/bodies.js';
import { type ChangeLine, type RegisterLine, recordCard } from '../../programmes/cards.js';
import { todayOf } from '../../programmes/changing.js';
import { byline, type Telling } from '../../programmes/history.js';
import { sayOutcome } from '../../programmes/outcomes.js';
import { drawRegister, otherFilters, sayInAll } from '../../programmes/register.js';
import { mayChange, mayRecordOutcome } from '../../programmes/rights.js';
import { mayWithdraw } from '../../programmes/withdraw.js';
import type { Answer, Turn } from '../../routes.js';
import type { Entry } from '../../storage/entry.js';
import type { Head } from '../../storage/ledger.js';
import { listChanges } from './actions.js';
import { changeLine, isAgreed, isRequested, markChange, sayMove } from './rules.js';
import type { ChangeRequest } from './schema.js';

/** How change requests tell their history. */
export const changeTelling: Telling<ChangeRequest> = {
  feature: 'change-requests',
  title: (state) => `${state.milestone} ${state.title}`,
  what: (entry) => capital(whatHappened(entry)),
  changes: tellChanges,
  said: ({ version, state }) => (version === 1 ? state.reason : ''),
  correctable: false,
};

function whatHappened({ did, state, corrects }: Entry<ChangeRequest>): string {
  const said: Record<string, string> = {
    'change-requests.request': `asked of ${sayBody(state.body)}`,
    'change-requests.decide': isAgreed(state) ? 'agreed' : 'not agreed',
    'change-requests.take-back': 'taken back',
    'change-requests.withdraw-entry': `entry ${corrects ?? ''} withdrawn`,
  };
  return said[did] ?? 'changed';
}

function tellChanges({ version, state }: Entry<ChangeRequest>): ChangeLine[] {
  if (version === 1) return [{ label: 'Baseline', text: sayMove(state.baselineOn, state.proposedOn) }];
  if (state.state === 'withdrawn') return [{ label: 'Taken back because', text: state.withdrawnReason }];
  return outcomeLines(state);
}

function outcomeLines({ outcome, baselineOn, proposedOn, agreedOn }: ChangeRequest): ChangeLine[] {
  if (!outcome) return [];
  return [
    { label: 'Outcome', text: sayOutcome(outcome) },
    ...(outcome.words ? [{ label: 'In words', text: outcome.words }] : []),
    ...(outcome.result === 'not agreed'
      ? [{ label: 'Baseline', text: `stays ${formatDay(baselineOn)}` }]
      : [{ label: 'New baseline', text: sayMove(baselineOn, agreedOn ?? proposedOn) }]),
  ];
}

/** The card that says what an entry did: to the person, and in the channel to everyone. */
export function postedChangeAnswer(turn: Pick<Turn, 'actor'>, entry: Entry<ChangeRequest>): Answer {
  const day = dayOf(entry.at, turn.actor.programme.zone);
  const lines = entry.version === 1 ? askedLines(entry.state, turn, day) : tellChanges(entry);
  return draw(turn, entry, `${entry.ref} ${whatHappened(entry)}`, lines, day, []);
}

/** One request, and what may be done. */
export function changeDetail(turn: Turn, head: Head<ChangeRequest>): Answer {
  const { actor } = turn;
  const { ref, state } = head.newest;
  const data = { programmeId: actor.programmeId, ref };
  const open = isRequested(state);
  const owned = { ownerId: state.requestedBy, workstream: state.workstream };
  const lines = [
    ...askedLines(state, turn, todayOf(turn)),
    ...outcomeLines(state),
    ...(state.withdrawnReason === '' ? [] : [{ label: 'Taken back because', text: state.withdrawnReason }]),
  ];
  const { card, summary } = draw(turn, head.newest, ref, lines, todayOf(turn), [
    ...(open && mayRecordOutcome(actor.member, state.body)
      ? [link('Note what was decided', 'change-requests.open-decide', data)]
      : []),
    ...(open && mayChange(actor.programme, actor.member, owned)
      ? [link('Take it back', 'change-requests.open-take-back', data)]
      : []),
    ...(mayWithdraw(actor.member.id, head)
      ? [link('Withdraw my last entry', 'change-requests.open-withdrawal', data)]
      : []),
  ]);
  return { card, summary };
}

function askedLines(state: ChangeRequest, { actor }: Pick<Turn, 'actor'>, day: IsoDate): ChangeLine[] {
  const meets = isRequested(state) ? nextMeeting(actor.programme, state.body, day) : undefined;
  return [
    { label: 'Baseline', text: sayMove(state.baselineOn, state.proposedOn) },
    { label: 'Why', text: state.reason },
    { label: 'Scope', text: state.scope || 'as it is' },
    { label: 'Cost', text: state.cost || 'as it is' },
    { label: 'Benefit', text: state.benefit || 'as it is' },
    { label: 'Asked of', text: `${sayBody(state.body)}, needed by ${formatDay(state.byOn)}` },
    ...(meets ? [{ label: 'Its next meeting', text: formatDay(meets) }] : []),
  ];
}

function draw(
  turn: Pick<Turn, 'actor'>,
  entry: Entry<ChangeRequest>,
  heading: string,
  lines: ChangeLine[],
  day: IsoDate,
  more: Button[],
): Answer {
  const { programmeId, programme } = turn.actor;
  const { ref, state } = entry;
  const card = recordCard.render({
    heading,
    text: `Change the baseline of ${state.milestone}: ${state.title}`,
    place: `${workstreamName(programme, state.workstream)} · asked by ${nameOf(programme, state.requestedBy)} on ${formatDay(state.requestedOn)}`,
    status: markChange(state, day),
    lines,
    byline: byline(turn, entry),
    buttons: [
      ...more,
      link(`Open ${state.milestone}`, 'milestones.show', { programmeId, ref: state.milestone }),
      link('History', 'change-requests.show-history', { programmeId, ref }),
    ],
  });
  const summary = `${heading}: the baseline of ${state.milestone} (${changeLine(state)})`;
  return { card, summary, closes: `Saved. ${heading}.` };
}

export const FILTERS = { open: 'Waiting', decided: 'Decided', withdrawn: 'Taken back' } as const;
export type Filter = keyof typeof FILTERS;

/** A page of the requests a filter keeps: waiting ones soonest needed first, others newest first. One query. */
export async function showChanges(turn: Turn, wanted: { filter: Filter; page: number }): Promise<Answer> {
  const { programmeId } = turn.actor;
  const { filter } = wanted;
  const day = todayOf(turn);
  const state = filter === 'open' ? 'requested' : filter;
  const kept = (await listChanges(turn))
    .filter((head) => head.newest.state.state === state)
    .sort((a, b) =>
      filter === 'open'
        ? a.newest.state.byOn.localeCompare(b.newest.state.byOn) || a.newest.ref.localeCompare(b.newest.ref)
        : b.newest.at.localeCompare(a.newest.at),
    );
  return drawRegister({
    heading: `Changes of baselines: ${FILTERS[filter].toLowerCase()}`,
    counts: sayInAll(kept.length, 0, ''),
    all: kept,
    wanted: wanted.page,
    row: (head) => changeRow(head, turn, day),
    verb: 'change-requests.list',
    at: (page) => ({ programmeId, filter, page }),
    filterButtons: otherFilters(FILTERS, filter, 'change-requests.list', programmeId),
  });
}

function changeRow({ newest: { ref, state } }: Head<ChangeRequest>, { actor }: Turn, today: IsoDate): RegisterLine {
  const to = state.agreedOn ?? state.proposedOn;
  const facts = [
    `${formatShortDay(state.baselineOn, today)} → ${formatShortDay(to, today)}`,
    capital(sayBody(state.body)),
    state.outcome ? sayOutcome(state.outcome) : `by ${formatShortDay(state.byOn, today)}`,
    nameOf(actor.programme, state.requestedBy),
  ];
  return {
    ref,
    title: shorten(`${state.milestone} ${state.title}`, 120),
    facts: facts.join(' · '),
    status: markChange(state, today),
    open: link(`Open ${ref}`, 'change-requests.show', { programmeId: actor.programmeId, ref }),
  };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
