// How every fault run is sized, seeded and reported. What one could get wrong: the short and the full form are the same code
// with other numbers, so a fault found by one is repeated by the other with FAULT_SEED.

import { randomInt } from 'node:crypto';

/** Whether this is the full form: `npm run test:faults`. */
const full = process.env.TEST_SUITE === 'faults';

/** The number for the everyday run, or for the full one. */
export function size(short: number, long: number): number {
  return full ? long : short;
}

export interface Run {
  seed: number;
  random: Random;
  /** Choices of one piece of work, the same whatever runs beside it. */
  of(work: number): Random;
  /** Prints the run's one line: what was done, what came of it, and how to repeat it. */
  print(figures: Record<string, number | string>): void;
}

/** A run of one fault of proofs.md, such as `F2`. FAULT_SEED repeats one. */
export function startRun(name: string): Run {
  const seed = Number(process.env.FAULT_SEED ?? randomInt(1, 1_000_000));
  const began = performance.now();
  return {
    seed,
    random: openRandom(seed),
    of: (work) => openRandom(seed * 10_007 + work),
    print: (figures) => {
      const said = Object.entries(figures).map(([what, figure]) => `${figure} ${what}`);
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      process.stdout.write(`${name}: ${said.join(', ')}; ${seconds} s, FAULT_SEED=${seed}\n`);
    },
  };
}

export interface Random {
  /** From 0 up to 1. */
  next(): number;
  /** A whole number from 0 up to `below`. */
  below(below: number): number;
  chance(share: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** A version-4 UUID that the seed repeats. */
  uuid(): string;
}

/** Numbers that a seed repeats (mulberry32). */
export function openRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  const hex = (letters: number) => Array.from({ length: letters }, () => below(16).toString(16)).join('');
  return {
    next,
    below,
    chance: (share) => next() < share,
    pick: <T>(from: readonly T[]) => {
      if (from.length === 0) throw new Error('there is nothing to pick from');
      return from[below(from.length)] as T;
    },
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`,
  };
}

/** Runs `work` for every item, at most `atOnce` at a time. The first failure ends it. */
export async function inFlight<T>(items: Iterable<T>, atOnce: number, work: (item: T) => Promise<void>): Promise<void> {
  const queue = items[Symbol.iterator]();
  const worker = async () => {
    for (let next = queue.next(); !next.done; next = queue.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
