// The return as an Excel workbook: a sheet for each section, with real numbers and dates. What one could get wrong: every text goes through
// cellText, so that no cell of any reader ever becomes a formula.

import type { Cell } from 'write-excel-file/node';
import { formatDay } from '../calendar.js';
import type { Block, Column } from '../returns/content.js';
import { cellText, sheetName } from './cells.js';
import type { Drawing } from './drawing.js';
import type { ReturnDocument } from './return-document.js';

type Row = Cell[];

const POUNDS = '£#,##0.00;[Red]−£#,##0.00';
const DAY = 'd mmmm yyyy';
/** Letters that a column of a kind is wide. */
const WIDTHS: Record<Column['kind'], number> = { text: 20, words: 44, day: 18, money: 18, number: 12 };

export const returnWorkbook: Drawing<ReturnDocument> = {
  module: import.meta.url,
  name: 'makeReturnWorkbook',
  make: makeReturnWorkbook,
};

/** The workbook's bytes. The library is loaded only now. */
export async function makeReturnWorkbook(document: ReturnDocument): Promise<Uint8Array> {
  const { default: writeExcelFile } = await import('write-excel-file/node');
  const sheets = [
    aboutSheet(document),
    ...document.content.sections.map((section) => sectionSheet(document, section)),
    signatureSheet(document),
  ];
  const file = writeExcelFile(
    sheets.map(({ name, rows, widths }) => ({
      data: rows,
      sheet: name,
      columns: widths.map((width) => ({ width })),
      showGridLines: false,
    })),
  );
  return new Uint8Array(await file.toBuffer());
}

interface Sheet {
  name: string;
  rows: Row[];
  widths: number[];
}

function aboutSheet({ content, fingerprint, state }: ReturnDocument): Sheet {
  const line = (label: string, text: string): Row => [bold(label), words(text)];
  return {
    name: 'About',
    rows: [
      [heading('Return to the Department for Education')],
      line('Plan', content.programme),
      line('Local area', content.localArea),
      line('Quarter', content.quarter),
      line('Due on', formatDay(content.dueOn)),
      line('As of', formatDay(content.asOfOn)),
      line('State', state),
      line('Fingerprint', fingerprint === '' ? 'None: this is a draft.' : fingerprint),
    ],
    widths: [22, 80],
  };
}

function sectionSheet(
  document: ReturnDocument,
  { number, title, blocks }: ReturnDocument['content']['sections'][number],
): Sheet {
  const tables = blocks.filter((block): block is Extract<Block, { kind: 'table' }> => block.kind === 'table');
  const most = Math.max(2, ...tables.map(({ columns }) => columns.length));
  const widths = Array.from({ length: most }, (_, n) =>
    Math.max(
      n === 0 ? 26 : n === 1 && tables.length === 0 ? 90 : 14,
      ...tables.map(({ columns }) => (columns[n] ? WIDTHS[columns[n].kind] : 0)),
    ),
  );
  return {
    name: sheetName(`${number} ${title}`),
    rows: [[heading(`${number}. ${title}`)], ...blocks.flatMap((block) => rowsOf(document, block))],
    widths,
  };
}

function rowsOf(document: ReturnDocument, block: Block): Row[] {
  switch (block.kind) {
    case 'heading':
      return [[], [bold(block.text)]];
    case 'fact':
      return [[words(block.text)]];
    case 'said': {
      const by = block.by === '' ? '' : ` (${document.names[block.by] ?? ''})`;
      return [[bold(`${block.label}${by}`), words(block.words)]];
    }
    case 'table':
      return [
        [],
        ...(block.caption === '' ? [] : [[bold(block.caption)]]),
        block.columns.map(({ title }) => ({ ...bold(title), backgroundColor: '#E4E7EB', wrap: true })),
        ...block.rows.map((row) => block.columns.map((column, n) => cellOf(column, row[n] ?? null))),
        [],
      ];
  }
}

/** A value as a cell of its own kind; what is not known is said, never a zero. */
function cellOf({ kind }: Column, value: string | number | null): Cell {
  if (value === null) return kind === 'money' ? words('not known') : null;
  if (typeof value === 'number')
    return kind === 'money' ? { type: Number, value: value / 100, format: POUNDS } : { type: Number, value };
  if (kind === 'day') return { type: Date, value: new Date(`${value}T00:00:00.000Z`), format: DAY };
  return words(value);
}

function signatureSheet({ signatures, fingerprint }: ReturnDocument): Sheet {
  const titles = ['Who', 'Name', 'Decision', 'When', 'Comment'];
  return {
    name: '15 Signatures',
    rows: [
      [heading('15. Signatures')],
      [words(fingerprint === '' ? 'Nothing is signed: this is a draft.' : `Against the fingerprint ${fingerprint}.`)],
      titles.map((title) => ({ ...bold(title), backgroundColor: '#E4E7EB' })),
      ...signatures.map(({ step, name, decision, at, comment }) => [step, name, decision, at, comment].map(words)),
    ],
    widths: [24, 26, 34, 24, 60],
  };
}

function words(text: string) {
  return { type: String, value: cellText(text), wrap: true, alignVertical: 'top' as const };
}

function bold(text: string) {
  return { ...words(text), fontWeight: 'bold' as const, wrap: false };
}

function heading(text: string) {
  return { ...bold(text), fontSize: 14 };
}
