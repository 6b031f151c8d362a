// Subject and peer in processes of their own, seen from both sides. What one could get wrong: processor time and memory are the
// process's own, told by itself, and what it logs is read and counted as whoever operates it would have to keep it.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { projectPath } from '../../src/project-root.js';

/** What a process has used up to now. */
export interface Usage {
  cpuMicros: number;
  /** Of the machine's memory, held at this moment. */
  residentBytes: number;
}

export interface Apart {
  url: string;
  usage(): Promise<Usage>;
  /** Has one of its tasks done; gives what that resolves to. */
  ask<T = void>(task: string): Promise<T>;
  /** Bytes it has written to its outputs so far. */
  loggedBytes(): number;
  stop(): Promise<void>;
}

export type Tasks = Record<string, () => Promise<unknown>>;

const LAST_WORDS = 2_000;

/**
 * Starts a module of this folder and waits until it listens. `before`: another one that is loaded first, and speaks for it.
 * Throws, with its last words, when it ends instead.
 */
export async function startApart(
  name: string,
  environment: Record<string, string> = {},
  before?: string,
): Promise<Apart> {
  const built = (module: string) => pathToFileURL(projectPath('.build', 'tests', 'bench', `${module}.js`));
  const child = fork(fileURLToPath(built(name)), [], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, ...environment },
    ...(before && { execArgv: ['--import', built(before).href] }),
  });
  let bytes = 0;
  let words = '';
  for (const output of [child.stdout, child.stderr])
    output?.on('data', (chunk: Buffer) => {
      bytes += chunk.byteLength;
      words = (words + chunk).slice(-LAST_WORDS);
    });
  const waiting = new Map<number, { resolve(answer: never): void; reject(error: Error): void }>();
  const ended = once(child, 'exit').then(() => {
    for (const { reject } of waiting.values()) reject(new Error(`${name} ended: ${words}`));
  });
  const started = new Promise<number>((resolve, reject) => {
    waiting.set(0, { resolve, reject });
  });
  let asked = 0;
  child.on('message', ({ number, answer, fault }: { number: number; answer: never; fault?: string }) => {
    const asker = waiting.get(number);
    waiting.delete(number);
    if (fault === undefined) asker?.resolve(answer);
    else asker?.reject(new Error(`${name}: ${fault}`));
  });
  const ask = <T>(task: string) =>
    new Promise<T>((resolve, reject) => {
      asked += 1;
      waiting.set(asked, { resolve, reject });
      child.send({ number: asked, task });
    });
  const port = await started;
  return {
    url: `http://127.0.0.1:${port}`,
    usage: () => ask<Usage>('usage'),
    ask,
    loggedBytes: () => bytes,
    stop: async () => {
      // It ends by itself, so that a profile of it is written when one was asked for.
      child.disconnect();
      await ended;
    },
  };
}

/** The other side: says where this process listens, does what it is asked, and ends with whoever started it. */
export function serveApart(port: number, tasks: Tasks = {}): void {
  const usage = async (): Promise<Usage> => {
    const { user, system } = process.cpuUsage();
    return { cpuMicros: user + system, residentBytes: process.memoryUsage.rss() };
  };
  const known: Tasks = { usage, ...tasks };
  process.on('message', async ({ number, task }: { number: number; task: string }) => {
    try {
      process.send?.({ number, answer: await known[task]?.() });
    } catch (error) {
      process.send?.({ number, fault: String(error) });
    }
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.({ number: 0, answer: port });
}
