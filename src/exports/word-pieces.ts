// The small pieces that a Word document of this product is made of: headings, lines, tables, rules. What one could get wrong: every text goes
// in as a run and nothing else, so that no word of anybody becomes a field or a link.

import type { Paragraph, Table } from 'docx';
import { plainText } from './cells.js';

export type Docx = typeof import('docx');

export const INK = '1F2933';
export const SUBTLE = '52606D';
const RULE = 'CBD2D9';
const HEAD_FILL = 'E4E7EB';
/** A table of more columns than this is printed across the page. */
export const MOST_UPRIGHT = 7;
export const WIDTH_UPRIGHT = 9_638;
export const WIDTH_ACROSS = 14_570;

/** A table with a head that repeats on each page; `widths` share what there is by `weights`. */
export function table(
  docx: Docx,
  titles: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly boolean[],
  weights: readonly number[],
  width: number,
): Table {
  const sum = weights.reduce((all, one) => all + one, 0);
  const widths = weights.map((weight) => Math.floor((weight / sum) * width));
  const small = titles.length > MOST_UPRIGHT;
  const cell = (text: string, n: number, head: boolean) =>
    new docx.TableCell({
      width: { size: widths[n] ?? 0, type: docx.WidthType.DXA },
      margins: { top: 50, bottom: 50, left: 80, right: 80 },
      ...(head && { shading: { type: docx.ShadingType.CLEAR, fill: HEAD_FILL, color: 'auto' } }),
      children: [
        new docx.Paragraph({
          alignment: right[n] ? docx.AlignmentType.RIGHT : docx.AlignmentType.LEFT,
          spacing: { after: 0, line: 240 },
          children: [run(docx, text, { bold: head, size: small ? 16 : 18 })],
        }),
      ],
    });
  return new docx.Table({
    width: { size: width, type: docx.WidthType.DXA },
    columnWidths: widths,
    layout: docx.TableLayoutType.FIXED,
    borders: {
      top: rule(docx),
      bottom: rule(docx),
      insideHorizontal: rule(docx),
      left: none(docx),
      right: none(docx),
      insideVertical: none(docx),
    },
    rows: [
      new docx.TableRow({
        tableHeader: true,
        cantSplit: true,
        children: titles.map((title, n) => cell(title, n, true)),
      }),
      ...rows.map(
        (row) => new docx.TableRow({ cantSplit: true, children: row.map((text, n) => cell(text, n, false)) }),
      ),
    ],
  });
}

/** What stands above every page. */
export function running(docx: Docx, text: string): Paragraph {
  return new docx.Paragraph({ children: [run(docx, text, { size: 16, color: SUBTLE })] });
}

/** A heading of the document's own two levels. */
export function heading(docx: Docx, text: string, level: 1 | 2): Paragraph {
  const { HEADING_1, HEADING_2 } = docx.HeadingLevel;
  return new docx.Paragraph({ heading: level === 1 ? HEADING_1 : HEADING_2, children: [run(docx, text)] });
}

/** A paragraph of text. */
export function paragraph(docx: Docx, text: string): Paragraph {
  return new docx.Paragraph({ children: [run(docx, text)] });
}

/** A run of text, without what XML cannot hold. */
export function run(docx: Docx, text: string, look: { bold?: boolean; size?: number; color?: string } = {}) {
  return new docx.TextRun({ text: plainText(text), ...look });
}

/** A thin line. */
export function rule(docx: Docx) {
  return { style: docx.BorderStyle.SINGLE, size: 4, color: RULE };
}

function none(docx: Docx) {
  return { style: docx.BorderStyle.NONE, size: 0, color: 'auto' };
}
