// How much of a file is read, and how a file that is more, or none of ours, is refused. Pure.
// Pitfall: what a file says of its own size is never believed; whatever is read is counted as it comes.

import { ProductError } from '../../errors.js';

/** The bounds of one file. A plan has a few hundred rows; each bound is far above that, and far below what would cost a server anything. */
export const BOUNDS = {
  /** Bytes that all parts together may unpack to. */
  unpacked: 96 * 1024 * 1024,
  parts: 1_000,
  sheets: 60,
  /** Elements within each other. */
  depth: 60,
  /** Different texts of a workbook, and the letters of all of them. */
  texts: 100_000,
  letters: 4_000_000,
  /** Cells with something in them, of one sheet. */
  cells: 100_000,
  /** Columns of a row of text, as Excel has it. */
  columns: 16_384,
  /** Rows of a table. */
  rows: 1_000,
  /** Letters of one cell, as Excel has it. */
  cellLetters: 32_767,
  merges: 2_000,
  /** Letters of what is kept of a file: Cosmos DB takes documents of 2 MB. */
  kept: 1_400_000,
  /** Processor time of one file, milliseconds. */
  processorMs: 5_000,
} as const;

/** A file that cannot be read, with the sentence for whoever sent it. */
export function unreadable(advice: string): ProductError {
  return new ProductError('MALFORMED', 'a plan file that cannot be read', { advice });
}

/** `1,048,576`. */
export function count(n: number): string {
  return n.toLocaleString('en-GB');
}

let began = 0;

/** Begins to count the processor time of a file; this process reads one at a time. */
export function beginTime(): void {
  began = spent();
}

/** Throws MALFORMED with advice once a file has had its processor time. */
export function requireTime(): void {
  if (spent() - began > BOUNDS.processorMs) throw unreadable(TOO_LONG);
}

function spent(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

export const TOO_LONG =
  'This file takes far longer to read than a plan does. Copy the plan’s tables into the template, and send that.';
