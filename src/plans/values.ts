// What a cell says, by the kind of its column. Pure.
// Pitfall: a date of figures is read the British way, day first; a cell that a spreadsheet took for a day comes as one.

import { DateTime } from 'luxon';
import { DAY_RULE, daysMeant, type IsoDate, isDay, isGiveable } from '../calendar.js';
import { checkLength } from '../programmes/problems.js';
import type { Column } from './columns.js';

export type RawCell = string | number | boolean | null;

/** What a cell says: a text, a day (`YYYY-MM-DD`), a number, several texts, or yes or no. Undefined: nothing. */
export type Value = string | number | boolean | string[] | undefined;

export type ReadValue = { value: Value } | { problem: string };

/** Days by which spreadsheets count dates, when a cell of a date was written as a plain number: 1954 to 2119. */
const SERIAL = { least: 20_000, most: 80_000 };

/** Reads a cell. `problem`: a sentence for whoever is to fix it. */
export function readCell(column: Column, raw: RawCell): ReadValue {
  const text = textOf(raw);
  if (text === '') return column.missing ? { problem: column.missing } : { value: undefined };
  switch (column.kind) {
    case 'text':
      return readText(column, text);
    case 'day':
      return readDay(raw, text);
    case 'number':
      return readNumber(column, text);
    case 'choice':
      return readChoice(column, text);
    case 'choices':
      return readChoices(column, text);
    case 'list':
      return { value: itemsOf(text) };
    case 'yes-no':
      return readYesNo(raw, text);
  }
}

/** Text as typed, without the apostrophe that our own files put before what looks like a formula. */
function textOf(raw: RawCell): string {
  if (raw === null) return '';
  const text = String(raw).replace(/\r\n?/g, '\n').trim();
  return /^'\s*[=+\-@＝＋－＠]/.test(text) ? text.slice(1).trim() : text;
}

function readText({ letters = 300 }: Column, text: string): ReadValue {
  if (text.includes('\uFFFD'))
    return { problem: 'A letter here was lost before the file came to me (�). Write it again in the file.' };
  const problems: { text?: string } = {};
  checkLength(problems, 'text', text, letters);
  return problems.text === undefined ? { value: text } : { problem: problems.text };
}

function readDay(raw: RawCell, text: string): ReadValue {
  const serial = typeof raw === 'number' ? raw : Number.NaN;
  if (serial >= SERIAL.least && serial <= SERIAL.most)
    return givenDay(new Date(Math.round((serial - 25_569) * 86_400_000)).toISOString().slice(0, 10));
  const day = isDay(text) ? text : dayIn(text);
  if (day === undefined)
    return { problem: `“${text.slice(0, 40)}” is no date. Write it as 9 June 2026 or 09/06/2026.` };
  if (day === '') return { problem: `There is no such day as ${text.slice(0, 40)}.` };
  return givenDay(day);
}

function givenDay(day: IsoDate): ReadValue {
  return isGiveable(day) ? { value: day } : { problem: DAY_RULE };
}

/** `''`: written like a day, but there is none such. */
function dayIn(text: string): string | undefined {
  const [, day, month, year] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text) ?? [];
  if (day && month && year)
    return DateTime.fromObject({ year: Number(year), month: Number(month), day: Number(day) }).toISODate() ?? '';
  const words = text.replace(/^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? +/i, '');
  return daysMeant(words, [])[0];
}

function readNumber({ between: [least, most] = [0, 1_000_000] }: Column, text: string): ReadValue {
  const value = /^\d{1,9}(?:\.0+)?$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most)) return { problem: `Give a whole number from ${least} to ${most}.` };
  return { value };
}

function readChoice({ choices = [], means = {} }: Column, text: string): ReadValue {
  const typed = plain(text);
  const value =
    choices.find((choice) => plain(choice) === typed) ?? (Object.hasOwn(means, typed) ? means[typed] : undefined);
  return value === undefined ? { problem: `“${text.slice(0, 40)}” is not one of: ${choices.join(', ')}.` } : { value };
}

function readChoices(column: Column, text: string): ReadValue {
  const read = itemsOf(text).map((item) => readChoice(column, item));
  const wrong = read.find((one) => 'problem' in one);
  return wrong ?? { value: read.map((one) => String('value' in one ? one.value : '')) };
}

function readYesNo(raw: RawCell, text: string): ReadValue {
  if (typeof raw === 'boolean') return { value: raw };
  if (/^(?:yes|y|true|x|1)$/i.test(text)) return { value: true };
  if (/^(?:no|n|false|0|-)$/i.test(text)) return { value: false };
  return { problem: 'Answer yes or no.' };
}

/** The items of a cell that holds several, with commas, semicolons or lines between them. */
export function itemsOf(text: string): string[] {
  return [
    ...new Set(
      text
        .split(/[,;\n]+/)
        .map((item) => item.trim())
        .filter(Boolean),
    ),
  ];
}

/** For comparing what people wrote with what is known: case, spaces and kinds of apostrophe do not count. */
export function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/[’‘]/g, "'").replace(/\s+/g, ' ').trim();
}
