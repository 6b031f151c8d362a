// Dates as people type them in this country, in figures and in words. Pure.
// Pitfall: a date by itself identifies nobody; what makes it a birth is beside it (births.ts).

/** A date in plain text. */
export interface FoundDate {
  from: number;
  to: number;
  year: number;
  /** A month and a year, or a year alone: only a name or a word for a birth right beside it makes it one. */
  vague?: true;
}

/** A month, whole or shortened, in any case; part of a pattern. */
export const MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const ORDINAL = '(?:st|nd|rd|th)?';
const UNITS = '(?:one|two|three|four|five|six|seven|eight|nine)';
const TEENS =
  '(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty(?:[- ](?:one|two|three|four|five|six))?)';
/** A day of the month in words. */
const DAY_WORD =
  '(?:(?:twenty|thirty)[- ])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth)';
/** A year of this century in words. */
const YEAR_WORD = `(?:two thousand(?:(?: and)? (?:${TEENS}|${UNITS}))?|twenty[- ](?:oh[- ]${UNITS}|${TEENS}))`;

const SHAPES: { shape: RegExp; year: number; month?: number; day?: number }[] = [
  // 14 March 2015, 14th of Mar '15, 14-Mar-2015
  {
    shape: new RegExp(
      `(?<![\\d.])(\\d{1,2}) ?${ORDINAL}(?: day)?(?: of)?[ .,\\-/]{0,2}${MONTH}[ .,\\-/']{0,3}(\\d{4}|\\d{2}|${YEAR_WORD})(?![\\d])`,
      'gi',
    ),
    day: 1,
    year: 2,
  },
  // March 14, 2015
  {
    shape: new RegExp(`(?<![a-z])${MONTH}[ .]{1,2}(?:the )?(\\d{1,2})${ORDINAL}[ ,.]{1,2}(\\d{4})(?!\\d)`, 'gi'),
    day: 1,
    year: 2,
  },
  // 14/03/2015, 14.3.15, 14 - 03 - 2015, 14 03 2015
  {
    shape: /(?<!\d|\d[/.-])(\d{1,2})( ?[./-] ?| )(\d{1,2})\2(\d{4}|\d{2})(?![\d]|[./-]\d)/g,
    day: 1,
    month: 3,
    year: 4,
  },
  // 2015-03-14, 2015/3/14
  { shape: /(?<!\d|\d[/.-])(\d{4})([-/. ])(\d{1,2})\2(\d{1,2})(?![\d]|[./-]\d)/g, year: 1, month: 3, day: 4 },
  // the second of April two thousand and fifteen
  {
    shape: new RegExp(`(?<![a-z])${DAY_WORD}(?: day)?(?: of)? ${MONTH},? (\\d{4}|${YEAR_WORD})(?![a-z\\d])`, 'gi'),
    year: 1,
  },
];

const VAGUE: readonly RegExp[] = [
  // March 2015, Sept '19, mid-March 2015
  new RegExp(`(?<![a-z\\d])${MONTH}[ .,\\-/']{1,3}(\\d{4}|${YEAR_WORD})(?!\\d)`, 'gi'),
  new RegExp(`(?<![a-z\\d])${MONTH} '(\\d{2})(?!\\d)`, 'gi'),
  // 04/2014, 4.2014, 4-2014
  /(?<![\d/.-])(?:0?[1-9]|1[0-2]) ?[/.-] ?(\d{4})(?!\d|[/.-]\d)/g,
  /(?<![\d/.,£-])((?:19|20)\d\d)(?![\d%]|[-/,.]\d)/g,
];

/** Every date of a text, in order of shape. Two-digit years are of this century up to 29, else of the last. */
export function findDates(plain: string): FoundDate[] {
  const found: FoundDate[] = [];
  for (const { shape, day, month, year } of SHAPES)
    for (const match of plain.matchAll(shape)) {
      const numbers = [day, month].map((part) => (part === undefined ? 1 : Number(match[part])));
      const whole = wholeYear(match[year] ?? '');
      if (Math.max(...numbers) > 31 || Math.min(...numbers) > 12 || Math.min(...numbers) < 1) continue;
      if (whole < 1950 || whole > 2040) continue;
      found.push({ from: match.index, to: match.index + match[0].length, year: whole });
    }
  return found;
}

/** Months and years that belong to no whole date. */
export function findVagueDates(plain: string): FoundDate[] {
  return VAGUE.flatMap((shape) =>
    [...plain.matchAll(shape)].map(({ 0: found, 1: year = '', index }) => ({
      from: index,
      to: index + found.length,
      year: wholeYear(year),
      vague: true as const,
    })),
  );
}

const WORDS =
  ' one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'.split(
    ' ',
  );

function wholeYear(typed: string): number {
  if (/[a-z]/i.test(typed)) {
    const words = typed
      .toLowerCase()
      .replace(/^(?:two thousand|twenty)(?: and)?[- ]?/, '')
      .split(/[- ]/);
    return 2000 + words.reduce((sum, word) => sum + Math.max(0, WORDS.indexOf(word)), 0);
  }
  const year = Number(typed);
  return typed.length > 2 ? year : year < 30 ? 2000 + year : 1900 + year;
}
