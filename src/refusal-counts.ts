// How often callers were turned away, and why. What one could get wrong: a flood of refusals must not become a flood of log lines.

import type { Log } from './log.js';

const COUNT_EVERY_MS = 10_000;

/** Counts refusals by reason and writes one line for all of them, at most every ten seconds: a flood must not fill the log. */
export function countRefusals(log: Log) {
  let counts: Record<string, number> = {};
  let timer: NodeJS.Timeout | undefined;
  const write = () => {
    clearTimeout(timer);
    timer = undefined;
    if (Object.keys(counts).length) log.warn('requests refused', counts);
    counts = {};
  };
  return {
    count: (reason: string) => {
      counts[reason] = (counts[reason] ?? 0) + 1;
      timer ??= setTimeout(write, COUNT_EVERY_MS).unref();
    },
    stop: write,
  };
}
