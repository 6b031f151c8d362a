// A field of a record's form, as one row, and what follows from it: the form as sent and as drawn, refusals of single fields, a conflict's rows and
// the history's words. Pitfall: a row knows a saved value only as its form would have it (`from`), so that what is saved, typed and said are
// compared as one thing; whatever looks at two fields stands in a kind's own rules.

import * as z from 'zod/v4';
import { DAY_RULE, formatDay, type IsoDate, isDay, isGiveable } from '../calendar.js';
import type { Choice } from '../cards/markup.js';
import { nameOf } from '../programmes/actor.js';
import type { ChangeLine, FormField } from '../programmes/cards.js';
import { workstreamChoices } from '../programmes/forms.js';
import { type Among, actsInIt, drawPerson } from '../programmes/people-choices.js';
import { checkLength, type Problems } from '../programmes/problems.js';
import { readReferences } from '../programmes/references.js';
import { OBSERVERS_OWN_NOTHING } from '../programmes/rights.js';
import type { Programme } from '../programmes/schema.js';
import type { Entry } from '../storage/entry.js';

/** The programme, its day, and who asks (a member's id): what choices and checks hang on. */
export interface About {
  programme: Programme;
  today: IsoDate;
  by: string;
}

/**
 * `line`: one line of words; `text`: several; `day`; `choice`: all to be seen; `pick`: from a list; `person`: who does something in the programme;
 * `workstream`; `refs`: references, in any punctuation.
 */
export type FieldKind = 'line' | 'text' | 'day' | 'choice' | 'pick' | 'person' | 'workstream' | 'refs';

export interface Field<S> {
  kind: FieldKind;
  /** Names it on the form, in a conflict and in a history. */
  label: string;
  /** What is said when it is empty or cannot be what it is; absent: it may be empty. */
  missing?: string;
  /** What is said of a value that it cannot have, where that is another sentence than `missing`. */
  wrong?: string;
  letters?: number;
  placeholder?: string;
  /** Of `choice` and `pick`: what may be chosen. */
  choices?(about: About): Choice[];
  /** Of `refs`: the letter that they begin with. */
  letter?: string;
  /** What the fields from here on are about, and a word on them. */
  group?: { heading: string; note?(about: About): string };
  /** Our own words above it; none when ''. */
  note?(about: About): string;
  /** Whether it stands beside the field before it. */
  beside?: true;
  /** The saved value as the form has it; absent where nothing of it is saved in the record (the reason of an entry). */
  from?(state: S): string;
}

/** The fields of a form, in order. */
export type Fields<S, Key extends string> = Readonly<Record<Key, Field<S>>>;
/** What a form carries, as typed. */
export type Typed<Key extends string> = Record<Key, string>;

const LETTERS = 300;
/** Choices up to which nobody needs to search. */
const COMPACT = 30;

const rows = <S, Key extends string>(fields: Fields<S, Key>) => Object.entries(fields) as [Key, Field<S>][];
const mapped = <Key extends string, T>(pairs: readonly (readonly [Key, T])[]) =>
  Object.fromEntries(pairs) as Record<Key, T>;

/** What a form carries: every field a string, however wrong, so that what cannot be saved goes back to the person as it was. */
export function formOf<S, Key extends string>(fields: Fields<S, Key>) {
  const text = z.string().default('');
  return z.object(mapped(rows(fields).map(([key]) => [key, text])));
}

/** A record as the form would have it now; what nothing is saved of is empty. */
export function savedAs<S, Key extends string>(fields: Fields<S, Key>, state: S): Typed<Key> {
  return mapped(rows(fields).map(([key, { from }]) => [key, from?.(state) ?? '']));
}

function choicesOf<S>({ kind, choices }: Field<S>, about: About): Choice[] {
  if (kind === 'workstream') return workstreamChoices(about.programme);
  return choices?.(about) ?? [];
}

/** How a value reads, as typed: `14 January 2027`, a name, the title of a choice. What does not parse is said as it is. */
export function sayValue<S>(field: Field<S>, value: string, about: About): string {
  if (field.kind === 'day') return isDay(value) ? formatDay(value) : value;
  if (field.kind === 'person') return value === '' ? '' : nameOf(about.programme, value);
  return choicesOf(field, about).find((choice) => choice.value === value)?.title ?? value;
}

