// A text as it can be searched: letters and digits in one form, whatever way they were typed.
// Pitfall: what is found must be named as the person typed it, so every place in the plain text knows where it came from.

/** A text made plain, and the way back to the words as typed. */
export interface TypedText {
  /** Invisible characters gone; other digits, letters, spaces, dashes, entities and escapes in their plain form; pictures and underscores as spaces. */
  plain: string;
  /** The words as typed that a stretch of the plain text (from, to) stands for, and where they begin. */
  typed(from: number, to: number): { words: string; at: number };
}

const PLAIN_ONLY = /^[ -$'-;=-[\]-^`-~]*$/;
const INVISIBLE = /^[\p{Cf}\p{Mn}\p{Me}\p{Cc}]$/u;
/** Letters that show as nothing or as a gap (Hangul fillers, empty Braille) are typed to part digits, so they are spaces. */
const SPACE = /^[\p{Z}\t-\r\u0085\u115f\u1160\u2800\u3164\uffa0_]$/u;
const DASH = /^[\p{Pd}\u2212\u02d7\u2043]$/u;
const QUOTE = /^[\u2018\u2019\u201b\u02bc\u0060\u00b4]$/u;
const DIGIT = /^\p{Nd}$/u;
const PICTURE = /^(?:\p{S}|\p{Extended_Pictographic})$/u;
/** What is one letter to a reader of the page: an entity, a tag, an escape of a web address or a program. */
const LETTERS = /&(?:#\d{1,6}|#x[\da-f]{1,5}|[a-z]{2,8});|<\/?[a-z][^<>]{0,40}>|%[2-7][\da-f]|\\[nrt]|./gisu;
const ENTITIES: Readonly<Record<string, string>> = {
  nbsp: ' ',
  ensp: ' ',
  emsp: ' ',
  thinsp: ' ',
  tab: ' ',
  newline: ' ',
  shy: '',
  zwj: '',
  zwnj: '',
  amp: '&',
  ndash: '-',
  mdash: '-',
  hyphen: '-',
  dash: '-',
  minus: '-',
  middot: '.',
  bull: '.',
  period: '.',
  comma: ',',
  colon: ':',
  sol: '/',
  num: '#',
  lpar: '(',
  rpar: ')',
  quot: '"',
  apos: "'",
  lsquo: "'",
  rsquo: "'",
};
/** Cyrillic and Greek letters that look like ours. */
const LOOKS = new Map(
  [...'АВЕЅІЈКМНОРСТХУаеосрхуіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧο'].map((letter, n) => [
    letter,
    'ABESIJKMHOPCTXYaeocpxyijsABEZHIKMNOPTYXo'[n] ?? letter,
  ]),
);

/** Makes a text plain. Linear in its length. */
export function readTyped(text: string): TypedText {
  if (PLAIN_ONLY.test(text)) return { plain: text, typed: (from, to) => ({ words: text.slice(from, to), at: from }) };
  const known = new Map<string, string>();
  const plain: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  let at = 0;
  for (const [letter] of text.matchAll(LETTERS)) {
    const end = at + letter.length;
    const read = known.get(letter) ?? plainOf(letter);
    known.set(letter, read);
    for (let n = 0; n < read.length; n += 1) {
      starts.push(at);
      ends.push(end);
    }
    plain.push(read);
    at = end;
  }
  return {
    plain: plain.join(''),
    typed: (from, to) => {
      const begins = starts[from] ?? text.length;
      return { words: text.slice(begins, ends[to - 1] ?? begins), at: begins };
    },
  };
}

function plainOf(letter: string): string {
  if (letter.length === 1 && letter >= ' ' && letter <= '~' && letter !== '_' && letter !== '`') return letter;
  if (letter.length > 2 || letter.startsWith('\\')) return escaped(letter);
  if (SPACE.test(letter)) return ' ';
  if (DASH.test(letter)) return '-';
  if (QUOTE.test(letter)) return "'";
  if (INVISIBLE.test(letter)) return '';
  if (DIGIT.test(letter)) return String(digitOf(letter));
  const composed = LOOKS.get(letter) ?? letter.normalize('NFKC');
  if (composed === letter && PICTURE.test(letter) && letter !== '€' && letter !== '£') return ' ';
  // Some letters stand for a whole sentence (U+FDFA) or hold spaces; those are no digits in disguise.
  return composed.length > 3 ? letter : composed;
}

/** An entity, a tag or an escape as what a reader sees of it. */
function escaped(letter: string): string {
  if (letter.startsWith('<') || letter.startsWith('\\')) return ' ';
  if (letter.startsWith('%')) return plainOf(String.fromCharCode(Number.parseInt(letter.slice(1), 16)));
  const name = letter.slice(1, -1).toLowerCase();
  if (!name.startsWith('#')) return ENTITIES[name] ?? letter;
  const code = name.startsWith('#x') ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code > 0x10ffff ? letter : plainOf(String.fromCodePoint(code));
}

/** The value of a decimal digit of any script: they come in runs of ten, in order, and zero begins each run. */
function digitOf(letter: string): number {
  const code = letter.codePointAt(0) ?? 0;
  let value = 0;
  while (value < 9 && DIGIT.test(String.fromCodePoint(code - value - 1))) value += 1;
  // Mathematical digits (U+1D7CE) are five runs side by side and begin at no round number.
  return code >= 0x1d7ce && code <= 0x1d7ff ? (code - 0x1d7ce) % 10 : value;
}
