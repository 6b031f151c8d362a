import { describe, expect, it } from 'vitest';
import { bandOf, isBeyondAppetite, levels, sayLevels, sayMovement, sayScore } from '../../src/risks/rules.js';
import { testPlan } from '../support/world.js';

const { scoring } = testPlan.programme;

describe('a score', () => {
  it.each([
    [1, '1 Low'],
    [4, '4 Low'],
    [5, '5 Medium'],
    [14, '14 Medium'],
    [15, '15 High'],
    [25, '25 High'],
  ])('of %i is %s', (score, said) => {
    expect(sayScore(score, scoring)).toBe(said);
  });

  it('has the bands of its own programme', () => {
    expect(bandOf(6, { size: 3, mediumFrom: 3, highFrom: 6, appetite: 6 })).toBe('high');
  });

  it.each([
    [14, false],
    [15, true],
    [16, true],
  ])('of %i is beyond an appetite of 15: %s', (score, beyond) => {
    expect(isBeyondAppetite(score, scoring)).toBe(beyond);
  });

  it('is told by its two words', () => {
    expect(sayLevels({ likelihood: 5, impact: 1 }, scoring)).toBe('5 Almost certain × 1 Negligible');
  });

  it('names only the ends of a scale that is not of five', () => {
    expect(levels('impact', 4)).toEqual(['1 Negligible', '2', '3', '4 Severe']);
  });
});

describe('movement', () => {
  const residual = { likelihood: 3, impact: 4 };
  it.each([
    [null, 'not reassessed yet'],
    [8, '↑ up from 8'],
    [12, '→ same as before'],
    [20, '↓ down from 20'],
  ])('from %s to 12 is said as %s', (previous, said) => {
    expect(sayMovement({ residual, previous })).toBe(said);
  });
});
