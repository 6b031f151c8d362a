// What a file is, by its own bytes: a workbook, text, or something else, named by what it is. Pure.
// Pitfall: names lie (an .xlsx may be a renamed .xls, a web page or locked by a label), so the bytes decide, and the sentence names what they are.

import { unreadable } from './bounds.js';

export type Container = 'zip' | 'text';

const TEMPLATE_HELP = 'Save it as an Excel workbook (.xlsx), and send that.';

/** What begins with these bytes, and what to say of it. */
const OTHERS: [string, string][] = [
  ['%PDF', `This is a PDF, whatever its name says: I cannot read tables from it. Send the workbook it was made from.`],
  ['{\\rtf', `This is a rich-text document. Put the tables into the template, and send that.`],
  ['\x1f\x8b', 'This is a compressed file (gzip). Unpack it, and send the workbook in it.'],
  ['7z\xbc\xaf', 'This is a compressed file (7-Zip). Unpack it, and send the workbook in it.'],
  ['Rar!', 'This is a compressed file (RAR). Unpack it, and send the workbook in it.'],
  ['\x89PNG', 'This is a picture. Send the workbook itself.'],
  ['\xff\xd8\xff', 'This is a picture. Send the workbook itself.'],
  ['GIF8', 'This is a picture. Send the workbook itself.'],
];

/** Throws MALFORMED with advice for whatever is neither a zip nor text. */
export function containerOf(bytes: Uint8Array): Container {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const head = buffer.subarray(0, 8).toString('latin1');
  if (head.startsWith('PK')) return 'zip';
  if (head.startsWith('\xd0\xcf\x11\xe0')) throw unreadable(compoundFile(buffer));
  const other = OTHERS.find(([start]) => head.startsWith(start));
  if (other) throw unreadable(other[1]);
  const start = buffer.subarray(0, 2_000).toString('latin1').trimStart().toLowerCase();
  if (/^(?:\xef\xbb\xbf)?(?:<!doctype html|<html|<table|<meta|<head)/.test(start))
    throw unreadable(
      `This is a web page, as some systems export tables, whatever its name says. Open it in Excel. ${TEMPLATE_HELP}`,
    );
  if (/^(?:\xef\xbb\xbf)?<\?xml/.test(start))
    throw unreadable(`This is an XML file, no Excel workbook. Open it in Excel. ${TEMPLATE_HELP}`);
  return 'text';
}

/** The compound files of [MS-CFB]: older workbooks, and workbooks that a password or a label's encryption locks ([MS-OFFCRYPTO] 2.1, 2.2). */
function compoundFile(buffer: Buffer): string {
  const holds = (name: string) => buffer.includes(Buffer.from(name, 'utf16le'));
  if (holds('DRMEncryptedDataSpace') || holds('DRMEncryptedTransform') || holds('DRMContent'))
    return 'This workbook is encrypted by its sensitivity label (or rights management), so I cannot open it. Choose a label without encryption, save it, and send it again.';
  if (holds('EncryptedPackage'))
    return 'This workbook is locked with a password, so I cannot open it. Take the password off (File, Info, Protect Workbook, Encrypt with Password), save it, and send it again.';
  if (holds('Workbook') || holds('Book'))
    return `This is an older Excel workbook (.xls), whatever its name says. ${TEMPLATE_HELP}`;
  if (holds('WordDocument')) return 'This is a Word document. Put the tables into the template, and send that.';
  return `This is an older Office file that I cannot read. Open it in Excel. ${TEMPLATE_HELP}`;
}

/** Throws MALFORMED with advice when the parts of a zip are those of something else than a workbook. */
export function requireWorkbook(has: (part: string) => boolean, isOpenDocument: boolean): void {
  if (has('xl/workbook.xml')) return;
  if (has('xl/workbook.bin')) throw unreadable(`This is a binary Excel workbook (.xlsb). ${TEMPLATE_HELP}`);
  if (isOpenDocument || has('content.xml')) throw unreadable(`This is an OpenDocument file (.ods). ${TEMPLATE_HELP}`);
  if (has('word/document.xml'))
    throw unreadable(
      'This is a Word document, whatever its name says. Put the tables into the template, and send that.',
    );
  if (has('ppt/presentation.xml'))
    throw unreadable('This is a PowerPoint file. Put the tables into the template, and send that.');
  if (has('index/document.iwa') || has('Index/Document.iwa'))
    throw unreadable('This is an Apple Numbers file. Export it to Excel (.xlsx), and send that.');
  if (has('[Content_Types].xml'))
    throw unreadable(
      'This Excel workbook is broken: the list of its sheets is missing. Open it in Excel, let it repair the file, and save it.',
    );
  throw unreadable('This is a zip folder. Unpack it, and send the workbook in it.');
}
