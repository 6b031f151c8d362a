// No file ends the process, holds the thread that answers, or takes its memory; each is told what it is.
// Pitfall: the clock of a shared machine lies, so what is measured is the processor time of this process, in which the file is never read.

import { expect, it } from 'vitest';
import { readFile } from '../../src/plans/reading/read-file.js';
import { HOSTILE } from './hostile-files.js';

/** Milliseconds of processor on the thread that answers, and MB of its memory. */
const MOST_PROCESSOR_MS = 100;
const MOST_MEMORY_MB = 256;

const spent = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

async function take(name: string, bytes: Uint8Array): Promise<{ said: string; ms: number }> {
  const from = spent();
  const said = await readFile(name, bytes).then(
    ({ notes }) => notes.map(({ text }) => text).join('; '),
    (error) => `refused: ${error.advice ?? error.message}`,
  );
  return { said, ms: spent() - from };
}

it.each(HOSTILE)('$what ($name)', async ({ name, make, refused, noted }) => {
  const bytes = make();
  expect(bytes.byteLength).toBeLessThanOrEqual(5 * 1024 * 1024);
  const { said, ms } = await take(name, bytes);
  if (refused) expect(said).toMatch(new RegExp(`^refused: .*${refused.source}`));
  else expect(said).not.toMatch(/^refused/);
  if (noted) expect(said).toMatch(noted);
  expect(ms).toBeLessThan(MOST_PROCESSOR_MS);
});

it('three at once cost no more memory than there may be, and none of them another', async () => {
  const dear = HOSTILE.filter(({ what }) => /1,000,000 empty|million shared|5 MB of empty lists/.test(what));
  const files = dear.map(({ name, make }) => ({ name, bytes: make() }));
  expect(files).toHaveLength(3);
  const before = process.memoryUsage().rss;
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, 20);
  const answers = await Promise.all(files.map(({ name, bytes }) => take(name, bytes)));
  clearInterval(watch);
  expect((most - before) / 1024 / 1024).toBeLessThan(MOST_MEMORY_MB);
  expect(answers.map(({ said }) => said.slice(0, 9))).toEqual(['', 'refused: ', 'refused: ']);
});

it('more at once than can wait are told to come again', async () => {
  const [first] = HOSTILE;
  if (!first) throw new TypeError('no files');
  const bytes = first.make();
  const answers = await Promise.all(Array.from({ length: 9 }, () => take(first.name, bytes)));
  const busy = answers.filter(({ said }) => said.includes('Several files are being read just now'));
  expect(busy.length).toBeGreaterThan(0);
  expect(answers.length - busy.length).toBeGreaterThan(3);
});
