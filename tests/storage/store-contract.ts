// What every adapter of the storage port must do, whatever it stores in. What one could get wrong: a real account's container
// is shared by all tests and runs, so every test keeps to partitions of its own and none may count on an empty store.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Draft, listAll, type Store } from '../../src/storage/store.js';
import { draft } from './draft.js';
import { listingContract } from './listing-contract.js';

export interface StoreUnderTest {
  /** Opens a store; it may hold other partitions already. */
  open(): Promise<Store>;
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

    listingContract(() => ({ store, here }));

    test('what was created is read back whole, under a version', async () => {
      const made = await store.create('milestone', own('M18', { title: 'Posts recruited' }));
      expect(made).toMatchObject({
        id: 'M18',
        partition: here,
        at: '2026-11-26T09:00:00.000Z',
        body: { title: 'Posts recruited' },
      });
      expect(made.version).not.toBe('');
      expect(await store.read('milestone', here, 'M18')).toEqual(made);
    });

    test('says where documents of some kinds are, each place once', async () => {
      for (const id of ['M18', 'M19']) await store.create('milestone', own(id, {}));
      await store.create('risk', draft('R04', {}, { partition: there }));
      await store.create('draft', own('M18', {}));
      const found = await store.listPartitions(['milestone', 'risk']);
      const ours = found.filter(({ partition }) => partition === here || partition === there);
      expect(ours.sort((a, b) => a.kind.localeCompare(b.kind))).toEqual([
        { kind: 'milestone', partition: here },
        { kind: 'risk', partition: there },
      ]);
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
