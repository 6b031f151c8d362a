// A file as tables: an Excel workbook, one sheet as CSV, or JSON. What one could get wrong: a workbook is a zip, so it is unpacked within bounds before
// anything reads it, and what is read is what was unpacked.

import { parse as parseCsv } from 'csv-parse/sync';
import { unzipSync, zipSync } from 'fflate';
import { ProductError } from '../errors.js';
import { MOST_BYTES } from '../routes.js';
import { type Column, letterOf, type Sheet, type SheetKey } from './columns.js';
import { SHEETS } from './sheets.js';
import { plain, type RawCell } from './values.js';

/** Bytes of a workbook once unpacked, and its parts. */
const MOST_UNPACKED = 40 * 1024 * 1024;
const MOST_PARTS = 300;
/** Rows of a sheet at most. */
const MOST_ROWS = 1_000;
const MOST_COLUMNS = 200;

export interface Row {
  /** As the file counts them, from 1. */
  n: number;
  /** By the key of the column. */
  cells: Record<string, RawCell>;
}

/** One sheet of a file. Plain data, so that it can be kept while somebody looks at what it would change. */
export interface Table {
  key: SheetKey;
  /** What the file calls it. */
  name: string;
  /** Where each column that is there stands: its letter, `B3` where titles stand at the side, its key where the file has no places. */
  columns: Record<string, string>;
  rows: Row[];
}

/**
 * The tables of a file, by its ending. Throws MALFORMED with advice for the person when it is no such file, too large, or has no sheet that belongs to a
 * plan.
 */
export async function readTables(name: string, bytes: Uint8Array): Promise<Table[]> {
  if (bytes.byteLength === 0) throw unreadable('The file is empty.');
  if (bytes.byteLength > MOST_BYTES)
    throw unreadable('The file is larger than 5 MB. A plan is far smaller: leave out pictures and other sheets.');
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase();
  const tables =
    ending === 'xlsx'
      ? await fromWorkbook(bytes)
      : ending === 'csv'
        ? fromCsv(name, bytes)
        : ending === 'json'
          ? fromJson(bytes)
          : undefined;
  if (!tables)
    throw unreadable(
      'Send an Excel workbook (.xlsx), a sheet of it as .csv, or .json. Older .xls files: save as .xlsx first.',
    );
  if (tables.length === 0)
    throw unreadable(
      `No sheet of it is one of a plan: ${SHEETS.map(({ title }) => title).join(', ')}. Begin with the template.`,
    );
  return tables;
}

async function fromWorkbook(bytes: Uint8Array): Promise<Table[]> {
  const safe = repack(bytes);
  const { default: readExcelFile } = await import('read-excel-file/node');
  const sheets = await readExcelFile(Buffer.from(safe)).catch(() => {
    throw unreadable('This cannot be read as an Excel workbook. Open it in Excel and save it again as .xlsx.');
  });
  return sheets.flatMap(
    ({ sheet, data }) =>
      tableOf(
        sheet,
        data.map((row) => row.map(plainCell)),
      ) ?? [],
  );
}

/** A day as a text, so that tables are plain data. */
function plainCell(cell: unknown): RawCell {
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? '' : cell.toISOString().slice(0, 10);
  return typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean' ? cell : null;
}

/** The workbook unpacked within bounds and packed again, so that no later reader can be made to unpack more. */
function repack(bytes: Uint8Array): Uint8Array {
  let parts = 0;
  let unpacked = 0;
  try {
    const files = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        parts += 1;
        unpacked += originalSize;
        if (parts > MOST_PARTS || unpacked > MOST_UNPACKED)
          throw unreadable('This workbook unpacks to far more than a plan needs.');
        return /\.(?:xml|rels)$/.test(name);
      },
    });
    return zipSync(files, { level: 0 });
  } catch (error) {
    if (error instanceof ProductError) throw error;
    throw unreadable('This is no Excel workbook, whatever its name says. Open it in Excel and save it as .xlsx.');
  }
}

function fromCsv(name: string, bytes: Uint8Array): Table[] {
  const text = decode(bytes);
  const first = text.slice(0, text.indexOf('\n') + 1 || undefined);
  try {
    const rows: string[][] = parseCsv(text, {
      bom: true,
      relax_column_count: true,
      skip_empty_lines: false,
      delimiter: first.includes(';') && !first.includes(',') ? ';' : ',',
    });
    return [tableOf(name.replace(/\.csv$/i, ''), rows) ?? []].flat();
  } catch (error) {
    const line = Reflect.get(Object(error), 'lines');
    throw unreadable(
      `This cannot be read as CSV${line ? `: look at line ${line}` : ''}. Save the sheet from Excel as “CSV UTF-8”.`,
    );
  }
}

