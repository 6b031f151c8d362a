// A file as tables: what the reader (reading/) makes of it, and what the checks and comparisons take.
// Pitfall: tables are plain data, so that they can come from another process and be kept while somebody looks at what they would change.

import type { SheetKey } from './columns.js';
import type { RawCell } from './values.js';

export interface Row {
  /** As the file counts them, from 1. */
  n: number;
  /** By the key of the column. */
  cells: Record<string, RawCell>;
  /** Why a cell cannot be used, whatever it says, by the key of the column. */
  problems?: Record<string, string>;
}

/** One sheet of a file. */
export interface Table {
  key: SheetKey;
  /** What the file calls it. */
  name: string;
  /** Where each column that is there stands: its letter, `B3` where titles stand at the side, its key where the file has no places. */
  columns: Record<string, string>;
  rows: Row[];
  /** What is wrong with its columns as such. */
  faults?: { column: string; sentence: string }[];
}

/** What of a file was not read, or was read otherwise than it stands there. */
export interface Note {
  /** What the file calls the sheet. */
  sheet: string;
  what: 'not read' | 'read';
  /** May repeat a person's words. */
  text: string;
}

export interface FileRead {
  tables: Table[];
  notes: Note[];
}

/** The tables of a sheet; a file may have several. */
export function tablesFor(tables: readonly Table[], key: SheetKey): Table[] {
  return tables.filter((table) => table.key === key);
}
