// What every adapter of the storage port must do, whatever it stores in. What one could get wrong: a real account's container
// is shared by all tests and runs, so every test keeps to partitions of its own and none may count on an empty store.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Draft, listAll, type Store } from '../../src/storage/store.js';

export interface StoreUnderTest {
  /** Opens a store; it may hold other partitions already. */
  open(): Promise<Store>;
}

const AT = '2026-11-26T09:00:00.000Z';

/** A draft with what a test does not care about filled in. */
export function draft<T>(id: string, body: T, more: Partial<Draft<T>> = {}): Draft<T> {
  return { id, partition: 'sheffield', at: AT, body, ...more };
}

/** Runs the whole contract against one adapter. */
export function storeContract(name: string, { open }: StoreUnderTest): void {
  describe(`the store contract on ${name}`, () => {
    let store: Store;
    let here: string;
    let there: string;
    const own = <T>(id: string, body: T, more: Partial<Draft<T>> = {}) => draft(id, body, { partition: here, ...more });
    beforeEach(async () => {
      store = await open();
      here = `sheffield ${randomUUID()}`;
      there = `leeds ${randomUUID()}`;
    });
    afterEach(async () => {
      await store.close();
    });

    test('what was created is read back whole, under a version', async () => {
      const made = await store.create('milestone', own('M18', { title: 'Posts recruited' }));
      expect(made).toMatchObject({ id: 'M18', partition: here, at: AT, body: { title: 'Posts recruited' } });
      expect(made.version).not.toBe('');
      expect(await store.read('milestone', here, 'M18')).toEqual(made);
    });

    test('a document that does not exist is read as undefined', async () => {
      expect(await store.read('milestone', here, 'M99')).toBeUndefined();
    });

    test('a second create of one id is TAKEN and leaves the first as it was', async () => {
      const made = await store.create('milestone', own('M18', 'first'));
      await expect(store.create('milestone', own('M18', 'second'))).rejects.toMatchObject({ name: 'TAKEN' });
      expect(await store.read('milestone', here, 'M18')).toEqual(made);
    });

    test('a replace changes body, instant and version', async () => {
      const made = await store.create('risk', own('R04', { score: 20 }));
      const later = '2026-11-27T09:00:00.000Z';
      const replaced = await store.replace('risk', { ...made, at: later, body: { score: 12 } });
      expect(replaced.version).not.toBe(made.version);
      expect(await store.read('risk', here, 'R04')).toEqual({ ...replaced, at: later, body: { score: 12 } });
    });

    test('a replace with an old version is STALE and changes nothing', async () => {
      const made = await store.create('risk', own('R04', 1));
      const replaced = await store.replace('risk', { ...made, body: 2 });
      await expect(store.replace('risk', { ...made, body: 3 })).rejects.toMatchObject({ name: 'STALE' });
      expect(await store.read('risk', here, 'R04')).toEqual(replaced);
    });

    test('a replace of a document that is not there is MISSING', async () => {
      const made = await store.create('risk', own('R04', 1));
      await store.delete('risk', here, 'R04');
      await expect(store.replace('risk', { ...made, body: 2 })).rejects.toMatchObject({ name: 'MISSING' });
      expect(await store.read('risk', here, 'R04')).toBeUndefined();
    });

    test('of 64 writers that race to replace one version, one wins and 63 are STALE', async () => {
      const made = await store.create('milestone', own('M18', { writer: -1 }));
      const writers = Array.from({ length: 64 }, (_, writer) =>
        store.replace('milestone', { ...made, body: { writer } }),
      );
      const outcomes = await Promise.allSettled(writers);
      const winners = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
      const losers = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.name] : []));
      expect(winners).toHaveLength(1);
      expect(losers).toEqual(Array(63).fill('STALE'));
      expect(await store.read('milestone', here, 'M18')).toEqual(winners[0]);
    });

    test('of 64 writers that race to create one id, one wins and 63 are TAKEN', async () => {
      const writers = Array.from({ length: 64 }, (_, writer) => store.create('numbering', own('R', writer)));
      const outcomes = await Promise.allSettled(writers);
      const losers = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.name] : []));
      expect(losers).toEqual(Array(63).fill('TAKEN'));
    });

    test('deleting is done once and harmless twice', async () => {
      await store.create('form', own('f1', 1));
      await store.delete('form', here, 'f1');
      await store.delete('form', here, 'f1');
      expect(await store.read('form', here, 'f1')).toBeUndefined();
    });

    test('no version is used twice, not even after a delete and a create', async () => {
      const versions: string[] = [];
      for (let round = 0; round < 5; round += 1) {
        const made = await store.create('form', own('f1', round));
        const replaced = await store.replace('form', made);
        versions.push(made.version, replaced.version);
        await store.delete('form', here, 'f1');
      }
      const last = await store.create('form', own('f1', 'last'));
      expect(new Set([...versions, last.version]).size).toBe(11);
      for (const version of versions)
        await expect(store.replace('form', { ...last, version })).rejects.toMatchObject({ name: 'STALE' });
    });

    test('partitions and kinds are apart: one id can stand in each', async () => {
      await store.create('milestone', own('X1', 'milestone here'));
      await store.create('risk', own('X1', 'risk here'));
      await store.create('milestone', own('X1', 'milestone there', { partition: there }));
      await store.delete('milestone', there, 'X1');
      expect((await store.read('milestone', here, 'X1'))?.body).toBe('milestone here');
      expect((await store.read('risk', here, 'X1'))?.body).toBe('risk here');
      expect(await listAll(store, ['milestone'], here)).toMatchObject([{ kind: 'milestone', id: 'X1' }]);
      expect(await listAll(store, ['milestone', 'risk'], there)).toEqual([]);
      expect(await listAll(store, [], here)).toEqual([]);
    });

    test('a listing is newest first, over several kinds, each named once', async () => {
      const order = [3, 1, 4, 0, 2];
      for (const day of order) {
        const at = `2026-11-0${day + 1}T09:00:00.000Z`;
        await store.create(day % 2 === 0 ? 'risk' : 'milestone', own(`d${day}`, day, { at }));
      }
      const listed = await listAll<number>(store, ['risk', 'milestone', 'risk'], here);
      expect(listed.map((document) => document.body)).toEqual([4, 3, 2, 1, 0]);
      expect(listed.map((document) => document.kind)).toEqual(['risk', 'milestone', 'risk', 'milestone', 'risk']);
      expect(listed[0]).toEqual({ ...(await store.read('risk', here, 'd4')), kind: 'risk' });
    });

    test('documents of one instant keep their order between listings', async () => {
      await createMany(store, here, 40, () => AT);
      const first = await listAll(store, ['milestone', 'risk'], here);
      const second = await listAll(store, ['milestone', 'risk'], here, { pageSize: 7 });
      expect(first).toHaveLength(40);
      expect(second.map(named)).toEqual(first.map(named));
    });

    test('a listing in pages has everything once, whatever the ties, and no page above its size', async () => {
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

    test('a listing since an instant includes that instant and nothing before it', async () => {
      for (const day of [1, 2, 3])
        await store.create('entry', own(`e${day}`, day, { at: `2026-11-0${day}T00:00:00.000Z` }));
      const within = { since: '2026-11-02T00:00:00.000Z', pageSize: 1 };
      expect((await listAll(store, ['entry'], here, within)).map((entry) => entry.body)).toEqual([3, 2]);
    });

    test.each([
      ['every plane of Unicode', 'Ünïcode, 🏴󠁧󠁢󠁥󠁮󠁧󠁿, שלום, \u0000, \u2028, "quotes" and \\ and ${secret}'],
      ['nothing but null', null],
      ['nested records and lists', { a: [{ b: [[], {}, [null, 0, -1.5, true]] }], 'odd key $': { __type: 'x' } }],
      ['a number at the edge', Number.MAX_SAFE_INTEGER],
      ['200 KB of text', 'word '.repeat(40_000)],
    ])('a body of %s comes back as it was', async (_, body) => {
      const made = await store.create('picture', own('p', { body }));
      const replaced = await store.replace('picture', made);
      expect((await store.read('picture', here, 'p'))?.body).toEqual({ body });
      expect(await listAll(store, ['picture'], here)).toEqual([{ ...replaced, kind: 'picture' }]);
    });

    test('awkward ids and partitions stay apart and come back as they were', async () => {
      const ids = [
        'a b',
        'a%20b',
        'a+b',
        'a~20~b',
        'é',
        'e\u0301',
        '~',
        '%',
        '..',
        '.',
        "o'clock",
        '"q"',
        'x|y',
        'x:y',
        'a/b',
      ];
      ids.push(
        'a\\b',
        'a?b',
        'a#b',
        'M18@12',
        ' lead',
        'trail ',
        'trail',
        '🏴',
        'A',
        'a',
        '19:abc@thread.tacv2;messageid=1',
        'n'.repeat(255),
      );
      for (const id of ids) await store.create('entry', own(id, id, { partition: `${there} ${id}` }));
      for (const id of ids) await store.create('entry', own(id, id, { partition: here }));
      for (const id of ids) {
        expect(await store.read('entry', here, id)).toMatchObject({ id, body: id });
        expect(await listAll(store, ['entry'], `${there} ${id}`)).toMatchObject([
          { id, partition: `${there} ${id}`, body: id },
        ]);
      }
      const listed = await listAll(store, ['entry'], here);
      expect(listed.map((entry) => entry.id).sort()).toEqual([...ids].sort());
    });

    test('the life of a document is kept with it', async () => {
      const made = await store.create('form', own('f1', 1, { expiresInSeconds: 3600 }));
      expect(await store.read('form', here, 'f1')).toEqual({ ...made, expiresInSeconds: 3600 });
    });

    test('a store that answers can be pinged', async () => {
      await expect(store.ping()).resolves.toBeUndefined();
    });
  });
}

/** A name no other test run uses, for a store that outlives the run. */
export function freshName(): string {
  return `contract-${randomUUID()}`;
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
