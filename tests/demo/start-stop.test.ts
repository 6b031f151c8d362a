// `npm run demo` as a process of its own: what it prints, and that nothing of it is left. What one could get wrong: the
// Playground is its child, so "nothing left" asks for both ports. It is the build that runs: `npm test` makes it.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { projectPath } from '../../src/project-root.js';
import { freePort } from '../support/free-port.js';

let folder: string;
const started: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'demo-'));
});

afterEach(async () => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

interface Started {
  child: ChildProcess;
  printed(): string;
  /** Resolves with everything printed once it says so, or has ended. */
  until(text: string | RegExp): Promise<string>;
  ended: Promise<unknown>;
}

function start(ports: { port: number; playgroundPort: number }, ...given: string[]): Started {
  const child = spawn(process.execPath, [projectPath('.build', 'src', 'demo', 'main.js'), ...given], {
    env: {
      ...process.env,
      DEMO_DATA: folder,
      PORT: String(ports.port),
      PLAYGROUND_PORT: String(ports.playgroundPort),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (more: string) => {
      text += more;
    });
  const ended = once(child, 'close');
  const says = (wanted: string | RegExp) => (typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text));
  return {
    child,
    ended,
    printed: () => text,
    until: async (wanted) => {
      const giveUpAt = Date.now() + 40_000;
      while (!says(wanted)) {
        if (child.exitCode !== null || Date.now() > giveUpAt) throw new Error(`It never said ${wanted}, but:\n${text}`);
        await pause(50);
      }
      return text;
    },
  };
}

const freePorts = async () => ({ port: await freePort(), playgroundPort: await freePort() });

async function answers(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(2_000) }).then(
    () => true,
    () => false,
  );
}

describe('the demo', () => {
  it('prints where to go and what to type, ends on Ctrl-C within seconds, and leaves nothing running', async () => {
    const ports = await freePorts();
    const demo = start(ports);
    const text = await demo.until('Ctrl-C');
    expect(text).toContain(`http://127.0.0.1:${ports.playgroundPort}`);
    expect(text).toContain('Thursday 26 November 2026, 09:00');
    for (const typed of ['update M18', 'raise risk', 'summary']) expect(text).toContain(typed);
    expect(text).toContain(join(folder, 'programme.db'));
    expect(text).not.toContain('{"level"');
    expect(await readFile(join(folder, 'demo.log'), 'utf8')).toContain('"event":"demo-ready"');
    expect([await answers(ports.port), await answers(ports.playgroundPort)]).toEqual([true, true]);
    const before = Date.now();
    demo.child.kill('SIGINT');
    expect(await demo.ended).toEqual([0, null]);
    expect(Date.now() - before).toBeLessThan(8_000);
    expect([await answers(ports.port), await answers(ports.playgroundPort)]).toEqual([false, false]);
  });

  it('goes to the next free port when its own are taken, and says so', async () => {
    const ports = await freePorts();
    const squatters = [ports.port, ports.playgroundPort].map((port) => createServer().listen(port, '127.0.0.1'));
    await Promise.all(squatters.map((server) => server.listening || once(server, 'listening')));
    const demo = start(ports);
    const text = await demo.until('Ctrl-C');
    expect(text).toMatch(new RegExp(`Port ${ports.port} is in use, so the bot listens on \\d+ instead\\.`));
    expect(text).toMatch(
      new RegExp(`Port ${ports.playgroundPort} is in use, so the Playground listens on \\d+ instead`),
    );
    demo.child.kill('SIGTERM');
    expect(await demo.ended).toEqual([0, null]);
    for (const server of squatters) server.close();
  });

  it('keeps its data and time for a second start, which is refused while the first runs; --fresh begins again', async () => {
    const ports = await freePorts();
    const first = start(ports);
    await first.until('Ctrl-C');
    for (const given of [[], ['--fresh']]) {
      const second = start(await freePorts(), ...given);
      await second.ended;
      expect(second.child.exitCode).toBe(1);
      expect(second.printed()).toContain('is in use: another process has it');
    }
    first.child.kill('SIGINT');
    await first.ended;
    await writeFile(join(folder, 'clock.json'), '{"at":"2026-12-03T09:30:00.000Z"}');
    const again = start(ports);
    expect(await again.until('Ctrl-C')).toContain('Thursday 3 December 2026, 09:30');
    again.child.kill('SIGINT');
    await again.ended;
    const fresh = start(ports, '--fresh');
    expect(await fresh.until('Ctrl-C')).toContain('Thursday 26 November 2026, 09:00');
    fresh.child.kill('SIGINT');
    expect(await fresh.ended).toEqual([0, null]);
  }, 150_000);

  // A child's process id can be found without help on Linux alone.
  it.runIf(process.platform === 'linux')('says so when the Playground ends by itself, and ends too', async () => {
    const ports = await freePorts();
    const demo = start(ports);
    await demo.until('Ctrl-C');
    const children = await readFile(`/proc/${demo.child.pid}/task/${demo.child.pid}/children`, 'utf8');
    process.kill(Number(children.trim().split(' ')[0]), 'SIGKILL');
    await demo.until('The Playground has ended by itself (SIGKILL)');
    expect(await demo.ended).toEqual([1, null]);
    expect(await answers(ports.port)).toBe(false);
  });

  it('takes its Playground with it when it is killed outright', async () => {
    const ports = await freePorts();
    const demo = start(ports);
    await demo.until('Ctrl-C');
    demo.child.kill('SIGKILL');
    await demo.ended;
    for (let tries = 0; tries < 60 && (await answers(ports.playgroundPort)); tries += 1) await pause(50);
    expect(await answers(ports.playgroundPort)).toBe(false);
  });

  it.each([
    [{ PORT: 'soon' }, [], /^PORT is not a port\. Set it to a number/],
    [{}, ['--new'], /^The demo knows only --fresh, not --new\./],
  ])('refuses %o %o with a sentence and makes nothing', async (env, given, sentence) => {
    const inner = join(folder, 'none');
    const child = spawn(process.execPath, [projectPath('.build', 'src', 'demo', 'main.js'), ...given], {
      env: { ...process.env, DEMO_DATA: inner, ...env },
    });
    started.push(child);
    let text = '';
    child.stderr.setEncoding('utf8').on('data', (more: string) => {
      text += more;
    });
    expect(await once(child, 'close')).toEqual([1, null]);
    expect(text).toMatch(sentence);
    expect(existsSync(inner)).toBe(false);
  });
});
