import { describe, expect, it } from 'vitest';
import { type Holdings, owesTelling } from '../../src/programmes/owning.js';

interface Thing {
  owner: string;
  words: string;
  actions: Record<string, string>;
}

const held: Holdings<Thing> = (thing) => [
  { part: '', memberId: thing.owner, content: thing },
  ...Object.entries(thing.actions).map(([part, memberId]) => ({ part, memberId, content: part })),
];
const thing = (more: Partial<Thing> = {}): Thing => ({ owner: 'ann', words: 'as it was', actions: {}, ...more });
const told = (by: string, before: Thing | undefined, after: Thing) =>
  owesTelling(held, by, before, after).map(({ to, why }) => `${to} ${why}`);

describe('who is told of an entry', () => {
  it.each<[string, string, Thing | undefined, Thing, string[]]>([
    ['the owner whom somebody else names', 'bob', undefined, thing(), ['ann named']],
    ['nobody, when it is named by its own owner', 'ann', undefined, thing(), []],
    ['the owner of what somebody else changes', 'bob', thing(), thing({ words: 'otherwise' }), ['ann changed']],
    ['nobody, when the owner changes it', 'ann', thing(), thing({ words: 'otherwise' }), []],
    ['nobody, when nothing is changed', 'bob', thing(), thing(), []],
    ['the new owner and the old one', 'bob', thing(), thing({ owner: 'cat' }), ['cat named', 'ann moved']],
    ['only the new owner, when the old one hands it on', 'ann', thing(), thing({ owner: 'cat' }), ['cat named']],
    ['only the old owner, when somebody takes it', 'cat', thing(), thing({ owner: 'cat' }), ['ann moved']],
    ['whoever is to do a part of it', 'ann', thing(), thing({ actions: { one: 'cat' } }), ['cat named']],
    [
      'each person once, and of what matters most',
      'bob',
      thing({ actions: { one: 'ann' } }),
      thing({ actions: { one: 'ann', two: 'ann' } }),
      ['ann named'],
    ],
    [
      'whoever had a part that is gone',
      'bob',
      thing({ actions: { one: 'cat' } }),
      thing(),
      ['cat moved', 'ann changed'],
    ],
  ])('is %s', (_, by, before, after, expected) => {
    expect(told(by, before, after)).toEqual(expected);
  });
});