/** What was typed, trimmed, and a sentence beside each field that cannot be saved by itself. */
export function checkFields<S, Key extends string>(
  fields: Fields<S, Key>,
  sent: Typed<Key>,
  about: About,
): { typed: Typed<Key>; problems: Problems<Typed<Key>> } {
  const typed = mapped(rows(fields).map(([key]) => [key, sent[key].trim()]));
  const problems: Problems<Typed<Key>> = {};
  for (const [key, field] of rows(fields)) {
    const value = typed[key];
    const problem = value === '' ? field.missing : whatIsWrong(field, value, about);
    if (problem) problems[key] = problem;
    else if (['line', 'text', 'refs'].includes(field.kind)) checkLength(problems, key, value, field.letters ?? LETTERS);
  }
  return { typed, problems };
}

function whatIsWrong<S>(field: Field<S>, value: string, about: About): string | undefined {
  const said = field.wrong ?? field.missing ?? `This cannot be saved as it is.`;
  if (field.kind === 'day') {
    if (!isDay(value)) return said;
    return isGiveable(value) ? undefined : DAY_RULE;
  }
  if (field.kind === 'person') {
    const person = about.programme.members.find(({ id }) => id === value);
    if (!person) return said;
    return actsInIt(person) ? undefined : OBSERVERS_OWN_NOTHING;
  }
  if (field.kind === 'refs') {
    const { letter = '' } = field;
    return readReferences(value)?.every((ref) => ref.startsWith(letter)) ? undefined : said;
  }
  const choices = choicesOf(field, about);
  return choices.length > 0 && !choices.some((choice) => choice.value === value) ? said : undefined;
}

/** The fields as the card of a form shows them. */
export function drawFields<S, Key extends string>(
  fields: Fields<S, Key>,
  values: Typed<Key>,
  problems: Problems<Typed<Key>>,
  about: About & Among,
): FormField[] {
  const drawn: FormField[] = [];
  for (const [id, field] of rows(fields)) {
    const { label, missing, letters = LETTERS, placeholder = '', group } = field;
    const one = {
      id,
      label,
      required: missing !== undefined,
      missing: missing ?? field.wrong ?? `At most ${letters} characters.`,
      letters,
      placeholder,
      ...inputOf(field, values[id], problems[id] ?? '', about),
    };
    const before = drawn.at(-1);
    const note = group?.note?.(about) ?? field.note?.(about) ?? '';
    if (field.beside && before) before.beside = [one];
    else drawn.push({ ...one, heading: group?.heading ?? '', note, beside: [] });
  }
  return drawn;
}

function inputOf<S>(field: Field<S>, value: string, problem: string, about: About & Among) {
  if (field.kind === 'person') {
    const drawn = drawPerson(about, value, problem);
    return drawn.kind === 'search' && drawn.choices.length <= COMPACT ? { ...drawn, kind: 'pick' as const } : drawn;
  }
  const kinds = { refs: 'line', workstream: 'pick' } as const;
  const kind: FormField['kind'] = field.kind === 'refs' || field.kind === 'workstream' ? kinds[field.kind] : field.kind;
  return { kind, value, problem, choices: choicesOf(field, about) };
}

/** A conflict's rows: every field, what is saved beside what was typed. The card leaves out those that are alike. */
export function conflictRows<S, Key extends string>(fields: Fields<S, Key>, saved: S, typed: Typed<Key>, about: About) {
  return rows(fields).map(([key, field]) => ({
    label: field.label,
    saved: sayValue(field, field.from?.(saved) ?? '', about),
    yours: sayValue(field, typed[key], about),
  }));
}

/** What one entry changed of these fields, old → new; words are told as they read now, since what they were is told by the entry before. */
export function tellFields<S, Key extends string>(fields: Fields<S, Key>, entry: Entry<S>, about: About): ChangeLine[] {
  const before = { ...entry.state, ...entry.was } as S;
  return rows(fields).flatMap(([key, field]) => {
    if (!field.from) return [];
    const was = field.from(before);
    const is = field.from(entry.state);
    if (entry.reworded.includes(key)) return is === '' ? [] : [{ label: field.label, text: is }];
    if (was === is) return [];
    return [
      {
        label: field.label,
        text: `${sayValue(field, was, about) || 'none'} → ${sayValue(field, is, about) || 'none'}`,
      },
    ];
  });
}
