// The demo as a process of its own on a folder of its own, with a browser at its address. What one could get wrong: it is the
// build that runs; `npm run test:browser` makes it first.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { projectPath } from '../../src/project-root.js';
import { freePort } from '../support/free-port.js';
import { openPlayground, type PlaygroundPage } from './playground-page.js';

export interface DemoProcess {
  client: PlaygroundPage;
  /** The Playground's address, for another device. */
  url: string;
  /** Ends the process as `kill -9` does, and the browser with it. */
  kill(): Promise<void>;
}

/** Starts the demo on a folder's data and opens the personal chat, where it says hello. */
export async function startDemo(folder: string): Promise<DemoProcess> {
  const [port, playgroundPort] = [await freePort(), await freePort()];
  const demo = spawn(process.execPath, [projectPath('.build', 'src', 'demo', 'main.js')], {
    env: { ...process.env, DEMO_DATA: folder, PORT: String(port), PLAYGROUND_PORT: String(playgroundPort) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const end = async () => {
    if (demo.exitCode !== null || demo.signalCode !== null) return;
    demo.kill('SIGKILL');
    await once(demo, 'close');
  };
  try {
    const url = await addressOf(demo);
    const client = await openDevice(url);
    return { client, url, kill: () => client.close().then(end) };
  } catch (problem) {
    // A test that could not begin leaves nothing running.
    await end();
    throw problem;
  }
}

/** A browser at the demo's address, in the personal chat. */
export async function openDevice(url: string): Promise<PlaygroundPage> {
  const client = await openPlayground(url, { width: 1400, height: 1600 });
  await client.inPersonalChat();
  await client.waitForText('Reform Delivery Assistant');
  return client;
}

async function addressOf(demo: ChildProcess): Promise<string> {
  let printed = '';
  await new Promise<void>((resolve, reject) => {
    demo.stdout?.setEncoding('utf8').on('data', (more: string) => {
      printed += more;
      if (printed.includes('Ctrl-C')) resolve();
    });
    demo.on('close', () => reject(new Error(`the demo ended: ${printed}`)));
  });
  return /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0] ?? '';
}
