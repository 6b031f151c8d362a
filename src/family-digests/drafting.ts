// The first words of a digest, from what the registers say has happened since the Board before. Pure. What one could get wrong: it is a draft; nothing of
// money or risks is in it, no person is named, and a person edits it before anybody approves it.

import type { AgreedAction } from '../agreed-actions/schema.js';
import { dayOf, formatDay, type IsoDate } from '../calendar.js';
import type { Decision } from '../decisions/schema.js';
import type { Milestone } from '../milestones/schema.js';
import type { Programme } from '../programmes/schema.js';
import { mayRead } from '../records/may-read.js';
import { answerTo, type SectionAnswer } from '../returns/schema.js';
import type { Head } from '../storage/ledger.js';
import { endOf, figuresBefore } from '../summary/changes.js';
import { inPlainWords } from './plain-words.js';
import { PART_LETTERS, type Parts } from './schema.js';

/** What a draft is made from. */
export interface DraftFacts {
  programme: Programme;
  boardOn: IsoDate;
  today: IsoDate;
  milestones: Head<Milestone>[];
  decisions: Head<Decision>[];
  actions: Head<AgreedAction>[];
  /** What the return's section "You said, we did, impact" last said; undefined while nobody has written it. */
  coproduction: SectionAnswer | undefined;
}

const MOST = 5;

/** A draft of every part. */
export function draftParts(facts: DraftFacts): Parts {
  const { programme, boardOn, today, coproduction } = facts;
  const before = programme.boards.map(({ on }) => on).filter((on) => on < boardOn);
  const since = before.sort().at(-1) ?? programme.boards[0]?.on ?? boardOn;
  const milestones = facts.milestones.filter(({ newest: { state } }) => !isOfMoney(state));
  const done = milestones.filter(({ newest: { state } }) => state.actualOn !== null && state.actualOn > since);
  const end = endOf(since, programme.zone);
  const later = milestones.filter((head) => {
    const then = figuresBefore(head, end)?.forecastOn;
    return head.newest.state.actualOn === null && typeof then === 'string' && head.newest.state.forecastOn > then;
  });
  const next = milestones
    .filter(({ newest: { state } }) => state.actualOn === null && state.forecastOn >= today)
    .sort((a, b) => a.newest.state.forecastOn.localeCompare(b.newest.state.forecastOn));
  const decided = facts.decisions.filter(
    ({ newest: { state } }) =>
      mayRead({ programme }, 'channel', 'decision', state) && state.outcome && state.outcome.on > since,
  );
  const acted = facts.actions.filter(({ newest: { state } }) => state.doneOn !== null && state.doneOn > since);
  const plain = (lines: string[]) => cut(inPlainWords(lines.filter((line) => line !== '').join('\n')));
  return {
    headline: inPlainWords(`What has happened since ${formatDay(since)}`),
    youSaid: plain([answerTo(coproduction, 'said')]),
    weDid: plain([
      answerTo(coproduction, 'did'),
      ...done.slice(0, MOST).map(({ newest: { state } }) => `We finished: ${state.title}.`),
      ...decided.slice(0, MOST).map(({ newest: { state } }) => `The Board ${saySettled(state)}: ${state.text}.`),
      ...acted.slice(0, MOST).map(({ newest: { state } }) => `We did what was agreed: ${state.what}.`),
    ]),
    impact: plain([
      answerTo(coproduction, 'impact'),
      ...later
        .slice(0, MOST)
        .map(
          ({ newest: { state } }) =>
            `This will be later than planned: ${state.title}, now by ${formatDay(state.forecastOn)}.`,
        ),
    ]),
    comesNext: plain(
      next.slice(0, MOST).map(({ newest: { state } }) => `${state.title}, by ${formatDay(state.forecastOn)}.`),
    ),
  };
}

/** The Board that a digest of today follows: the last that has met. */
export function boardBefore(programme: Pick<Programme, 'boards' | 'zone'>, now: Date): IsoDate | undefined {
  const today = dayOf(now, programme.zone);
  return programme.boards
    .map(({ on }) => on)
    .filter((on) => on <= today)
    .sort()
    .at(-1);
}

/** Money is restricted, and no news for families: what is about it is left to its writers. */
function isOfMoney({ title }: Milestone): boolean {
  return /£|\b(?:HNB|DSG|allocation|spending|override|reserve|budget)\b/i.test(title);
}

function saySettled({ outcome }: Decision): string {
  return outcome?.result === 'not agreed' ? 'did not agree' : 'agreed';
}

/** Whole lines that fit. */
function cut(text: string): string {
  const kept: string[] = [];
  for (const line of text.split('\n')) if ([...kept, line].join('\n').length <= PART_LETTERS) kept.push(line);
  return kept.join('\n');
}
