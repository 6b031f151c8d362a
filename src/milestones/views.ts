// From a milestone and who is asking to a finished card. What one could get wrong: the posted card is drawn as on the day it was posted, so that a
// second delivery gets the same one on any later day.

import { dayOf, formatDay } from '../calendar.js';
import { link } from '../cards/markup.js';
import { type Actor, nameOf } from '../programmes/actor.js';
import { byline, type Telling } from '../programmes/history.js';
import { mayAskDecision, mayChange, mayRaiseRisk } from '../programmes/rights.js';
import type { Answer, Turn } from '../routes.js';
import type { Entry } from '../storage/entry.js';
import type { Head } from '../storage/ledger.js';
import { today } from './actions.js';
import { markStatus, postedCard, sayCalculated, sayPlace, showCard, shownStatus, tellChanges } from './cards.js';
import { changeLine } from './change-control/rules.js';
import type { ChangeRequest } from './change-control/schema.js';
import { mayAcknowledge } from './exceptions.js';
import { awaitsAcknowledgement, isException, isOverdue, saySlip, sayStatus, slipDays } from './rules.js';
import type { Milestone } from './schema.js';

/** How milestones tell their history. */
export const milestoneTelling: Telling<Milestone> = {
  feature: 'milestones',
  title: (state) => state.title,
  what: (entry) =>
    ({
      'milestones.post-update': 'Updated',
      'milestones.correct-update': `Corrected entry ${entry.corrects ?? ''}`.trim(),
      'milestones.withdraw-entry': `Withdrew entry ${entry.corrects ?? ''}`.trim(),
      'milestones.re-baseline': `Re-baselined by ${entry.origin ?? 'a change request'}`,
      'milestones.acknowledge': 'Exception acknowledged',
      'milestones.set-dependencies': 'What it waits for set',
      'milestones.ask-reforecast': `To be forecast again, since ${entry.origin ?? 'something'} has landed`,
      'milestones.add': 'Added to the plan',
      'programmes.load-plan': 'Set out in the plan',
      'programmes.import-plan': 'Changed by a plan workbook',
    })[entry.did] ?? 'Changed',
  changes: tellChanges,
  said: (entry) => (entry.reworded.includes('commentary') || entry.version === 1 ? entry.state.commentary : ''),
  correctable: true,
};

/** The card that says what an entry changed: to the person, and in the channel to everyone. */
export function postedAnswer(turn: Pick<Turn, 'actor'>, entry: Entry<Milestone>): Answer {
  const { actor } = turn;
  const { ref, state } = entry;
  // As on the day it was posted, so that a second delivery gets the same card on any later day.
  const day = dayOf(entry.at, actor.programme.zone);
  const data = { programmeId: actor.programmeId, ref };
  const status = shownStatus(state, actor, day);
  const verb = POSTED[entry.did] ?? 'updated';
  const changes = tellChanges(entry);
  const reason = entry.reason === undefined ? [] : [{ label: 'Because', text: entry.reason }];
  const card = postedCard.render({
    heading: `${ref} ${verb}`,
    title: state.title,
    place: sayPlace(state, actor),
    status: markStatus(status),
    calculated: sayCalculated(state, actor, day),
    changes: [...reason, ...(changes.length > 0 ? changes : [{ label: 'Dates and status', text: 'unchanged' }])],
    commentary: state.commentary,
    byline: byline(turn, entry),
    buttons: [
      link('History', 'milestones.show-history', data),
      link('Update again', 'milestones.open-update', data),
      link('Raise a risk', 'risks.open-raise', { programmeId: actor.programmeId, milestone: ref }),
    ],
  });
  const summary = `${ref} ${verb}: ${sayStatus(status)}, forecast ${formatDay(state.forecastOn)}.`;
  return { card, summary, closes: `Saved. ${summary}` };
}

const POSTED: Record<string, string> = {
  'milestones.add': 'added',
  'milestones.withdraw-entry': 'entry withdrawn',
  'milestones.correct-update': 'corrected',
  'milestones.acknowledge': 'exception acknowledged',
  'milestones.set-dependencies': 'set',
};

