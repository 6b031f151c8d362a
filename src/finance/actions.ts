// What people do with the figures of a financial year. What one could get wrong: a form is recognised before it is checked, so that a
// second delivery gets its first answer; and an entry owes a card to the channel only where the programme's
// setting lets finance detail be seen there.

import { dayOf, type IsoDate } from '../calendar.js';
import { ProductError } from '../errors.js';
import { yearOfRef } from '../financial-years.js';
import type { Actor } from '../programmes/actor.js';
import { owesAnnouncement } from '../programmes/announcement.js';
import { owesRecheck } from '../programmes/rechecking.js';
import { mayAssureFinance, mayChangeFinance } from '../programmes/rights.js';
import { mayWithdraw } from '../programmes/withdraw.js';
import { readsFinance } from '../records/may-read.js';
import type { Turn } from '../routes.js';
import {
  type Change,
  type Committed,
  commit,
  effectKey,
  type Head,
  readEntry,
  readHead,
  recognise,
  requireHead,
} from '../storage/ledger.js';
import { createNamed } from '../storage/new-record.js';
import { listAll } from '../storage/store.js';
import { applySection, type SectionProblems } from './checks.js';
import { type FinanceYear, financeYears, NOTHING_ENTERED } from './schema.js';
import { type Section, type SectionFields, typedFields, type YearForm } from './sections.js';

export type SetResult =
  | Committed<FinanceYear>
  | { outcome: 'refused'; head: Head<FinanceYear> | undefined; problems: SectionProblems };

/**
 * Saves a section of a year, the first figure of a year included. Throws FORBIDDEN, with whom to ask, UNKNOWN for a reference that is
 * no year, MALFORMED for a version the year never had, and the store's codes.
 */
export async function setFigures(turn: Turn, section: Section, form: YearForm & SectionFields): Promise<SetResult> {
  const { deps, actor } = turn;
  requireMaySet(actor, section);
  const year = requireYear(form.ref);
  const fields = typedFields(section, form);
  const { corrects, opened } = form;
  const effect = effectKey(form.form, actor.tenantId, actor.member.id, { section: section.id, fields, corrects });
  const head = await readHead(deps, financeYears, actor.programmeId, form.ref);
  if (!head && opened > 0) throw new ProductError('MALFORMED', `${form.ref} has no version ${opened}`);
  const settled = head && (await recognise(deps, actor.programmeId, head.body, opened, effect));
  if (settled) return settled;
  const before = corrects === undefined ? head?.body.newest.state : await stateBefore(turn, head?.body, corrects);
  const about = { year, today: today(turn), correcting: corrects !== undefined };
  const applied = applySection(before ?? NOTHING_ENTERED, section, fields, about);
  if ('problems' in applied) return { outcome: 'refused', head: head?.body, problems: applied.problems };
  const state =
    section.id === 'hnb' && applied.state.reforecast ? { ...applied.state, reforecast: null } : applied.state;
  const change: Change = {
    by: actor.member.id,
    effect,
    owes: [owesRecheck(), ...(readsFinance({ programme: actor.programme }, 'channel') ? [owesAnnouncement(turn)] : [])],
    ...(corrects === undefined
      ? { did: `finance.set-${section.id}` }
      : { did: `finance.correct-${section.id}`, corrects, reason: (fields.correctionReason ?? '').trim() }),
  };
  return head
    ? commit(deps, financeYears, actor.programmeId, head, change, state)
    : createNamed(deps, financeYears, actor.programmeId, form.ref, change, state);
}

/** The state a correction starts from: that before the person's own newest entry. Throws FORBIDDEN when it is not theirs. */
async function stateBefore(turn: Turn, head: Head<FinanceYear> | undefined, corrects: number): Promise<FinanceYear> {
  const { deps, actor } = turn;
  if (!head || corrects !== head.newest.version || !mayWithdraw(actor.member.id, head))
    throw new ProductError('FORBIDDEN', 'only the newest entry, by its author, can be corrected', {
      advice: 'Only your own newest entry can be corrected. Enter the right figures in its place instead.',
    });
  const before = await readEntry(deps, actor.programmeId, head, corrects - 1);
  if (!before) throw new ProductError('MISSING', `${head.newest.ref}@${corrects - 1} is not in the archive`);
  return before.state;
}

/** Whether a member may set a section. */
export function maySet({ programme, member }: Pick<Actor, 'programme' | 'member'>, section: Section): boolean {
  return section.id === 'assurance' ? mayAssureFinance(programme, member) : mayChangeFinance(programme, member);
}

/** Throws FORBIDDEN, with whom to ask, unless this person may set the section. */
export function requireMaySet(actor: Actor, section: Section): void {
  if (maySet(actor, section)) return;
  const others = section.id === 'assurance' ? ', the S151 officer' : '';
  throw new ProductError('FORBIDDEN', `${section.id} is not theirs to set`, {
    advice: `The figures of ${section.name} are set by the finance lead${others} or the programme office. Ask one of them.`,
  });
}

/** Every year that has a record, in no order. One query. */
export async function listYears(turn: Turn): Promise<Head<FinanceYear>[]> {
  const found = await listAll<Head<FinanceYear>>(turn.deps.store, ['finance'], turn.actor.programmeId);
  return found.map((stored) => stored.body);
}

/** The record of a year, or undefined when nothing was entered. */
export async function readYearHead(turn: Turn, ref: string): Promise<Head<FinanceYear> | undefined> {
  return (await readHead(turn.deps, financeYears, turn.actor.programmeId, ref))?.body;
}

/** The record of a year. Throws UNKNOWN when nothing was entered. */
export async function requireYearHead(turn: Turn, ref: string): Promise<Head<FinanceYear>> {
  return (await requireHead(turn.deps, financeYears, turn.actor.programmeId, ref)).body;
}

/** The calendar year a reference's year begins in. Throws UNKNOWN when it names none. */
export function requireYear(ref: string): number {
  const year = yearOfRef(ref);
  if (year === undefined)
    throw new ProductError('UNKNOWN', 'no such financial year', {
      advice: 'I know no such financial year. Type one as 2026/27: finance 2026/27.',
    });
  return year;
}

/** The day it is in the programme's zone. */
export function today(turn: Turn): IsoDate {
  return dayOf(turn.deps.clock.now(), turn.actor.programme.zone);
}
