// A plan as an Excel workbook: the empty template, or a programme as it stands, on the very sheets that can be put in again.
// Pitfall: every text goes through cellText, so that no cell of any reader ever becomes a formula; what that adds is taken off again by values.ts.

import type { Cell } from 'write-excel-file/node';
import { isDay } from '../calendar.js';
import { cellText } from '../exports/cells.js';
import type { Drawing } from '../exports/drawing.js';
import type { Column, Sheet } from './columns.js';
import { READ_ME, READ_ME_LINES } from './read-me.js';
import { SHEETS } from './sheets.js';
import type { Value } from './values.js';

/** The rows of each sheet, by column key; a sheet that has none is written with its titles. */
export type PlanRows = Partial<Record<Sheet['key'], Record<string, Value>[]>>;

export interface PlanDocument {
  /** "Plan of SEND Reform Plan, as it stands on 9 June 2026"; what the first sheet begins with. */
  heading: string;
  rows: PlanRows;
}

export const planWorkbook: Drawing<PlanDocument> = {
  module: import.meta.url,
  name: 'makePlanWorkbook',
  make: makePlanWorkbook,
};

const DAY = 'd mmmm yyyy';
const WIDTHS: Record<Column['kind'], number> = {
  text: 30,
  day: 20,
  number: 12,
  choice: 24,
  choices: 34,
  list: 24,
  'yes-no': 12,
};

/** The workbook's bytes. The library is loaded only now. */
export async function makePlanWorkbook({ heading, rows }: PlanDocument): Promise<Uint8Array> {
  const { default: writeExcelFile } = await import('write-excel-file/node');
  const sheets = [readMe(heading), ...SHEETS.map((sheet) => drawSheet(sheet, rows[sheet.key] ?? []))];
  return new Uint8Array(await writeExcelFile(sheets).toBuffer());
}

function readMe(heading: string) {
  return {
    sheet: READ_ME,
    data: [[titled(heading)], [], ...READ_ME_LINES.map((line): Cell[] => [words(line)])],
    columns: [{ width: 110 }],
    showGridLines: false,
  };
}

function drawSheet(sheet: Sheet, rows: Record<string, Value>[]) {
  const { title, columns } = sheet;
  if (sheet.key === 'programme') {
    const [row = {}] = rows;
    const data = columns.map((column): Cell[] => [
      bold(column.title),
      cellOf(column, row[column.key]),
      subtle(column.about),
    ]);
    return { sheet: title, data, columns: [{ width: 18 }, { width: 40 }, { width: 70 }] };
  }
  const data: Cell[][] = [
    columns.map((column) => bold(column.title)),
    columns.map((column) => subtle(column.about)),
    ...rows.map((row) => columns.map((column) => cellOf(column, row[column.key]))),
  ];
  return { sheet: title, data, columns: columns.map(({ kind }) => ({ width: WIDTHS[kind] })), stickyRowsCount: 2 };
}

function cellOf({ kind }: Column, value: Value): Cell {
  if (value === undefined || value === '') return null;
  if (Array.isArray(value)) return words(value.join(', '));
  if (typeof value === 'boolean') return words(value ? 'Yes' : 'No');
  if (typeof value === 'number') return { type: Number, value };
  if (kind === 'day' && isDay(value)) return { type: Date, value: new Date(`${value}T00:00:00.000Z`), format: DAY };
  return words(value);
}

function words(text: string) {
  return { type: String, value: cellText(text), wrap: true, alignVertical: 'top' as const };
}

function bold(text: string) {
  return { ...words(text), fontWeight: 'bold' as const, backgroundColor: '#E4E7EB' };
}

function titled(text: string) {
  return { ...words(text), fontWeight: 'bold' as const, fontSize: 14 };
}

function subtle(text: string) {
  return { ...words(text), textColor: '#56606B', fontStyle: 'italic' as const };
}
