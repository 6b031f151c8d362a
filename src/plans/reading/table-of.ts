// One sheet of a file as a table of the plan, with what of it was not read. Pure.
// Pitfall: a column that trackers call otherwise is read only where all of it can be read; otherwise it is named, as any other that is not ours.

import { type Column, letterOf, type Sheet, type SheetKey, sheetOf } from '../columns.js';
import type { Note, Row, Table } from '../tables.js';
import { plain, type RawCell, readCell } from '../values.js';
import { count } from './bounds.js';
import { dayOfSerial, MOST_TITLES, type RawSheet, type SheetCell, titlesIn } from './raw-sheet.js';
import { nearestTitle, type Placed, placeTitles } from './titles.js';

export interface TableRead {
  table: Table;
  notes: Note[];
}

/** The table below a line of titles. */
export function readBelow(raw: RawSheet, key: SheetKey, head: number): TableRead {
  const sheet = sheetOf(key);
  const titles = titlesIn(raw, head);
  const { placed: found, twice } = placeTitles(sheet, titles);
  const below = [...raw.rows.keys()].filter((n) => n > head).sort((a, b) => a - b);
  const filled = fillMerges(raw, head, below);
  const placed = found.filter((one) => one.calledHere === undefined || canBeRead(raw, sheet, one, below));
  const rows = below.flatMap((n): Row[] => {
    const row = rowOf(raw, sheet, placed, n);
    return isEmpty(row) || isAdvice(sheet, row.cells) ? [] : [row];
  });
  const columns = Object.fromEntries(placed.map(({ key: one, at }) => [one, letterOf(at)]));
  const faults = twice.map(({ column: { title }, places }) => ({
    column: `${places.map(letterOf).join(' and ')}, ${title}`,
    sentence: `Two columns are ${title}: ${places.map((at) => `${letterOf(at)} “${titles[at]?.trim()}”`).join(', ')}. Keep one.`,
  }));
  const table = { key, name: raw.name, columns, rows, ...(faults.length > 0 && { faults }) };
  const notes = [
    ...notReadIn(raw, sheet, {
      head,
      titles,
      below,
      taken: new Set([...placed, ...twice.flatMap(({ places }) => places.map((at) => ({ at })))].map(({ at }) => at)),
    }),
    ...otherwiseRead(raw, sheet, placed, filled, new Set(rows.map(({ n }) => n))),
  ];
  return { table, notes };
}

/** The programme's own sheet, which has its titles down the side. */
export function readLabelled(raw: RawSheet): TableRead {
  const sheet = sheetOf('programme');
  const lines = [...raw.rows.keys()].sort((a, b) => a - b);
  const labels = lines.map((n) => String(raw.rows.get(n)?.get(0)?.value ?? ''));
  const { placed, twice } = placeTitles(sheet, labels);
  const row: Row = { n: 1, cells: {} };
  const columns: Record<string, string> = {};
  for (const { key, at } of placed) {
    const n = lines[at] as number;
    columns[key] = `B${n}`;
    put(row, sheet, key, raw.rows.get(n)?.get(1), raw.date1904);
  }
  const faults = twice.map(({ column: { title }, places }) => ({
    column: title,
    sentence: `${title} is there twice: in rows ${places.map((at) => lines[at]).join(' and ')}. Keep one.`,
  }));
  const abouts = new Set(sheet.columns.map(({ about }) => plain(about)));
  const left = lines.flatMap((n, at) =>
    [...(raw.rows.get(n) ?? [])].flatMap(([column, { value }]) => {
      const isOurs =
        placed.some((one) => one.at === at) && (column < 2 || (column === 2 && abouts.has(plain(String(value)))));
      return isOurs ? [] : [`${letterOf(column)}${n} “${String(value).slice(0, 40)}”`];
    }),
  );
  const notes: Note[] =
    left.length === 0
      ? []
      : [{ sheet: raw.name, what: 'not read', text: `beside the titles of this sheet: ${some(left, 12)}` }];
  if (raw.extras.length > 0) notes.push({ sheet: raw.name, what: 'not read', text: raw.extras.join('; ') });
  const table = { key: sheet.key, name: raw.name, columns, rows: [row], ...(faults.length > 0 && { faults }) };
  return { table, notes };
}

function rowOf(raw: RawSheet, sheet: Sheet, placed: readonly Placed[], n: number): Row {
  const row: Row = { n, cells: {} };
  for (const { key, at } of placed) put(row, sheet, key, raw.rows.get(n)?.get(at), raw.date1904);
  return row;
}

function put(row: Row, sheet: Sheet, key: string, cell: SheetCell | undefined, date1904: boolean): void {
  const column = sheet.columns.find((one) => one.key === key);
  row.cells[key] = cell && column ? valueFor(column, cell, date1904) : null;
  if (cell?.problem) row.problems = { ...row.problems, [key]: cell.problem };
}

/** A number's day, where the column wants a day or text; the number where it wants one. */
function valueFor({ kind }: Column, { value, day }: SheetCell, date1904: boolean): RawCell {
  if (kind === 'number' || typeof value !== 'number') return value;
  if (day !== undefined) return day;
  // A day that lost its format; small numbers are none.
  return kind === 'day' && value >= 20_000 ? (dayOfSerial(value, date1904) ?? value) : value;
}

