// One way to write a reference, however it was typed.
// Pitfall: a number or a word on its own is no reference, or "3 December" would open something.

import { describe, expect, it } from 'vitest';
import { knownReference, readReference, readReferences, verbOf } from '../../src/programmes/references.js';

const LETTERS = ['A', 'C', 'D', 'I', 'K', 'M', 'Q', 'R'];
const WAYS: ((letter: string) => string)[] = [
  (l) => `${l}1`,
  (l) => `${l}01`,
  (l) => `${l}001`,
  (l) => `${l.toLowerCase()}01`,
  (l) => `${l} 01`,
  (l) => `${l}-01`,
  (l) => `${l}\u201101`,
  (l) => `${l}\u201301`,
  (l) => `${l}\u00a001`,
  (l) => `${l}.01`,
  (l) => ` ${l}01. `,
  (l) => `(${l}01)`,
  (l) => `“${l}01”`,
  (l) => `${l}\u200b01`,
  (l) => `${String.fromCharCode(l.charCodeAt(0) + 0xfee0)}０１`,
];

describe('a reference', () => {
  it.each(LETTERS)('with %s is the same however it is written', (letter) => {
    for (const way of WAYS) expect(readReference(way(letter)), way(letter)).toBe(`${letter}01`);
  });

  it('may have its word before it, or instead of its letter, but not another one’s', () => {
    expect(['milestone M01', 'Milestone 1', 'milestone no. 1', 'Milestone-1'].map(readReference)).toEqual(
      Array(4).fill('M01'),
    );
    expect(['risk r4', 'change request c2', 'workstream 3', 'ws03', 'M12345'].map(readReference)).toEqual([
      'R04',
      'C02',
      'WS3',
      'WS3',
      'M12345',
    ]);
    expect(readReference('milestone R01')).toBeUndefined();
  });

  it.each(['', '1', '01', 'M', 'M1234567', 'X01', 'M01 slips', 'MM01', 'M0x1', `M${' '.repeat(90)}1`, '3 December'])(
    'is not read from “%s”',
    (text) => expect(readReference(text)).toBeUndefined(),
  );

  it('that a record bears as it was typed is that record’s', () => {
    expect(knownReference('m1', new Set(['M1']))).toBe('M1');
    expect(knownReference('m1', new Set(['M01']))).toBe('M01');
    expect(knownReference(' Sam ', new Set())).toBe('SAM');
  });

  it('may be one of several', () => {
    expect(readReferences('M1, M 02;m-3 and M04\nM01')).toEqual(['M01', 'M02', 'M03', 'M04']);
    expect(readReferences('')).toEqual([]);
    expect(readReferences('M01, soon')).toBeUndefined();
    expect(verbOf('M01')).toBe('milestones.show');
  });
});
