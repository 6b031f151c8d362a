// Dates of birth, down to a month or a year beside a name.
// Pitfall: almost every text of a programme is full of dates, so a date counts only beside a word such as DOB or born, beside an
// age, or beside a person's name when it is long past.

import { NEAR, smallNameBefore, whoAfter, whoBefore } from './beside.js';
import { type FoundDate, findDates, findVagueDates, MONTH } from './dates.js';
import type { Hit } from './kinds.js';

const DOB =
  '(?<![a-z])(?:d[ ./]{0,2}o[ ./]{0,2}b|date[ -]{1,2}of[ -]{1,2}birth|birth[ -]?(?:date|day)|year of birth|month of birth|birth(?=:))(?![a-z])';
const WHOSE =
  "(?:(?:of|for) (?:(?:the|this|my|our) )?(?:(?:child|pupil|student|boy|girl|son|daughter|[a-z]{1,3})|(?:[a-z'.-]{1,20} ?){1,3})[ :=,(-]{1,3})?";
const FILLER = `(?: ?\\([^()]{0,30}\\))?[ :;=.,(-]{0,6}${WHOSE}(?:(?:is|was|are|of|in|on|the|recorded|given|noted|shown|as|now|being|sometime|around|about)[ :=,(-]{1,3}){0,4}`;
const DOB_BEFORE = new RegExp(`${DOB}${FILLER}$`, 'i');
const BORN = '(?:[Bb]orn|BORN|b\\.|b:)';
const BORN_BEFORE = new RegExp(
  `(?<![A-Za-z-])${BORN}[ :,(-]{0,4}(?:in [A-Z][\\p{L}' ]{2,30},? (?=on |in ))?(?:(?:on|in|the|about|around|early|late|mid|spring|summer|autumn|winter)[ :-]{1,2}){0,3}$`,
  'u',
);
const BORN_GAP = '[ ,;:(-]{1,4}(?:(?:who|was|is|were|both|and|a|he|she) ){0,3}';
/** Things that are born in speech only. */
const NO_CHILD =
  /(?<![\p{L}])(?:idea|scheme|board|plan|draft|group|project|programme|forum|partnership|policy|strategy|pilot|team|network|service|hub|model|approach|initiative|proposal|framework|tool|charter|board|trust|children|pupils|those|cohort|all|anyone|everyone|babies|people)(?: (?:who|that))?(?: (?:was|were|are|is))?[ ,(]{1,3}$/iu;
const OF_A_CHILD =
  /(?<![\p{L}])(?:he|she|his|her|boy|girl|child|twins|baby|son|daughter|pupil|sibling|brother|sister|mum|mother|dad|father)(?![\p{L}])/iu;
const AGE_BEFORE = /(?<![a-z-])aged? ?:? ?\d{1,2}(?: ?(?:years?|yrs?|y\.?o?)(?: old)?)?[ ,;:(-]{1,4}$/i;
const DOB_AFTER = new RegExp(`^[ ,(:-]{1,3}(?:(?:is|was) )?(?:(?:his|her|their|the|child's) )?${DOB}`, 'i');
/** A cohort, such as all born in one school year, is nobody. */
const COHORT_AFTER = /^ ?(?:(?:to|and|until|-) ?(?:the )?\d|(?:or|and) (?:later|after|before|earlier)|onwards)/i;
/** Dates without strokes, and day and month alone, which only such a word makes a birth. */
const SHORT_AFTER_DOB = new RegExp(
  `${DOB}[ :;=.,(-]{0,4}(?:is |was |in |on |the ){0,3}(?:\\d{8}|\\d{6}|\\d{1,2}(?:st|nd|rd|th)? ?(?:of )?${MONTH}|${MONTH} \\d{1,2})(?![\\da-z])`,
  'gi',
);

/**
 * Those whom the reform concerns are up to 25, and a date after these years beside a name is far more often a meeting's. Later
 * births are still found by the words beside them; move the second on when such children come into schools.
 */
const YEARS = { from: 1998, until: 2024 };
/** Names that are not known as such count with the birthdays of those at school: papers of the last years are dated too. */
const AT_SCHOOL_UNTIL = 2021;

const GAP = '[ ,;:(-]{1,4}';
const IN_YEAR = '(?:(?:[Yy]ear|[Yy]r|[Yy]|[Cc]lass) ?\\w{1,3}[ ,;:-]{1,3})?';

/** Dates of birth. */
export function findBirths(plain: string): Hit[] {
  const hits: Hit[] = [];
  const note = (from: number, to: number) => void hits.push({ kind: 'date of birth', from, to });
  const whole = findDates(plain);
  for (const date of whole) {
    const from = startOfBirth(plain, date);
    if (from !== undefined) note(from, date.to);
    else if (isPast(date)) {
      const after = plain.slice(date.to, date.to + NEAR);
      const said = DOB_AFTER.exec(after)?.[0].length ?? whoAfter(after, '(?: |, | - )', 'known');
      if (said !== undefined) note(date.from, date.to + said);
    }
  }
  for (const date of findVagueDates(plain)) {
    const from = startOfVague(plain, date);
    if (from !== undefined) note(from, date.to);
  }
  for (const { 0: found, index } of plain.matchAll(SHORT_AFTER_DOB)) note(index, index + found.length);
  return hits;
}

/** Where the words begin that make a date a birth; undefined when there are none before it. */
function startOfBirth(plain: string, date: FoundDate): number | undefined {
  const start = Math.max(0, date.from - NEAR);
  const before = plain.slice(start, date.from);
  const cohort = COHORT_AFTER.test(plain.slice(date.to, date.to + 20));
  const born = cohort ? null : BORN_BEFORE.exec(before);
  const said = DOB_BEFORE.exec(before) ?? (born && !NO_CHILD.test(before.slice(0, born.index)) ? born : null);
  if (said) return start + (whoBefore(before.slice(0, said.index), GAP, 'any') ?? said.index);
  if (!isPast(date) || cohort) return undefined;
  const name =
    AGE_BEFORE.exec(before)?.index ??
    whoBefore(before, `${GAP}${IN_YEAR}`, date.year <= AT_SCHOOL_UNTIL ? 'any' : 'known') ??
    smallNameBefore(before);
  return name === undefined ? undefined : start + name;
}

/** The same for a month and a year, or a year: beside DOB, or beside *born* with somebody who was. */
function startOfVague(plain: string, date: FoundDate): number | undefined {
  if (!isPast({ ...date, year: Math.min(date.year, YEARS.until) }) || date.year > YEARS.until + 2) return undefined;
  const start = Math.max(0, date.from - NEAR);
  const before = plain.slice(start, date.from);
  const after = plain.slice(date.to, date.to + NEAR);
  if (COHORT_AFTER.test(after)) return undefined;
  const dob = DOB_BEFORE.exec(before);
  if (dob) return isPast(date) ? start + dob.index : undefined;
  const born = BORN_BEFORE.exec(before);
  if (!born) return undefined;
  const ahead = before.slice(0, born.index);
  const name = whoBefore(ahead, BORN_GAP, 'lone') ?? smallNameBefore(ahead);
  if (name !== undefined) return start + name;
  if (NO_CHILD.test(ahead)) return undefined;
  const named = whoAfter(after, '[ ,;:)-]{1,4}', 'any') !== undefined;
  return named || OF_A_CHILD.test(ahead) || (ahead.trim() === '' && OF_A_CHILD.test(after))
    ? start + born.index
    : undefined;
}

function isPast({ year }: FoundDate): boolean {
  return year >= YEARS.from && year <= YEARS.until;
}
