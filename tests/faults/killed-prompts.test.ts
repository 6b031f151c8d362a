// F7, prompts: a real process is killed with SIGKILL at every point of the store calls of a prompt, before and after each, which
// includes both sides of its send; and in the middle of two hundred. After a restart nothing is stuck, everybody was sent one
// prompt at most, what nobody can know is `unknown`, chains verify, and the sum holds (F17).
//
// Guards whose removal makes this fail: `sending` before the POST and the leases (jobs/sending.ts), and `unknown` for what was
// left there (jobs/endings.ts).

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listDeliveries } from '../../src/jobs/deliveries.js';
import type { Counts } from '../../src/jobs/tally.js';
import type { Plan } from '../../src/plans/plan-file.js';
import { projectPath } from '../../src/project-root.js';
import { recordTypes } from '../../src/records.js';
import { openEmbeddedStore } from '../../src/storage/embedded-store.js';
import { verifyProgramme } from '../../src/storage/verify.js';
import { startAssistant } from '../support/assistant.js';
import { type FakeConnector, startFakeConnector } from '../support/fake-connector.js';
import { size, startRun } from '../support/fault-run.js';
import { meetMany, planOfMany } from '../support/many-people.js';
import { PROGRAMME } from '../support/world.js';

const PROMPT_AT = '2026-11-26T09:30:00.000Z';
const TIMES = size(1, 20);
/** The everyday run visits every so many points, beginning at another one each time. */
const STRIDE = size(12, 1);

let folder: string;
let connector: FakeConnector;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'killed-prompts-'));
  connector = await startFakeConnector();
});
afterEach(async () => {
  await connector.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

const planFile = () => join(folder, 'plan.json');

/** A file with the plan, in which everybody has met the assistant. */
async function prepare(plan: Plan): Promise<string> {
  const file = join(folder, 'prepared.db');
  await writeFile(planFile(), JSON.stringify(plan));
  const store = await openEmbeddedStore({ file });
  const assistant = await startAssistant({ plan, store, connector });
  await meetMany(assistant.deps, plan, connector.url);
  await assistant.stop();
  await store.close();
  return file;
}

/** A replica that looks at what is due and dies at a point, or when `kill` is called; the points a whole look has. */
async function lookAndDie(
  file: string,
  point: number,
  onStart?: (kill: () => void) => void,
): Promise<number | undefined> {
  const program = projectPath('.build', 'tests', 'support', 'killed-replica.js');
  const child = fork(program, [file, planFile(), connector.url, String(point), PROMPT_AT]);
  const ended = once(child, 'exit');
  await once(child, 'message');
  let points: number | undefined;
  child.once('message', (said: { points: number }) => {
    points = said.points;
    child.kill('SIGKILL');
  });
  onStart?.(() => child.kill('SIGKILL'));
  child.send('run jobs', () => undefined);
  await ended;
  return points;
}

/** A restart, at once and again when leases have ended: holds what F7 promises, and gives the sum. */
async function checkAfter(file: string, plan: Plan): Promise<Counts> {
  const store = await openEmbeddedStore({ file });
  const assistant = await startAssistant({ plan, store, connector, at: '2026-11-26T09:30:10.000Z' });
  await assistant.bot.runJobs();
  assistant.at('2026-11-26T09:40:00.000Z');
  const { counts, troubled } = await assistant.bot.runJobs();
  expect(troubled).toBe(0);
  expect(counts.waiting).toBe(0);
  expect(counts.sent + counts.unknown).toBe(counts.planned);
  const deliveries = [...(await listDeliveries(assistant.deps, PROGRAMME, '2026-W48')).values()].map(
    ({ body }) => body,
  );
  for (const { memberId, state } of deliveries) {
    const objectId = plan.people.find((one) => one.memberId === memberId)?.objectId;
    const posts = connector.calls.filter(({ path }) => decodeURIComponent(path).includes(`/a:${objectId}/`)).length;
    // Unknown says just that: it may have been shown, or not.
    expect(posts, `${memberId} ${state}`).toBeLessThanOrEqual(1);
    if (state === 'sent') expect(posts, memberId).toBe(1);
  }
  expect((await verifyProgramme(assistant.deps, recordTypes, PROGRAMME)).faults).toEqual([]);
  await assistant.stop();
  await store.close();
  return counts;
}

test('A prompt survives a kill at every point of its way', async () => {
  const run = startRun('F7 prompts');
  const plan = planOfMany(1);
  const prepared = await prepare(plan);
  let kills = 0;
  let unknown = 0;
  let whole: number | undefined;
  for (let time = 0; time < TIMES; time += 1)
    for (let point = 1 + run.random.below(STRIDE); whole === undefined || point <= whole; point += STRIDE) {
      const file = join(folder, `${time}-${point}.db`);
      await copyFile(prepared, file);
      connector.calls.length = 0;
      const points = await lookAndDie(file, point);
      whole ??= points;
      if (points === undefined) kills += 1;
      const counts = await checkAfter(file, plan);
      expect(counts.planned).toBe(1);
      unknown += counts.unknown;
      await rm(file);
    }
  run.print({ kills, points: whole ?? 0, 'prompts nobody can know of': unknown });
  expect(kills).toBeGreaterThan(0);
  // Only between the write of `sending` and the write of what came of it.
  expect(unknown).toBeLessThanOrEqual(2 * TIMES);
});

test('A process killed in the middle of 200 prompts and restarted sends each once', async () => {
  const run = startRun('F7 200 prompts');
  const plan = planOfMany(200);
  const file = await prepare(plan);
  const killAt = 20 + run.random.below(160);
  const points = await lookAndDie(file, 0, (kill) => {
    connector.script(() => {
      if (connector.calls.length === killAt) kill();
      return undefined;
    });
  });
  expect(points).toBeUndefined();
  connector.script();
  const before = connector.calls.length;
  const counts = await checkAfter(file, plan);
  run.print({
    'killed at post': killAt,
    'posts before': before,
    'posts after': connector.calls.length - before,
    sent: counts.sent,
    unknown: counts.unknown,
    sum: `${counts.planned} = ${counts.sent + counts.unknown}`,
  });
  expect(counts.planned).toBe(200);
  expect(connector.calls.length).toBeGreaterThanOrEqual(200 - counts.unknown);
});
