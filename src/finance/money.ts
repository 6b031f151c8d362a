// Pounds as people type and read them, held as integer pence. Pure. What one could get wrong: nothing here divides an amount into
// a fraction; digits are moved as text, so that no penny is ever rounded on the way in.

/** The largest amount held: one penny under £10 billion, so that a thousand times as much is still an exact integer. */
export const MOST_PENCE = 999_999_999_999;

/** How many digits a unit moves the point, down to pounds. */
const UNITS: Record<string, number> = { k: 3, thousand: 3, m: 6, mn: 6, million: 6, bn: 9, billion: 9 };

const SHAPE = new RegExp(
  `^(?<open>\\()?(?<before>[-−–]|minus )? ?(?:£|gbp)? ?(?<after>[-−–])?(?<whole>\\d{1,3}(?:[, ]\\d{3})+|\\d+)?(?:\\.(?<part>\\d*))? ?(?<unit>${Object.keys(UNITS).join('|')})?(?<close>\\))?$`,
);

const EXAMPLES = '£1,234,567.89, 1.2m or 600k';
const HOW = `Give an amount in pounds, such as ${EXAMPLES}.`;

export type ReadMoney = { pence: number } | { problem: string };

/**
 * An amount as typed: `£1,234,567.89`, `1.2m`, `5.2 million`, `600k`, `(9.1m)`. A sentence says what is wrong with any other.
 * Below zero only where `signed`.
 */
export function readMoney(typed: string, signed: boolean): ReadMoney {
  const text = typed.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
  if (/[$€]|\b(?:usd|eur|euros?|dollars?)\b/.test(text))
    return { problem: `Give the amount in pounds, such as ${EXAMPLES}.` };
  if (text.includes('%')) return { problem: `Give pounds here, not a percentage: ${EXAMPLES}.` };
  if (/^(?:not |un)(?:published|known)$|^n\/?a$|^tb[cd]$|^\?+$|^-+$|^none$/.test(text))
    return { problem: 'If nobody knows the amount yet, leave it empty and choose “Not published” or “Not entered”.' };
  const found = SHAPE.exec(text)?.groups;
  if (
    !found ||
    (found.whole === undefined && !found.part) ||
    (found.open === undefined) !== (found.close === undefined)
  )
    return { problem: HOW };
  const whole = (found.whole ?? '0').replace(/[, ]/g, '');
  const part = found.part ?? '';
  const unit = found.unit === undefined ? 0 : (UNITS[found.unit] ?? 0);
  if (unit === 0 && part.length === 1)
    return { problem: 'One digit behind the point could be pence or millions: write £1.50, or 1.5m for millions.' };
  const exact = part.replace(/0+$/, '');
  if (exact.length > unit + 2) return { problem: 'This goes below a penny. Give at most whole pence.' };
  const digits = `${whole}${exact.padEnd(unit + 2, '0')}`.replace(/^0+(?=\d)/, '');
  if (digits.length > String(MOST_PENCE).length)
    return { problem: `This is more than ${sayMoney(MOST_PENCE)}. Check the number of zeros.` };
  const below = found.open !== undefined || found.before !== undefined || found.after !== undefined;
  const pence = Number(digits);
  if (below && pence !== 0 && !signed) return { problem: 'This cannot be below zero.' };
  return { pence: below && pence !== 0 ? -pence : pence };
}

/** To the penny: `£1,234,567.89`, `£1,234,567` when there are no pence, `−£9,100,000`. Pence. */
export function sayMoney(pence: number): string {
  const size = Math.abs(pence);
  const pounds = group((size - (size % 100)) / 100);
  const rest = size % 100 === 0 ? '' : `.${String(size % 100).padStart(2, '0')}`;
  return `${pence < 0 ? '−' : ''}£${pounds}${rest}`;
}

/** For headlines: `−£9.1m`, rounded to hundredths of a million; below a million to the penny. Pence. */
export function sayShortly(pence: number): string {
  const size = Math.abs(pence);
  const hundredths = inHundredthsOfMillions(size);
  if (hundredths < 100) return sayMoney(pence);
  const part = String(hundredths % 100)
    .padStart(2, '0')
    .replace(/0+$/, '');
  return `${pence < 0 ? '−' : ''}£${group((hundredths - (hundredths % 100)) / 100)}${part && `.${part}`}m`;
}

/** Millions of pounds for a chart's axis, to the hundredth: a drawing's number, never one to count with. Pence. */
export function inMillions(pence: number): number {
  const hundredths = inHundredthsOfMillions(Math.abs(pence)) / 100;
  return pence < 0 ? -hundredths : hundredths;
}

function inHundredthsOfMillions(pence: number): number {
  const rounded = pence + 500_000;
  return (rounded - (rounded % 1_000_000)) / 1_000_000;
}

function group(pounds: number): string {
  return String(pounds).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
