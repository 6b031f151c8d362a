// What those who had approved are told when the return has gone on by the time their message leaves. What one could get wrong: an approval
// that fell is told of however often the return was prepared since; only a return that was sent needs no such word.

import { formatDay } from '../../calendar.js';
import { link } from '../../cards/markup.js';
import type { Deps } from '../../deps.js';
import { nameOf } from '../../programmes/actor.js';
import { notice } from '../../programmes/cards.js';
import { readsFinance } from '../../records/may-read.js';
import type { Answer, Turn } from '../../routes.js';
import type { Entry } from '../../storage/entry.js';
import { type Head, readEntry } from '../../storage/ledger.js';
import { sayFingerprint } from '../content.js';
import { todayOf } from '../facts.js';
import type { Round } from '../rounds.js';
import type { ReturnRecord } from './schema.js';
import { sayNames, sayState } from './state.js';
import { tellChanged } from './telling.js';
import { entriesSince } from './watching.js';

type Reader = Pick<Turn, 'actor' | 'deps'>;

/** The entry that a preparation replaced; undefined for the first. A point read. */
export function entryBefore(
  deps: Deps,
  programmeId: string,
  head: Head<ReturnRecord>,
  version: number,
): Promise<Entry<ReturnRecord> | undefined> {
  return version < 2 ? Promise.resolve(undefined) : readEntry(deps, programmeId, head, version - 1);
}

/** That it was stopped, by an entry that others have followed since. */
export async function stoppedNotice(
  turn: Reader,
  round: Round,
  head: Head<ReturnRecord>,
  { state }: Entry<ReturnRecord>,
): Promise<Answer> {
  const { programme } = turn.actor;
  const { stopped } = state;
  const why =
    stopped?.why === 'sent back'
      ? [`${nameOf(programme, stopped.by)} returned it with a comment: ${stopped.comment}`]
      : await tellChanged(turn, stopped?.changed ?? [], readsFinance(turn.actor));
  const fell = stopped?.fell ?? [];
  return draw(turn, round, head, 'The return was stopped', [
    ...(fell.length > 0 ? [`${sayNames(programme, fell)} had signed.`] : []),
    ...why,
    'It was prepared again since, so it is signed anew.',
  ]);
}

/** That it was prepared again over approvals, with what has changed between the two. */
export async function renewedNotice(
  turn: Reader,
  round: Round,
  head: Head<ReturnRecord>,
  before: Entry<ReturnRecord>,
  entry: Entry<ReturnRecord>,
): Promise<Answer> {
  const { programme } = turn.actor;
  const moved = changedBetween(before.state.watched, entry.state.watched);
  const changed = await tellChanged(turn, moved, readsFinance(turn.actor));
  return draw(turn, round, head, 'Your approval fell', [
    `${nameOf(programme, entry.by)} prepared the return due on ${formatDay(round.dueOn)} again after you had approved it. Its fingerprint was ${sayFingerprint(before.state.fingerprint)} and is now ${sayFingerprint(entry.state.fingerprint)}.`,
    ...(changed.length > 0
      ? changed
      : ['No section, figure or KPI has changed; milestones, risks and decisions are told as they stand now.']),
  ]);
}

/** What a preparation was made from that the one before was not, as record@version. Pure. */
export function changedBetween(before: readonly string[], after: readonly string[]): string[] {
  return after
    .filter((one) => !before.includes(one))
    .flatMap((one) => {
      const at = one.lastIndexOf('@');
      return entriesSince(before, { ref: one.slice(0, at), version: Number(one.slice(at + 1)) });
    });
}

function draw(turn: Reader, round: Round, head: Head<ReturnRecord>, heading: string, lines: string[]): Answer {
  const { programme, programmeId } = turn.actor;
  const { word, sentence } = sayState(head, programme, round, todayOf(turn));
  const data = { programmeId, ref: round.ref };
  return notice(heading, [...lines, `${word}. ${sentence}`], {
    buttons: [link('Signatures', 'returns.show-steps', data), link('Open the return', 'returns.show', data)],
  });
}
