// A file of text: which letters its bytes are, and its table. Pure.
// Pitfall: Node 20 reads Windows-1252 as Latin-1 (nodejs/node#56542), so the code page of Excel for Windows stands here.

import { parse } from 'csv-parse';
import { BOUNDS, count, requireTime, unreadable } from './bounds.js';
import { emptySheet, type RawSheet, type SheetCell } from './raw-sheet.js';

/** What bytes 0x80 to 0x9F are in Windows-1252; a space where there is nothing (WHATWG Encoding, index-windows-1252). */
const WINDOWS_1252 = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

/**
 * The text of a file, as the file means it: by its byte-order mark, else UTF-8 where it is that, else UTF-16 by where its zeros stand, else Windows-1252.
 * Throws MALFORMED with advice when it is none of these.
 */
export function decode(bytes: Uint8Array): string {
  const [a, b, c] = bytes;
  if (a === 0xff && b === 0xfe) return utf16(bytes, 'utf-16le');
  if (a === 0xfe && b === 0xff) return utf16(bytes, 'utf-16be');
  const hasMark = a === 0xef && b === 0xbb && c === 0xbf;
  const zeros = [0, 0];
  for (let at = 0; at < Math.min(bytes.length, 4_000); at += 1)
    if (bytes[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const half = Math.min(bytes.length, 4_000) / 2;
  if (odd > half * 0.4 && even === 0) return utf16(bytes, 'utf-16le');
  if (even > half * 0.4 && odd === 0) return utf16(bytes, 'utf-16be');
  if (bytes.includes(0))
    throw unreadable('This is no file of text: it holds bytes that no text has. Send an Excel workbook (.xlsx).');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    if (hasMark) throw unreadable(MIXED);
    return windows1252(bytes);
  }
}

const MIXED =
  'This file mixes two encodings of letters, so some cannot be read as they were meant. Save the sheet from Excel as “CSV UTF-8”, and send that.';

function utf16(bytes: Uint8Array, encoding: string): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw unreadable(
      'This file is UTF-16 and damaged: it ends within a letter, or holds half of one. Save it from Excel as “CSV UTF-8”, and send that.',
    );
  }
}

function windows1252(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const latin = buffer.toString('latin1');
  // Letters of UTF-8 among letters that are not: whoever put the file together used both.
  if (/[\xc3\xe2][\x80-\xbf]/.test(latin)) throw unreadable(MIXED);
  return latin.replace(/[\x80-\x9f]/g, (letter) => {
    const meant = WINDOWS_1252[letter.charCodeAt(0) - 0x80] as string;
    if (meant === ' ')
      throw unreadable(
        'This file is neither UTF-8 nor Windows-1252, so its letters cannot be told. Save the sheet from Excel as “CSV UTF-8”, and send that.',
      );
    return meant;
  });
}

const DELIMITERS = [',', ';', '\t', '|'];

/** The one that stands most often outside quotes in the first line that holds any. */
function delimiterOf(text: string): string {
  for (const line of text.slice(0, 20_000).split(/\r\n|\r|\n/)) {
    const bare = line.replace(/"[^"]*"?/g, '');
    const counts = DELIMITERS.map((one) => bare.split(one).length - 1);
    const most = Math.max(...counts);
    if (most > 0) return DELIMITERS[counts.indexOf(most)] as string;
  }
  return ',';
}

/** A table of text as a sheet. Throws MALFORMED with advice when it cannot be read, or has more than a plan's table. */
export async function readCsv(name: string, text: string): Promise<RawSheet> {
  const hint = /^\uFEFF?sep=(.)\r?\n/i.exec(text);
  const body = text.slice(hint?.[0].length ?? (text.startsWith('\uFEFF') ? 1 : 0));
  const skipped = hint ? 1 : 0;
  const sheet = emptySheet(name);
  const delimiter = hint?.[1] ?? delimiterOf(body);
  if (mostInLine(body, delimiter) >= BOUNDS.columns)
    throw unreadable(tooMany(name, `${count(BOUNDS.columns)} columns in a row`));
  let cells = 0;
  const parser = parse({
    relax_column_count: true,
    skip_empty_lines: true,
    info: true,
    delimiter,
    max_record_size: BOUNDS.cellLetters * 8,
  });
  const feed = async () => {
    for (let at = 0; at < body.length && !parser.destroyed; at += 16_384)
      if (!parser.write(body.slice(at, at + 16_384)) && !parser.destroyed)
        await new Promise((resolve) => parser.once('drain', resolve).once('close', resolve));
    parser.end();
  };
  const fed = feed();
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: string[];
      info: { records: number; empty_lines: number };
    }>) {
      const row = new Map<number, SheetCell>();
      for (const [column, value] of record.entries()) if (value.trim() !== '') row.set(column, { value });
      cells += row.size;
      if (row.size > 0) sheet.rows.set(info.records + info.empty_lines + skipped, row);
      requireTime();
      if (sheet.rows.size > BOUNDS.rows * 2) throw unreadable(tooMany(name, `${count(BOUNDS.rows)} rows`));
      if (cells > BOUNDS.cells) throw unreadable(tooMany(name, `${count(BOUNDS.cells)} cells`));
    }
  } catch (error) {
    if (Reflect.get(Object(error), 'advice')) throw error;
    const line = Reflect.get(Object(error), 'lines');
    const where = typeof line === 'number' ? `: look at line ${count(line + skipped)}` : '';
    if (Reflect.get(Object(error), 'code') === 'CSV_MAX_RECORD_SIZE')
      throw unreadable(
        `A row of this file is far longer than any of a plan${where}. Delete what stands outside the table, and send it again.`,
      );
    throw unreadable(
      `This cannot be read as CSV${where}, where a quotation mark is not closed or stands in the wrong place.`,
    );
  } finally {
    parser.destroy();
    await fed;
  }
  return sheet;
}

/** How often a mark stands in the fullest line that has no quotation marks, with which it could be text. */
function mostInLine(text: string, mark: string): number {
  const [code, quote] = [mark.charCodeAt(0), '"'.charCodeAt(0)];
  let most = 0;
  let found = 0;
  for (let at = 0; at <= text.length; at += 1) {
    const letter = at < text.length ? text.charCodeAt(at) : 10;
    if (letter === code) found += 1;
    else if (letter === quote) found = Number.NEGATIVE_INFINITY;
    else if (letter === 10 || letter === 13) {
      most = Math.max(most, found);
      found = 0;
    }
  }
  return most;
}

function tooMany(name: string, what: string): string {
  return `${name} has more than ${what}. A plan has far fewer: leave out what does not belong to it, and send it again.`;
}
