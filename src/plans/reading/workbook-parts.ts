// The parts of a workbook that its sheets hang on: which sheets there are, how numbers show, the texts they share (ECMA-376 part 1, 18.2, 18.8, 18.4).
// Pitfall: sheets are found by their relationships, never by the names of parts, which any writer chooses.

import { BOUNDS, count, requireTime, unreadable } from './bounds.js';
import type { Zip } from './unzip.js';
import { readXml } from './xml.js';

export interface SheetPart {
  name: string;
  hidden: boolean;
  /** `worksheet`, `chartsheet`, …; '' when it is nowhere. */
  kind: string;
  part: string;
}

export interface Relation {
  kind: string;
  target: string;
}

/** The sheets in their order, and whether days count from 1904. */
export async function readWorkbook(zip: Zip): Promise<{ sheets: SheetPart[]; date1904: boolean; others: Relation[] }> {
  const relations = await readRelations(zip, 'xl/workbook.xml');
  const sheets: SheetPart[] = [];
  let date1904 = false;
  await readXml(zip.read('xl/workbook.xml'), {
    open: (name, at) => {
      if (name === 'workbookPr') date1904 = isTrue(at('date1904'));
      if (name !== 'sheet') return;
      if (sheets.length === BOUNDS.sheets)
        throw unreadable(
          `This workbook has more than ${BOUNDS.sheets} sheets. Copy the plan’s into a new workbook, and send that.`,
        );
      const { kind = '', target = '' } = relations.get(at('id') ?? '') ?? {};
      const hidden = (at('state') ?? 'visible') !== 'visible';
      sheets.push({ name: unescaped(at('name') ?? '').slice(0, 100), hidden, kind, part: target });
    },
  });
  return { sheets, date1904, others: [...relations.values()] };
}

/** What a part points at, by the ids it uses. */
export async function readRelations(zip: Zip, part: string): Promise<Map<string, Relation>> {
  const folder = part.slice(0, part.lastIndexOf('/'));
  const found = new Map<string, Relation>();
  await readXml(zip.read(`${folder}/_rels/${part.slice(folder.length + 1)}.rels`), {
    open: (name, at) => {
      const target = at('Target') ?? '';
      if (name !== 'Relationship' || found.size >= BOUNDS.parts) return;
      const path = resolvePath(target.startsWith('/') ? target : `${folder}/${target}`);
      found.set(at('Id') ?? '', { kind: (at('Type') ?? '').replace(/^.*\//, ''), target: path });
    },
  });
  return found;
}

function resolvePath(path: string): string {
  const parts: string[] = [];
  for (const step of path.split('/'))
    if (step === '..') parts.pop();
    else if (step !== '.' && step !== '') parts.push(step);
  return parts.join('/');
}

/** Of each cell style, in order, whether it shows a number as a day. */
export async function readDateStyles(zip: Zip): Promise<boolean[]> {
  const custom = new Map<number, boolean>();
  const styles: boolean[] = [];
  let isInCells = false;
  await readXml(zip.read('xl/styles.xml'), {
    open: (name, at) => {
      if (name === 'numFmt') custom.set(Number(at('numFmtId')), showsDay(at('formatCode') ?? ''));
      if (name === 'cellXfs') isInCells = true;
      const format = Number(at('numFmtId') ?? 0);
      if (name === 'xf' && isInCells && styles.length < BOUNDS.texts)
        styles.push(custom.get(format) ?? isBuiltInDay(format));
    },
    close: (name) => {
      if (name === 'cellXfs') isInCells = false;
    },
  });
  return styles;
}

/** The built-in formats of days, in all languages (ECMA-376 part 1, 18.8.30). */
function isBuiltInDay(format: number): boolean {
  return (
    (format >= 14 && format <= 17) || format === 22 || (format >= 27 && format <= 36) || (format >= 50 && format <= 58)
  );
}

/** Whether a format of somebody's own shows a day: a day, month or year outside quotes, brackets and escapes. */
export function showsDay(format: string): boolean {
  const bare = format
    .slice(0, 300)
    .replace(/"[^"]*"?|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]?/gi, '')
    .split(';', 1)[0] as string;
  // An m beside hours or seconds is minutes.
  return /[dy]/i.test(bare) || (/m/i.test(bare) && !/[hs]/i.test(bare));
}

/** The texts that cells share, by their number. Throws MALFORMED with advice when they are more than a plan has. */
export async function readTexts(zip: Zip): Promise<string[]> {
  const part = zip.names().find((name) => /^xl\/sharedstrings\.xml$/i.test(name)) ?? 'xl/sharedStrings.xml';
  const texts: string[] = [];
  let letters = 0;
  let text: string[] | undefined;
  let isSpoken = false;
  let isHeard = false;
  await readXml(zip.read(part), {
    open: (name) => {
      if (name === 'si') text = [];
      // How a Japanese text is pronounced is no part of it.
      if (name === 'rPh') isSpoken = true;
      isHeard = name === 't' && !isSpoken;
    },
    close: (name) => {
      isHeard = false;
      if (name === 'rPh') isSpoken = false;
      if (name !== 'si') return;
      texts.push(unescaped((text ?? []).join('')));
      text = undefined;
      if (texts.length > BOUNDS.texts)
        throw unreadable(`This workbook holds more than ${count(BOUNDS.texts)} texts. ${LESS}`);
      if (texts.length % 1_000 === 0) requireTime();
    },
    text: (piece) => {
      if (!isHeard) return;
      letters += piece.length;
      if (letters > BOUNDS.letters)
        throw unreadable(`This workbook holds more than ${count(BOUNDS.letters)} letters of text. ${LESS}`);
      text?.push(piece);
    },
  });
  return texts;
}

const LESS = 'A plan has far fewer: leave out the sheets that are not the plan’s, and send it again.';

/** A text without the escapes that spreadsheets put for what XML cannot say (ECMA-376 part 1, 22.4.2.4). */
export function unescaped(text: string): string {
  return text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text;
}

export function isTrue(value: string | undefined): boolean {
  return value === '1' || value === 'true' || value === 'on';
}
