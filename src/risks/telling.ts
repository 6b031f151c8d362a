// Entries of risks and issues told in words: for the history and for the card everyone sees. Pure. What one could get wrong:
// an entry is told from what it changed, so a withdrawn entry tells itself backwards without a case of its own.

import { formatDay } from '../calendar.js';
import { type Actor, nameOf } from '../programmes/actor.js';
import { sayBody } from '../programmes/bodies.js';
import type { ChangeLine } from '../programmes/cards.js';
import type { Telling } from '../programmes/history.js';
import type { Entry } from '../storage/entry.js';
import { sayScore, sayState, scoreOf } from './rules.js';
import type { Issue, ResponseAction, Risk, Score } from './schema.js';

/** How risks tell their history to this person. */
export function riskTelling(actor: Actor): Telling<Risk> {
  return {
    feature: 'risks',
    title: (state) => state.event,
    what: (entry) => capital(whatHappened(entry)),
    changes: (entry) => (entry.version === 1 ? tellRaised(entry.state, actor) : tellChanges(entry, actor)),
    said: (entry) => (entry.reworded.includes('commentary') ? entry.state.commentary : ''),
    correctable: false,
  };
}

/** How issues tell their history. */
export function issueTelling(): Telling<Issue> {
  return {
    feature: 'risks',
    title: (state) => state.event,
    what: (entry) => capital(whatHappenedTo(entry)),
    changes: (entry) => tellIssue(entry.state),
    said: () => '',
    correctable: false,
  };
}

/** What an entry did, to follow a reference: "raised", "escalated to the Board". */
export function whatHappened(entry: Entry<Risk>): string {
  const { did, state, corrects } = entry;
  const said: Record<string, string> = {
    'risks.raise': 'raised',
    'risks.reassess': 'reassessed',
    'risks.add-action': 'response action added',
    'risks.complete-action': 'response action done',
    'risks.escalate': `escalated to ${state.escalation ? sayBody(state.escalation.to) : 'nobody'}`,
    'risks.accept': 'accepted',
    'risks.close': 'closed',
    'risks.mark-happened': 'has happened',
    'risks.withdraw-entry': `entry ${corrects ?? ''} withdrawn`,
    'programmes.load-plan': 'set out in the plan',
    'programmes.import-plan': 'changed by a plan workbook',
  };
  return said[did] ?? 'changed';
}

/** What an entry did to an issue, to follow its reference. */
export function whatHappenedTo(entry: Entry<Issue>): string {
  if (entry.version === 1) return `opened from ${entry.state.riskRef}`;
  return entry.state.state === 'resolved' ? 'resolved' : 'open again';
}

/** A new risk in full. */
export function tellRaised(state: Risk, actor: Actor): ChangeLine[] {
  const { scoring } = actor.programme;
  const score = (one: Score) => sayScore(scoreOf(one), scoring);
  return [
    ...tellSentences(state),
    {
      label: 'Score',
      text: `${score(state.inherent)} before controls, ${score(state.residual)} now, ${score(state.target)} as the target`,
    },
    ...tellStanding(state),
    { label: 'Next review', text: formatDay(state.reviewOn) },
  ];
}

/** Cause, event and consequence. */
export function tellSentences(state: Risk): ChangeLine[] {
  return [
    { label: 'Because of', text: state.cause },
    { label: 'There is a risk that', text: state.event },
    { label: 'Which would mean', text: state.consequence },
  ];
}

/** Who was told, and why the risk stands as it does. */
export function tellStanding(state: Risk): ChangeLine[] {
  const { escalation, happened } = state;
  return [
    ...(escalation
      ? [{ label: `Escalated to ${sayBody(escalation.to)} on ${formatDay(escalation.on)}`, text: escalation.reason }]
      : []),
    ...said('Beyond appetite, not escalated because', state.withheldReason),
    ...said('Accepted because', state.acceptedReason),
    ...said('Closed because', state.closedReason),
    ...(happened ? [{ label: `Happened on ${formatDay(happened.on)}`, text: happened.what }] : []),
  ];
}

/** What one entry changed, as lines of old → new. */
export function tellChanges(entry: Entry<Risk>, actor: Actor): ChangeLine[] {
  const { was, state, reworded } = entry;
  const { programme } = actor;
  const score = (one: Score) => sayScore(scoreOf(one), programme.scoring);
  const moved = (label: string, before: Score | undefined, now: Score) =>
    before === undefined || scoreOf(before) === scoreOf(now)
      ? []
      : [{ label, text: `${score(before)} → ${score(now)}` }];
  const changed = (label: string, before: string | undefined, now: string) =>
    before === undefined ? [] : [{ label, text: `${before} → ${now}` }];
  const refs = (list: string[]) => (list.length > 0 ? list.join(', ') : 'none');
  const standing = ['escalation', 'withheldReason', 'acceptedReason', 'closedReason', 'happened'];
  return [
    ...changed('State', was.state && sayState(was.state), sayState(state.state)),
    ...moved('Score now', was.residual, state.residual),
    ...moved('Score before controls', was.inherent, state.inherent),
    ...moved('Target score', was.target, state.target),
    ...(standing.some((field) => reworded.includes(field)) ? tellStanding(state) : []),
    ...(reworded.includes('escalation') && !state.escalation ? [{ label: 'Escalation', text: 'none any more' }] : []),
    ...(reworded.includes('actions') ? tellActions(entry, actor) : []),
    ...changed('Owner', was.ownerId && nameOf(programme, was.ownerId), nameOf(programme, state.ownerId)),
    ...changed('How near', was.proximity, state.proximity),
    ...changed('Response', was.response, state.response),
    ...changed('Milestones', was.milestones && refs(was.milestones), refs(state.milestones)),
    ...changed('Next review', was.reviewOn && formatDay(was.reviewOn), formatDay(state.reviewOn)),
  ];
}

function tellActions(entry: Entry<Risk>, actor: Actor): ChangeLine[] {
  const { actions, lastDone } = entry.state;
  const n = entry.did === 'risks.complete-action' ? lastDone : (actions.at(-1)?.n ?? null);
  const action = actions.find((one) => one.n === n);
  if (!action || entry.did === 'risks.withdraw-entry')
    return [{ label: 'Response actions', text: `${actions.length}, ${actions.filter(isDone).length} done` }];
  return [{ label: `Action ${action.n}`, text: `${action.what} (${sayDue(action, actor)})` }];
}

/** "WS2 lead, due 5 January 2027", "WS2 lead, done 4 January 2027". */
export function sayDue(action: ResponseAction, actor: Actor): string {
  const when = action.doneOn ? `done ${formatDay(action.doneOn)}` : `due ${formatDay(action.dueOn)}`;
  return `${nameOf(actor.programme, action.ownerId)}, ${when}`;
}

/** What happened, what it means and how it ended. */
export function tellIssue(state: Issue): ChangeLine[] {
  return [
    { label: `What happened on ${formatDay(state.happenedOn)}`, text: state.what },
    { label: 'Which means', text: state.consequence },
    ...(state.resolvedOn ? [{ label: `Resolved on ${formatDay(state.resolvedOn)}`, text: state.resolution }] : []),
  ];
}

function isDone(action: ResponseAction): boolean {
  return action.doneOn !== null;
}

function said(label: string, text: string): ChangeLine[] {
  return text === '' ? [] : [{ label, text }];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
