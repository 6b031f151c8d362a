// The part of the store contract that is about listings: order, ties, pages, and where they begin. What one could get wrong:
// documents of one instant have no order of their own, but whatever order an adapter gives them has to stay.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { listAll, type Store, type Within } from '../../src/storage/store.js';
import { AT, draft } from './draft.js';

/** Runs inside the contract's describe; `opened` gives the test's store and the partition that is its own. */
export function listingContract(opened: () => { store: Store; here: string }): void {
  test('a listing is newest first, over several kinds, each named once', async () => {
    const { store, here } = opened();
    const order = [3, 1, 4, 0, 2];
    for (const day of order) {
      const at = `2026-11-0${day + 1}T09:00:00.000Z`;
      await store.create(day % 2 === 0 ? 'risk' : 'milestone', draft(`d${day}`, day, { at, partition: here }));
    }
    const listed = await listAll<number>(store, ['risk', 'milestone', 'risk'], here);
    expect(listed.map((document) => document.body)).toEqual([4, 3, 2, 1, 0]);
    expect(listed.map((document) => document.kind)).toEqual(['risk', 'milestone', 'risk', 'milestone', 'risk']);
    expect(listed[0]).toEqual({ ...(await store.read('risk', here, 'd4')), kind: 'risk' });
  });

  test('documents of one instant keep their order between listings', async () => {
    const { store, here } = opened();
    await createMany(store, here, 40, () => AT);
    const first = await listAll(store, ['milestone', 'risk'], here);
    const second = await listAll(store, ['milestone', 'risk'], here, { pageSize: 7 });
    expect(first).toHaveLength(40);
    expect(second.map(named)).toEqual(first.map(named));
  });

  test('a listing in pages has everything once, whatever the ties, and no page above its size', async () => {
    const { store, here } = opened();
    await createMany(store, here, 60, (index) => `2026-11-0${1 + (index % 4)}T09:00:00.000Z`);
    for (const pageSize of [1, 7, 60]) {
      const sizes: number[] = [];
      const seen: string[] = [];
      const instants: string[] = [];
      for await (const page of store.list(['milestone', 'risk'], here, { pageSize })) {
        sizes.push(page.length);
        seen.push(...page.map(named));
        instants.push(...page.map((document) => document.at));
      }
      expect(Math.max(...sizes)).toBeLessThanOrEqual(pageSize);
      expect(Math.min(...sizes)).toBeGreaterThan(0);
      expect(new Set(seen).size).toBe(60);
      expect(seen).toHaveLength(60);
      expect(instants).toEqual([...instants].sort().reverse());
    }
  });

  test('a listing until an instant includes that instant and nothing after it, over all its pages', async () => {
    const { store, here } = opened();
    for (const day of [1, 2, 2, 3])
      await store.create(
        'entry',
        draft(`e${day}-${randomUUID()}`, day, { at: `2026-11-0${day}T00:00:00.000Z`, partition: here }),
      );
    const until = '2026-11-02T00:00:00.000Z';
    for (const pageSize of [1, 2, 500]) {
      const days = async (within: Within) => (await listAll<number>(store, ['entry'], here, within)).map((e) => e.body);
      expect(await days({ until, pageSize })).toEqual([2, 2, 1]);
      expect(await days({ since: until, until, pageSize })).toEqual([2, 2]);
    }
  });

  test('a listing since an instant includes that instant and nothing before it', async () => {
    const { store, here } = opened();
    for (const day of [1, 2, 3])
      await store.create('entry', draft(`e${day}`, day, { at: `2026-11-0${day}T00:00:00.000Z`, partition: here }));
    const within = { since: '2026-11-02T00:00:00.000Z', pageSize: 1 };
    expect((await listAll(store, ['entry'], here, within)).map((entry) => entry.body)).toEqual([3, 2]);
  });
}

function named({ kind, id }: { kind: string; id: string }): string {
  return `${kind} ${id}`;
}

async function createMany(
  store: Store,
  partition: string,
  count: number,
  at: (index: number) => string,
): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    await store.create(
      index % 3 === 0 ? 'risk' : 'milestone',
      draft(`m${index % 30}-${index}`, index, { at: at(index), partition }),
    );
  }
}
