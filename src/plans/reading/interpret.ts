// From the sheets of a file to the tables of a plan, and what of the file was not read. Pure.
// Pitfall: whatever holds something and becomes no table is named here, or it is lost in silence.

import type { SheetKey } from '../columns.js';
import { READ_ME, READ_ME_FORMER, READ_ME_LINES } from '../read-me.js';
import { SHEETS } from '../sheets.js';
import type { FileRead, Note, Table } from '../tables.js';
import { plain } from '../values.js';
import { BOUNDS, count, unreadable } from './bounds.js';
import { guardTables } from './guard-tables.js';
import { type RawSheet, titlesIn } from './raw-sheet.js';
import { readBelow, readLabelled } from './table-of.js';
import { placeTitles } from './titles.js';

/** A sheet that is there and was not looked into. */
export interface Unread {
  name: string;
  why: string;
}

/** The tables among sheets. Throws MALFORMED with advice when there is none, or one of them is more than a plan's. */
export function interpret(sheets: readonly RawSheet[], unread: readonly Unread[], others: readonly string[]): FileRead {
  const tables: Table[] = [];
  const notes: Note[] = unread.map(({ name, why }) => ({ sheet: name, what: 'not read', text: why }));
  for (const text of others) notes.push({ sheet: 'The workbook', what: 'not read', text });
  for (const sheet of sheets) {
    if (isReadMe(sheet) || (sheet.rows.size === 0 && sheet.stopped === undefined)) {
      if (sheet.extras.length > 0 && !isReadMe(sheet))
        notes.push({ sheet: sheet.name, what: 'not read', text: sheet.extras.join('; ') });
      continue;
    }
    const found = whichSheet(sheet);
    if (!found) {
      const why = sheet.stopped === undefined ? '' : `; it ${sheet.stopped}`;
      notes.push({
        sheet: sheet.name,
        what: 'not read',
        text: `the whole sheet: no line of it has the titles of a plan’s sheet${why}`,
      });
      continue;
    }
    if (sheet.stopped !== undefined)
      throw unreadable(
        `The sheet ${sheet.name} ${sheet.stopped}. A plan has far fewer: delete what stands outside the table, and send it again.`,
      );
    const read = found.key === 'programme' ? readLabelled(sheet) : readBelow(sheet, found.key, found.head);
    tables.push(read.table);
    notes.push(...read.notes);
  }
  if (tables.length === 0) {
    const hidden =
      unread.length === 0
        ? ''
        : ` Not looked into: ${unread
            .slice(0, 5)
            .map(({ name, why }) => `${name} (${why})`)
            .join('; ')}.`;
    throw unreadable(
      `No sheet of it is one of a plan: ${SHEETS.map(({ title }) => title).join(', ')}.${hidden} Begin with the template.`,
    );
  }
  return finish({ tables, notes });
}

/** What was read, looked at by the guard. Throws MALFORMED with advice when it is more than can be kept while somebody looks at it. */
export function finish(read: FileRead): FileRead {
  for (const { name, rows } of read.tables) requireRows(name, rows.length);
  if (JSON.stringify(read).length > BOUNDS.kept)
    throw unreadable('There is far more text in this file than a plan has. Send it sheet by sheet, as CSV.');
  guardTables(read.tables);
  return read;
}

/** Throws MALFORMED with advice for more rows than a table may have. */
export function requireRows(name: string, rows: number): void {
  if (rows > BOUNDS.rows)
    throw unreadable(
      `${name} has more than ${count(BOUNDS.rows)} rows. A plan has fewer: send it in parts, or leave out what does not belong to it.`,
    );
}

function isReadMe({ name, rows }: RawSheet): boolean {
  const texts = [...rows.values()].flatMap((row) => [...row.values()].map(({ value }) => String(value)));
  const ours = [...READ_ME_LINES, ...READ_ME_FORMER];
  // The heading says whose plan it is.
  return name === READ_ME && texts.slice(1).every((text) => ours.includes(text));
}

/** Rows in which the titles are looked for. */
const HEAD_ROWS = 25;

/** Which of our sheets this is, and the row of its titles; by its name, else by titles that no other sheet has. */
function whichSheet(sheet: RawSheet): { key: SheetKey; head: number } | undefined {
  const named = SHEETS.find(({ title, key }) => [plain(title), key].includes(plain(sheet.name)));
  const labels = placeTitles(SHEETS[0] as (typeof SHEETS)[number], labelsOf(sheet)).placed;
  if (named?.key === 'programme' || (!named && labels.length >= 4)) return { key: 'programme', head: 0 };
  let best: { key: SheetKey; head: number; matched: number } | undefined;
  for (const head of firstRows(sheet)) {
    const titles = titlesIn(sheet, head);
    const filled = titles.filter((title) => title.trim() !== '').length;
    for (const one of named ? [named] : SHEETS.slice(1)) {
      const { placed } = placeTitles(one, titles);
      const matched = placed.length;
      if (matched < 2 || matched <= (best?.matched ?? 0)) continue;
      const isMarked = placed.some(({ key }) => one.marks.includes(key));
      // Two titles are little to go by: then there must be no others.
      const isWhole =
        one.columns.length > 2 || (matched === filled && placed.every(({ calledHere }) => calledHere === undefined));
      if (named || (isMarked && isWhole)) best = { key: one.key, head, matched };
    }
  }
  return best ?? (named ? { key: named.key, head: firstRows(sheet)[0] ?? 1 } : undefined);
}

function firstRows({ rows }: RawSheet): number[] {
  return [...rows.keys()].sort((a, b) => a - b).slice(0, HEAD_ROWS);
}

function labelsOf(sheet: RawSheet): string[] {
  return firstRows(sheet).map((n) => String(sheet.rows.get(n)?.get(0)?.value ?? ''));
}
