// Loaded before the product's own `main.js`: notes the longest stretch in which its answering thread let nothing else through.
// Pitfall: processor time is the whole process's, so what its other threads do meanwhile is counted too; a case that seems
// too long is measured again, and the least counts.

import { serveApart } from './apart.js';

/** What a process came to since it was last asked. */
export interface Stretch {
  /** Processor between two turns of the event loop, at most, in milliseconds. */
  ms: number;
  /** Memory held now. */
  residentBytes: number;
}

/** What is still done once an answer is out. */
const AFTERWARDS_MS = 6;

let last = processorMicros();
let longest = 0;

function tick(): void {
  const now = processorMicros();
  longest = Math.max(longest, now - last);
  last = now;
  setTimeout(tick, 1);
}

function processorMicros(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

tick();
serveApart(Number(process.env.PORT), {
  stretch: async (): Promise<Stretch> => {
    await new Promise((resolve) => setTimeout(resolve, AFTERWARDS_MS));
    const ms = longest / 1_000;
    longest = 0;
    return { ms, residentBytes: process.memoryUsage.rss() };
  },
});
