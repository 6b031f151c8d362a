// Finding a port to listen on. What one could get wrong: a port found free can be taken before it is used, so whoever
// listens must still expect "address in use"; and free on 127.0.0.1 is not free where another program holds all interfaces.

import { createServer } from 'node:net';

const triesAfterWanted = 50;

/** A port that was free a moment ago; `moved` when it is not the one asked for. */
export interface FoundPort {
  port: number;
  moved: boolean;
}

/**
 * The wanted port when it is free, else the next free one above it (up to fifty further, never in `avoid`).
 * 0 asks for any free port, which never counts as moved.
 * @throws Error when none of them is free.
 */
export async function findFreePort(wanted: number, avoid: readonly number[] = []): Promise<FoundPort> {
  const last = Math.min(65535, wanted + triesAfterWanted);
  for (let candidate = wanted; candidate <= last; candidate += 1) {
    if (avoid.includes(candidate)) continue;
    const port = await freeAt(candidate);
    if (port !== undefined) return { port, moved: wanted !== 0 && port !== wanted };
    if (wanted === 0) break;
  }
  throw new Error(`No free port from ${wanted} to ${last}. Close what uses them, or choose another with PORT.`);
}

/** What to tell the person whose port was taken: `Port 3978 is in use, so the bot listens on 3979 instead.` */
export function movedPortSentence(what: string, wanted: number, found: FoundPort): string {
  return `Port ${wanted} is in use, so ${what} listens on ${found.port} instead.`;
}

async function freeAt(port: number): Promise<number | undefined> {
  // Both are asked: a listener on all interfaces and one on loopback alone can hold the same port side by side on some systems.
  const loopback = await listenOnce(port, '127.0.0.1');
  if (loopback === undefined) return undefined;
  return (await listenOnce(loopback, undefined)) === undefined ? undefined : loopback;
}

function listenOnce(port: number, host: string | undefined): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (problem: NodeJS.ErrnoException) => {
      if (problem.code === 'EADDRINUSE' || problem.code === 'EACCES') resolve(undefined);
      else reject(problem);
    });
    server.listen({ port, host }, () => {
      const address = server.address();
      const found = address !== null && typeof address === 'object' ? address.port : port;
      server.close(() => resolve(found));
    });
  });
}
