// From a risk or issue and who is asking to a finished card. What one could get wrong: the posted card is drawn from its
// entry alone, as on its day, so that a second delivery gets the same card whenever it comes.

import { randomUUID } from 'node:crypto';
import { formatDay, type IsoDate } from '../calendar.js';
import { type Button, link, PAGE, shorten } from '../cards/markup.js';
import { recordCard } from '../programmes/cards.js';
import { todayOf } from '../programmes/changing.js';
import { byline } from '../programmes/history.js';
import { mayAskDecision, mayChange } from '../programmes/rights.js';
import { mayWithdraw } from '../programmes/withdraw.js';
import type { Answer, Turn } from '../routes.js';
import type { Entry } from '../storage/entry.js';
import type { Head } from '../storage/ledger.js';
import { markScore, postedCard, sayPlace, showCard } from './cards.js';
import {
  isBeyondAppetite,
  isLive,
  isPastReview,
  mayComplete,
  sayLevels,
  sayMovement,
  sayScore,
  sayState,
  scoreOf,
} from './rules.js';
import type { Issue, ResponseAction, Risk } from './schema.js';
import {
  sayDue,
  tellChanges,
  tellIssue,
  tellRaised,
  tellSentences,
  tellStanding,
  whatHappened,
  whatHappenedTo,
} from './telling.js';

/** The card that says what an entry did to a risk: to the person, and in the channel to everyone. */
export function postedRiskAnswer(turn: Pick<Turn, 'actor'>, entry: Entry<Risk>, issueRef?: string): Answer {
  const { actor } = turn;
  const { ref, state, did } = entry;
  const { scoring } = actor.programme;
  const data = { programmeId: actor.programmeId, ref };
  const residual = scoreOf(state.residual);
  const happened = did === 'risks.mark-happened';
  const changes = entry.version === 1 ? tellRaised(state, actor) : tellChanges(entry, actor);
  const card = postedCard.render({
    heading: `${ref} ${whatHappened(entry)}`,
    title: entry.version === 1 ? '' : state.event,
    place: sayPlace(state, actor),
    status: markScore(residual, scoring),
    movement: did === 'risks.reassess' ? sayMovement(state) : '',
    lines: [
      ...(entry.reason === undefined ? [] : [{ label: 'Because', text: entry.reason }]),
      ...(issueRef ? [{ label: 'Now an issue', text: issueRef }] : []),
      ...(changes.length > 0 ? changes : [{ label: 'Scores and dates', text: 'unchanged' }]),
      ...(state.milestones.length > 0 && entry.version === 1
        ? [{ label: 'Milestones it touches', text: state.milestones.join(', ') }]
        : []),
    ],
    said: did === 'risks.reassess' ? state.commentary : '',
    byline: byline(turn, entry),
    buttons: [
      link(`Open ${ref}`, 'risks.show', data),
      ...(happened ? [link(issueRef ? `Open ${issueRef}` : 'Its issue', 'risks.show-issue', data)] : []),
      ...(isLive(state)
        ? [link('Reassess', 'risks.open-reassess', data), link('Add an action', 'risks.open-action', data)]
        : []),
      link('History', 'risks.show-history', data),
    ],
  });
  const summary = `${ref} ${whatHappened(entry)}: ${sayScore(residual, scoring)}.`;
  return { card, summary, closes: `Saved. ${summary}` };
}

/** The card that says what an entry did to an issue. */
export function postedIssueAnswer(turn: Pick<Turn, 'actor'>, entry: Entry<Issue>): Answer {
  return issueAnswer(turn, entry, `${entry.ref} ${whatHappenedTo(entry)}`, false);
}

/** One issue, and what may be done. */
export function issueDetail(turn: Turn, head: Head<Issue>): Answer {
  const mine = mayChange(turn.actor.programme, turn.actor.member, head.newest.state);
  // Looking saves nothing, so in a dialog it is shown and does not close.
  const mayResolve = mine && head.newest.state.state === 'open';
  const { card, summary } = issueAnswer(turn, head.newest, head.newest.ref, mayResolve);
  return { card, summary };
}

function issueAnswer(turn: Pick<Turn, 'actor'>, entry: Entry<Issue>, heading: string, mayResolve: boolean): Answer {
  const { actor } = turn;
  const { ref, state } = entry;
  const data = { programmeId: actor.programmeId, ref };
  const card = recordCard.render({
    heading,
    text: state.event,
    place: sayPlace(state, actor),
    status:
      state.state === 'open'
        ? { word: 'Open issue', shape: '◆', color: 'Attention' }
        : { word: 'Resolved', shape: '✔', color: 'Accent' },
    lines: tellIssue(state),
    byline: byline(turn, entry),
    buttons: [
      ...(mayResolve ? [{ ...link('Resolve', 'risks.open-resolve', data), style: 'positive' as const }] : []),
      link(`Its risk ${state.riskRef}`, 'risks.show', { ...data, ref: state.riskRef }),
      link('History', 'risks.show-history', data),
    ],
  });
  const summary = `${heading}: ${shorten(state.event, 120)}`;
  return { card, summary, closes: `Saved. ${heading}.` };
}

