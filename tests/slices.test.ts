// Long work leaves the event loop to others: measured as turns of the loop, so that a loaded machine changes nothing.

import { expect, it } from 'vitest';
import { letOthersThrough } from '../src/slices.js';

/** Works without a pause for so many milliseconds. */
function work(ms: number): void {
  for (const until = performance.now() + ms; performance.now() < until; );
}

/** How many turns the loop takes until some work has ended. */
async function turnsDuring(walk: Promise<unknown>): Promise<number> {
  let turns = 0;
  let ended = false;
  const count = () => {
    turns += 1;
    if (!ended) setImmediate(count);
  };
  setImmediate(count);
  await walk;
  ended = true;
  return turns;
}

async function walk(steps: number, ms: number): Promise<void> {
  for (let step = 0; step < steps; step += 1) {
    work(ms);
    await letOthersThrough();
  }
}

it('gives the loop back after a few milliseconds of steps, and not at every one', async () => {
  expect(await turnsDuring(walk(60, 1))).toBeGreaterThanOrEqual(10);
  expect(await turnsDuring(walk(1_000, 0))).toBeLessThan(100);
});

it('counts the steps of many walks together, and each goes on', async () => {
  const walks = Array.from({ length: 8 }, () => walk(8, 1));
  expect(await turnsDuring(Promise.all(walks))).toBeGreaterThanOrEqual(4);
});
