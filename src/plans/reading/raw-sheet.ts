// A sheet as a file has it, before anybody asks what it means: only the cells that hold something. Pure.
// Pitfall: cells are kept by where they stand, so one at the far end of a sheet costs no more than any other.

import type { RawCell } from '../values.js';

export interface SheetCell {
  value: RawCell;
  /** The day that a number shows as, where its format is that of a date. */
  day?: string;
  /** Why it cannot be used: an error value, a formula without a result. */
  problem?: string;
  formula?: true;
}

export interface Merge {
  top: number;
  left: number;
  bottom: number;
  right: number;
}

export interface RawSheet {
  name: string;
  /** Rows from 1, columns from 0. */
  rows: Map<number, Map<number, SheetCell>>;
  merges: Merge[];
  hiddenRows: Set<number>;
  /** First and last of each stretch of hidden columns. */
  hiddenColumns: [number, number][];
  /** What else is on the sheet and is never read: comments, pictures. */
  extras: string[];
  /** Why the rest of it was not looked at. */
  stopped?: string;
  /** Whether its days count from 1904. */
  date1904: boolean;
  /** Whether cells are places of a sheet; false for lists that have none. */
  hasPlaces: boolean;
}

/** A sheet without anything in it. */
export function emptySheet(name: string, more: Partial<RawSheet> = {}): RawSheet {
  return {
    name,
    rows: new Map(),
    merges: [],
    hiddenRows: new Set(),
    hiddenColumns: [],
    extras: [],
    date1904: false,
    hasPlaces: true,
    ...more,
  };
}

/** Days from 1 January 1970 to the day that a spreadsheet calls 0. */
const EPOCH = { 1900: 25_569, 1904: 24_107 } as const;

/** The day of a spreadsheet's number, a time of day left out; undefined for a number that no spreadsheet shows as a day. */
export function dayOfSerial(serial: number, date1904: boolean): string | undefined {
  // Before 1 March 1900 Excel counts a day that never was.
  if (!(serial >= (date1904 ? 0 : 61) && serial < 2_958_466)) return undefined;
  const days = Math.floor(serial) - EPOCH[date1904 ? 1904 : 1900];
  return new Date(days * 86_400_000).toISOString().slice(0, 10);
}

/** Columns in which titles are looked for. */
export const MOST_TITLES = 256;

/** The texts of a row by column; what stands further out than any table's title is no title. */
export function titlesIn(sheet: RawSheet, n: number): string[] {
  const titles: string[] = [];
  for (const [at, { value }] of sheet.rows.get(n) ?? []) if (at < MOST_TITLES) titles[at] = String(value).slice(0, 200);
  return Array.from(titles, (title) => title ?? '');
}
