// What a section's form must say before it is saved, a sentence a field. Pure. What one could get wrong: a figure left as it was
// keeps since when it holds and where it came from; only a changed amount or status begins anew.

import { formatDay, type IsoDate } from '../calendar.js';
import { firstDayOf, lastDayOf, sayYear } from '../financial-years.js';
import { checkDay, checkLength, hasProblems, type Problems } from '../programmes/problems.js';
import { readMoney, sayMoney } from './money.js';
import { penceOf } from './rules.js';
import { type Figure, type FinanceYear, NOT_PUBLISHED, SURENESS } from './schema.js';
import { fieldsIn, type MoneyKey, type Section, type SectionFields, statusOf } from './sections.js';

/** The choice beside an amount that nobody has entered. */
export const NOT_ENTERED = 'not entered';
export const WORDS_LETTERS = 300;

/** What a check must know besides the form. */
export interface About {
  /** The calendar year that the financial year begins in. */
  year: number;
  today: IsoDate;
  /** Whether the form corrects an entry, and so gives a reason. */
  correcting: boolean;
}

export type SectionProblems = Problems<SectionFields>;

/** The year after a section was saved, or a sentence for each field that cannot be saved as it is. */
export function applySection(
  before: FinanceYear,
  section: Section,
  typed: SectionFields,
  about: About,
): { state: FinanceYear } | { problems: SectionProblems } {
  const state = { ...before };
  const problems: SectionProblems = {};
  for (const field of fieldsIn(section)) {
    const text = (typed[field.key] ?? '').trim();
    switch (field.kind) {
      case 'money': {
        const figure = readFigure(
          field.key,
          text,
          typed,
          field.signed === true,
          before[field.key],
          about.today,
          problems,
        );
        state[field.key] = figure;
        break;
      }
      case 'count':
        state[field.key] = text === '' ? null : Number(text);
        if (text !== '' && !/^\d{1,5}$/.test(text)) problems[field.key] = 'Give a whole number of places, such as 48.';
        break;
      case 'day':
        state[field.key] = text === '' ? null : text;
        if (text > about.today)
          problems[field.key] = 'This day is still to come. Give the last day that the figures cover.';
        if (text !== '') checkDay(problems, field.key, text, 'Give a date that exists, such as 2026-10-31.');
        break;
      case 'agreement':
        state[field.key] = text === 'yes' || text === 'no' ? text : null;
        break;
      case 'words':
        state[field.key] = text;
        checkLength(problems, field.key, text, WORDS_LETTERS);
    }
  }
  if (!hasProblems(problems)) checkTogether(section, state, about, problems);
  if (about.correcting && (typed.correctionReason ?? '').trim() === '')
    problems.correctionReason = 'Say what was wrong with the entry you are correcting.';
  checkLength(problems, 'correctionReason', typed.correctionReason ?? '', WORDS_LETTERS);
  return hasProblems(problems) ? { problems } : { state };
}

function readFigure(
  key: MoneyKey,
  amount: string,
  typed: SectionFields,
  signed: boolean,
  before: Figure | null,
  today: IsoDate,
  problems: SectionProblems,
): Figure | null {
  const chosen = (typed[statusOf(key)] ?? '').trim();
  const status = SURENESS.find((one) => one === chosen);
  if (amount === '') {
    if (status) problems[key] = 'Give the amount, or choose “Not published” or “Not entered” below it.';
    return chosen === NOT_PUBLISHED ? keep(before, { pence: null, status: NOT_PUBLISHED }, today) : null;
  }
  const read = readMoney(amount, signed);
  if ('problem' in read) problems[key] = read.problem;
  if (!status)
    problems[statusOf(key)] =
      chosen === NOT_PUBLISHED || chosen === NOT_ENTERED
        ? 'There is an amount, so choose whether it is confirmed, indicative or estimated.'
        : 'Choose how sure this amount is.';
  return 'problem' in read || !status ? before : keep(before, { pence: read.pence, status }, today);
}

function keep(before: Figure | null, now: Pick<Figure, 'pence' | 'status'>, today: IsoDate): Figure {
  const same = before !== null && before.pence === now.pence && before.status === now.status;
  return same ? before : { ...now, sinceOn: today, source: null };
}

/** What fields must say beside each other. */
function checkTogether(section: Section, state: FinanceYear, about: About, problems: SectionProblems): void {
  const notBelow = (whole: MoneyKey, part: MoneyKey, sentence: (least: string) => string) => {
    const [all, least] = [penceOf(state[whole]), penceOf(state[part])];
    if (all !== null && least !== null && all < least) problems[whole] = sentence(sayMoney(least));
  };
  if (section.id === 'eah') {
    const spent = [state.eahDirectSpent, state.eahAdministrationSpent, state.eahTransformationSpent];
    if (state.eahSpentOn === null && spent.some((figure) => penceOf(figure) !== null))
      problems.eahSpentOn = 'Say up to which day the money was spent.';
    if (
      state.eahSpentOn !== null &&
      (state.eahSpentOn < firstDayOf(about.year) || state.eahSpentOn > lastDayOf(about.year))
    )
      problems.eahSpentOn = `Give a day of ${sayYear(about.year)}: ${formatDay(firstDayOf(about.year))} to ${formatDay(lastDayOf(about.year))}.`;
    const below = (least: string) => `The full year cannot be less than the ${least} spent already.`;
    notBelow('eahDirect', 'eahDirectSpent', below);
    notBelow('eahAdministration', 'eahAdministrationSpent', below);
    notBelow('eahTransformation', 'eahTransformationSpent', below);
  }
  if (section.id === 'capital')
    notBelow('capitalCommitted', 'capitalSpent', (least) => `What is spent is committed too: give at least ${least}.`);
  if (section.id === 'assurance')
    for (const key of ['s251', 'outturn', 'dsgNote'] as const)
      if (state[key] === 'no' && state[`${key}Explanation`] === '')
        problems[`${key}Explanation`] = 'Say why they differ; an unexplained difference cannot be signed for.';
}
