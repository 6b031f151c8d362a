// The contract on the embedded store, in memory and on disk, and what only a file has: it keeps all when it is opened
// again, belongs to one process, and loses what has expired. What one could get wrong: two stores on one file cannot be
// open at once, so a test closes one before it opens the next.
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openEmbeddedStore } from '../../src/storage/embedded-store.js';
import { openStore } from '../../src/storage/open-store.js';
import { listAll } from '../../src/storage/store.js';
import { draft, freshName } from './draft.js';
import { storeContract } from './store-contract.js';

const folder = mkdtempSync(join(tmpdir(), 'embedded-store-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const freshFile = () => join(folder, freshName(), 'deep', 'store.db');

storeContract('the embedded store in memory', { open: () => openEmbeddedStore({ file: ':memory:' }) });
storeContract('the embedded store on disk', { open: () => openStore({ kind: 'embedded', file: freshFile() }) });

describe('the embedded store on disk', () => {
  test('keeps everything when it is closed and opened again, with versions that still hold', async () => {
    const file = freshFile();
    const first = await openEmbeddedStore({ file });
    const made = await first.create('risk', draft('R01', { cause: 'few EPs' }));
    for (let index = 0; index < 50; index += 1) await first.create('entry', draft(`e${index}`, index));
    await first.close();
    const second = await openEmbeddedStore({ file });
    expect(await second.read('risk', 'sheffield', 'R01')).toEqual(made);
    expect(await listAll(second, ['entry'], 'sheffield')).toHaveLength(50);
    const replaced = await second.replace('risk', made);
    expect(replaced.version).not.toBe(made.version);
    await second.close();
  });

  test('uses no version again after it was deleted, closed, opened and created again', async () => {
    const file = freshFile();
    const versions: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const store = await openEmbeddedStore({ file });
      versions.push((await store.create('form', draft('f1', round))).version);
      await store.delete('form', 'sheffield', 'f1');
      await store.close();
    }
    expect(new Set(versions).size).toBe(3);
  });

  test('finishes what was asked before it closes, refuses what is asked after, and can be closed twice', async () => {
    const file = freshFile();
    const store = await openEmbeddedStore({ file });
    const pending = Array.from({ length: 600 }, (_, index) => store.create('entry', draft(`e${index}`, index)));
    await store.close();
    await store.close();
    expect(await Promise.all(pending)).toHaveLength(600);
    await expect(store.create('entry', draft('late', 1))).rejects.toMatchObject({ name: 'UNAVAILABLE' });
    await expect(store.read('entry', 'sheffield', 'e1')).rejects.toMatchObject({ name: 'UNAVAILABLE' });
    await expect(store.ping()).rejects.toMatchObject({ name: 'UNAVAILABLE' });
    const again = await openEmbeddedStore({ file });
    expect(await listAll(again, ['entry'], 'sheffield')).toHaveLength(600);
    await again.close();
  });

  test('one write that cannot be stored does not take its neighbours with it', async () => {
    const store = await openEmbeddedStore({ file: freshFile() });
    const [before, broken, after] = await Promise.allSettled([
      store.create('entry', draft('before', 1)),
      store.create('entry', draft('broken', 1, { at: null as unknown as string })),
      store.create('entry', draft('after', 1)),
    ]);
    expect([before.status, after.status]).toEqual(['fulfilled', 'fulfilled']);
    expect(broken).toMatchObject({ status: 'rejected', reason: { name: 'UNAVAILABLE' } });
    expect(await listAll(store, ['entry'], 'sheffield')).toHaveLength(2);
    await store.close();
  });

  test('a second opening in this process is refused and leaves the first working', async () => {
    const file = freshFile();
    const first = await openEmbeddedStore({ file });
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const refused = openEmbeddedStore({ file });
      await expect(refused).rejects.toMatchObject({ name: 'UNAVAILABLE', message: expect.stringContaining(file) });
      await expect(refused).rejects.toThrow('another process has it');
    }
    await first.create('risk', draft('R01', 1));
    await first.close();
    const second = await openEmbeddedStore({ file });
    expect(await second.read('risk', 'sheffield', 'R01')).toMatchObject({ body: 1 });
    await second.close();
  });

  test('a file that is no store, and a folder that cannot be made, are refused by name', async () => {
    const notAStore = join(folder, freshName());
    writeFileSync(notAStore, 'Minutes of the Board. '.repeat(500));
    await expect(openEmbeddedStore({ file: notAStore })).rejects.toMatchObject({
      name: 'UNAVAILABLE',
      message: expect.stringContaining(notAStore),
    });
    const belowAFile = join(notAStore, 'store.db');
    await expect(openEmbeddedStore({ file: belowAFile })).rejects.toMatchObject({ name: 'UNAVAILABLE' });
    const aFolder = join(folder, freshName());
    mkdirSync(aFolder);
    await expect(openEmbeddedStore({ file: aFolder })).rejects.toMatchObject({ name: 'UNAVAILABLE' });
  });
});

