// Going through many rows without holding the thread that answers.
// Pitfall: a slice is short on any machine; what is done to one row must be.

import { setImmediate as breathe } from 'node:timers/promises';

const ROWS_AT_ONCE = 100;

/** What `make` gives for each item, in order; others are let through after every hundred. */
export async function inSlices<T, U>(items: readonly T[], make: (item: T, n: number) => U): Promise<U[]> {
  const made: U[] = [];
  for (const [n, item] of items.entries()) {
    made.push(make(item, n));
    if (n % ROWS_AT_ONCE === ROWS_AT_ONCE - 1) await breathe();
  }
  return made;
}
