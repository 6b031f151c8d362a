// Figures and entries in words: how sure and since when, old and new, what was done. Pure. What one could get wrong: a figure that
// is missing is said as such; it is never left out and never a zero.

import { formatDay } from '../calendar.js';
import { sayYear, yearOfRef } from '../financial-years.js';
import type { ChangeLine } from '../programmes/cards.js';
import type { Telling } from '../programmes/history.js';
import type { Entry } from '../storage/entry.js';
import { sayMoney } from './money.js';
import { sayMissing } from './rules.js';
import type { Figure, FinanceYear } from './schema.js';
import { type Field, fieldsIn, SECTION_IDS, SECTIONS, type Section, type SectionId } from './sections.js';

/** "£3,000,000", or what is the case instead. */
export function sayAmount(figure: Figure | null): string {
  return figure?.pence == null ? sayMissing(figure) : sayMoney(figure.pence);
}

/** "indicative since 9 June 2026 · stated in the public report"; '' for a figure nobody has entered. */
export function saySince(figure: Figure | null): string {
  if (figure === null) return '';
  const source = { S: 'stated in the public report', D: 'an assumption' };
  const since = `${figure.pence === null ? '' : `${figure.status} `}since ${formatDay(figure.sinceOn)}`;
  return figure.source === null ? since : `${since} · ${source[figure.source]}`;
}

/** The words of an agreement. */
export function sayAgreement(agrees: 'yes' | 'no' | null): string {
  return agrees === null ? 'not yet compared' : { yes: 'yes', no: 'no, explained' }[agrees];
}

/** The section an entry set or corrected; undefined for any other. */
export function sectionOf(entry: Pick<Entry<unknown>, 'did'>): Section | undefined {
  const id = /^finance\.(?:set|correct)-(?<id>\w+)$/.exec(entry.did)?.groups?.id;
  return id !== undefined && (SECTION_IDS as readonly string[]).includes(id) ? SECTIONS[id as SectionId] : undefined;
}

/** What one entry changed, as lines of old → new; every figure of a first entry. */
export function tellChanges(entry: Entry<FinanceYear>): ChangeLine[] {
  const { was, state, version } = entry;
  return SECTION_IDS.flatMap((id) => fieldsIn(SECTIONS[id])).flatMap((field): ChangeLine[] => {
    if (field.kind === 'words') return [];
    const before = was[field.key];
    const now = sayValue(field, state[field.key]);
    if (version === 1) return state[field.key] === null ? [] : [{ label: field.label, text: now }];
    return before === undefined ? [] : [{ label: field.label, text: `${sayValue(field, before)} → ${now}` }];
  });
}

function sayValue(field: Field, value: FinanceYear[keyof FinanceYear]): string {
  switch (field.kind) {
    case 'money': {
      const figure = value as Figure | null;
      return figure?.pence == null ? sayAmount(figure) : `${sayAmount(figure)} ${figure.status}`;
    }
    case 'agreement':
      return sayAgreement(value as 'yes' | 'no' | null);
    case 'day':
      return value === null ? 'not entered' : formatDay(String(value));
    default:
      return value === null ? 'not entered' : String(value);
  }
}

/** The words that an entry brought. */
export function tellWords(entry: Entry<FinanceYear>): string {
  const words = SECTION_IDS.flatMap((id) => fieldsIn(SECTIONS[id])).flatMap((field) =>
    field.kind === 'words' && (entry.version === 1 || entry.reworded.includes(field.key))
      ? [entry.state[field.key]]
      : [],
  );
  return words.filter((text) => text !== '').join(' · ');
}

/** "Finance 2026/27" of a reference. */
export function sayTitle(ref: string): string {
  return `Finance ${sayYear(yearOfRef(ref) ?? 0)}`;
}

/** How a year tells its history. */
export const financeTelling = (ref: string): Telling<FinanceYear> => ({
  feature: 'finance',
  title: () => sayTitle(ref),
  what: (entry) => {
    const section = sectionOf(entry);
    if (section)
      return `${section.name} ${entry.did.includes('.correct-') ? `corrected, entry ${entry.corrects}` : 'set'}`;
    if (entry.did === 'finance.withdraw-entry') return `Withdrew entry ${entry.corrects ?? ''}`.trim();
    if (entry.did === 'finance.ask-reforecast')
      return `To be forecast again, since ${entry.state.reforecast?.because ?? entry.origin ?? ''} has landed`;
    return entry.did === 'programmes.load-plan' ? 'Set out in the plan' : 'Changed';
  },
  changes: tellChanges,
  said: tellWords,
  correctable: true,
});
