// Addresses as people paste them. Pitfall: every way of writing one must give the very same text, or one person is two.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isEmail, isObjectId, normaliseAddress } from '../../src/programmes/addresses.js';

const ADDRESS = "jo.o'brien-smith+x@sub.council.gov.uk";
const full = (text: string) =>
  [...text]
    .map((one) => (one > ' ' && one <= '~' ? String.fromCodePoint((one.codePointAt(0) ?? 0) + 0xfee0) : one))
    .join('');
const guest = (text: string) => `${text.replace('@', '_')}#EXT#@council.onmicrosoft.com`;

/** Ways to write one address. */
const WAYS: Record<string, (address: string) => string> = {
  'as it is': (one) => one,
  capitals: (one) => one.toUpperCase(),
  spaces: (one) => `  ${one}\t\n`,
  'no-break spaces': (one) => `\u00a0${one}\u00a0`,
  'angle brackets': (one) => `<${one}>`,
  brackets: (one) => `(${one})`,
  'square brackets': (one) => `[${one}]`,
  quotes: (one) => `"${one}"`,
  'single quotes': (one) => `'${one}'`,
  'curly quotes': (one) => `“${one}”`,
  'curly apostrophe': (one) => one.replaceAll("'", '’'),
  comma: (one) => `${one},`,
  semicolon: (one) => `${one};`,
  'several ends': (one) => `<${one}>;,. `,
  'full stop': (one) => `${one}.`,
  'stops before and after': (one) => `..${one}...`,
  mailto: (one) => `mailto:${one}`,
  'mailto in capitals': (one) => `MAILTO:${one}`,
  'mailto in brackets': (one) => `<mailto:${one}>`,
  'mailto with a subject': (one) => `mailto:${one}?subject=Hello&body=you`,
  'mailto escaped': (one) => `mailto:${encodeURIComponent(one)}`,
  'smtp of a directory': (one) => `SMTP:${one}`,
  label: (one) => `E-mail: ${one}`,
  'display name': (one) => `Jo Smith <${one}>`,
  'quoted display name': (one) => `"Smith, Jo (LA)" <${one}>`,
  'display name without brackets': (one) => `Jo Smith ${one}`,
  'name after': (one) => `${one} (Jo Smith)`,
  'address as display name': (one) => `${one} <${one}>`,
  'pasted with its link': (one) => `${one}<mailto:${one}>`,
  'zero width': (one) => `\u200b${one.replace('@', '\u200d@\u2060')}\ufeff`,
  'soft hyphen': (one) => one.replace('council', 'coun\u00adcil'),
  'text direction': (one) => `\u202a${one}\u202c`,
  'variation selector': (one) => `${one}\ufe0f`,
  'full width': full,
  markdown: (one) => `**\`${one}\`**`,
  'guest sign-in name': guest,
  'guest sign-in name in small letters': (one) => guest(one).toLowerCase(),
  'guest sign-in name escaped': (one) => guest(one).replaceAll('#', '%23'),
};

describe('one form', () => {
  test.each(Object.entries(WAYS))('%s', (_, write) => {
    expect(normaliseAddress(write(ADDRESS))).toBe(ADDRESS);
    expect(normaliseAddress(write('jane.doe_x@nhs.net'))).toBe('jane.doe_x@nhs.net');
  });

  test('any address, written in any two ways one over the other, is one', () => {
    const word = fc.stringMatching(/^[a-z0-9]([a-z0-9._+-]{0,10}[a-z0-9])?$/);
    const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?$/);
    const address = fc.tuple(word, label, label).map(([local, host, top]) => `${local}@${host}.${top}`);
    // What turns an address into another kind of text is done first.
    const inner = fc.constantFrom(...Object.values(WAYS));
    const outer = fc.constantFrom(
      ...['capitals', 'spaces', 'angle brackets', 'quotes', 'semicolon', 'zero width', 'full width'].map(
        (way) => WAYS[way] as (one: string) => string,
      ),
    );
    fc.assert(
      fc.property(address, inner, outer, (one, a, b) => {
        expect(normaliseAddress(b(a(one)))).toBe(one);
      }),
      { numRuns: 2_000 },
    );
  });

  test('doing it again changes nothing, whatever the text', () => {
    const piece = fc.constantFrom(
      '@',
      '.',
      'a',
      'B_c.d',
      '#EXT#@t.com',
      'mailto:',
      '%40',
      '%2540',
      '<',
      '>',
      ' ',
      '\u200b',
      'ﷺ',
      'İ',
      '’',
      '。',
      ';',
      '?x',
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.array(piece, { maxLength: 14 }).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const once = normaliseAddress(text);
        expect(normaliseAddress(once)).toBe(once);
      }),
      { numRuns: 2_000 },
    );
  });

  test('two addresses are none, and neither is a name', () => {
    for (const text of [
      'a@x.org; b@x.org',
      'a@x.org,b@x.org',
      'a@x.org b@x.org',
      'Jo Smith',
      'a@b',
      '@x.org',
      'a@',
      'a@@x.org',
      '',
    ])
      expect(isEmail(normaliseAddress(text)), text).toBe(false);
  });

  test('an object id, however it was copied', () => {
    const id = '0a1b2c3d-1111-4111-8111-abcdefabcdef';
    for (const text of [id, id.toUpperCase(), `{${id}}`, ` ${id};`, `\u200b${id}`]) {
      expect(normaliseAddress(text)).toBe(id);
      expect(isObjectId(normaliseAddress(text))).toBe(true);
    }
  });

  test('a very long text costs little', () => {
    const before = process.cpuUsage();
    for (const text of [
      '@'.repeat(100_000),
      'a_'.repeat(50_000),
      '<'.repeat(100_000),
      '_a.b#ext#@'.repeat(10_000),
      '.'.repeat(100_000),
    ])
      normaliseAddress(text);
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(500);
  });
});
