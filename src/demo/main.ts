// `npm run demo`: the assistant with the demo programme, and the Playground beside it, on this machine alone. What one could
// get wrong: the store is opened before anything else, since its lock is what keeps two demos from sharing one folder.

import { mkdir, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { projectPath } from '../project-root.js';
import { openEmbeddedStore } from '../storage/embedded-store.js';
import type { Store } from '../storage/store.js';
import { type RunningDemo, startDemo } from './demo.js';
import { findFreePort, movedPortSentence } from './ports.js';
import { sayMoment } from './routes.js';

interface Wishes {
  folder: string;
  fresh: boolean;
  port: number;
  playgroundPort: number;
}

const DEFAULT_PORT = 3978;
const DEFAULT_PLAYGROUND_PORT = 56150;
const say = (text: string) => void process.stdout.write(`${text}\n`);

/** Starts the demo and keeps it until Ctrl-C, SIGTERM, or the end of the Playground. */
async function run(wishes: Wishes): Promise<void> {
  const store = await openDemoStore(wishes);
  const bot = await findFreePort(wishes.port);
  if (bot.moved) say(movedPortSentence('the bot', wishes.port, bot));
  const beside = await findFreePort(wishes.playgroundPort, [bot.port]);
  if (beside.moved) say(movedPortSentence('the Playground', wishes.playgroundPort, beside));
  const starting = startDemo({ folder: wishes.folder, store, port: bot.port, playgroundPort: beside.port });
  let stopping = false;
  const stop = async (code: number) => {
    if (stopping) return;
    stopping = true;
    await starting.then((demo) => demo.stop()).catch(() => undefined);
    await store.close();
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (!stopping) say(`\nStopping. Your data is kept.`);
      void stop(0);
    });
  const demo = await starting.catch(async (problem: unknown) => {
    await store.close();
    throw problem;
  });
  if (!stopping) introduce(demo, wishes);
  const how = await demo.playgroundEnded;
  // Ctrl-C reaches the Playground too, and its end may be heard of before the signal.
  await pause(300);
  if (!stopping)
    say(
      `The Playground has ended by itself (${how}), so the demo stops. Your data is kept: npm run demo starts it again.`,
    );
  await stop(1);
}

/** Opens the store, emptied first when the demo is to begin again. Throws UNAVAILABLE when a demo is using it. */
async function openDemoStore({ folder, fresh }: Wishes): Promise<Store> {
  const file = join(folder, 'programme.db');
  await mkdir(folder, { recursive: true });
  const open = () => openEmbeddedStore({ file });
  if (!fresh) return open();
  // Opened before it is deleted, so that nothing is taken from under a demo that runs.
  await (await open()).close();
  const made = [
    'programme.db',
    'programme.db-wal',
    'programme.db-shm',
    'programme.db-journal',
    'clock.json',
    'demo.log',
  ];
  for (const name of [...made, 'playground']) await rm(join(folder, name), { recursive: true, force: true });
  return open();
}

function introduce(demo: RunningDemo, { folder }: Wishes): void {
  const near = relative(process.cwd(), folder);
  const shown = (name: string) => join(near.startsWith('..') ? folder : near, name);
  const { people, clock, plan, url } = demo;
  say(`
The assistant is running with the demo programme, ${plan.programme.name}.

  Open       ${url}
             You are the ${people.current().name}. It is ${sayMoment(clock.now(), plan.programme.zone)}.

  Type first, in the chat there:
             update M18             and post an update on the milestone that keeps slipping
             raise risk             and put one on the register
             demo as board chair    then summary, to read what the next Board needs

  Data       ${shown('programme.db')}, kept until npm run demo -- --fresh
  Log        ${shown('demo.log')}
  Stop       Ctrl-C
`);
}

function readWishes(given: readonly string[], env: Record<string, string | undefined>): Wishes {
  const unknown = given.filter((word) => word !== '--fresh');
  if (unknown.length > 0) throw new Error(`The demo knows only --fresh, not ${unknown.join(' ')}.`);
  return {
    folder: env.DEMO_DATA || projectPath('.data', 'demo'),
    fresh: given.includes('--fresh'),
    port: readPort('PORT', env.PORT, DEFAULT_PORT),
    playgroundPort: readPort('PLAYGROUND_PORT', env.PLAYGROUND_PORT, DEFAULT_PLAYGROUND_PORT),
  };
}

function readPort(name: string, text: string | undefined, otherwise: number): number {
  if (!text) return otherwise;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535)) throw new Error(`${name} is not a port. Set it to a number from 0 to 65535, or leave it out.`);
  return port;
}

async function main(): Promise<void> {
  try {
    await run(readWishes(process.argv.slice(2), process.env));
  } catch (problem) {
    process.stderr.write(`${problem instanceof Error ? problem.message : String(problem)}\n`);
    process.exit(1);
  }
}

void main();
