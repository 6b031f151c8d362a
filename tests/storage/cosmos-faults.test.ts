// How the Cosmos adapter ends when Cosmos misbehaves: which code, within which time, and after how many requests that really
// arrived. What one could get wrong: a write that may have been stored must never be called UNAVAILABLE.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openCosmosStore } from '../../src/storage/cosmos-store.js';
import { openStore } from '../../src/storage/open-store.js';
import { listAll, type Store } from '../../src/storage/store.js';
import { draft } from './draft.js';
import { type Answer, type ScriptedCosmos, startScriptedCosmos } from './scripted-cosmos.js';

const LONGEST_MS = 4000;

let cosmos: ScriptedCosmos;
let store: Store;
beforeAll(async () => {
  cosmos = await startScriptedCosmos();
});
afterAll(() => cosmos.stop());
beforeEach(async () => {
  store = await openCosmosStore({ endpoint: cosmos.endpoint, key: 'a2V5', database: 'faults' });
});
afterEach(() => store.close());

const record = { ...draft('R01', 1), version: 'seen' };
const operations: Record<string, () => Promise<unknown>> = {
  create: () => store.create('risk', draft('R01', 1)),
  replace: () => store.replace('risk', record),
  delete: () => store.delete('risk', 'sheffield', 'R01'),
  read: () => store.read('risk', 'sheffield', 'R01'),
  list: () => listAll(store, ['risk'], 'sheffield'),
  ping: () => store.ping(),
};
const writes = ['create', 'replace', 'delete'];
const reads = ['read', 'list', 'ping'];

/** Runs all of `names` at once and tells how each ended, and how long the slowest took. */
async function endings(names: string[]): Promise<{ codes: string[]; slowestMs: number }> {
  const began = performance.now();
  const codes = names.map((name) =>
    operations[name]?.().then(
      () => 'fine',
      (error: Error) => error.name,
    ),
  );
  return { codes: (await Promise.all(codes)).map(String), slowestMs: performance.now() - began };
}

const ambiguous: [string, Answer][] = [
  ['408', { status: 408 }],
  ['410', { status: 410 }],
  ['449', { status: 449 }],
  ['500', { status: 500 }],
  ['503', { status: 503 }],
  ['503 with no body', { status: 503, body: '' }],
  ["502 in a gateway's own HTML", { status: 502, body: '<html>Bad gateway</html>' }],
  ['a reset after the request was read', 'reset'],
  ['no answer at all', 'silent'],
];

const refused: [string, Answer][] = [
  ['400', { status: 400 }],
  ['401', { status: 401 }],
  ['403', { status: 403 }],
  ['403 for writing in this region', { status: 403, substatus: 3 }],
  ['413', { status: 413 }],
  ['404 for the container', { status: 404, substatus: 1003 }],
  ['404 for the session', { status: 404, substatus: 1002 }],
];

test('the scripted endpoint is understood when it answers well', async () => {
  cosmos.script({ status: 200 });
  expect((await endings([...writes, ...reads])).codes).toEqual(Array(6).fill('fine'));
  expect([...cosmos.arrived()].sort()).toEqual(['DELETE', 'GET', 'GET', 'POST', 'POST', 'PUT']);
});

describe.each(ambiguous)('when Cosmos answers %s', (_, answer) => {
  test('writes end UNCERTAIN in time, and each was sent once', async () => {
    cosmos.script(answer);
    const { codes, slowestMs } = await endings(writes);
    expect(codes).toEqual(['UNCERTAIN', 'UNCERTAIN', 'UNCERTAIN']);
    expect(slowestMs).toBeLessThan(LONGEST_MS);
    expect([...cosmos.arrived()].sort()).toEqual(['DELETE', 'POST', 'PUT']);
  });

  test('reads end UNAVAILABLE in time', async () => {
    cosmos.script(answer);
    const { codes, slowestMs } = await endings(reads);
    expect(codes).toEqual(['UNAVAILABLE', 'UNAVAILABLE', 'UNAVAILABLE']);
    expect(slowestMs).toBeLessThan(LONGEST_MS);
  });
});

