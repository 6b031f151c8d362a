// The longest and oddest values that a field of a form can be sent, whatever it is for.
// Pitfall: they are cut by their bytes in JSON, so that they get past the door, which refuses more than 256 KB unread.

import * as z from 'zod/v4';

/** Bytes of JSON that a request may have besides. */
const MOST_BYTES = 236_000;

/** What a text may repeat. */
export const UNITS = [
  'a',
  ' ',
  '9',
  '0',
  '<at>',
  '</at>',
  '<at>a</at>',
  '[',
  '](',
  '(',
  '&lt;',
  '&nbsp;',
  '\u0301',
  '👩‍👩‍👧‍👦',
  '1 ',
  'M1,',
  'M01 ',
  '. ',
  'Tom Smith ',
  'Tom ',
  'aged 8 ',
  '01/02/2015 ',
  '1 May 2015 ',
  'a@b.',
  '@',
  'https://a.',
  '*',
  '_',
  '`',
  '\n',
  '\r\n- ',
  '\u200b',
  '-',
  "'",
  '=',
  '£1,',
  '1,000',
  '943 476 5919 ',
  '94347 ',
  'Year 3 ',
  'ﷺ',
  'ﬁ',
  'İ',
  '${a}',
  '\\',
  '"',
  '{"a":',
  'the ',
  'last ',
  'since ',
  'of ',
  'St ',
  'Q3 ',
  '2026/',
  'a-',
  'a.',
  '\u202e',
  '\ud800',
  '１',
  'Ａ',
  '\u00a0',
  '\t',
]; // prettier-ignore

/** More letters than fit into one request. */
export const LONGEST = 250_000;

const LENGTHS = [80, 160, 300, 500, 600, 2_000, 20_000, LONGEST];

const DAYS = [
  '1999-12-31',
  '2000-01-01',
  '2099-12-31',
  '2100-01-01',
  '0000-01-01',
  '0026-12-20',
  '2206-12-20',
  '9999-12-31',
];

const NUMBERS = [
  '0',
  '-1',
  '1e308',
  '-1e308',
  '9007199254740993',
  '99999',
  '0.1',
  'NaN',
  'Infinity',
  '£999,999,999,999.99',
];

const CODES = [
  'M99999999',
  'R1',
  'F9900',
  'F0001',
  'Q99994',
  'WS1-9999-W99',
  'WS1-0000-W00',
  'FD99991231',
  '__proto__',
];

/** A text of one unit over and over, of about so many characters, that its request still gets past the door. */
export function longText(unit: string, letters: number): string {
  const each = Buffer.byteLength(JSON.stringify(unit)) - 2;
  return unit.repeat(Math.max(1, Math.min(Math.ceil(letters / unit.length), Math.floor(MOST_BYTES / each))));
}

/** Every odd text: names what it is, and makes it. */
export function oddTexts(): { name: string; make: () => unknown }[] {
  const long = UNITS.flatMap((unit) =>
    LENGTHS.map((letters) => ({
      name: `${JSON.stringify(unit)} to ${letters}`,
      make: (): unknown => longText(unit, letters),
    })),
  );
  const short = [...DAYS, ...NUMBERS, ...CODES].map((text) => ({ name: text, make: (): unknown => text }));
  // Two units side by side: what one pattern looks for between two others.
  const mixed = UNITS.slice(0, 24).map((unit, n) => ({
    name: `${JSON.stringify(unit)} then another to 100000`,
    make: (): unknown => longText(`${unit}${UNITS[(n * 7 + 11) % UNITS.length]}`, 100_000),
  }));
  return [...long, ...short, ...mixed];
}

/** Values of other kinds than text, as a forged request may hold them. */
export function oddOthers(): { name: string; make: () => unknown }[] {
  return [
    { name: 'many items', make: () => Array.from({ length: 20_000 }, (_, n) => `M${n}`) },
    {
      name: 'many fields',
      make: () => Object.fromEntries(Array.from({ length: 12_000 }, (_, n) => [`a${n}`, `${n}`])),
    },
    { name: 'deep lists', make: () => JSON.parse(`${'['.repeat(24)}${']'.repeat(24)}`) },
    { name: 'a huge number', make: () => 1e308 },
    { name: 'nothing', make: () => null },
    { name: 'yes', make: () => true },
  ];
}

/** Something that each field of a form takes, as far as its schema alone says. */
export function plainValue(schema: z.ZodType): unknown {
  if (schema instanceof z.ZodObject)
    return Object.fromEntries(
      Object.entries(schema.shape).map(([key, field]) => [key, plainValue(field as z.ZodType)]),
    );
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault)
    return plainValue(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodEnum) return schema.options[0];
  const tried = ['M01', 'R01', 'WS1', '2026-12-15', crypto.randomUUID(), 'send-reform', 'F2627', 'Q26273', 1, true, []];
  return tried.find((value) => schema.safeParse(value).success);
}

/** The fields of a form. */
export function fieldsOfForm(schema: z.ZodType): string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}