/** One risk with its scores, actions and what may be done; `issue` when it has become one. */
export function riskDetail(turn: Turn, head: Head<Risk>, issue?: Head<Issue>): Answer {
  const { actor } = turn;
  const { ref, state } = head.newest;
  const { scoring } = actor.programme;
  const day = todayOf(turn);
  const data = { programmeId: actor.programmeId, ref };
  const mine = isLive(state) && mayChange(actor.programme, actor.member, state);
  const scores = [
    { label: 'Before controls', score: state.inherent },
    { label: 'Now', score: state.residual },
    { label: 'Target', score: state.target },
  ];
  const actions = [...state.actions].sort(byUrgency);
  const card = showCard.render({
    heading: state.state === 'open' ? ref : `${ref} · ${sayState(state.state)}`,
    place: sayPlace(state, actor),
    status: markScore(scoreOf(state.residual), scoring),
    movement: sayMovement(state),
    sentences: tellSentences(state),
    scores: scores.map(({ label, score }) => ({
      label,
      status: markScore(scoreOf(score), scoring),
      levels: sayLevels(score, scoring),
    })),
    facts: [
      { label: 'Category', text: `${state.category}, ${state.proximity}, response: ${state.response}` },
      {
        label: 'Next review',
        text: `${formatDay(state.reviewOn)}${state.reviewedOn ? ` (last ${formatDay(state.reviewedOn)})` : ''}`,
      },
      ...(state.commentary === '' ? [] : [{ label: 'Said at the last review', text: state.commentary }]),
    ],
    warnings: warningsOf(state, turn, day).map((text) => ({ text })),
    told: tellStanding(state),
    actions: actions.slice(0, PAGE).map((action) => ({
      title: `${action.n}`,
      what: action.what,
      facts: `${sayDue(action, actor)}${isLate(action, day) ? ', overdue' : ''}`,
      buttons:
        action.doneOn === null && isLive(state) && (mine || mayComplete(turn.actor, state, action.n))
          ? [doneButton(data, head.newest.version, action.n)]
          : [],
    })),
    moreActions: actions.length > PAGE ? `and ${actions.length - PAGE} more` : '',
    milestoneButtons: state.milestones
      .slice(0, 6)
      .map((milestone) => link(milestone, 'milestones.show', { ...data, ref: milestone })),
    buttons: [
      ...(mine
        ? [
            { ...link('Reassess', 'risks.open-reassess', data), style: 'positive' as const },
            link('Add an action', 'risks.open-action', data),
            link('Escalate', 'risks.open-escalate', data),
            link('It has happened', 'risks.open-happened', data),
          ]
        : []),
      ...(issue ? [link(`Open ${issue.newest.ref}`, 'risks.show-issue', { ...data, ref: issue.newest.ref })] : []),
    ],
    otherButtons: [
      ...(mine ? [link('Accept', 'risks.open-accept', data), link('Close', 'risks.open-close', data)] : []),
      ...(mayAskDecision(actor.member)
        ? [
            link('Ask for a decision', 'decisions.open-ask', {
              programmeId: actor.programmeId,
              concerns: ref,
              workstream: state.workstream,
            }),
          ]
        : []),
      ...(!mine && state.ownerId !== actor.member.id && mayAskDecision(actor.member)
        ? [link('Ask the owner', 'questions.open-ask', { programmeId: actor.programmeId, about: ref })]
        : []),
      link('History', 'risks.show-history', data),
      ...(mayWithdraw(actor.member.id, head) ? [link('Withdraw my last entry', 'risks.open-withdrawal', data)] : []),
    ],
  });
  return { card, summary: `${ref}: ${sayScore(scoreOf(state.residual), scoring)}, ${sayMovement(state)}.` };
}

function doneButton(data: Record<string, unknown>, opened: number, n: number): Button {
  return link('Done', 'risks.complete-action', { ...data, opened, form: randomUUID(), n });
}

function warningsOf(state: Risk, turn: Turn, day: IsoDate): string[] {
  if (!isLive(state)) return [];
  const { scoring } = turn.actor.programme;
  const silent = state.escalation === null && state.withheldReason === '';
  const late = state.actions.filter((action) => isLate(action, day)).length;
  return [
    ...(isBeyondAppetite(scoreOf(state.residual), scoring)
      ? [`Beyond the appetite of ${scoring.appetite}${silent ? ', and neither escalated nor explained' : ''}`]
      : []),
    ...(isPastReview(state, day) ? ['Its review date has passed: reassess it'] : []),
    ...(late > 0 ? [late === 1 ? 'One response action is overdue' : `${late} response actions are overdue`] : []),
  ];
}

function isLate(action: ResponseAction, day: IsoDate): boolean {
  return action.doneOn === null && action.dueOn < day;
}

/** What is still to do first, soonest due first. */
function byUrgency(a: ResponseAction, b: ResponseAction): number {
  return Number(a.doneOn !== null) - Number(b.doneOn !== null) || a.dueOn.localeCompare(b.dueOn) || a.n - b.n;
}
