// A text as it can be searched: letters and digits in one form, whatever way they were typed. What one could get wrong: what
// is found must be named as the person typed it, so every place in the plain text knows where it came from.

/** A text made plain, and the way back to the words as typed. */
export interface TypedText {
  /** Invisible characters gone; full-width and other digits and letters, spaces, dashes and quotes in their plain form. */
  plain: string;
  /** The words as typed that a stretch of the plain text (from, to) stands for, and where they begin. */
  typed(from: number, to: number): { words: string; at: number };
}

const PLAIN_ONLY = /^[ -~]*$/;
const INVISIBLE = /^[\p{Cf}\p{Mn}\p{Me}\p{Cc}]$/u;
/** Letters that show as nothing or as a gap (Hangul fillers, empty Braille) are typed to part digits, so they are spaces. */
const SPACE = /^[\p{Z}\t-\r\u0085\u115f\u1160\u2800\u3164\uffa0]$/u;
const DASH = /^[\p{Pd}\u2212\u02d7\u2043]$/u;
const QUOTE = /^[\u2018\u2019\u201b\u02bc\u0060\u00b4]$/u;
const DIGIT = /^\p{Nd}$/u;

/** Makes a text plain. Linear in its length. */
export function readTyped(text: string): TypedText {
  if (PLAIN_ONLY.test(text)) return { plain: text, typed: (from, to) => ({ words: text.slice(from, to), at: from }) };
  let plain = '';
  const starts: number[] = [];
  const ends: number[] = [];
  let at = 0;
  for (const letter of text) {
    const end = at + letter.length;
    for (const unit of letter <= '~' && letter >= ' ' ? letter : plainOf(letter)) {
      plain += unit;
      for (let n = unit.length; n > 0; n -= 1) {
        starts.push(at);
        ends.push(end);
      }
    }
    at = end;
  }
  return {
    plain,
    typed: (from, to) => {
      const begins = starts[from] ?? text.length;
      return { words: text.slice(begins, ends[to - 1] ?? begins), at: begins };
    },
  };
}

function plainOf(letter: string): string {
  if (SPACE.test(letter)) return ' ';
  if (DASH.test(letter)) return '-';
  if (QUOTE.test(letter)) return "'";
  if (INVISIBLE.test(letter)) return '';
  if (DIGIT.test(letter)) return String(digitOf(letter));
  const composed = letter.normalize('NFKC');
  // Some letters stand for a whole sentence (U+FDFA) or hold spaces; those are no digits in disguise.
  return composed.length > 3 ? letter : composed;
}

/** The value of a decimal digit of any script: they come in runs of ten, in order, and zero begins each run. */
function digitOf(letter: string): number {
  const code = letter.codePointAt(0) ?? 0;
  let value = 0;
  while (value < 9 && DIGIT.test(String.fromCodePoint(code - value - 1))) value += 1;
  // Mathematical digits (U+1D7CE) are five runs side by side and begin at no round number.
  return code >= 0x1d7ce && code <= 0x1d7ff ? (code - 0x1d7ce) % 10 : value;
}
