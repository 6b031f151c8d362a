// What is wrong with a file, place by place, and its rows read by the columns they have.
// Pitfall: a cell has one sentence, the first, and a fault in one cell never hides one in another.

import { SHEET_KEYS, type SheetKey, sheetOf } from './columns.js';
import { inSlices } from './slices.js';
import type { Row, Table } from './tables.js';
import { readCell, type Value } from './values.js';

export interface Fault {
  /** What the file calls the sheet. */
  sheet: string;
  /** As the file counts rows; 0: the sheet as a whole. */
  row: number;
  /** `D, Baseline`; '' for a whole row or sheet. */
  column: string;
  /** May repeat a person's words. */
  sentence: string;
}

/** A row whose cells were read by their columns. */
export interface Read {
  n: number;
  /** What the file calls its sheet. */
  sheet: string;
  /** Whether the file has this column at all; what it has not stays as it is. */
  has(key: string): boolean;
  value(key: string): Value;
  /** The text of a cell, '' where there is none. */
  text(key: string): string;
  list(key: string): string[];
  fault(key: string, sentence: string): void;
}

/** Collects faults. */
export function openFaults() {
  const all: Fault[] = [];
  const seen = new Set<string>();
  const order = new Map<string, number>();
  const note = (key: SheetKey, fault: Fault) => {
    order.set(fault.sheet, SHEET_KEYS.indexOf(key));
    const place = `${fault.sheet}|${fault.row}|${fault.column}`;
    if (seen.has(place)) return;
    seen.add(place);
    all.push(fault);
  };
  return {
    all,
    at: (table: Table, row: Row, key: string, sentence: string) => {
      const title = sheetOf(table.key).columns.find((column) => column.key === key)?.title ?? key;
      const at = table.columns[key];
      const isPlaced = at !== undefined && at !== key;
      const column = at === key ? key : isPlaced && table.key !== 'programme' ? `${at}, ${title}` : title;
      note(table.key, { sheet: table.name, row: table.key === 'programme' ? rowIn(at) : row.n, column, sentence });
    },
    whole: (key: SheetKey, sentence: string) => note(key, { sheet: sheetOf(key).title, row: 0, column: '', sentence }),
    inTable: (table: Table, sentence: string, column = '') =>
      note(table.key, { sheet: table.name, row: 0, column, sentence }),
    /** Sheet by sheet, from the top. */
    inOrder: () => [...all].sort((a, b) => (order.get(a.sheet) ?? 0) - (order.get(b.sheet) ?? 0) || a.row - b.row),
  };
}

export type Faults = ReturnType<typeof openFaults>;

/** The programme's sheet has its titles down the side, so a cell's row is in its place. */
function rowIn(at: string | undefined): number {
  return Number(/\d+$/.exec(at ?? '')?.[0] ?? 0);
}

/** Every row of the tables of a sheet, each cell read once; columns that must be there and are not are said once for each table. */
export async function readRows(tables: readonly Table[], faults: Faults): Promise<Read[]> {
  const rows: Read[] = [];
  for (const table of tables) {
    checkColumns(table, faults);
    rows.push(...(await inSlices(table.rows, (row) => readRow(table, row, faults))));
  }
  return rows;
}

function checkColumns(table: Table, faults: Faults): void {
  const { columns } = sheetOf(table.key);
  const absent = columns.filter(({ key, missing }) => missing !== undefined && !(key in table.columns));
  if (absent.length > 0)
    faults.inTable(
      table,
      `It has no column ${absent.map(({ title }) => title).join(', ')}. Take the titles from the template.`,
    );
  for (const { column, sentence } of table.faults ?? []) faults.inTable(table, sentence, column);
}

function readRow(table: Table, row: Row, faults: Faults): Read {
  const values = new Map<string, Value>();
  for (const column of sheetOf(table.key).columns) {
    if (!(column.key in row.cells)) continue;
    const problem = row.problems?.[column.key];
    const read = problem === undefined ? readCell(column, row.cells[column.key] ?? null) : { problem };
    if ('problem' in read) faults.at(table, row, column.key, read.problem);
    else values.set(column.key, read.value);
  }
  const value = (key: string) => values.get(key);
  return {
    n: row.n,
    sheet: table.name,
    has: (key) => key in table.columns,
    value,
    text: (key) => (typeof value(key) === 'string' ? (value(key) as string) : ''),
    list: (key) => (Array.isArray(value(key)) ? (value(key) as string[]) : []),
    fault: (key, sentence) => faults.at(table, row, key, sentence),
  };
}
