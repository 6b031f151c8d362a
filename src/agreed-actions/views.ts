// From an action and who is asking to a finished card. What one could get wrong: the posted card is drawn from its entry alone, as on its day,
// so that a second delivery gets the same card whenever it comes.

import { dayOf, formatDay, type IsoDate } from '../calendar.js';
import { type Button, link, shorten } from '../cards/markup.js';
import { nameOf, workstreamName } from '../programmes/actor.js';
import { type ChangeLine, type RegisterLine, recordCard } from '../programmes/cards.js';
import { todayOf } from '../programmes/changing.js';
import { byline } from '../programmes/history.js';
import { sayOrigin } from '../programmes/made.js';
import { verbOf } from '../programmes/references.js';
import { mayWithdraw } from '../programmes/withdraw.js';
import type { Answer, Turn } from '../routes.js';
import type { Entry } from '../storage/entry.js';
import type { Head } from '../storage/ledger.js';
import { isOpen, markAction, mayChangeAction, sayDue } from './rules.js';
import type { AgreedAction } from './schema.js';
import { tellChanges, whatHappened } from './telling.js';

/** The card that says what an entry did: to the person, and in the channel to everyone. */
export function postedActionAnswer(turn: Pick<Turn, 'actor'>, entry: Entry<AgreedAction>): Answer {
  const { programme } = turn.actor;
  const changes = tellChanges(entry, programme);
  const lines = [
    ...(entry.reason === undefined ? [] : [{ label: 'Because', text: entry.reason }]),
    ...(changes.length > 0 ? changes : [{ label: 'Who and when', text: 'unchanged' }]),
    ...outcomeLines(entry.state),
  ];
  return draw(turn, entry, `${entry.ref} ${whatHappened(entry)}`, lines, dayOf(entry.at, programme.zone), []);
}

/** One action, and what may be done. */
export function actionDetail(turn: Turn, head: Head<AgreedAction>): Answer {
  const { actor } = turn;
  const { ref, state, origin } = head.newest;
  const data = { programmeId: actor.programmeId, ref };
  const mine = isOpen(state) && mayChangeAction(actor, state);
  const agreed = [
    formatDay(state.agreedOn),
    `by ${nameOf(actor.programme, state.agreedBy)}`,
    sayOrigin(head.newest.version === 1 ? origin : undefined),
  ];
  const lines = [
    { label: 'Who', text: nameOf(actor.programme, state.ownerId) },
    { label: 'Due', text: formatDay(state.dueOn) },
    { label: 'Agreed', text: agreed.filter(Boolean).join(' ') },
    ...(state.from ? [{ label: 'Follows from', text: state.from }] : []),
    ...(state.doneOn ? [{ label: 'Done on', text: formatDay(state.doneOn) }] : []),
    ...outcomeLines(state),
  ];
  const { card, summary } = draw(turn, head.newest, ref, lines, todayOf(turn), [
    ...(mine
      ? [
          { ...link('Done', 'actions.open-done', data), style: 'positive' as const },
          link('Change it', 'actions.open-change', data),
          link('Drop it', 'actions.open-drop', data),
        ]
      : []),
    ...(mayWithdraw(actor.member.id, head) ? [link('Withdraw my last entry', 'actions.open-withdrawal', data)] : []),
  ]);
  return { card, summary };
}

function outcomeLines({ outcome, state }: AgreedAction): ChangeLine[] {
  if (outcome === '') return [];
  return [{ label: state === 'dropped' ? 'Dropped because' : 'What came of it', text: outcome }];
}

const MOST_BUTTONS = 5;

function draw(
  turn: Pick<Turn, 'actor'>,
  entry: Entry<AgreedAction>,
  heading: string,
  lines: ChangeLine[],
  day: IsoDate,
  more: Button[],
): Answer {
  const { programmeId, programme } = turn.actor;
  const { ref, state } = entry;
  const opens =
    more.length < MOST_BUTTONS - 1 && state.from
      ? [link(`Open ${state.from}`, verbOf(state.from), { programmeId, ref: state.from })]
      : [];
  const card = recordCard.render({
    heading,
    text: state.what,
    place: `${workstreamName(programme, state.workstream)} · for ${nameOf(programme, state.ownerId)}`,
    status: markAction(state, day),
    lines,
    byline: byline(turn, entry),
    buttons: [...more, ...opens, link('History', 'actions.show-history', { programmeId, ref })],
  });
  const summary = `${heading}: ${shorten(state.what, 120)} (${nameOf(programme, state.ownerId)}, ${sayDue(state, day)})`;
  return { card, summary, closes: `Saved. ${heading}.` };
}

/** A line is told twice, to eyes and to screen readers; ten of the longest would outgrow the card. */
const LINE_LETTERS = 120;

/** An action as one line of a list. */
export function actionRow(head: Head<AgreedAction>, { actor }: Pick<Turn, 'actor'>, today: IsoDate): RegisterLine {
  const { ref, state } = head.newest;
  const due = sayDue(state, today);
  const facts = [due.charAt(0).toUpperCase() + due.slice(1), nameOf(actor.programme, state.ownerId), state.workstream];
  return {
    ref,
    title: shorten(state.what, LINE_LETTERS),
    facts: [...facts, ...(state.from ? [`from ${state.from}`] : [])].join(' · '),
    status: markAction(state, today),
    open: link(`Open ${ref}`, 'actions.show', { programmeId: actor.programmeId, ref }),
  };
}
