// What people do with a return once its sections are written: prepare, approve, send back, agree, send, note what the DfE said. What one
// could get wrong: an approval counts only for the fingerprint that its form carried, and only while nothing has moved since.

import { ProductError } from '../../errors.js';
import { isProgrammeOffice } from '../../programmes/rights.js';
import type { Turn } from '../../routes.js';
import type { Owed } from '../../storage/entry.js';
import { type Change, type Committed, commit, effectKey, readHead, recognise } from '../../storage/ledger.js';
import { createNamed } from '../../storage/new-record.js';
import { requireRound } from '../actions.js';
import type { Failing } from '../composed.js';
import { composeReturn } from '../composing.js';
import { todayOf } from '../facts.js';
import { checkAgreement, checkFeedback, checkSent, type StepProblems } from './checks.js';
import { freeze } from './frozen.js';
import {
  type AgreeForm,
  type Approval,
  type FeedbackForm,
  type ReturnForm,
  type ReturnRecord,
  returnRecords,
  type SentForm,
  type SignForm,
  type Step,
} from './schema.js';
import { isReady, mayTake, turnOf } from './state.js';
import { findMoved, stop } from './watching.js';

/**
 * `failing`: it cannot be prepared, or signed, before these are mended. `moved`: what was to be approved has changed, so it was stopped.
 * `not now`: it is not the person's turn any more, or the return is somewhere else by now.
 */
export type StepResult =
  | Committed<ReturnRecord>
  | { outcome: 'failing'; failing: Failing[] }
  | { outcome: 'refused'; problems: StepProblems }
  | { outcome: 'moved' | 'not now'; record: ReturnRecord | undefined };

const COMMENT_LETTERS = 600;

/** Freezes the return as it stands and asks for its signatures; whatever was signed before falls, and whoever had signed is told. */
export async function prepareReturn(turn: Turn, form: ReturnForm): Promise<StepResult> {
  const { deps, actor } = turn;
  requireOffice(turn, 'prepares a return');
  const round = requireRound(turn, form.ref);
  const effect = effectKey(form.form, actor.tenantId, actor.member.id, { prepare: form.ref });
  const head = await readHead(deps, returnRecords, actor.programmeId, form.ref);
  if (!head && form.opened > 0) throw new ProductError('MALFORMED', `${form.ref} has no version ${form.opened}`);
  const settled = head && (await recognise(deps, actor.programmeId, head.body, form.opened, effect));
  if (settled) return settled;
  if (head?.body.newest.state.sent) return { outcome: 'not now', record: head.body.newest.state };
  const composed = await composeReturn(deps, actor.programmeId, actor.programme, round);
  const failing = composed.failing.filter(({ blocks }) => blocks === 'prepare');
  if (failing.length > 0) return { outcome: 'failing', failing };
  const fingerprint = await freeze(deps, actor.programmeId, composed.content);
  const state: ReturnRecord = {
    dueOn: round.dueOn,
    fingerprint,
    preparedBy: actor.member.id,
    preparedOn: composed.content.asOfOn,
    watched: composed.watched,
    approvals: [],
    stopped: null,
    sent: null,
    feedback: null,
  };
  const fell = (head?.body.newest.state.approvals ?? []).length > 0;
  const change: Change = { by: actor.member.id, did: 'returns.prepare', effect, owes: fell ? [ASK, TELL] : [ASK] };
  if (head) return commit(deps, returnRecords, actor.programmeId, head, change, state);
  return createNamed(deps, returnRecords, actor.programmeId, form.ref, change, state);
}

/** A signature of whoever's turn it is. The Board has an action of its own. */
export function signReturn(turn: Turn, form: SignForm): Promise<StepResult> {
  return approve(turn, form, (record) => {
    const step = turnOf(record);
    return step === undefined || step === 'Board'
      ? undefined
      : { ok: approval(turn, step, { comment: form.comment.trim() }) };
  });
}

/** The Board's own agreement at a meeting, or its chair's action where none falls in time. */
export function agreeReturn(turn: Turn, form: AgreeForm, how: 'Board' | 'chair'): Promise<StepResult> {
  const { programme, member } = turn.actor;
  return approve(turn, form, (record) => {
    if (turnOf(record) !== 'Board') return undefined;
    if (how === 'chair' && !member.roles.includes('board chair'))
      throw new ProductError('FORBIDDEN', 'chair’s action is the chair’s', {
        advice: 'Chair’s action is for the chair of the Board alone.',
      });
    const checked = checkAgreement(programme, record, form, how, todayOf(turn));
    return 'problems' in checked ? checked : { ok: approval(turn, 'Board', checked) };
  });
}

async function approve(
  turn: Turn,
  form: SignForm,
  approvalOf: (record: ReturnRecord) => { ok: Approval } | { problems: StepProblems } | undefined,
): Promise<StepResult> {
  const { deps, actor } = turn;
  const { known, settled } = await readSettled(turn, form);
  if (settled) return settled;
  const record = known.body.newest.state;
  const step = turnOf(record);
  if (step === undefined || record.fingerprint !== form.fingerprint) return { outcome: 'not now', record };
  if (!mayTake(actor.member, step))
    throw new ProductError('FORBIDDEN', `${step} is not theirs to approve`, {
      advice: `It is the turn of ${step === 'Board' ? 'the Board' : `the ${step}`}. I will ask you when it is yours.`,
    });
  const moved = await findMoved(deps, actor.programmeId, record);
  if (moved.length > 0) {
    await stop(deps, actor.programmeId, known, moved);
    return { outcome: 'moved', record };
  }
  if (step === 'S151 officer') {
    const { failing } = await composeReturn(deps, actor.programmeId, actor.programme, requireRound(turn, form.ref));
    const blocking = failing.filter(({ blocks }) => blocks === 'S151');
    if (blocking.length > 0) return { outcome: 'failing', failing: blocking };
  }
  const approved = approvalOf(record);
  if (!approved) return { outcome: 'not now', record };
  if ('problems' in approved) return { outcome: 'refused', problems: approved.problems };
  const tooLong = longComment(approved.ok.comment);
  if (tooLong) return { outcome: 'refused', problems: { comment: tooLong } };
  const next = { ...record, approvals: [...record.approvals, approved.ok] };
  const change = changeOf(turn, form, `returns.approve-${step.toLowerCase().replace(/\W+/g, '-')}`, ASK);
  return commit(deps, returnRecords, actor.programmeId, known, change, next);
}

