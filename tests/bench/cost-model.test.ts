// The arithmetic of costs: Microsoft's published prices at their two points, and sums that add up.

import { describe, expect, it } from 'vitest';
import { openEmbeddedStore } from '../../src/storage/embedded-store.js';
import { type Counted, costOf, monthOf, priceOf } from './cost-model.js';
import { countingStore } from './counting-store.js';

const KB = 1024;

describe('a price, under Strong consistency', () => {
  it.each([
    ['read', 200, 2],
    ['read', KB, 2],
    ['read', 100 * KB, 20],
    ['create', KB, 6.5],
    ['create', 100 * KB, 51],
    ['replace', KB, 13],
    ['list', 0, 4.6],
    ['list', 100 * KB, 24.6],
  ] as const)('of a %s of %i bytes is %f', (verb, bytes, units) => {
    expect(priceOf({ verb, bytes })).toBeCloseTo(units, 6);
  });

  it('grows with every byte above one kilobyte', () => {
    for (const verb of ['read', 'create', 'replace', 'list'] as const)
      expect(priceOf({ verb, bytes: 2 * KB })).toBeGreaterThan(priceOf({ verb, bytes: KB }));
  });
});

const counted: Counted[] = [
  { verb: 'read', kind: 'person', partition: 'people', bytes: 100 },
  { verb: 'create', kind: 'entry', partition: 'area:M01', bytes: 600 },
  { verb: 'create', kind: 'check-in', partition: 'area', bytes: 400 },
  { verb: 'create', kind: 'delivery', partition: 'prompts', bytes: 200, expires: true },
];

describe('a cost', () => {
  it('is shared by what it was counted over, and tells what stays from what passes', () => {
    expect(costOf(counted, 'area', 2)).toEqual({
      requests: 2,
      units: (2 + 3 * 6.5) / 2,
      kept: 500,
      passing: 100,
      inHeads: 200,
    });
  });

  it('of a month is each as often as it happens', () => {
    const one = costOf(counted, 'area');
    expect(monthOf({ seldom: one, often: one }, { seldom: 1, often: 9 })).toEqual({
      requests: 40,
      units: expect.closeTo(10 * one.units, 6),
      kept: 10_000,
      passing: 2_000,
      inHeads: 4_000,
    });
  });
});

it('a store that counts notes every operation with its bytes, and what will expire', async () => {
  const store = countingStore(await openEmbeddedStore({ file: ':memory:' }));
  const draft = { id: 'one', partition: 'p', at: '2026-11-26T09:00:00.000Z', body: { words: 'x'.repeat(1000) } };
  const stored = await store.create('draft', { ...draft, expiresInSeconds: 60 });
  await store.read('draft', 'p', 'one');
  await store.read('draft', 'p', 'none');
  await store.replace('draft', stored);
  for await (const _ of store.list(['draft'], 'p'));
  for await (const _ of store.list(['entry'], 'p'));
  await store.delete('draft', 'p', 'one');
  expect(store.counted.map(({ verb, expires }) => (expires ? `${verb}, expires` : verb))).toEqual([
    'create, expires',
    'read',
    'read',
    'replace',
    'list',
    'list',
    'delete',
  ]);
  const bytes = store.counted.map((one) => one.bytes);
  for (const n of [0, 1, 3, 4]) expect(bytes[n]).toBeGreaterThan(1000);
  for (const n of [2, 5, 6]) expect(bytes[n]).toBeLessThan(10);
  await store.close();
});
