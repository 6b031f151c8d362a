// Workbooks as bytes, part by part, as other programs and people who mean harm write them.
// Pitfall: our own writer never makes what these hold (hidden sheets, merged cells, lies), so they are written by hand.

import { zipSync } from 'fflate';

const NS = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A cell: a text, a number, or the XML of the cell behind its address. */
export type CellSpec = string | number | null | { xml: string };

export interface SheetSpec {
  name: string;
  rows?: readonly (readonly CellSpec[])[];
  /** In place of the rows: what stands in `sheetData`. */
  data?: string;
  /** Behind `sheetData`: merged cells and the like. */
  after?: string;
  /** Before `sheetData`: columns. */
  before?: string;
  state?: 'hidden' | 'veryHidden';
  /** Kinds of what the sheet points at: `comments`, `drawing`. */
  relations?: readonly string[];
  kind?: string;
}

export interface BookSpec {
  sheets: readonly SheetSpec[];
  date1904?: boolean;
  /** Format codes of the styles 1, 2, …; a number is a built-in one. */
  formats?: readonly (string | number)[];
  /** The parts as they will be, to be changed. */
  change?: (parts: Record<string, Uint8Array>) => void;
  relations?: readonly string[];
  /** Packed hard, as a bomb is. */
  level?: 1 | 9;
}

const encode = (text: string) => new TextEncoder().encode(text);
export const escapeXml = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');

export function letter(n: number): string {
  return n < 26 ? String.fromCharCode(65 + n) : `${letter(Math.floor(n / 26) - 1)}${letter(n % 26)}`;
}

function cellXml(cell: CellSpec, at: string): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return `<c r="${at}"><v>${cell}</v></c>`;
  if (typeof cell === 'object') return cell.xml.replace('<c', `<c r="${at}"`);
  return `<c r="${at}" t="inlineStr"><is><t>${escapeXml(cell)}</t></is></c>`;
}

function sheetXml({ rows = [], data, before = '', after = '' }: SheetSpec): string {
  const lines = rows.map(
    (row, n) => `<row r="${n + 1}">${row.map((cell, at) => cellXml(cell, `${letter(at)}${n + 1}`)).join('')}</row>`,
  );
  return `<worksheet xmlns="${NS}" xmlns:r="${REL}">${before}<sheetData>${data ?? lines.join('')}</sheetData>${after}</worksheet>`;
}

const relationsXml = (kinds: readonly (readonly [string, string])[]) =>
  `<Relationships>${kinds.map(([kind, target], n) => `<Relationship Id="rId${n + 1}" Type="${REL}/${kind}" Target="${target}"/>`).join('')}</Relationships>`;

/** The parts of a workbook. */
export function partsOf({ sheets, date1904, formats = [], relations = [] }: BookSpec): Record<string, Uint8Array> {
  const parts: Record<string, string> = {
    '[Content_Types].xml': '<Types/>',
    'xl/workbook.xml': `<workbook xmlns="${NS}" xmlns:r="${REL}"><workbookPr${date1904 ? ' date1904="1"' : ''}/><sheets>${sheets
      .map(
        ({ name, state }, n) =>
          `<sheet name="${escapeXml(name)}" sheetId="${n + 1}"${state ? ` state="${state}"` : ''} r:id="rId${n + 1}"/>`,
      )
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relationsXml([
      ...sheets.map(({ kind = 'worksheet' }, n) => [kind, `worksheets/sheet${n + 1}.xml`] as const),
      ...relations.map((kind) => [kind, `${kind}.bin`] as const),
    ]),
    'xl/styles.xml': `<styleSheet xmlns="${NS}"><numFmts>${formats
      .map((code, n) =>
        typeof code === 'string' ? `<numFmt numFmtId="${200 + n}" formatCode="${escapeXml(code)}"/>` : '',
      )
      .join('')}</numFmts><cellXfs><xf numFmtId="0"/>${formats
      .map((code, n) => `<xf numFmtId="${typeof code === 'number' ? code : 200 + n}"/>`)
      .join('')}</cellXfs></styleSheet>`,
  };
  for (const [n, sheet] of sheets.entries()) {
    parts[`xl/worksheets/sheet${n + 1}.xml`] = sheetXml(sheet);
    if (sheet.relations)
      parts[`xl/worksheets/_rels/sheet${n + 1}.xml.rels`] = relationsXml(
        sheet.relations.map((kind) => [kind, `../${kind}1.xml`] as const),
      );
  }
  return Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, encode(text)]));
}

/** A workbook's bytes. */
export function makeXlsx(spec: BookSpec): Uint8Array {
  const parts = partsOf(spec);
  spec.change?.(parts);
  return zipSync(parts, { level: spec.level ?? 1 });
}

/** A part of the workbook, as text. */
export function setPart(parts: Record<string, Uint8Array>, name: string, text: string): void {
  parts[name] = encode(text);
}

/** The bytes with the sizes that the zip says of itself changed, in both places where it says them. */
export function lie(bytes: Uint8Array, unpacked: number): Uint8Array {
  const lying = bytes.slice();
  const view = new DataView(lying.buffer, lying.byteOffset, lying.byteLength);
  for (let at = 0; at < lying.byteLength - 30; at += 1) {
    const mark = view.getUint32(at, true);
    if (mark === 0x02014b50) view.setUint32(at + 24, unpacked, true);
    if (mark === 0x04034b50) view.setUint32(at + 22, unpacked, true);
  }
  return lying;
}

/** The head of a compound file ([MS-CFB]), and the names of what is in it. */
export function compoundFile(...names: string[]): Uint8Array {
  const head = Buffer.alloc(2_048);
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(head);
  for (const [n, name] of names.entries()) Buffer.from(name, 'utf16le').copy(head, 1_024 + n * 128);
  return head;
}
