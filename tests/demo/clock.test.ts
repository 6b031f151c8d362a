// The demo's clock. What one could get wrong: real time is handed in here, so nothing waits.

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DemoClock, openDemoClock, readMoment } from '../../src/demo/clock.js';

let folder: string;
let elapsed: number;
const open: DemoClock[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'demo-clock-'));
  elapsed = 1_000;
});

afterEach(async () => {
  for (const clock of open.splice(0)) clock.stop();
  await rm(folder, { recursive: true, force: true });
});

function start(): DemoClock {
  const clock = openDemoClock(join(folder, 'clock.json'), () => elapsed);
  open.push(clock);
  return clock;
}

describe('the demo’s clock', () => {
  it('begins on Thursday 26 November 2026 at nine and runs on in real time', () => {
    const clock = start();
    expect(clock.now().toISOString()).toBe('2026-11-26T09:00:00.000Z');
    elapsed += 90_000;
    expect(clock.now().toISOString()).toBe('2026-11-26T09:01:30.000Z');
  });

  it('moves forward and runs on from there', () => {
    const clock = start();
    expect(clock.moveTo(new Date('2026-12-03T09:30:00.000Z'))).toBe(true);
    elapsed += 1_000;
    expect(clock.now().toISOString()).toBe('2026-12-03T09:30:01.000Z');
  });

  it('does not move back', () => {
    const clock = start();
    expect(clock.moveTo(new Date('2026-11-26T08:59:00.000Z'))).toBe(false);
    expect(clock.now().toISOString()).toBe('2026-11-26T09:00:00.000Z');
  });

  it('goes on after a stop where it stood, a few seconds later at most', () => {
    const first = start();
    first.moveTo(new Date('2026-12-03T09:30:00.000Z'));
    elapsed += 60_000;
    const stoppedAt = first.now();
    first.stop();
    elapsed = 0;
    const ahead = start().now().getTime() - stoppedAt.getTime();
    expect(ahead).toBeGreaterThanOrEqual(0);
    expect(ahead).toBeLessThanOrEqual(5_000);
  });

  it('says what to do when its file holds no time, and leaves the file alone', async () => {
    await writeFile(join(folder, 'clock.json'), '{"at":"soon"}');
    expect(start).toThrow(/clock\.json holds no time\. Delete it/);
    expect(await readFile(join(folder, 'clock.json'), 'utf8')).toBe('{"at":"soon"}');
  });
});

describe('what is read as a moment', () => {
  it.each([
    ['2026-12-03T09:30', '2026-12-03T09:30:00.000Z'],
    ['2026-12-03 09:30', '2026-12-03T09:30:00.000Z'],
    ['2026-12-03', '2026-12-03T09:00:00.000Z'],
    ['3 December 2026 09:30', '2026-12-03T09:30:00.000Z'],
    ['Thursday 3 December 2026, 09:30', '2026-12-03T09:30:00.000Z'],
    ['3 dec 2026 at 9:30', '2026-12-03T09:30:00.000Z'],
    ['3/12/2026', '2026-12-03T09:00:00.000Z'],
    ['1 April 2027 09:00', '2027-04-01T08:00:00.000Z'],
  ])('%s', (text, instant) => {
    expect(readMoment(text, 'Europe/London')?.toISOString()).toBe(instant);
  });

  it.each(['', 'soon', '2026-13-03', '31 February 2027', '${now}'])('"%s" is none', (text) => {
    expect(readMoment(text, 'Europe/London')).toBeUndefined();
  });
});