describe('expiry in the embedded store', () => {
  const start = Date.parse('2026-11-26T09:00:00.000Z');
  function drivenClock() {
    let time = start;
    return { now: () => new Date(time), passSeconds: (seconds: number) => (time += seconds * 1000) };
  }

  test('an expired document is not read, listed or replaced, and its id is free', async () => {
    const clock = drivenClock();
    const store = await openEmbeddedStore({ file: ':memory:', now: clock.now });
    const made = await store.create('form', draft('f1', 'old', { expiresInSeconds: 60 }));
    await store.create('form', draft('kept', 'kept'));
    clock.passSeconds(59.9);
    await expect(store.create('form', draft('f1', 'early'))).rejects.toMatchObject({ name: 'TAKEN' });
    clock.passSeconds(0.1);
    expect(await store.read('form', 'sheffield', 'f1')).toBeUndefined();
    expect((await listAll(store, ['form'], 'sheffield')).map((form) => form.id)).toEqual(['kept']);
    await expect(store.replace('form', made)).rejects.toMatchObject({ name: 'MISSING' });
    const again = await store.create('form', draft('f1', 'new'));
    expect(again.version).not.toBe(made.version);
    clock.passSeconds(1_000_000);
    expect(await store.read('form', 'sheffield', 'f1')).toEqual(again);
    await store.close();
  });

  test('every replace begins the life of a document anew', async () => {
    const clock = drivenClock();
    const store = await openEmbeddedStore({ file: ':memory:', now: clock.now });
    const made = await store.create('form', draft('f1', 1, { expiresInSeconds: 60 }));
    clock.passSeconds(40);
    await store.replace('form', made);
    clock.passSeconds(40);
    expect(await store.read('form', 'sheffield', 'f1')).toMatchObject({ body: 1 });
    clock.passSeconds(20);
    expect(await store.read('form', 'sheffield', 'f1')).toBeUndefined();
    await store.close();
  });

  test('what has expired is removed as the store is used, so the file does not grow', async () => {
    const clock = drivenClock();
    const file = freshFile();
    const store = await openEmbeddedStore({ file, now: clock.now });
    const body = 'x'.repeat(1000);
    for (let round = 0; round < 12; round += 1) {
      const round500 = Array.from({ length: 500 }, (_, index) =>
        store.create('form', draft(`${round}-${index}`, body, { expiresInSeconds: 60 })),
      );
      await Promise.all(round500);
      clock.passSeconds(61);
    }
    await store.close();
    // 6,000 of these would take over 6 MB; the last thousand and their room take under 3.
    expect(statSync(file).size).toBeLessThan(3_000_000);
    const reopened = await openEmbeddedStore({ file, now: clock.now });
    expect(await listAll(reopened, ['form'], 'sheffield')).toEqual([]);
    await reopened.close();
  });
});
