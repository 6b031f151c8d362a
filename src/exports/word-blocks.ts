// The blocks of a frozen content as pieces of a Word document, the same for every document. What one could get wrong: people's words are runs
// of text and nothing else; no field or link is ever made of them.

import type { FileChild } from 'docx';
import type { Block } from '../returns/content.js';
import { sayCell } from '../returns/reading.js';
import { type Docx, heading, paragraph, run, SUBTLE, table } from './word-pieces.js';

/** A piece of a section under a title. `names`: who a member id is, as the reader sees them. */
export function drawBlock(
  docx: Docx,
  names: Readonly<Record<string, string>>,
  block: Block,
  width: number,
  title: string,
): FileChild[] {
  switch (block.kind) {
    case 'heading':
      return [heading(docx, block.text, 2)];
    case 'fact':
      return [paragraph(docx, block.text)];
    case 'said': {
      const by = block.by === '' ? '' : ` (${names[block.by] ?? ''})`;
      return [
        new docx.Paragraph({
          children: [run(docx, `${block.label}${by}`, { size: 18, color: SUBTLE })],
          keepNext: true,
          spacing: { after: 20 },
        }),
        ...block.words.split(/\r?\n/).map((text) => paragraph(docx, text)),
      ];
    }
    case 'table': {
      if (block.rows.length === 0) return [paragraph(docx, block.caption === '' ? 'None.' : `${block.caption}: none.`)];
      const rows = block.rows.map((row) => block.columns.map((column, n) => sayCell(column, row[n] ?? null)));
      const right = block.columns.map(({ kind }) => kind === 'money' || kind === 'number');
      const weights = block.columns.map(({ title, kind }) => (title === 'Ref' ? 0.75 : WEIGHTS[kind]));
      return [
        ...(block.caption === '' || block.caption === title
          ? []
          : [
              new docx.Paragraph({
                children: [run(docx, block.caption, { bold: true })],
                keepNext: true,
                spacing: { before: 160, after: 80 },
              }),
            ]),
        table(
          docx,
          block.columns.map(({ title }) => title),
          rows,
          right,
          weights,
          width,
        ),
        new docx.Paragraph({ children: [], spacing: { after: 120 } }),
      ];
    }
  }
}

/** How much room a column of a kind gets beside the others. */
const WEIGHTS = { text: 1.35, words: 2.6, day: 1.35, money: 1.5, number: 0.9 };
