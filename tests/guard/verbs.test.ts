// Every verb of the product that takes people's words draws its form again when the guard refuses them. What one could get
// wrong: a field counts as one for words when it takes any sentence; a choice or an id whose schema takes any text does too.

import { describe, expect, it } from 'vitest';
import * as z from 'zod/v4';
import { OWN_FIELDS } from '../../src/guard/fields.js';
import { loadFeatures } from '../cards/all-features.js';

const { verbs } = await loadFeatures();
const SENTENCE = 'People’s own words, such as these.';

/** The places in a form where any sentence may stand. */
function wordFields(schema: z.ZodType, path = ''): string[] {
  if (schema instanceof z.ZodObject)
    return Object.entries(schema.shape).flatMap(([field, inner]) =>
      OWN_FIELDS.has(field) ? [] : wordFields(inner as z.ZodType, path === '' ? field : `${path}.${field}`),
    );
  if (schema instanceof z.ZodArray) return wordFields(schema.element as z.ZodType, `${path}[]`);
  if (schema instanceof z.ZodRecord) return wordFields(schema.valueType as z.ZodType, `${path}{}`);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => wordFields(option as z.ZodType, path));
  if (schema instanceof z.ZodPipe) return wordFields(schema.in as z.ZodType, path);
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault)
    return wordFields(schema.unwrap() as z.ZodType, path);
  return schema.safeParse(SENTENCE).success ? [path] : [];
}

describe('a form for people’s words', () => {
  const taking = [...verbs.values()].filter((verb) => wordFields(verb.form).length > 0);

  it('is found by this test', () => {
    const names = taking.map((verb) => verb.verb);
    for (const known of [
      'milestones.post-update',
      'milestones.withdraw',
      'risks.raise',
      'risks.add-action',
      'risks.close',
    ])
      expect(names).toContain(known);
    for (const without of ['milestones.list', 'milestones.show', 'risks.complete-action', 'summary.show'])
      expect(names).not.toContain(without);
    expect(wordFields(z.object({ a: z.array(z.object({ b: z.string().optional() })), n: z.number() }))).toEqual([
      'a[].b',
    ]);
  });

  it.each(taking.map((verb) => [verb.verb, verb] as const))(
    '%s says how it is drawn again when the guard refuses it (`refused`, routes.ts)',
    (_, verb) => {
      expect(verb.refused, `${verb.verb} takes words in ${wordFields(verb.form).join(', ')}`).toBeTypeOf('function');
    },
  );
});
