// What people can type and press about finance. What one could get wrong: every door here asks first whether this person may read
// finance detail; the actions ask again whether they may change it.

import type * as z from 'zod/v4';
import { readYear, refOf, yearOf } from '../financial-years.js';
import { noteSeen } from '../programmes/access.js';
import { notice } from '../programmes/cards.js';
import { showConflict } from '../programmes/conflict.js';
import { showHistory, type TypedReason, withdrawForm } from '../programmes/history.js';
import { owesRecheck } from '../programmes/rechecking.js';
import { RecordForm } from '../programmes/schema.js';
import { WithdrawForm, withdrawEntry } from '../programmes/withdraw.js';
import { placeOf, readsFinance } from '../records/may-read.js';
import { type Answer, type Command, capture, defineVerb, type Turn, type Verb } from '../routes.js';
import { listYears, readYearHead, requireMaySet, requireYear, requireYearHead, setFigures, today } from './actions.js';
import type { SectionProblems } from './checks.js';
import { conflictRows } from './conflict-rows.js';
import { sectionForm } from './form-view.js';
import { financeYears } from './schema.js';
import {
  formOf,
  SECTION_IDS,
  SECTIONS,
  type Section,
  type SectionFields,
  typedFields,
  type YearForm,
} from './sections.js';
import { financeTelling, sayTitle, sectionOf } from './telling.js';
import { postedFinanceAnswer, restrictedNotice, yearDetail } from './views.js';

const Which = RecordForm.pick({ programmeId: true, ref: true });
type Which = z.infer<typeof Which>;

export const financeCommands: Command[] = [
  {
    name: 'finance',
    help: 'See grant conditions, High Needs, the reserve and capital; or finance 2027/28',
    matches: (text) => {
      const found = capture(/^finances?(?:\s+(?:for\s+|of\s+)?(?<year>[\w/–-]+(?:\s+to\s+\d{2,4})?))?[.!?]?$/i, text);
      if (found) return found.year === undefined ? {} : knownYear(found.year);
      return /^f\d{4}$/i.test(text) ? knownYear(text) : undefined;
    },
    offeredTo: (member, programme) => readsFinance({ programme, member }),
    audience: 'me',
    opens: (captured) => ({ verb: 'finance.show', fields: captured, label: 'Finance' }),
    run: (turn, { ref }) => show(turn, ref),
  },
  {
    name: 'history F2627',
    help: 'See who changed a year’s figures, when and what',
    matches: (text) => {
      const found = capture(/^history\s+(?:of\s+)?(?:finances?\s+)?(?<year>f\d{4}|\d{4}\s*[/–-]\s*\d{2,4})$/i, text);
      return found && knownYear(found.year ?? '');
    },
    offeredTo: (member, programme) => readsFinance({ programme, member }),
    audience: 'me',
    opens: ({ ref = '' }) => ({ verb: 'finance.show-history', fields: { ref }, label: `History of ${sayTitle(ref)}` }),
    run: (turn, { ref = '' }) => history(turn, ref),
  },
];

export const financeVerbs: Verb[] = [
  defineVerb('finance.show', Which.partial({ ref: true }), (turn, form) => show(turn, form.ref)),
  defineVerb('finance.show-history', Which, (turn, form) => history(turn, form.ref)),
  ...SECTION_IDS.flatMap((id) => sectionVerbs(SECTIONS[id])),
  defineVerb('finance.open-correction', Which, (turn, form) => forReaders(turn, () => openCorrection(turn, form.ref))),
  defineVerb('finance.open-withdrawal', Which, (turn, form) => openWithdrawal(turn, form.ref)),
  defineVerb('finance.withdraw', WithdrawForm, withdraw, (turn, form, { reason: problem = '' }) =>
    openWithdrawal(turn, form.ref, { ...form, problem }),
  ),
];