/** Whether all of a column that bears another title can be read; what must be there is read in any case, and its faults said. */
function canBeRead(raw: RawSheet, sheet: Sheet, { key, at }: Placed, below: readonly number[]): boolean {
  const column = sheet.columns.find((one) => one.key === key);
  if (!column || column.missing !== undefined) return true;
  return below.every((n) => {
    const cell = raw.rows.get(n)?.get(at);
    return !cell || !('problem' in readCell(column, valueFor(column, cell, raw.date1904)));
  });
}

/** Gives every row of cells merged from top to bottom what the first of them holds; says which. */
function fillMerges(raw: RawSheet, head: number, below: readonly number[]): string[] {
  return raw.merges.flatMap(({ top, left, bottom, right }) => {
    const cell = raw.rows.get(top)?.get(left);
    if (bottom <= head || !cell) return [];
    for (const n of below) if (n > top && n <= bottom) raw.rows.get(n)?.set(left, cell);
    return [`${letterOf(left)}${top}:${letterOf(right)}${bottom}`];
  });
}

function isEmpty({ cells, problems }: Row): boolean {
  return problems === undefined && Object.values(cells).every((raw) => raw === null || String(raw).trim() === '');
}

/** The template's line under the titles, which says what each column takes. */
function isAdvice({ columns }: Sheet, cells: Row['cells']): boolean {
  return columns.every(({ key, about }) => (cells[key] ?? null) === null || plain(String(cells[key])) === plain(about));
}

interface Around {
  head: number;
  titles: readonly string[];
  below: readonly number[];
  taken: ReadonlySet<number>;
}

function notReadIn(raw: RawSheet, sheet: Sheet, { head, titles, below, taken }: Around): Note[] {
  const texts: string[] = [];
  const above = [...raw.rows.keys()].filter((n) => n < head);
  if (above.length > 0) texts.push(`what stands above the titles (${say('row', above.map(String))})`);
  const outside: string[] = [];
  const unknown = new Set<number>();
  for (const n of below)
    for (const at of raw.rows.get(n)?.keys() ?? [])
      if (taken.has(at)) continue;
      else if (at < MOST_TITLES && (titles[at] ?? '').trim() !== '') unknown.add(at);
      else outside.push(`column ${letterOf(at)}, row ${count(n)}`);
  if (unknown.size > 0)
    texts.push(
      `${unknown.size === 1 ? 'column' : 'columns'} ${some(
        [...unknown].sort((a, b) => a - b).map((at) => columnSaid(sheet, titles[at] ?? '', at)),
        30,
      )}`,
    );
  for (const at of raw.rows.get(head)?.keys() ?? [])
    if (at >= MOST_TITLES) outside.push(`column ${letterOf(at)}, row ${count(head)}`);
  if (outside.length > 0)
    texts.push(
      `what stands outside the table (${some(outside, 6)}): delete it, or give its column a title from the template`,
    );
  return [...texts, ...raw.extras].map((text) => ({ sheet: raw.name, what: 'not read', text }));
}

function columnSaid(sheet: Sheet, title: string, at: number): string {
  const near = nearestTitle(sheet, title);
  return `${letterOf(at)} “${title.trim().slice(0, 60)}”${near === undefined ? '' : ` (nearest: ${near})`}`;
}

/** What was read, though not as a plain cell under its own title. */
function otherwiseRead(
  raw: RawSheet,
  sheet: Sheet,
  placed: readonly Placed[],
  filled: readonly string[],
  rows: ReadonlySet<number>,
): Note[] {
  const texts: string[] = [];
  const called = placed.flatMap(({ key, at, calledHere }) =>
    calledHere === undefined
      ? []
      : [`${letterOf(at)} “${calledHere.slice(0, 60)}” as ${sheet.columns.find((one) => one.key === key)?.title}`],
  );
  if (called.length > 0) texts.push(`under another title: ${called.join(', ')}`);
  const hiddenRows = [...raw.hiddenRows].filter((n) => rows.has(n));
  if (hiddenRows.length > 0) texts.push(`though hidden: ${say('row', hiddenRows.map(String))}`);
  const hidden = placed.filter(({ at }) => raw.hiddenColumns.some(([first, last]) => at >= first && at <= last));
  if (hidden.length > 0)
    texts.push(
      `though hidden: ${say(
        'column',
        hidden.map(({ at }) => letterOf(at)),
      )}`,
    );
  if (filled.length > 0) texts.push(`merged cells, for each of their rows: ${some(filled, 12)}`);
  const formulas = [...rows].reduce(
    (sum, n) => sum + placed.filter(({ at }) => raw.rows.get(n)?.get(at)?.formula).length,
    0,
  );
  if (formulas > 0) texts.push(`${formulas === 1 ? 'one formula' : `${count(formulas)} formulas`}, as last worked out`);
  return texts.map((text) => ({ sheet: raw.name, what: 'read', text }));
}

function say(what: string, items: readonly string[]): string {
  return `${what}${items.length === 1 ? '' : 's'} ${some(items, 12)}`;
}

/** `a, b and 3 more`. */
function some(items: readonly string[], most: number): string {
  const more = items.length - most;
  return more > 0 ? `${items.slice(0, most).join(', ')} and ${count(more)} more` : items.join(', ');
}
