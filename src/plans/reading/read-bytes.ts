// A file's bytes as the tables of a plan, by what the bytes are.
// Pitfall: this is run in a process of its own (read-file.ts), since no bound in here is as sure as the end of a process.

import type { FileRead } from '../tables.js';
import { beginTime, unreadable } from './bounds.js';
import { containerOf, requireWorkbook } from './container.js';
import { interpret, type Unread } from './interpret.js';
import { readJson } from './json-file.js';
import type { RawSheet } from './raw-sheet.js';
import { readSheet } from './sheet-xml.js';
import { decode, readCsv } from './text-file.js';
import { openZip } from './unzip.js';
import { readDateStyles, readTexts, readWorkbook } from './workbook-parts.js';

/** Endings of what may be a workbook, and of what may be a table of text. */
const WORKBOOKS = ['xlsx', 'xlsm', 'xls', 'xlsb', 'ods'];
const TEXTS = ['csv', 'json', 'txt', 'tsv', 'tab'];
const OTHER = 'Send an Excel workbook (.xlsx), a sheet of it as .csv, or .json.';

/** Throws MALFORMED with advice for the person when it is no file of a plan, or more than one. */
export async function readBytes(name: string, bytes: Uint8Array): Promise<FileRead> {
  beginTime();
  if (bytes.byteLength === 0) throw unreadable('The file is empty.');
  const [, stem = name, ending = ''] = /^(.*)\.([a-z0-9]+)$/i.exec(name) ?? [];
  const kind = ending.toLowerCase();
  if (ending !== '' && ![...WORKBOOKS, ...TEXTS, 'zip', 'numbers'].includes(kind)) throw unreadable(OTHER);
  if (containerOf(bytes) === 'zip') return fromWorkbook(bytes);
  if (WORKBOOKS.includes(kind))
    throw unreadable(
      'This is a file of text, no Excel workbook, whatever its name says. Open it in Excel and save it as an Excel workbook (.xlsx), or name it .csv.',
    );
  if (!TEXTS.includes(kind)) throw unreadable(OTHER);
  const text = decode(bytes);
  if (text.trim() === '') throw unreadable('The file is empty: there is no text in it.');
  if (kind === 'json') return readJson(text);
  return interpret([await readCsv(stem, text)], [], []);
}

async function fromWorkbook(bytes: Uint8Array): Promise<FileRead> {
  const zip = await openZip(bytes);
  requireWorkbook(zip.has, zip.has('mimetype'));
  const { sheets, date1904, others } = await readWorkbook(zip);
  const shared = { texts: await readTexts(zip), dateStyles: await readDateStyles(zip), date1904 };
  const unread: Unread[] = [];
  const read: RawSheet[] = [];
  for (const { name, hidden, kind, part } of sheets) {
    if (hidden) unread.push({ name, why: 'the whole sheet: it is hidden. Show it, if it counts' });
    else if (kind !== 'worksheet')
      unread.push({
        name,
        why: kind === 'chartsheet' ? 'the whole sheet: it is a chart' : 'the whole sheet: it is no table',
      });
    else if (!zip.has(part))
      throw unreadable(
        `This workbook is damaged: its sheet ${name} is missing. Open it in Excel, let it repair the file, and save it.`,
      );
    else read.push(await readSheet(zip, name, part, shared));
  }
  const kinds = new Set(others.map(({ kind }) => kind));
  return interpret(read, unread, [
    ...(kinds.has('vbaProject') ? ['its macros'] : []),
    ...(kinds.has('externalLink') ? ['the other workbooks that it links to'] : []),
  ]);
}
