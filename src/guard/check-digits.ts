// The numbers of a child that can be told by calculation. Pure.
// Pitfall: one in eleven numbers of ten digits passes as an NHS number, so where it stands says what else it may be (numbers.ts).

/** Letters that check a UPN, in the order of their values: without I, O and S, which are read as digits. */
const CHECK_LETTERS = 'ABCDEFGHJKLMNPQRTUVWXYZ';

const ZERO = '0'.charCodeAt(0);

/**
 * Whether ten digits are an NHS number: the first nine weighted 10 to 2, eleven less the remainder of their sum by eleven is
 * the tenth; eleven is written 0, and ten is never given out. Source: NHS Data Model and Dictionary, attribute NHS NUMBER
 * (datadictionary.nhs.uk/attributes/nhs_number.html).
 */
export function isNhsNumber(digits: string): boolean {
  let sum = 0;
  for (let n = 0; n < 9; n += 1) sum += (digits.charCodeAt(n) - ZERO) * (10 - n);
  if ((11 - (sum % 11)) % 11 !== digits.charCodeAt(9) - ZERO) return false;
  return /^\d{10}$/.test(digits) && !/^(\d)\1{9}$/.test(digits);
}

/**
 * Whether thirteen letters and digits are a unique pupil number: a check letter, then twelve digits, or eleven and a letter
 * for a temporary one. Each counts its value times its place (2 to 13); the remainder of the sum by 23 is the check letter.
 * Source: UK Government Data Standards Catalogue, Unique Pupil Number 2.0; Department for Education, "Unique pupil numbers".
 */
export function isUpn(letters: string): boolean {
  const upn = letters.toUpperCase();
  if (!/^[A-Z]\d{11}[\dA-Z]$/.test(upn)) return false;
  let sum = 0;
  for (let n = 1; n < 13; n += 1) {
    const letter = upn[n] ?? '';
    const value = letter >= 'A' ? CHECK_LETTERS.indexOf(letter) : Number(letter);
    if (value < 0) return false;
    sum += value * (n + 1);
  }
  return CHECK_LETTERS[sum % 23] === upn[0];
}
