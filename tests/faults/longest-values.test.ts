// F18: the longest and oddest values of every field of every verb, and after every command, against production's own
// `main.js`: none keeps the answering thread from others for more than 100 ms of processor, and none ends it or fills it up.
//
// Guards whose removal makes this fail: workingDaysBetween by halves (calendar.ts), the bounds of what is read of a message
// (typed-text.ts).
// Pitfall: what is measured is processor time, the least of several tries, so that a busy machine does not fail it.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Apart } from '../bench/apart.js';
import { openStretches, prepare, type Slow } from '../bench/stretches.js';
import { openTeamsSide, type TeamsSide } from '../bench/teams-side.js';
import { size, startRun } from '../support/fault-run.js';
import { oddRequests } from '../support/odd-requests.js';

const BOUND_MS = 100;
const MOST_MB = 256;
const REQUESTS = size(1_000, 20_000);

let folder: string;
let side: TeamsSide;
let production: Apart | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longest-values-'));
  side = await openTeamsSide();
}, 60_000);

afterAll(async () => {
  await production?.stop();
  await side.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

it(
  'no value of any field or command keeps others waiting',
  async () => {
    const run = startRun('F18');
    const file = join(folder, 'programme.db');
    const [plan, crawled] = await prepare(file);
    production = await side.startProduction(plan.tenantId, file);
    const stretches = await openStretches(side, production, plan);
    const slow: Slow[] = [];
    for (const request of oddRequests(crawled, run.random, REQUESTS))
      slow.push(await stretches.measure(request, BOUND_MS));
    slow.push(await stretches.runClock(BOUND_MS));
    slow.sort((a, b) => b.ms - a.ms);
    const [slowest] = slow;
    run.print({
      requests: slow.length,
      'ms at most': `${slowest?.ms.toFixed(0)} (${slowest?.name})`,
      'MB more memory at most': stretches.grownMb().toFixed(0),
    });
    expect((await fetch(`${production.url}/healthz`)).status).toBe(200);
    expect(
      slow.filter(({ ms }) => ms > BOUND_MS),
      `FAULT_SEED=${run.seed}`,
    ).toEqual([]);
    expect(stretches.grownMb()).toBeLessThan(MOST_MB);
  },
  size(600_000, 3_000_000),
);
