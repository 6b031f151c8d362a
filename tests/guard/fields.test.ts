// What stands in two fields of a form together, and the sentences beside them.
// Pitfall: forms are full of figures, days and colleagues' names; two of them beside each other are no child.

import { describe, expect, it } from 'vitest';
import { findInFields, sayProblems } from '../../src/guard/fields.js';

/** Each identifies a child only as a whole. */
const WHOLES: readonly [string, string][] = [
  ['Jamie Carter', '14/03/2015'],
  ['A place for Jamie Carter', '14 March 2015, no school'],
  ['Amara Okafor', 'born in May 2014'],
  ['Waiting: Ruby Smith', 'aged 6, at home'],
  ['Ethan Hughes', 'Year 8 from September'],
  ['Referral 943 476', '5919 is lost'],
  ['943', '476 5919'],
  ['NHS number', '943 476 5910'],
  ['The pupil’s UPN is', 'B207000016049'],
  ['12 Acacia Road', 'CV1 2AB'],
  ['EHCP ref', '104532'],
];
const INNOCENT: readonly Record<string, string>[] = [
  { title: 'Agreed with Tom', likelihood: '4', impact: '5' },
  { what: 'Sarah Green', dueOn: '2026-12-31' },
  { spent: '943476', budget: '5919' },
  { spent: '94347', budget: '65919' },
  { title: 'Posts recruited by Helen', text: 'Year 2 of the plan is funded' },
  { title: 'Train 40 SENCOs at Hope Academy', text: '12 schools, 3 sessions each' },
  { a: 'Council offices, 1 Earl Street', b: 'Coventry CV1 5RR' },
];

describe('two fields together', () => {
  it.each(WHOLES)(
    '%s | %s are found, each part in its own field, in either order and with others between',
    (first, second) => {
      expect(findInFields({ first })).toEqual({});
      expect(findInFields({ second })).toEqual({});
      for (const form of [
        { first, second },
        { second, first },
        { first, status: 'green', inner: [{ second }] },
      ]) {
        const found = findInFields(form);
        expect(Object.keys(found), JSON.stringify(form)).toContain('inner' in form ? 'inner.0.second' : 'second');
        for (const [path, findings] of Object.entries(found))
          for (const { at, words } of findings) {
            const text = path.endsWith('first') ? first : second;
            expect(text.slice(at, at + words.length)).toBe(words);
          }
      }
    },
  );

  it.each(INNOCENT)('%j pass', (form) => {
    expect(findInFields(form)).toEqual({});
  });

  it('are named in both fields, and the warning that more may be there stands once', () => {
    expect(sayProblems(findInFields({ title: 'For Jamie Carter', commentary: '14/03/2015, no school' }))).toEqual({
      title:
        'Please take out “Jamie Carter”: together with another field, it looks like a child’s date of birth or age. This check cannot see everything, so look for more.',
      commentary:
        'Please take out “14/03/2015”: together with another field, it looks like a child’s date of birth or age.',
    });
  });

  it('the same words are named once', () => {
    const { text } = sayProblems(findInFields({ text: '943 476 5919 and again 943 476 5919' }));
    expect(text).toMatch(/^Please take out “943 476 5919”: it looks like an NHS number\. /);
  });
});
