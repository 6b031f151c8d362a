// A store that still answers and takes nothing any more: a full disk, an account at its limit. Pitfall: what is shown must say
// so and what is read must go on, so both are asked here at the same time.
import { afterEach, expect, test } from 'vitest';
import { isError, ProductError } from '../src/errors.js';
import type { Log } from '../src/log.js';
import { openCosmosStore } from '../src/storage/cosmos-store.js';
import { openEmbeddedStore } from '../src/storage/embedded-store.js';
import type { Store } from '../src/storage/store.js';
import { type StoreWatch, watchStore } from '../src/store-watch.js';
import { draft } from './storage/draft.js';
import { startScriptedCosmos } from './storage/scripted-cosmos.js';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
const events: string[] = [];
const note = (event: string) => void events.push(event);
const log: Log = { debug: note, info: note, warn: note, error: note };

/** A store whose disk is full while it is told so, and how often it was asked to write. */
async function openFull(): Promise<{ store: Store; full: boolean; asked: number }> {
  const inner = await openEmbeddedStore({ file: ':memory:' });
  closing.push(() => inner.close());
  const state = { full: false, asked: 0 };
  const write = <T>(run: () => Promise<T>): Promise<T> => {
    state.asked += 1;
    return state.full ? Promise.reject(new ProductError('UNAVAILABLE', 'SQLITE_FULL')) : run();
  };
  const store: Store = {
    ...inner,
    create: (kind, made) => write(() => inner.create(kind, made)),
    replace: (kind, record) => write(() => inner.replace(kind, record)),
  };
  return Object.assign(state, { store });
}

function watch(store: Store, every = { quietMs: 60_000, failedMs: 20 }): StoreWatch {
  const watching = watchStore(store, log, every);
  closing.push(watching.stop);
  return watching;
}

// Guard: `note(false)` in store-watch.ts.
test('A write that fails makes it unwritable, reads go on, and it is tried until one works again', async () => {
  const disk = await openFull();
  const { store, writable } = watch(disk.store);
  await store.create('risk', draft('R01', 1));
  expect(writable()).toBe(true);
  disk.full = true;
  await expect(store.create('risk', draft('R02', 1))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect(writable()).toBe(false);
  expect(await store.read('risk', 'sheffield', 'R01')).toBeDefined();
  expect(await store.read('risk', 'sheffield', 'R02')).toBeUndefined();
  const asked = disk.asked;
  await expect.poll(() => disk.asked).toBeGreaterThan(asked + 2);
  expect(writable()).toBe(false);
  disk.full = false;
  await expect.poll(writable).toBe(true);
  expect(events.filter((event) => event === 'store-takes-no-writes')).toHaveLength(1);
  expect(events).toContain('store-writes-again');
});

// Guard: the timer of `quietMs`; without it a disk that fills up while nobody writes is seen by the next person.
test('Without any write a small document is replaced now and then, so that a full disk is seen', async () => {
  const disk = await openFull();
  const { writable } = watch(disk.store, { quietMs: 20, failedMs: 20 });
  await expect.poll(() => disk.asked).toBeGreaterThan(3);
  disk.full = true;
  await expect.poll(writable).toBe(false);
});

// Guard: TAKEN, STALE and MISSING are answers of a store that works.
test('That somebody else was quicker says nothing of the disk', async () => {
  const disk = await openFull();
  const { store, writable } = watch(disk.store);
  const made = await store.create('risk', draft('R01', 1));
  await store.replace('risk', made);
  await expect(store.create('risk', draft('R01', 1))).rejects.toMatchObject({ code: 'TAKEN' });
  await expect(store.replace('risk', made)).rejects.toMatchObject({ code: 'STALE' });
  expect(writable()).toBe(true);
});

test.each([507, 403, 503])('Cosmos DB answering %i to writes is unwritable until it takes one', async (status) => {
  const cosmos = await startScriptedCosmos();
  closing.push(() => cosmos.stop());
  const inner = await openCosmosStore({ endpoint: cosmos.endpoint, key: 'a2V5', database: 'faults' });
  closing.push(() => inner.close());
  const { store, writable } = watch(inner, { quietMs: 60_000, failedMs: 200 });
  cosmos.script({ status });
  const failed = await store.create('risk', draft('R01', 1)).catch((error: unknown) => error);
  expect(isError(failed, 'UNAVAILABLE', 'UNCERTAIN')).toBe(true);
  expect(writable()).toBe(false);
  cosmos.script({ status: 200 });
  await expect.poll(writable).toBe(true);
});