/** One milestone with its dates, warnings and what may be done. */
export function milestoneDetail(turn: Turn, head: Head<Milestone>, waiting?: Head<ChangeRequest>): Answer {
  const { actor } = turn;
  const { ref, state } = head.newest;
  const day = today(turn);
  const data = { programmeId: actor.programmeId, ref };
  const status = shownStatus(state, actor, day);
  const warnings = [
    ...(isOverdue(state, day)
      ? [{ text: 'The forecast date has passed: it needs a new forecast or an actual date' }]
      : []),
    ...(state.gate !== 'none' ? [{ text: `This work is ${state.gate} and cannot be set to deliver` }] : []),
    ...(awaitsAcknowledgement(state, actor.programme.tolerances, day)
      ? [{ text: 'Exception: beyond tolerance, and nobody has acknowledged it' }]
      : state.acknowledged && isException(state, actor.programme.tolerances, day)
        ? [{ text: sayAcknowledged(state.acknowledged, actor) }]
        : []),
    ...(state.reforecast ? [{ text: `${state.reforecast.because} has landed: forecast this again` }] : []),
    ...(waiting ? [{ text: `${waiting.newest.ref}: another baseline is ${changeLine(waiting.newest.state)}` }] : []),
    ...(state.slips >= 3 ? [{ text: `The forecast has moved later ${state.slips} times` }] : []),
  ];
  const said = [...head.trail].reverse().find((point) => point.did.startsWith('milestones.'));
  const card = showCard.render({
    heading: ref,
    title: state.title,
    place: sayPlace(state, actor),
    status: markStatus(status),
    calculated: sayCalculated(state, actor, day),
    dates: [
      { label: 'Baseline', value: sayBaseline(state) },
      { label: 'Forecast', value: formatDay(state.forecastOn) },
      { label: 'Actual', value: state.actualOn ? formatDay(state.actualOn) : 'not yet' },
      ...(state.dependsOn?.length ? [{ label: 'Waits for', value: state.dependsOn.join(', ') }] : []),
    ],
    slip: `${saySlip(slipDays(state, day)).replace(/^./, (letter) => letter.toUpperCase())}${state.external ? ' · waits for someone outside the programme' : ''}`,
    warnings,
    commentary: state.commentary,
    byline: said ? byline(turn, said) : '',
    evidence:
      state.evidenceUrl === ''
        ? { title: '', url: '' }
        : { title: `Evidence at ${new URL(state.evidenceUrl).host}`, url: state.evidenceUrl },
    buttons: [
      ...(mayChange(actor.programme, actor.member, state)
        ? [{ ...link('Update', 'milestones.open-update', data), style: 'positive' as const }]
        : []),
      ...(mayAcknowledge(actor.member) && awaitsAcknowledgement(state, actor.programme.tolerances, day)
        ? [link('Acknowledge the exception', 'milestones.open-acknowledge', data)]
        : []),
      ...(waiting
        ? [link(`Open ${waiting.newest.ref}`, 'change-requests.show', { ...data, ref: waiting.newest.ref })]
        : mayChange(actor.programme, actor.member, state) && state.actualOn === null
          ? [
              link('Change the baseline', 'change-requests.open-request', {
                programmeId: actor.programmeId,
                milestone: ref,
              }),
            ]
          : []),
      ...(mayChange(actor.programme, actor.member, state) && state.actualOn === null && !state.external
        ? [link('What it waits for', 'milestones.open-dependencies', data)]
        : []),
    ],
    moreButtons: [
      link('History', 'milestones.show-history', data),
      link('Its risks', 'risks.list', { programmeId: actor.programmeId, filter: 'milestone', milestone: ref, page: 1 }),
      ...(mayRaiseRisk(actor.member)
        ? [link('Raise a risk', 'risks.open-raise', { programmeId: actor.programmeId, milestone: ref })]
        : []),
      ...(mayAskDecision(actor.member)
        ? [
            link('Ask for a decision', 'decisions.open-ask', {
              programmeId: actor.programmeId,
              concerns: ref,
              workstream: state.workstream,
            }),
          ]
        : []),
      ...(state.ownerId !== actor.member.id && mayRaiseRisk(actor.member)
        ? [link('Ask the owner', 'questions.open-ask', { programmeId: actor.programmeId, about: ref })]
        : []),
    ],
  });
  return { card, summary: `${ref}: ${sayStatus(status)}, forecast ${formatDay(state.forecastOn)}.` };
}

/** "29 January 2027, was 31 December 2026 until 3 December 2026 (C01)". */
function sayBaseline({ baselineOn, formerBaselines = [] }: Milestone): string {
  const former = formerBaselines.map(
    ({ on, until, change }) => `${formatDay(on)} until ${formatDay(until)} (${change})`,
  );
  return [formatDay(baselineOn), ...(former.length > 0 ? [`was ${former.join(', ')}`] : [])].join(', ');
}

function sayAcknowledged({ by, on, words }: NonNullable<Milestone['acknowledged']>, { programme }: Actor): string {
  return `Exception acknowledged by ${nameOf(programme, by)} on ${formatDay(on)}: ${words}`;
}