/** The verb that opens a section's form and the one that saves it. */
function sectionVerbs(section: Section): Verb[] {
  const Saved = formOf(section);
  const Opened = Which.extend(Saved.partial().omit({ programmeId: true, ref: true }).shape);
  const open = (turn: Turn, sent: Which & Partial<YearForm>, problems: SectionProblems = {}) =>
    forReaders(turn, async () => {
      requireMaySet(turn.actor, section);
      requireYear(sent.ref);
      const head = await readYearHead(turn, sent.ref);
      const { opened, form, corrects } = sent;
      if (opened === undefined || form === undefined) return sectionForm(turn, sent.ref, section, head);
      return sectionForm(turn, sent.ref, section, head, {
        fields: typedFields(section, sent),
        problems,
        form,
        opened,
        corrects,
      });
    });
  return [
    defineVerb(`finance.open-${section.id}`, Opened, (turn, sent) => open(turn, sent), open),
    defineVerb(
      `finance.set-${section.id}`,
      Saved,
      (turn, sent) => forReaders(turn, () => save(turn, section, sent as YearForm & SectionFields)),
      open,
    ),
  ];
}

async function save(turn: Turn, section: Section, sent: YearForm & SectionFields): Promise<Answer> {
  const result = await setFigures(turn, section, sent);
  const { ref, form, opened, corrects } = sent as YearForm;
  const fields = typedFields(section, sent);
  if (result.outcome === 'refused')
    return sectionForm(turn, ref, section, result.head, { fields, problems: result.problems, form, opened, corrects });
  if (result.outcome !== 'conflict') return postedFinanceAnswer(turn, result.entry);
  const { theirs } = result;
  // A correction meant one entry; once another stands, what was typed is a change like any other.
  const { corrects: _, ...typed } = sent;
  return showConflict(turn, {
    feature: 'finance',
    title: `${sayTitle(ref)}, ${section.name}`,
    theirs,
    rows: conflictRows(section, theirs.state, fields),
    saveVerb: `finance.set-${section.id}`,
    reopenVerb: `finance.open-${section.id}`,
    form: typed,
  });
}

function show(turn: Turn, ref: string | undefined): Promise<Answer> {
  return forReaders(turn, async () => {
    const year = ref === undefined ? yearOf(today(turn)) : requireYear(ref);
    return yearDetail(turn, await listYears(turn), year);
  });
}

function history(turn: Turn, ref: string): Promise<Answer> {
  return forReaders(turn, async () => showHistory(turn, await requireYearHead(turn, ref), financeTelling(ref)));
}

async function openCorrection(turn: Turn, ref: string): Promise<Answer> {
  const head = await requireYearHead(turn, ref);
  const section = sectionOf(head.newest);
  if (!section)
    return notice('Nothing of yours to correct', [
      'The newest entry of this year is not a change of figures that could be corrected.',
    ]);
  requireMaySet(turn.actor, section);
  return sectionForm(turn, ref, section, head, { corrects: head.newest.version });
}

function openWithdrawal(turn: Turn, ref: string, typed?: TypedReason): Promise<Answer> {
  return forReaders(turn, async () => withdrawForm(turn, await requireYearHead(turn, ref), financeTelling(ref), typed));
}

function withdraw(turn: Turn, form: WithdrawForm): Promise<Answer> {
  return forReaders(turn, async () => {
    const result = await withdrawEntry(turn, financeYears, () => [], form, {
      did: 'finance.withdraw-entry',
      owes: [owesRecheck()],
    });
    if (result.outcome === 'refused')
      return withdrawForm(turn, result.head, financeTelling(form.ref), { ...form, problem: result.problem });
    if (result.outcome === 'conflict')
      return notice(`${sayTitle(form.ref)} has changed since`, [
        'Somebody saved another entry, so yours can no longer be withdrawn. Enter the right figures instead.',
      ]);
    return postedFinanceAnswer(turn, result.entry);
  });
}

/** What only readers of finance detail get; that they saw it is noted. */
async function forReaders(turn: Turn, answer: () => Promise<Answer>): Promise<Answer> {
  const { programmeId, member } = turn.actor;
  if (!readsFinance(turn.actor, placeOf(turn.origin))) return restrictedNotice();
  await noteSeen(turn.deps, programmeId, member.id, 'finance detail');
  return answer();
}

/** The reference of a year as typed; undefined when it is none, so that the text is no command. */
function knownYear(typed: string): Record<string, string> | undefined {
  const year = readYear(typed);
  return year === undefined ? undefined : { ref: refOf(year) };
}
