// Dates as people type them in this country. Pure. What one could get wrong: a date by itself identifies nobody; what makes
// it a birth is beside it (births.ts).

/** A date in plain text. */
export interface FoundDate {
  from: number;
  to: number;
  year: number;
}

/** A month, whole or shortened, in any case; part of a pattern. */
export const MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const ORDINAL = '(?:st|nd|rd|th)?';

const SHAPES: { shape: RegExp; year: number; month?: number; day: number }[] = [
  // 14 March 2015, 14th of Mar '15, 14-Mar-2015
  {
    shape: new RegExp(
      `(?<![\\d.])(\\d{1,2}) ?${ORDINAL}(?: of)?[ .,\\-/]{0,2}${MONTH}[ .,\\-/']{0,3}(\\d{4}|\\d{2})(?![\\d])`,
      'gi',
    ),
    day: 1,
    year: 2,
  },
  // March 14, 2015
  {
    shape: new RegExp(`(?<![a-z])${MONTH}[ .]{1,2}(\\d{1,2})${ORDINAL}[ ,.]{1,2}(\\d{4})(?!\\d)`, 'gi'),
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
];

/** Every date of a text, in order of shape. Two-digit years are of this century up to 29, else of the last. */
export function findDates(plain: string): FoundDate[] {
  const found: FoundDate[] = [];
  for (const { shape, day, month, year } of SHAPES)
    for (const match of plain.matchAll(shape)) {
      const numbers = [Number(match[day]), month === undefined ? 1 : Number(match[month])];
      const whole = wholeYear(match[year] ?? '');
      if (Math.max(...numbers) > 31 || Math.min(...numbers) > 12 || Math.min(...numbers) < 1) continue;
      if (whole < 1950 || whole > 2040) continue;
      found.push({ from: match.index, to: match.index + match[0].length, year: whole });
    }
  return found;
}

function wholeYear(typed: string): number {
  const year = Number(typed);
  return typed.length > 2 ? year : year < 30 ? 2000 + year : 1900 + year;
}
