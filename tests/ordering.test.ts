// The one order of references: as `localeCompare` with its options gave it, and nowhere else with options of its own.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareNumbered } from '../src/ordering.js';
import { projectPath } from '../src/project-root.js';

it('puts M2 before M10, and anything as a collation with numbers does', () => {
  expect(['M10', 'M2', 'm3', 'WS10', 'WS9'].sort(compareNumbered)).toEqual(['M2', 'm3', 'M10', 'WS9', 'WS10']);
  const text = fc.oneof(fc.stringMatching(/^[A-Z]{1,2}\d{1,5}$/), fc.string());
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(compareNumbered(a, b))).toBe(Math.sign(a.localeCompare(b, 'en', { numeric: true })));
    }),
  );
});

it('is asked for here alone, since a collator made at every comparison costs forty times as much', () => {
  const source = projectPath('src');
  const makers = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .filter((name) => /localeCompare\([^()]*\{|Intl\.Collator/.test(readFileSync(join(source, name), 'utf8')));
  expect(makers).toEqual(['ordering.ts']);
});
