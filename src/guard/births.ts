// Dates of birth and ages of children. What one could get wrong: almost every text of a programme is full of dates, so a date
// counts only beside a word such as DOB or born, beside an age, or beside a person's name when it is long past.

import { type FoundDate, findDates, MONTH } from './dates.js';
import type { Hit } from './kinds.js';
import { CAPITAL, isFirstName, knownNameIn, nameIn } from './person-names.js';

const DOB =
  '(?<![a-z])(?:d[ ./]{0,2}o[ ./]{0,2}b|date[ -]{1,2}of[ -]{1,2}birth|birth[ -]?date|birthday|birth(?=:))(?![a-z])';
const WHOSE =
  '(?:(?:of|for) (?:(?:the|this|my|our) )?(?:child|pupil|student|boy|girl|son|daughter|[a-z]{1,3})[ :=,(-]{1,3})?';
const FILLER = `(?: ?\\([^()]{0,30}\\))?[ :;=.,(-]{0,6}${WHOSE}(?:(?:is|was|are|of|on|the|recorded|given|noted|shown|as|now)[ :=,(-]{1,3}){0,4}`;
const DOB_BEFORE = new RegExp(`${DOB}${FILLER}$`, 'i');
const BORN_BEFORE =
  /(?<![A-Za-z-])(?:[Bb]orn|BORN|b\.|b:)[ :,(-]{0,4}(?:in [A-Z][\p{L}' ]{2,30},? (?=on ))?(?:(?:on|the)[ :]{1,2}){0,2}$/u;
const AGE_BEFORE = /(?<![a-z-])aged? ?:? ?\d{1,2}(?: ?(?:years?|yrs?|y\.?o?)(?: old)?)?[ ,;:(-]{1,4}$/i;
const DOB_AFTER = new RegExp(`^[ ,(:-]{1,3}(?:(?:is|was) )?(?:(?:his|her|their|the|child's) )?${DOB}`, 'i');
/** A cohort, such as all born in one school year, is nobody. */
const COHORT_AFTER = /^ ?(?:(?:to|and|until|-) ?(?:the )?\d|(?:or|and) (?:later|after|before|earlier)|onwards)/i;
/** Dates without strokes, and a month alone, which only such a word makes a birth. */
const SHORT_AFTER_DOB = new RegExp(
  `${DOB}[ :;=.,(-]{0,4}(?:is |was |in ){0,2}(?:\\d{8}|\\d{6}|\\d{1,2}[/.-]\\d{4}|${MONTH} \\d{4})(?!\\d)`,
  'gi',
);

/**
 * Those whom the reform concerns are up to 25, and a date after these years beside a name is far more often a meeting's. Later
 * births are still found by the words beside them; move the second on when such children come into schools.
 */
const BORN = { from: 1998, until: 2024 };
/** Names that are not known as such count with the birthdays of those at school: papers of the last years are dated too. */
const AT_SCHOOL_UNTIL = 2021;

const BEFORE = 60;
const GAP = '[ ,;:(-]{1,4}';
const IN_YEAR = `(?:(?:[Yy]ear|[Yy]r|[Yy]|[Cc]lass) ?\\w{1,3}[ ,;:-]{1,3})?`;
const CAPITALS_BEFORE = new RegExp(`(?<![\\p{L}'-])(${CAPITAL}(?: ${CAPITAL}){0,3})${GAP}${IN_YEAR}$`, 'u');
const SMALL_BEFORE = new RegExp(`(?<![\\p{L}'-])([a-z]{3,}(?: [a-z'-]{3,})?)${GAP}$`);
const INITIALS_BEFORE = new RegExp(
  `(?<![\\p{L}])(?:(?:child|pupil|boy|girl|son|daughter|student|learner|person|twin|sibling|baby|initials) [A-Z](?:\\.? ?[A-Z])?\\.?|(?:the|a|this|my|our|her|his|their) (?:boy|girl|son|daughter|child)|(?:master|miss) ${CAPITAL})${GAP}$`,
  'iu',
);
const CAPITALS_AFTER = new RegExp(`^(?: |, | - )(${CAPITAL}(?: ${CAPITAL}){0,2})`, 'u');
const NO_SURNAME = /^(?:and|for|from|has|met|said|sent|signed|the|to|was|were|with|wrote|asked|agreed|by|on|of)$/;

/** Dates of birth, and ages beside a name. */
export function findBirths(plain: string): Hit[] {
  const hits: Hit[] = [];
  const note = (from: number, to: number) => void hits.push({ kind: 'date of birth', from, to });
  for (const date of findDates(plain)) {
    const from = startOfBirth(plain, date);
    if (from !== undefined) note(from, date.to);
    else if (isPast(date)) {
      const after = plain.slice(date.to, date.to + BEFORE);
      const said = DOB_AFTER.exec(after)?.[0] ?? nameAtStart(after);
      if (said !== undefined) note(date.from, date.to + said.length);
    }
  }
  for (const { 0: found, index } of plain.matchAll(SHORT_AFTER_DOB)) note(index, index + found.length);
  return [...hits, ...findAges(plain)];
}

/** Where the words begin that make a date a birth; undefined when there are none before it. */
function startOfBirth(plain: string, date: FoundDate): number | undefined {
  const start = Math.max(0, date.from - BEFORE);
  const before = plain.slice(start, date.from);
  const cohort = COHORT_AFTER.test(plain.slice(date.to, date.to + 20));
  const said = DOB_BEFORE.exec(before) ?? (cohort ? null : BORN_BEFORE.exec(before));
  if (said) return start + (namedAtEnd(before.slice(0, said.index), nameIn) ?? said.index);
  if (!isPast(date) || cohort) return undefined;
  const beside = AGE_BEFORE.exec(before) ?? INITIALS_BEFORE.exec(before);
  if (beside) return start + beside.index;
  const name = namedAtEnd(before, date.year <= AT_SCHOOL_UNTIL ? nameIn : knownNameIn);
  if (name !== undefined) return start + name;
  const small = SMALL_BEFORE.exec(before);
  const [first = '', second] = small?.[1]?.split(' ') ?? [];
  if (small && isFirstName(first) && !(second && NO_SURNAME.test(second))) return start + small.index;
  return undefined;
}

function isPast({ year }: FoundDate): boolean {
  return year >= BORN.from && year <= BORN.until;
}

/** Where a person's name begins that ends a text, but for a gap. */
function namedAtEnd(before: string, find: typeof nameIn): number | undefined {
  const capitals = CAPITALS_BEFORE.exec(before);
  const name = find(capitals?.[1] ?? '');
  return capitals && name !== undefined ? capitals.index + name : undefined;
}

function nameAtStart(after: string): string | undefined {
  const capitals = CAPITALS_AFTER.exec(after);
  return capitals && knownNameIn(capitals[1] ?? '') === 0 ? capitals[0] : undefined;
}

const AGES = [
  // Isla Brown, aged 6 · Zara is 8 years old
  new RegExp(
    `(${CAPITAL}(?: ${CAPITAL}){0,2}),? (?:\\(?aged? \\d{1,2}|(?:is|was) \\d{1,2} years? old)(?!\\d| ?(?:to|-|and|or) ?\\d)`,
    'gu',
  ),
  // 7-year-old Freya
  new RegExp(`\\d{1,2}[ -]year[ -]old,? (${CAPITAL}(?: ${CAPITAL}){0,2})`, 'gu'),
];

function findAges(plain: string): Hit[] {
  return AGES.flatMap((shape) =>
    [...plain.matchAll(shape)].flatMap((found): Hit[] => {
      const name = nameIn(found[1] ?? '');
      const from = found[0].startsWith(found[1] ?? '') ? found.index + (name ?? 0) : found.index;
      return name === undefined ? [] : [{ kind: 'date of birth', from, to: found.index + found[0].length }];
    }),
  );
}
