// From a decision and who is asking to a finished card. What one could get wrong: the posted card is drawn from its entry alone,
// as on its day, so that a second delivery gets the same card whenever it comes.

import { dayOf, formatDay, type IsoDate } from '../calendar.js';
import { type Button, link, shorten } from '../cards/markup.js';
import { nextMeeting, sayBody } from '../programmes/bodies.js';
import { type ChangeLine, recordCard } from '../programmes/cards.js';
import { todayOf } from '../programmes/changing.js';
import { byline } from '../programmes/history.js';
import { sayOrigin } from '../programmes/made.js';
import { sayOutcome } from '../programmes/outcomes.js';
import { verbOf } from '../programmes/references.js';
import { isOnlyObserver, mayChange, mayRecordOutcome } from '../programmes/rights.js';
import { mayWithdraw } from '../programmes/withdraw.js';
import type { Answer, Turn } from '../routes.js';
import type { Entry } from '../storage/entry.js';
import type { Head } from '../storage/ledger.js';
import { markDecision, sayPlace } from './cards.js';
import { decisionLine, isAsked, ownedBy } from './rules.js';
import type { Decision } from './schema.js';
import { tellChanges, whatHappened } from './telling.js';

/** The card that says what an entry did: to the person, and in the channel to everyone. */
export function postedDecisionAnswer(turn: Pick<Turn, 'actor'>, entry: Entry<Decision>): Answer {
  const day = dayOf(entry.at, turn.actor.programme.zone);
  const changes = entry.version === 1 ? tellAsked(entry.state, turn, day) : tellChanges(entry);
  const lines = [
    ...(entry.reason === undefined ? [] : [{ label: 'Because', text: entry.reason }]),
    ...(changes.length > 0 ? changes : [{ label: 'Body and day', text: 'unchanged' }]),
  ];
  return draw(turn, entry, `${entry.ref} ${whatHappened(entry)}`, lines, day, []);
}

/** One decision, and what may be done. */
export function decisionDetail(turn: Turn, head: Head<Decision>): Answer {
  const { actor } = turn;
  const { ref, state } = head.newest;
  const data = { programmeId: actor.programmeId, ref };
  const mine = isAsked(state) && mayChange(actor.programme, actor.member, ownedBy(state));
  const lines = [
    ...tellAsked(state, turn, todayOf(turn)),
    ...(state.outcome ? [{ label: 'Outcome', text: sayOutcome(state.outcome) }] : []),
    ...(state.outcome?.words ? [{ label: 'In words', text: state.outcome.words }] : []),
    ...(state.withdrawnReason === '' ? [] : [{ label: 'Taken back because', text: state.withdrawnReason }]),
  ];
  // Looking saves nothing, so in a dialog it is shown and does not close.
  const { card, summary } = draw(turn, head.newest, ref, lines, todayOf(turn), [
    ...(isAsked(state) && mayRecordOutcome(actor.member, state.body)
      ? [link('Note what was decided', 'decisions.open-outcome', data)]
      : []),
    ...(state.state === 'decided' && !isOnlyObserver(actor.member)
      ? [
          link('Agree an action', 'actions.open-agree', {
            programmeId: actor.programmeId,
            from: ref,
            workstream: state.workstream,
          }),
        ]
      : []),
    ...(mine
      ? [link('Change it', 'decisions.open-change', data), link('Take it back', 'decisions.open-take-back', data)]
      : []),
    ...(mayWithdraw(actor.member.id, head) ? [link('Withdraw my last entry', 'decisions.open-withdrawal', data)] : []),
  ]);
  return { card, summary };
}

const MOST_BUTTONS = 5;

function draw(
  turn: Pick<Turn, 'actor'>,
  entry: Entry<Decision>,
  heading: string,
  lines: ChangeLine[],
  day: IsoDate,
  more: Button[],
): Answer {
  const { programmeId } = turn.actor;
  const { ref, state } = entry;
  const card = recordCard.render({
    heading,
    text: state.text,
    place: sayPlace(state, turn.actor),
    status: markDecision(state, day),
    lines,
    byline: byline(turn, entry),
    buttons: [
      ...more,
      // No client shows more than five: what hangs on it is named above as well.
      ...state.concerns
        .slice(0, Math.max(0, Math.min(2, MOST_BUTTONS - 1 - more.length)))
        .map((concerned) => link(`Open ${concerned}`, verbOf(concerned), { programmeId, ref: concerned })),
      link('History', 'decisions.show-history', { programmeId, ref }),
    ],
  });
  const summary = `${heading}: ${shorten(state.text, 120)} (${decisionLine(state)})`;
  return { card, summary, closes: `Saved. ${heading}, needed by ${formatDay(state.byOn)}.` };
}

function tellAsked(state: Decision, { actor }: Pick<Turn, 'actor'>, day: IsoDate): ChangeLine[] {
  const meets = isAsked(state) ? nextMeeting(actor.programme, state.body, day) : undefined;
  const origin = sayOrigin(state.origin ?? undefined);
  return [
    { label: 'Asked of', text: sayBody(state.body) },
    { label: 'Needed by', text: formatDay(state.byOn) },
    ...(meets ? [{ label: 'Its next meeting', text: sayMeeting(meets, state.byOn) }] : []),
    { label: 'Asked on', text: [formatDay(state.askedOn), origin].filter(Boolean).join(' ') },
    ...(state.concerns.length > 0 ? [{ label: 'Hangs on it', text: state.concerns.join(', ') }] : []),
  ];
}

function sayMeeting(on: IsoDate, neededBy: IsoDate): string {
  return on > neededBy ? `${formatDay(on)}, which is after the day it is needed by` : formatDay(on);
}
