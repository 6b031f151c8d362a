// One sheet of a workbook, cell by cell (ECMA-376 part 1, 18.3).
// Pitfall: Excel leaves thousands of empty, formatted rows and cells behind; they are passed over and cost next to nothing.

import type { RawCell } from '../values.js';
import { BOUNDS, count } from './bounds.js';
import { dayOfSerial, emptySheet, type Merge, type RawSheet, type SheetCell } from './raw-sheet.js';
import type { Zip } from './unzip.js';
import { isTrue, readRelations, unescaped } from './workbook-parts.js';
import { readXml } from './xml.js';

/** What the cells of a workbook refer to. */
export interface Shared {
  texts: readonly string[];
  dateStyles: readonly boolean[];
  date1904: boolean;
}

/** Reads a sheet until its end, or to where it has more than a plan's sheet. Throws MALFORMED with advice for a damaged one. */
export async function readSheet(zip: Zip, name: string, part: string, shared: Shared): Promise<RawSheet> {
  const sheet = emptySheet(name, { date1904: shared.date1904 });
  const relations = [...(await readRelations(zip, part)).values()].map(({ kind }) => kind);
  if (relations.some((kind) => /comment/i.test(kind))) sheet.extras.push('comments on cells');
  if (relations.includes('drawing')) sheet.extras.push('pictures, charts and text boxes');
  let cells = 0;
  let row = 0;
  let column = -1;
  let cell: { at: number; type: string; style: number; raw: string; inline: string; formula: boolean } | undefined;
  let into: 'raw' | 'inline' | undefined;
  let isSpoken = false;
  const stop = (sentence: string): false => {
    sheet.stopped = sentence;
    return false;
  };
  const end = (): undefined | false => {
    const found = cell && cellOf(cell, shared);
    if (!cell || !found) return;
    const inRow = sheet.rows.get(row) ?? new Map<number, SheetCell>();
    if (inRow.has(cell.at)) found.problem = 'This cell is in the file twice.';
    sheet.rows.set(row, inRow.set(cell.at, found));
    cells += 1;
    if (cells > BOUNDS.cells) return stop(`has more than ${count(BOUNDS.cells)} cells`);
  };
  await readXml(zip.read(part), {
    open: (element, at) => {
      switch (element) {
        case 'row':
          row = Number(at('r') ?? row + 1) || row + 1;
          column = -1;
          if (isTrue(at('hidden'))) sheet.hiddenRows.add(row);
          return;
        case 'c': {
          column = columnOf(at('r')) ?? column + 1;
          const style = Number(at('s') ?? -1);
          cell = { at: column, type: at('t') ?? 'n', style, raw: '', inline: '', formula: false };
          return;
        }
        case 'v':
          into = 'raw';
          return;
        case 'f':
          if (cell) cell.formula = true;
          return;
        case 't':
          if (!isSpoken) into = 'inline';
          return;
        case 'rPh':
          isSpoken = true;
          return;
        case 'col':
          if (isTrue(at('hidden')) && sheet.hiddenColumns.length < BOUNDS.merges)
            sheet.hiddenColumns.push([Number(at('min')) - 1, Number(at('max')) - 1]);
          return;
        case 'mergeCell': {
          const merge = mergeOf(at('ref'));
          if (merge) sheet.merges.push(merge);
          if (sheet.merges.length > BOUNDS.merges) return stop(`has more than ${count(BOUNDS.merges)} merged cells`);
          return;
        }
        case 'hyperlink':
          if (!sheet.extras.includes(LINKS)) sheet.extras.push(LINKS);
      }
    },
    close: (element) => {
      if (element === 'v' || element === 't') into = undefined;
      if (element === 'rPh') isSpoken = false;
      if (element !== 'c') return;
      const said = end();
      cell = undefined;
      return said;
    },
    text: (piece) => {
      if (!cell || into === undefined) return;
      cell[into] += piece;
      if (cell[into].length > BOUNDS.cellLetters * 2) return stop('has a cell with more text than Excel allows');
    },
  });
  return sheet;
}

const LINKS = 'the addresses behind links';

function cellOf(
  { type, style, raw, inline, formula }: { type: string; style: number; raw: string; inline: string; formula: boolean },
  { texts, dateStyles, date1904 }: Shared,
): SheetCell | undefined {
  const more = formula ? ({ formula: true } as const) : {};
  const of = (value: RawCell): SheetCell | undefined => (value === '' ? undefined : { value, ...more });
  if (type === 'inlineStr') return of(unescaped(inline));
  if (raw === '')
    return formula
      ? {
          value: '',
          formula: true,
          problem: 'This formula has no result in the file. Open it in Excel, save it, and send it again.',
        }
      : undefined;
  if (type === 's') return of(texts[Number(raw)] ?? '');
  if (type === 'str') return of(unescaped(raw));
  if (type === 'b') return of(isTrue(raw));
  if (type === 'e')
    return { value: raw, ...more, problem: `${raw.slice(0, 20)} is an error of the spreadsheet, no value.` };
  if (type === 'd') return { value: raw.slice(0, 10), day: raw.slice(0, 10), ...more };
  const value = Number(raw);
  if (!Number.isFinite(value)) return of(raw);
  const day = dateStyles[style] ? dayOfSerial(value, date1904) : undefined;
  return { value, ...(day && { day }), ...more };
}

/** 0 for `A` and `A1`; undefined when it is no address. */
export function columnOf(address: string | undefined): number | undefined {
  const letters = /^\$?([A-Z]{1,3})(?=\$?\d|$)/.exec(address ?? '')?.[1];
  return letters === undefined
    ? undefined
    : [...letters].reduce((n, letter) => n * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function mergeOf(ref: string | undefined): Merge | undefined {
  const [from = '', to = ''] = (ref ?? '').split(':');
  const [left, right] = [columnOf(from), columnOf(to)];
  const [top, bottom] = [from, to].map((one) => Number(/\d+$/.exec(one)?.[0]));
  return left === undefined || right === undefined || !top || !bottom ? undefined : { top, left, bottom, right };
}
