// The pages of this product's Word documents: A4, upright or across, with a line above, a mark and the page below. What one could get wrong:
// a section of pages is either upright or across; a wide table needs one of its own.

import type { FileChild, ISectionOptions } from 'docx';
import { type Docx, INK, run, running, SUBTLE, WIDTH_ACROSS, WIDTH_UPRIGHT } from './word-pieces.js';

/** The look of every document: the headings that a reader steps through, and words of British English. */
export const STYLES = {
  default: {
    document: {
      run: { font: 'Arial', size: 20, color: INK, language: { value: 'en-GB' } },
      paragraph: { spacing: { after: 120, line: 276 } },
    },
    title: { run: { size: 44, bold: true, color: INK }, paragraph: { spacing: { after: 120 } } },
    heading1: {
      run: { size: 30, bold: true, color: INK },
      paragraph: { spacing: { before: 360, after: 160 }, keepNext: true },
    },
    heading2: {
      run: { size: 23, bold: true, color: INK },
      paragraph: { spacing: { before: 240, after: 100 }, keepNext: true },
    },
  },
};

/** Pages of one kind. */
export interface Pages {
  across: boolean;
  children: FileChild[];
}

/** Adds to the last pages where they are of the same kind; the cover stays alone. */
export function addPages(pages: Pages[], across: boolean, children: FileChild[]): void {
  const last = pages.at(-1);
  if (last && last.across === across && pages.length > 1) last.children.push(...children);
  else pages.push({ across, children });
}

/** The document's sections: `above` stands on top of each page, `mark` at its foot beside the number. */
export function layOut(docx: Docx, pages: readonly Pages[], above: string, mark: string): ISectionOptions[] {
  const across = { orientation: docx.PageOrientation.LANDSCAPE, width: 11_906, height: 16_838 };
  const upright = { width: 11_906, height: 16_838 };
  return pages.map(({ across: turned, children }) => ({
    properties: {
      page: { size: turned ? across : upright, margin: { top: 1_134, bottom: 1_134, left: 1_134, right: 1_134 } },
    },
    headers: { default: new docx.Header({ children: [running(docx, above)] }) },
    footers: { default: footerOf(docx, mark, turned ? WIDTH_ACROSS : WIDTH_UPRIGHT) },
    children,
  }));
}

function footerOf(docx: Docx, mark: string, width: number) {
  return new docx.Footer({
    children: [
      new docx.Paragraph({
        tabStops: [{ type: docx.TabStopType.RIGHT, position: width }],
        children: [
          run(docx, mark, { size: 16, color: SUBTLE }),
          new docx.TextRun({
            children: ['\tPage ', docx.PageNumber.CURRENT, ' of ', docx.PageNumber.TOTAL_PAGES],
            size: 16,
            color: SUBTLE,
          }),
        ],
      }),
    ],
  });
}
