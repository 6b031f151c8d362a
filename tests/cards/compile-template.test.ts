// Compiled templates against the library that defines what a template means. Pitfall: a view that the schema allows may never have been
// drawn by anybody, so views are generated from the schemas and not taken from samples alone.

import { readFileSync } from 'node:fs';
import { Template } from 'adaptivecards-templating';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import * as z from 'zod/v4';
import { compileTemplate } from '../../src/cards/compile-template.js';
import type { Card } from '../../src/cards/define-card.js';
import { templateNames } from '../../src/cards/preview/samples.js';
import { readTemplate } from '../../src/cards/read-template.js';
import { projectPath } from '../../src/project-root.js';
import { loadFeatures } from './all-features.js';
import { flip } from './walk.js';

const { cards } = await loadFeatures();
/** Generated views a template: some 3,000 in all in the everyday run. */
const RUNS = process.env.TEST_SUITE === 'faults' ? 500 : 60;

const json = (...path: string[]): unknown => JSON.parse(readFileSync(projectPath(...path), 'utf8'));
/** As JSON, so that the order of keys counts too. */
const said = (card: unknown) => JSON.stringify(card);

/**
 * Any view that a schema allows. Texts are ones that mean something to a template, or nothing; a record has the keys of the sample's, since
 * a template names them one by one.
 */
function anyOf(schema: z.ZodType, sample: unknown): fc.Arbitrary<unknown> {
  const inside = (key: string | number): unknown =>
    typeof sample === 'object' && sample !== null ? (sample as Record<string, unknown>)[key] : undefined;
  if (schema instanceof z.ZodObject) {
    const shape = Object.entries(schema.shape).map(
      ([key, inner]) => [key, anyOf(inner as z.ZodType, inside(key))] as const,
    );
    return fc.record(Object.fromEntries(shape));
  }
  if (schema instanceof z.ZodArray) return fc.array(anyOf(schema.element as z.ZodType, inside(0)), { maxLength: 3 });
  if (schema instanceof z.ZodRecord) {
    const keys = Object.keys(typeof sample === 'object' && sample !== null ? sample : { a: '' });
    return fc.record(Object.fromEntries(keys.map((key) => [key, anyOf(schema.valueType as z.ZodType, inside(key))])));
  }
  if (schema instanceof z.ZodUnion) return fc.oneof(...schema.options.map((one) => anyOf(one as z.ZodType, sample)));
  if (schema instanceof z.ZodEnum) return fc.constantFrom(...schema.options);
  if (schema instanceof z.ZodLiteral) return fc.constantFrom(...schema.values);
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable)
    return anyOf(schema.unwrap() as z.ZodType, sample);
  if (schema instanceof z.ZodNumber) return fc.constantFrom(0, 1, 2.5, 199, 200, 201, -3);
  if (schema instanceof z.ZodBoolean) return fc.boolean();
  if (schema instanceof z.ZodString)
    return fc.constantFrom('', 'words', '${heading}', "it's", '0', 'true', '**b**', 'é'.repeat(300));
  if (schema instanceof z.ZodUnknown || schema instanceof z.ZodAny) return fc.constantFrom('text', 3, true);
  throw new Error(`no views are generated for ${schema.constructor.name}: add it to anyOf`);
}

describe.each(templateNames())('%s', (name) => {
  const template = readTemplate(name);
  const library = new Template(template);
  const draw = compileTemplate(template);
  const card = cards.get(name) as Card<unknown>;
  const sample = json('cards', `${name}.data.json`);

  it('draws its sample as the library does, and the sample turned round', () => {
    for (const view of [sample, flip(sample)] as object[])
      expect(said(draw(view))).toBe(said(library.expand({ $root: view })));
  });

  it('draws any view as the library does', () => {
    fc.assert(
      fc.property(anyOf(card.view, sample), (generated) => {
        const view = card.view.safeParse(generated);
        fc.pre(view.success);
        expect(said(draw(view.data as object))).toBe(said(library.expand({ $root: view.data as object })));
      }),
      { numRuns: RUNS },
    );
  });
});

describe('each thing that a template may say', () => {
  const view = {
    none: [],
    one: [{ name: 'a' }],
    two: [
      { name: 'a', on: true },
      { name: 'b', on: false },
    ],
    text: 'words',
    empty: '',
    zero: 0,
    many: 201,
    yes: true,
    no: false,
    inner: { deep: { text: 'deep' } },
  };
  test.each([
    [{ a: '${text}', b: 'x ${text} y ${many}', c: '${many}', d: '${yes}', e: '${two}' }],
    [{ items: [{ $data: '${two}', t: '${name} of ${$root.text}' }, { $data: '${none}', t: 'never' }, 'plain'] }],
    [
      {
        items: [{ $data: '${one}', t: '${name}' }],
        item: { $data: '${two}', t: '${name}' },
        gone: { $data: '${none}' },
      },
    ],
    [
      {
        items: [
          { $when: '${empty}', t: 1 },
          { $when: '${zero}', t: 2 },
          { $when: '${yes}', t: 3 },
          { $when: '${no}', t: 4 },
        ],
      },
    ],
    [
      {
        items: [
          { $when: '${missing}', t: 1 },
          { $when: "${missing != ''}", t: 2 },
          { $when: '${count(missing) > 0}', t: 3 },
        ],
      },
    ],
    [
      {
        items: [
          { $when: '${many > 200}', t: 1 },
          { $when: '${text > 200}', t: 2 },
          { $when: '${many <= 201}', t: 3 },
        ],
      },
    ],
    [
      {
        items: [
          { $when: '${text && empty}', t: 1 },
          { $when: '${no || zero}', t: 2 },
          { $when: '${!no}', t: 3 },
        ],
      },
    ],
    [
      {
        items: [
          { $when: "${text == 'words' && (many == 201 || no)}", t: 1 },
          { $data: '${two}', $when: '${on}', t: '${name}' },
        ],
      },
    ],
    [
      {
        a: "${if(text == 'words', 'yes', concat('no ', text))}",
        b: "${if(count(none) > 0, 'some', concat('n', many, yes))}",
      },
    ],
    [{ a: { $data: '${inner}', t: '${deep.text}', u: '${$root.text}' }, b: '${inner.deep.text}' }],
    [{ a: "it's ${text}, {curly} and $ alone", b: null, c: 3, d: false, e: [[1], ['${text}']] }],
  ])('%j is drawn as the library draws it', (template) => {
    expect(said(compileTemplate(template)(view))).toBe(said(new Template(template).expand({ $root: view })));
  });

  test.each(['${length(text)}', '${a + 1}', '${text', '${}', "${concat('a'", '${$host.x}', '${text text}'])(
    '%s is refused before anybody opens the card',
    (text) => expect(() => compileTemplate({ text })).toThrow('a template cannot use'),
  );

  test('A field that the view does not have stops the drawing: no placeholder ever reaches a person', () => {
    expect(() => compileTemplate({ text: '${missing}' })(view)).toThrow('names missing');
    expect(() => compileTemplate({ text: 'a ${inner.missing.x} b' })(view)).toThrow('names inner.missing.x');
    expect(() => compileTemplate({ text: '${constructor}' })(view)).toThrow('names constructor');
  });
});
