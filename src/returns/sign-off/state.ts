// Where a return stands among its signatures. Pure. What one could get wrong: nothing of this is stored; it follows from the record, the
// calendar and who signs as whom today.

import { formatDay, formatInstant, type IsoDate } from '../../calendar.js';
import { nameOf } from '../../programmes/actor.js';
import { isBoardChair, isProgrammeOffice } from '../../programmes/rights.js';
import type { Member, Programme } from '../../programmes/schema.js';
import type { Head } from '../../storage/ledger.js';
import type { Round } from '../rounds.js';
import { type ReturnRecord, STEPS, type Step } from './schema.js';

export interface State {
  /** "Being written", "With the S151 officer", "Signatures void", "Ready to send", "Sent". */
  word: string;
  sentence: string;
  steps: { step: string; who: string; word: string; at: string }[];
}

/** The step whose turn it is; undefined while it is not prepared, once it is stopped, and when all have approved. */
export function turnOf(record: ReturnRecord | undefined): Step | undefined {
  if (!record || record.stopped || record.sent) return undefined;
  return STEPS.find((step) => !record.approvals.some((approval) => approval.step === step));
}

/** Whether every step has approved and it is not sent yet. */
export function isReady(record: ReturnRecord | undefined): boolean {
  return record !== undefined && !record.stopped && !record.sent && turnOf(record) === undefined;
}

/** The members who can take a step; none where nobody signs as that. */
export function whoTakes(programme: Programme, step: Step): Member[] {
  return programme.members.filter((member) => (step === 'Board' ? isBoardChair(member) : member.signsAs === step));
}

/** Whether a member may take a step: who signs as it; for the Board its chair, and the programme office that keeps the minutes. */
export function mayTake(member: Member, step: Step): boolean {
  return step === 'Board' ? isBoardChair(member) || isProgrammeOffice(member) : member.signsAs === step;
}

/** The Board's days that can have seen what was prepared, up to today. */
export function boardsSince(programme: Programme, preparedOn: IsoDate, today: IsoDate): IsoDate[] {
  return programme.boards.map(({ on }) => on).filter((on) => on >= preparedOn && on <= today);
}

/**
 * Chair's action is for when no Board meets between the day it was prepared and the day it is due. Gives the Board at which it is to be
 * reported, '' where the calendar has none yet; undefined while a Board does meet in time.
 */
export function chairsAction(programme: Programme, { preparedOn, dueOn }: ReturnRecord): IsoDate | '' | undefined {
  const days = programme.boards.map(({ on }) => on).sort();
  if (days.some((on) => on >= preparedOn && on <= dueOn)) return undefined;
  return days.find((on) => on > dueOn) ?? '';
}

/** Where a return stands, in words. */
export function sayState(
  head: Head<ReturnRecord> | undefined,
  programme: Programme,
  round: Pick<Round, 'dueOn'>,
  today: IsoDate,
): State {
  const record = head?.newest.state;
  const steps = stepsOf(record, programme);
  const due = sayDue(round.dueOn, today);
  if (!record) return { word: 'Being written', sentence: `${due} Nothing is prepared or signed yet.`, steps };
  const { sent, stopped, feedback } = record;
  if (sent) {
    const said = feedback ? ` The DfE said on ${formatDay(feedback.on)}: ${feedback.rating}.` : '';
    return { word: 'Sent', sentence: `Sent to the DfE on ${formatDay(sent.on)} and locked.${said}`, steps };
  }
  if (stopped?.why === 'changed') {
    const fell = stopped.fell.length === 0 ? 'Nobody had signed.' : `${sayNames(programme, stopped.fell)} had signed.`;
    return { word: 'To prepare again', sentence: `${due} It changed after it was prepared. ${fell}`, steps };
  }
  if (stopped)
    return { word: 'Returned', sentence: `${due} ${nameOf(programme, stopped.by)} returned it with a comment.`, steps };
  const turn = turnOf(record);
  if (!turn) return { word: 'Ready to send', sentence: `${due} Everyone has approved it.`, steps };
  const missing = whoTakes(programme, turn).length === 0;
  return {
    word: turn === 'Board' ? 'With the Board' : `With the ${turn}`,
    sentence: missing
      ? `${due} Nobody in this programme signs as ${turn}, so it cannot go on: add them as a member.`
      : `${due} Prepared on ${formatDay(record.preparedOn)}, it waits for ${turn === 'Board' ? 'the Board or its chair' : `the ${turn}`}.`,
    steps,
  };
}

/** "Due in 10 days." */
export function sayDue(dueOn: IsoDate, today: IsoDate): string {
  const days = Math.round((Date.parse(dueOn) - Date.parse(today)) / 86_400_000);
  if (days < 0) return days === -1 ? 'It was due yesterday.' : `It was due ${-days} days ago.`;
  if (days === 0) return 'Due today.';
  return days === 1 ? 'Due tomorrow.' : `Due in ${days} days.`;
}

function stepsOf(record: ReturnRecord | undefined, programme: Programme): State['steps'] {
  const turn = turnOf(record);
  return STEPS.map((step) => {
    const approval = record?.stopped ? undefined : record?.approvals.find((one) => one.step === step);
    if (approval) {
      const how = step !== 'Board' ? 'Approved' : approval.boardOn ? 'Agreed' : 'Chair’s action';
      const noted = formatInstant(approval.at, programme.zone);
      const at = approval.boardOn ? `Board of ${formatDay(approval.boardOn)}, noted ${noted}` : noted;
      return { step, who: nameOf(programme, approval.by), word: how, at };
    }
    const names = whoTakes(programme, step).map(({ name }) => name);
    const word = names.length === 0 ? 'Nobody named' : step === turn ? 'Waiting' : 'To come';
    return { step, who: names.join(', '), word, at: '' };
  });
}

/** "the S151 officer and the ICB Chief Executive", by member. */
export function sayNames(programme: Programme, memberIds: readonly string[]): string {
  const names = memberIds.map((id) => nameOf(programme, id));
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