/** Sends a return back to the programme office with a comment; every approval falls. */
export async function sendBack(turn: Turn, form: SignForm): Promise<StepResult> {
  const { deps, actor } = turn;
  const { known, settled } = await readSettled(turn, form);
  if (settled) return settled;
  const record = known.body.newest.state;
  const step = turnOf(record);
  if (step === undefined || record.fingerprint !== form.fingerprint) return { outcome: 'not now', record };
  if (!mayTake(actor.member, step))
    throw new ProductError('FORBIDDEN', `${step} is not theirs to send back`, {
      advice: 'Only whoever’s turn it is can return it. Tell the programme office what should change.',
    });
  const comment = form.comment.trim();
  const problem = comment === '' ? 'Say what has to change before you can approve it.' : longComment(comment);
  if (problem) return { outcome: 'refused', problems: { comment: problem } };
  const fell = record.approvals.map(({ by }) => by);
  const next: ReturnRecord = {
    ...record,
    approvals: [],
    stopped: { why: 'sent back', by: actor.member.id, comment, changed: [], fell },
  };
  return commit(deps, returnRecords, actor.programmeId, known, changeOf(turn, form, 'returns.send-back', TELL), next);
}

/** Notes that a return went to the DfE: from here on it is locked. */
export async function recordSent(turn: Turn, form: SentForm): Promise<StepResult> {
  const { deps, actor } = turn;
  requireOffice(turn, 'notes that a return was sent');
  const { known, settled } = await readSettled(turn, form);
  if (settled) return settled;
  const record = known.body.newest.state;
  if (!isReady(record)) return { outcome: 'not now', record };
  const moved = await findMoved(deps, actor.programmeId, record);
  if (moved.length > 0) {
    await stop(deps, actor.programmeId, known, moved);
    return { outcome: 'moved', record };
  }
  const checked = checkSent(record, form, todayOf(turn));
  if ('problems' in checked) return { outcome: 'refused', problems: checked.problems };
  const next = { ...record, sent: checked.ok };
  return commit(deps, returnRecords, actor.programmeId, known, changeOf(turn, form, 'returns.record-sent', TELL), next);
}

/** Keeps what the DfE said of a return that was sent. It can be put right later; what was noted before stays in the history. */
export async function recordFeedback(turn: Turn, form: FeedbackForm): Promise<StepResult> {
  const { deps, actor } = turn;
  requireOffice(turn, 'notes what the DfE said');
  const { known, settled } = await readSettled(turn, form);
  if (settled) return settled;
  const record = known.body.newest.state;
  if (!record.sent) return { outcome: 'not now', record };
  const checked = checkFeedback(record, form, todayOf(turn));
  if ('problems' in checked) return { outcome: 'refused', problems: checked.problems };
  const next = { ...record, feedback: checked.ok };
  return commit(deps, returnRecords, actor.programmeId, known, changeOf(turn, form, 'returns.record-feedback'), next);
}

const ASK: Owed = { effect: 'returns.ask' };
const TELL: Owed = { effect: 'returns.tell' };

/** The record a form is about, and what became of that very form when it was sent before. */
async function readSettled(turn: Turn, form: ReturnForm) {
  const { deps, actor } = turn;
  const known = await readHead(deps, returnRecords, actor.programmeId, form.ref);
  if (!known)
    throw new ProductError('UNKNOWN', `${form.ref} was never prepared`, {
      advice: 'This return has not been prepared yet.',
    });
  const settled = await recognise(deps, actor.programmeId, known.body, form.opened, effectOf(turn, form));
  return { known, settled };
}

function changeOf(turn: Turn, form: ReturnForm, did: string, owed?: Owed): Change {
  return { by: turn.actor.member.id, did, effect: effectOf(turn, form), ...(owed && { owes: [owed] }) };
}

function effectOf({ actor }: Turn, form: ReturnForm): string {
  const { programmeId: _p, ref: _r, opened: _o, form: id, ...typed } = form;
  return effectKey(id, actor.tenantId, actor.member.id, typed);
}

function approval(turn: Turn, step: Step, said: Partial<Approval>): Approval {
  const at = turn.deps.clock.now().toISOString();
  return { step, by: turn.actor.member.id, at, comment: '', boardOn: null, minute: '', ...said };
}

function longComment(text: string): string {
  return [...text].length > COMMENT_LETTERS ? `At most ${COMMENT_LETTERS} characters: shorten it.` : '';
}

function requireOffice({ actor }: Turn, does: string): void {
  if (isProgrammeOffice(actor.member)) return;
  throw new ProductError('FORBIDDEN', `only the programme office ${does}`, {
    advice: `The programme office ${does}. Ask it if something has to change.`,
  });
}
