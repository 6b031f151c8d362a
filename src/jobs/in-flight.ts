// How much goes on at once. What one could get wrong: what only the processor does gains nothing from going on at once, and
// while it does, no answer from outside is heard and every time limit runs on.

import { setImmediate as breathe } from 'node:timers/promises';

/** Runs `work` for each item, at most so many at a time. Ends with the first failure. */
export async function inFlight<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items[Symbol.iterator]();
  const worker = async () => {
    for (let next = queue.next(); !next.done; next = queue.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
}

/** A gate for each key, such as one for each store: whoever never comes back from behind one gate does not close another's. */
export function gateFor(atOnce: number): (key: object) => ReturnType<typeof openGate> {
  const gates = new WeakMap<object, ReturnType<typeof openGate>>();
  return (key) => {
    const gate = gates.get(key) ?? openGate(atOnce);
    gates.set(key, gate);
    return gate;
  };
}

/** Lets through so many pieces of work at a time, in the order in which they came, and hears what came in before each. */
export function openGate(atOnce: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let inside = 0;
  return async (work) => {
    if (inside < atOnce) inside += 1;
    else await new Promise<void>((enter) => waiting.push(enter));
    try {
      await breathe();
      return await work();
    } finally {
      const next = waiting.shift();
      // Whoever waits takes over the place.
      if (next) next();
      else inside -= 1;
    }
  };
}
