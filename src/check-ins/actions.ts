// What people do with a check-in: answer it, change the answer, keep a draft. What one could get wrong: the answer is saved
// first and alone; milestones, risks and decisions follow from it, and are finished by the sweep when the process dies.

import { isAskedIn } from '../agreed-actions/rules.js';
import { ProductError } from '../errors.js';
import { markSent } from '../jobs/deliveries.js';
import { describeError } from '../log.js';
import type { Milestone } from '../milestones/schema.js';
import { nameOf, workstreamName } from '../programmes/actor.js';
import { dropDraft } from '../programmes/drafts.js';
import type { Problems } from '../programmes/problems.js';
import type { Risk } from '../risks/schema.js';
import type { Turn } from '../routes.js';
import { type Change, type Committed, commit, effectKey, type Head, readEntry, recognise } from '../storage/ledger.js';
import { createNamed } from '../storage/new-record.js';
import { type Answering, checkAnswer } from './check.js';
import { type Applied, applyEffects } from './effects.js';
import {
  ACTION_SLOTS,
  type CheckInFields,
  type CheckInForm,
  fieldsOf,
  MILESTONE_SLOTS,
  RISK_SLOTS,
  readSlot,
} from './forms.js';
import { mayAnswer } from './rights.js';
import { type CheckIn, checkIns } from './schema.js';
import { partsOf, readSubject, type Subject } from './subject.js';
import { answerable, isLate, momentAt, todayIn } from './week.js';

export type AnswerResult =
  | (Extract<Committed<CheckIn>, { outcome: 'saved' | 'already' }> & { applied: Applied[] })
  | Extract<Committed<CheckIn>, { outcome: 'conflict' }>
  | { outcome: 'refused'; subject: Subject; problems: Problems<CheckInFields> }
  | { outcome: 'closed'; subject: Subject };

/**
 * Saves an answer, or a change of one, and applies what it says. `closed`: the next week was asked about already. Throws
 * FORBIDDEN unless the workstream is theirs to answer for, and the store's codes.
 */
export async function answerCheckIn(turn: Turn, form: CheckInForm): Promise<AnswerResult> {
  const { deps, actor } = turn;
  const { programmeId, programme } = actor;
  const subject = await requireSubject(turn, form.ref);
  const fields = fieldsOf(form);
  const effect = effectKey(form.form, actor.tenantId, actor.member.id, fields);
  const known = subject.answer
    ? await recognise(deps, programmeId, subject.answer.body, form.opened, effect)
    : undefined;
  if (known) return settle(turn, known);
  if (!subject.answer && form.opened > 0)
    throw new ProductError('MALFORMED', `${form.ref} has no version ${form.opened}`);
  const now = deps.clock.now();
  if (answerable(programme, subject.week.period, now) !== 'open') return { outcome: 'closed', subject };
  const checked = checkAnswer(fields, {
    programme,
    subject,
    today: todayIn(programme, now),
    by: actor.member.id,
    late: isLate(subject.week, now),
    seen: await readSeen(turn, subject, fields),
  });
  if ('problems' in checked) return { outcome: 'refused', subject, problems: checked.problems };
  const digestAt = momentAt(subject.week, 'digest');
  const owes = [
    { effect: 'check-ins.apply' },
    ...(digestAt !== undefined && now.toISOString() >= digestAt ? [{ effect: 'check-ins.refresh-digest' }] : []),
  ];
  const change: Change = { by: actor.member.id, did: 'check-ins.answer', effect, owes };
  return settle(
    turn,
    subject.answer
      ? await commit(deps, checkIns, programmeId, subject.answer, change, checked.ok)
      : await createNamed(deps, checkIns, actor.programmeId, form.ref, change, checked.ok),
  );
}

/** Reads what a check-in is about, for somebody who may answer it. Throws FORBIDDEN or UNKNOWN. */
export async function requireSubject(turn: Turn, ref: string): Promise<Subject> {
  const { deps, actor } = turn;
  const { workstream } = partsOf(ref);
  if (!actor.programme.workstreams.some((one) => one.id === workstream))
    throw new ProductError('UNKNOWN', `there is no workstream ${workstream}`, {
      advice: `This programme has no workstream ${workstream}. Type help to see what there is.`,
    });
  if (!mayAnswer(turn, workstream)) {
    const leads = actor.programme.members.filter((member) => member.leads.includes(workstream));
    throw new ProductError('FORBIDDEN', `${workstream} is not theirs to answer for`, {
      advice: `The check-in of ${workstreamName(actor.programme, workstream)} is answered by ${[...leads.map((lead) => nameOf(actor.programme, lead.id)), 'the programme office'].join(' or ')}.`,
    });
  }
  return readSubject(deps, actor.programmeId, actor.programme, ref, todayIn(actor.programme, deps.clock.now()));
}

/** What follows an answer that is in the ledger: its effects, and what no longer needs to be kept. */
async function settle(turn: Turn, result: Committed<CheckIn>): Promise<AnswerResult> {
  if (result.outcome === 'conflict') return result;
  const { deps, actor } = turn;
  const { entry } = result;
  const { workstream, period } = entry.state;
  const applied = await applyEffects(deps, actor.programmeId, actor.programme, entry);
  try {
    // Whoever answers has seen what asked them, whatever Teams said of it.
    const seen = {
      about: workstream,
      memberId: actor.member.id,
      kinds: ['prompt', 'handover', 'reminder', 'fallback'],
    };
    await markSent(deps, actor.programmeId, period, seen);
    await dropDraft(deps, actor.programmeId, entry.ref, actor.member.id);
  } catch (error) {
    deps.log.warn('answer-not-tidied', { ref: entry.ref, ...describeError(error) });
  }
  return { ...result, applied };
}

/** The milestones and risks of a form as the person saw them: as they stand, or from the archive when they moved on. */
async function readSeen(turn: Turn, subject: Subject, fields: CheckInFields): Promise<Answering['seen']> {
  const { deps, actor } = turn;
  const states = new Map<string, unknown>();
  const read = async (heads: ReadonlyMap<string, Head<Milestone | Risk>>, text: string | undefined) => {
    const slot = readSlot(text);
    if (!slot) return;
    const head = heads.get(slot.ref);
    const entry = head && (await readEntry(deps, actor.programmeId, head, slot.opened));
    if (!entry || entry.state.workstream !== subject.workstream)
      throw new ProductError('MALFORMED', `${slot.ref}@${slot.opened} is not of ${subject.workstream}`);
    states.set(text ?? '', entry.state);
  };
  await Promise.all([
    ...MILESTONE_SLOTS.map((n) => read(subject.milestones, fields[`m${n}`])),
    ...RISK_SLOTS.map((n) => read(subject.risks, fields[`r${n}`])),
  ]);
  for (const n of ACTION_SLOTS) {
    const slot = readSlot(fields[`a${n}`]);
    const state = slot && subject.actions.get(slot.ref)?.newest.state;
    // Done or dropped meanwhile, it was asked about all the same.
    if (slot && !(state && isAskedIn(subject.workstream, { ...state, state: 'open' }, actor.programme.members)))
      throw new ProductError('MALFORMED', `${slot.ref} is not asked about in ${subject.workstream}`);
  }
  const seen = <S>({ ref, opened }: { ref: string; opened: number }) => states.get(`${ref}@${opened}`) as S;
  return { milestone: seen<Milestone>, risk: seen<Risk> };
}
