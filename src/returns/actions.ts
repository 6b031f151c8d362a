// What people do with a section of a return: send it, change it, keep a draft. What one could get wrong: a form is recognised before it is
// checked, so that a second delivery gets its first answer even when the registers have moved since.

import { formatDay } from '../calendar.js';
import { ProductError } from '../errors.js';
import { describeError } from '../log.js';
import { dropDraft } from '../programmes/drafts.js';
import { owesRecheck } from '../programmes/rechecking.js';
import { mayRead } from '../records/may-read.js';
import type { Turn } from '../routes.js';
import {
  type Change,
  type Committed,
  commit,
  effectKey,
  readHead,
  recognise,
  type StoredHead,
} from '../storage/ledger.js';
import { createNamed } from '../storage/new-record.js';
import { type AnswerProblems, checkSection } from './check.js';
import { type Facts, readFacts, todayOf } from './facts.js';
import { type Round, roundOf } from './rounds.js';
import { returnSections, type SectionAnswer, type SectionForm, sectionRef, typedAnswers } from './schema.js';
import { mayAnswerSeat, whoSits } from './seats.js';
import { type ReturnSection, sectionOf } from './sections.js';
import { requireUnsent } from './unsent.js';

/** A section a person may answer, and what it is asked beside. */
export interface Asked {
  facts: Facts;
  section: ReturnSection;
  /** What was sent of it before. */
  head: StoredHead<SectionAnswer> | undefined;
}

export type SendResult = Committed<SectionAnswer> | { outcome: 'refused'; asked: Asked; problems: AnswerProblems };

/**
 * Saves a section. Throws FORBIDDEN with whom to ask, or because the return was sent or has not opened; UNKNOWN for a return or
 * section there is not; MALFORMED for a version the section never had; and the store's codes.
 */
export async function sendSection(turn: Turn, form: SectionForm): Promise<SendResult> {
  const { deps, actor } = turn;
  const typed = typedAnswers(form);
  const effect = effectKey(form.form, actor.tenantId, actor.member.id, { section: form.section, typed });
  const ref = sectionRef(form.ref, form.section);
  const known = await readHead(deps, returnSections, actor.programmeId, ref);
  if (!known && form.opened > 0) throw new ProductError('MALFORMED', `${ref} has no version ${form.opened}`);
  const settled = known && (await recognise(deps, actor.programmeId, known.body, form.opened, effect));
  if (settled?.outcome === 'already') return settled;
  const asked = await requireAsked(turn, form.ref, form.section, Object.keys(typed));
  await requireUnsent(turn, asked.facts.round);
  if (settled) return settled;
  const checked = checkSection(form.ref, asked.section, typed, asked.facts.today);
  if ('problems' in checked) return { outcome: 'refused', asked, problems: checked.problems };
  const change: Change = { by: actor.member.id, did: 'returns.send-section', effect, owes: [owesRecheck()] };
  const result = known
    ? await commit(deps, returnSections, actor.programmeId, known, change, checked.state)
    : await createNamed(deps, returnSections, actor.programmeId, ref, change, checked.state);
  if (result.outcome !== 'conflict') await letDraftGo(turn, ref);
  return result;
}

/** A section with what it is asked beside, for a person who may answer it. */
export async function requireAsked(
  turn: Turn,
  returnRef: string,
  sectionId: string,
  typed: readonly string[] = [],
): Promise<Asked> {
  const { deps, actor } = turn;
  const round = requireRound(turn, returnRef);
  const facts = await readFacts(deps, actor.programmeId, actor.programme, round);
  const section = requireSection(facts, sectionId, typed);
  if (!mayAnswer(turn, section))
    throw new ProductError('FORBIDDEN', `${sectionId} is not theirs to answer`, {
      advice: `“${section.title}” is answered by ${whoSits(actor.programme, section.seat)} or the programme office.`,
    });
  const head = await readHead(deps, returnSections, actor.programmeId, sectionRef(returnRef, sectionId));
  return { facts, section, head };
}

/** Whether a person may answer a section; finance detail only those who may read it. */
export function mayAnswer({ actor }: Pick<Turn, 'actor'>, section: ReturnSection): boolean {
  const { programme, member } = actor;
  return (
    mayAnswerSeat(programme, member, section.seat) &&
    mayRead(actor, 'personal', 'return-section', { section: section.id })
  );
}

/** A return of the programme that has opened. Throws UNKNOWN, and FORBIDDEN with the day it opens. */
export function requireRound({ actor, deps }: Pick<Turn, 'actor' | 'deps'>, ref: string): Round {
  const round = roundOf(actor.programme, ref);
  if (!round) throw new ProductError('UNKNOWN', `no return ${ref}`, { advice: 'This programme has no such return.' });
  if (round.opensOn > todayOf({ actor, deps }))
    throw new ProductError('FORBIDDEN', `${ref} has not opened`, {
      advice: `The return due on ${formatDay(round.dueOn)} opens on ${formatDay(round.opensOn)}.`,
    });
  return round;
}

/** A section of the return, with the questions that a form was opened with although the registers have moved on since. */
function requireSection(facts: Facts, id: string, typed: readonly string[]): ReturnSection {
  const found = sectionOf(facts, id, typed);
  if (!found)
    throw new ProductError('UNKNOWN', `no section ${id}`, {
      advice: /^milestones-/.test(id)
        ? 'No milestone here needs words any more: all of them are green or complete.'
        : 'This return has no such section.',
    });
  return found;
}

async function letDraftGo({ deps, actor }: Turn, ref: string): Promise<void> {
  try {
    await dropDraft(deps, actor.programmeId, ref, actor.member.id);
  } catch (error) {
    deps.log.warn('draft-not-dropped', { ref, ...describeError(error) });
  }
}