test.each(refused)('when Cosmos answers %s, nothing was stored and everything is UNAVAILABLE', async (_, answer) => {
  cosmos.script(answer);
  const { codes } = await endings([...writes, ...reads]);
  expect(codes).toEqual(Array(6).fill('UNAVAILABLE'));
  expect(cosmos.arrived()).toHaveLength(6);
});

test.each([
  ['create', 409, 'TAKEN'],
  ['replace', 412, 'STALE'],
  ['replace', 404, 'MISSING'],
  ['delete', 404, 'fine'],
  ['read', 404, 'fine'],
])('a %s answered %i ends as %s', async (operation, status, code) => {
  cosmos.script({ status });
  expect((await endings([operation])).codes).toEqual([code]);
});

describe('when Cosmos throttles with 429', () => {
  test('an operation waits as long as it was told to and then succeeds', async () => {
    cosmos.script({ status: 200 }, [
      { status: 429, retryAfterMs: 150 },
      { status: 429, retryAfterMs: 150 },
    ]);
    const { codes, slowestMs } = await endings(['create']);
    expect(codes).toEqual(['fine']);
    expect(slowestMs).toBeGreaterThanOrEqual(295);
    expect(cosmos.arrived()).toEqual(['POST', 'POST', 'POST']);
  });

  test('without end, every operation is UNAVAILABLE in time: a throttled write was certainly not stored', async () => {
    cosmos.script({ status: 429, retryAfterMs: 200 });
    const { codes, slowestMs } = await endings([...writes, ...reads]);
    expect(codes).toEqual(Array(6).fill('UNAVAILABLE'));
    expect(slowestMs).toBeLessThan(LONGEST_MS);
    expect(cosmos.arrived().length).toBeLessThan(6 * 12);
  });

  test('for longer than a person waits, every operation is UNAVAILABLE at once, after one request', async () => {
    cosmos.script({ status: 429, retryAfterMs: 60_000 });
    const { codes, slowestMs } = await endings([...writes, ...reads]);
    expect(codes).toEqual(Array(6).fill('UNAVAILABLE'));
    expect(slowestMs).toBeLessThan(1000);
    expect(cosmos.arrived()).toHaveLength(6);
  });
});

test('a page that is throttled is asked for again, and no document is lost or doubled', async () => {
  cosmos.script({ status: 200 }, [{ status: 429, retryAfterMs: 50 }]);
  expect(await listAll(store, ['risk'], 'sheffield')).toMatchObject([{ id: 'R01', body: 1 }]);
});

test('a request given up at the limit is not sent again afterwards', async () => {
  cosmos.script('reset');
  await endings(reads);
  const atTheEnd = cosmos.arrived().length;
  await new Promise((resolve) => setTimeout(resolve, 2500));
  expect(cosmos.arrived()).toHaveLength(atTheEnd);
});

describe('when nothing listens', () => {
  test('every operation is UNAVAILABLE: nothing was sent', async () => {
    const gone = await startScriptedCosmos();
    await store.close();
    store = await openCosmosStore({ endpoint: gone.endpoint, key: 'a2V5', database: 'faults' });
    await gone.stop();
    const { codes, slowestMs } = await endings([...writes, ...reads]);
    expect(codes).toEqual(Array(6).fill('UNAVAILABLE'));
    expect(slowestMs).toBeLessThan(LONGEST_MS);
  });

  test('opening says which store cannot be opened', async () => {
    const gone = await startScriptedCosmos();
    await gone.stop();
    const opening = openStore({ kind: 'cosmos', endpoint: gone.endpoint, database: 'plan', key: 'a2V5' });
    await expect(opening).rejects.toMatchObject({ name: 'UNAVAILABLE' });
    await expect(opening).rejects.toThrow(`plan/records at ${gone.endpoint}`);
  });
});
