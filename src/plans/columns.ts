// The sheets of a plan's workbook and what each column takes: the one description that the template, the check and the export are made from.
// Pitfall: a column is known by its title, so people may move columns and leave some out.

import { SHEETS } from './sheets.js';

export type CellKind = 'text' | 'day' | 'number' | 'choice' | 'choices' | 'list' | 'yes-no';

export interface Column {
  /** Its name in code and in JSON. */
  key: string;
  title: string;
  kind: CellKind;
  /** What is said when it is empty; absent: it may be. */
  missing?: string;
  choices?: readonly string[];
  /** What else people write for a choice, in small letters. */
  means?: Record<string, string>;
  /** Letters at most, for texts. */
  letters?: number;
  /** Least and most, for numbers. */
  between?: readonly [number, number];
  /** What stands under its title in the template. */
  about: string;
  /** Of the first update of a new record; a record that is there is updated in the chat. */
  isUpdate?: true;
}

export const SHEET_KEYS = ['programme', 'workstreams', 'people', 'meetings', 'milestones', 'risks'] as const;
export type SheetKey = (typeof SHEET_KEYS)[number];

export interface Sheet {
  key: SheetKey;
  title: string;
  /** Columns of which a sheet with a name of its own must have one, to be this sheet. */
  marks: readonly string[];
  columns: readonly Column[];
}

/** The sheet of a key. */
export function sheetOf(key: SheetKey): Sheet {
  return SHEETS.find((sheet) => sheet.key === key) as Sheet;
}

/** `D`: the letter of the n-th column (from 0), as spreadsheets name it. */
export function letterOf(n: number): string {
  return n < 26 ? String.fromCharCode(65 + n) : `${letterOf(Math.floor(n / 26) - 1)}${letterOf(n % 26)}`;
}
