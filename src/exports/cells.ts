// Text that is safe in a file of cells, and texts that XML can hold at all. Pure. What one could get wrong: a workbook never evaluates a cell
// of text, but people save sheets as CSV, where a text that begins like a formula is one (proofs.md F15).

/** Letters that one cell of Excel holds at most. */
export const CELL_LETTERS = 32_767;

/** What spreadsheets take for the beginning of a formula, once widths are evened out. */
const FORMULA = /^[=+\-@]/;
/** Letters that take no room: whoever hides a formula behind them has it evaluated all the same. */
const INVISIBLE = /^(?:\p{White_Space}|\p{Default_Ignorable_Code_Point}|\p{Cf})+/u;
/** Half pairs, characters that are none, and controls other than tab and line ends: XML 1.0 has no place for them. */
const NOT_IN_XML = /\p{Cs}|\p{Noncharacter_Code_Point}|(?![\t\n\r])\p{Cc}/gu;

/** A text as XML can hold it: characters it has no place for are left out. */
export function plainText(text: string): string {
  return text.replace(NOT_IN_XML, '');
}

/** A text as a cell may hold it: never the beginning of a formula, and never longer than a cell. */
export function cellText(text: string): string {
  const plain = plainText(text);
  const begins = plain.replace(INVISIBLE, '').normalize('NFKC');
  const guarded = FORMULA.test(begins) || /^[\t\r\n]/.test(plain) ? `'${plain}` : plain;
  return guarded.length > CELL_LETTERS ? `${guarded.slice(0, CELL_LETTERS - 1)}…` : guarded;
}

/** A name that Excel takes for a sheet: at most 31 letters, none of those it forbids. */
export function sheetName(text: string): string {
  return plainText(text)
    .replace(/[\\/?*[\]:]/g, ' ')
    .replace(/^'+|'+$/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 31)
    .trim();
}
