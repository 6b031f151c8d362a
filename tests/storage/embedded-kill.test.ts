// What the embedded store promises when its process is killed: every write it acknowledged is there when the file is
// opened again, and the file belongs to one process at a time. What one could get wrong: kill -9 proves nothing about the
// loss of power; for that the store relies on synchronous=FULL and on the disk keeping its word.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import ts from 'typescript';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEmbeddedStore } from '../../src/storage/embedded-store.js';
import { listAll } from '../../src/storage/store.js';

const ROUNDS = 8;
const CHILD = 'tests/storage/writer-child.ts';
const CHILD_SOURCES = [
  CHILD,
  'src/errors.ts',
  'src/slices.ts',
  'src/storage/store.ts',
  'src/storage/embedded-store.ts',
  'src/storage/group-commit.ts',
];

let folder: string;
beforeAll(() => {
  mkdirSync('.build', { recursive: true });
  folder = mkdtempSync(join('.build', 'embedded-kill-'));
  // Made from the sources of this moment, so that the child never runs an older build than the test was written for.
  const options = { module: ts.ModuleKind.ES2022, target: ts.ScriptTarget.ES2022 };
  for (const source of CHILD_SOURCES) {
    const target = join(folder, source.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, ts.transpileModule(readFileSync(source, 'utf8'), { compilerOptions: options }).outputText);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('every acknowledged write survives kill -9 at any moment, and nobody else can open the file until then', async () => {
  const seed = Number(process.env.TEST_SEED ?? Date.now() % 1_000_000);
  const random = randomFrom(seed);
  const file = join(folder, 'store.db');
  let created: string[] = [];
  let refused = 0;

  for (let round = 0; round < ROUNDS; round += 1) {
    const child = spawn(process.execPath, [join(folder, CHILD.replace(/\.ts$/, '.js')), file, String(round)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const closed = once(child, 'close');
    let told: string[];
    try {
      told = await listen(child);
      await expect(openEmbeddedStore({ file })).rejects.toMatchObject({
        name: 'UNAVAILABLE',
        message: expect.stringContaining(file),
      });
      refused += 1;
      await sleep(20 + random() * 200);
    } finally {
      child.kill('SIGKILL');
      await closed;
    }

    created = [...created, ...told.filter((line) => line.startsWith('created ')).map((line) => line.slice(8))];
    const lastReplace = Number(told.findLast((line) => line.startsWith('replaced '))?.slice(9) ?? 0);
    const store = await openEmbeddedStore({ file });
    const entries = await listAll<{ id: string; text: string }>(store, ['entry'], 'killed');
    const kept = new Map(entries.map((entry) => [entry.id, entry.body]));
    const head = await store.read<number>('milestone', 'killed', `head-${round}`);
    await store.close();

    const lost = created.filter((id) => kept.get(id)?.text !== id.repeat(100));
    expect(lost, `lost with TEST_SEED=${seed}`).toEqual([]);
    expect(head?.body, `the head with TEST_SEED=${seed}`).toBeGreaterThanOrEqual(lastReplace);
  }

  process.stdout.write(`killed ${ROUNDS} times, TEST_SEED=${seed}: ${created.length} acknowledged writes, none lost\n`);
  expect(refused).toBe(ROUNDS);
  expect(created.length).toBeGreaterThan(ROUNDS);
});

/** Resolves once the child has the store open; the array goes on filling with what it tells. */
async function listen(child: ChildProcess): Promise<string[]> {
  if (!child.stdout) throw new Error('the child was started without a pipe');
  const told: string[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => told.push(line));
  await Promise.race([
    once(lines, 'line'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`the child ended by itself with ${code}`))),
  ]);
  return told;
}

/** Numbers from 0 to 1 that a seed repeats (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
