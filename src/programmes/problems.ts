// What is wrong with a form, a sentence a field. Pure. What one could get wrong: sentences made here never repeat what was
// typed, but the guard's do (guard/fields.ts), so templates show problems only where people's words may stand.

import { DAY_RULE, isDay, isGiveable } from '../calendar.js';

/** A sentence for each field that cannot be saved as it is. */
export type Problems<Fields> = { [Field in keyof Fields]?: string };

/** Notes a problem when a text is longer than `letters`. Earlier sentences stand. */
export function checkLength<Fields>(
  problems: Problems<Fields>,
  field: keyof Fields,
  text: string,
  letters: number,
): void {
  const length = [...text].length;
  if (length <= letters) return;
  problems[field] ??=
    `This has ${length.toLocaleString('en-GB')} characters; ${letters} is the most. Shorten it, or put the rest in the evidence.`;
}

/** Notes a problem when a text is no day (`missing`) or none that a person may give. Replaces what other rules say of it. */
export function checkDay<Fields>(problems: Problems<Fields>, field: keyof Fields, text: string, missing: string): void {
  if (!isDay(text)) problems[field] = missing;
  else if (!isGiveable(text)) problems[field] = DAY_RULE;
}

/** Every field of a form with its sentence, empty where all is well; what form templates read. */
export function spellOut<Fields extends object>(fields: Fields, problems: Problems<Fields>): Record<string, string> {
  return Object.fromEntries(Object.keys(fields).map((field) => [field, problems[field as keyof Fields] ?? '']));
}

/** The text of a field, trimmed; notes a problem when it is empty (`missing`) or longer than `letters`. */
export function requireText<Fields extends { [Field in keyof Fields]: string }>(
  problems: Problems<Fields>,
  fields: Fields,
  field: keyof Fields,
  letters: number,
  missing: string,
): string {
  const typed = fields[field].trim();
  if (typed === '') problems[field] ??= missing;
  checkLength(problems, field, typed, letters);
  return typed;
}

/** Whether anything is wrong. */
export function hasProblems<Fields>(problems: Problems<Fields>): boolean {
  return Object.values(problems).some((problem) => problem !== undefined);
}

/** "2 things to mend before this can be saved.", or nothing. */
export function sayMend(problems: object = {}): string {
  const count = Object.values(problems).filter(Boolean).length;
  if (count === 0) return '';
  return `${count === 1 ? 'One thing' : `${count} things`} to mend before this can be saved. What you typed is still here.`;
}

/** The one sentence of a form, for notifications. */
export function sayForm(fresh: string, problems: object = {}): string {
  return sayMend(problems) || fresh;
}