/** Excel on Windows saves CSV in its own code page unless it is told to use UTF-8. */
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** `{ "milestones": [{ "ref": "M01", … }], … }`, each list named and keyed as in columns.ts. */
function fromJson(bytes: Uint8Array): Table[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(decode(bytes).replace(/^\uFEFF/, ''));
  } catch {
    throw unreadable('This is not JSON: it cannot be read at all.');
  }
  const lists = typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  return SHEETS.flatMap((sheet): Table[] => {
    const list = lists[sheet.key];
    const items = Array.isArray(list) ? list : list && sheet.key === 'programme' ? [list] : undefined;
    if (!items) return [];
    const named = sheet.columns.filter(({ key }) => items.some((item) => key in Object(item)));
    const rows = items.slice(0, MOST_ROWS + 1).map((item, n) => ({
      n: n + 1,
      cells: Object.fromEntries(named.map(({ key }) => [key, rawOf(Reflect.get(Object(item), key))])),
    }));
    const columns = Object.fromEntries(named.map(({ key }) => [key, key]));
    return [bounded({ key: sheet.key, name: sheet.key, columns, rows })];
  });
}

function rawOf(value: unknown): RawCell {
  if (Array.isArray(value)) return value.map(String).join(', ');
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

/** The table in a sheet: the first row that has the titles of one of ours, and what is below. Undefined: it is none of ours. */
function tableOf(name: string, data: readonly RawCell[][]): Table | undefined {
  const byName = SHEETS.find(({ title, key }) => [plain(title), key].includes(plain(name)));
  if (byName?.key === 'programme' || (!byName && isLabelled(data))) return labelled(name, data);
  for (const [n, row] of data.slice(0, 20).entries()) {
    const sheet = [...(byName ? [byName] : SHEETS)].find(
      ({ columns }) => titlesIn(row, columns) >= Math.min(2, columns.length),
    );
    if (sheet) return bounded({ key: sheet.key, name, ...below(sheet, data, n) });
  }
  return undefined;
}

function titlesIn(row: readonly RawCell[], columns: readonly Column[]): number {
  const titles = new Set(row.map((cell) => plain(String(cell ?? ''))));
  return columns.filter(({ title }) => titles.has(plain(title))).length;
}

function below(sheet: Sheet, data: readonly RawCell[][], head: number): Pick<Table, 'columns' | 'rows'> {
  const titles = (data[head] ?? []).slice(0, MOST_COLUMNS).map((cell) => plain(String(cell ?? '')));
  const places = sheet.columns
    .map(({ key, title }) => [key, titles.indexOf(plain(title))] as const)
    .filter(([, place]) => place >= 0);
  const rows = data.slice(head + 1).flatMap((cells, n): Row[] => {
    const own = Object.fromEntries(places.map(([key, place]) => [key, cells[place] ?? null]));
    return isEmpty(own) || isAdvice(sheet, own) ? [] : [{ n: head + n + 2, cells: own }];
  });
  return { columns: Object.fromEntries(places.map(([key, place]) => [key, letterOf(place)])), rows };
}

function isEmpty(cells: Row['cells']): boolean {
  return Object.values(cells).every((raw) => raw === null || String(raw).trim() === '');
}

/** The template's line under the titles, which says what each column takes. */
function isAdvice({ columns }: Sheet, cells: Row['cells']): boolean {
  return columns.every(({ key, about }) => (cells[key] ?? null) === null || plain(String(cells[key])) === plain(about));
}

/** The programme's own sheet has its titles down the side. */
function isLabelled(data: readonly RawCell[][]): boolean {
  const { columns } = SHEETS[0] as Sheet;
  return (
    titlesIn(
      data.map((row) => row[0] ?? null),
      columns,
    ) >= 4
  );
}

function labelled(name: string, data: readonly RawCell[][]): Table {
  const sheet = SHEETS[0] as Sheet;
  const places = sheet.columns
    .map(({ key, title }) => [key, data.findIndex((row) => plain(String(row[0] ?? '')) === plain(title))] as const)
    .filter(([, n]) => n >= 0);
  const cells = Object.fromEntries(places.map(([key, n]) => [key, data[n]?.[1] ?? null]));
  const columns = Object.fromEntries(places.map(([key, n]) => [key, `B${n + 1}`]));
  return { key: sheet.key, name, columns, rows: [{ n: 1, cells }] };
}

function bounded(table: Table): Table {
  if (table.rows.length > MOST_ROWS)
    throw unreadable(`${table.name} has more than ${MOST_ROWS.toLocaleString('en-GB')} rows.`);
  return table;
}

/** The table of a sheet, where the file has one. */
export function tableFor(tables: readonly Table[], key: SheetKey): Table | undefined {
  return tables.find((table) => table.key === key);
}

function unreadable(advice: string): ProductError {
  return new ProductError('MALFORMED', 'a plan file that cannot be read', { advice });
}
