// What a run does, what it costs when nothing is due, and when it happens.

import { afterEach, describe, expect, it } from 'vitest';
import { jobs } from '../../src/features.js';
import { planDelivery } from '../../src/jobs/deliveries.js';
import type { Job, JobRun } from '../../src/jobs/delivery.js';
import { openRunner, type Runner } from '../../src/jobs/runner.js';
import { type Counts, readTally } from '../../src/jobs/tally.js';
import { openEmbeddedStore } from '../../src/storage/embedded-store.js';
import { createWorld, PROGRAMME } from '../support/world.js';
import { counted, snoozed, sweepFor } from './counted-runs.js';
import { weeklyJob } from './weekly-job.js';

const runners: Runner[] = [];
afterEach(async () => {
  for (const runner of runners.splice(0)) await runner.stop();
});

describe('a run', () => {
  it('plans and sends what is due, keeps the sum once, and writes one line', async () => {
    const { deps, run, at, lines } = await counted();
    expect((await run()).sent).toEqual([]);
    at('2026-11-26T09:30:00.000Z');
    const { report, sent } = await run();
    expect(sent).toEqual(['a:lead1 prompt WS1 2026-W48', 'a:lead2 prompt WS2 2026-W48']);
    expect(report).toMatchObject({ programmes: 1, troubled: 0, counts: { planned: 2, sent: 2, waiting: 0 } });
    expect((await readTally(deps, PROGRAMME, '2026-W48'))?.body).toEqual({
      period: '2026-W48',
      counts: report.counts,
      figures: {},
      changedAt: '2026-11-26T09:30:00.000Z',
    });
    expect(lines()).toHaveLength(2);
    expect(lines()[1]).toEqual({ programmeId: PROGRAMME, periods: '2026-W48', ...report.counts });
    at('2026-11-26T10:00:00.000Z');
    await run();
    expect((await readTally(deps, PROGRAMME, '2026-W48'))?.body.changedAt).toBe('2026-11-26T09:30:00.000Z');
  });

  it('sums up so that planned is what was sent, not sent or is waiting', async () => {
    const { deps, run, at } = await counted();
    at('2026-11-26T09:30:00.000Z');
    await run();
    await planDelivery(deps, PROGRAMME, '2026-W48', snoozed('2026-11-30T09:30:00.000Z', '2026-12-03T09:30:00.000Z'));
    at('2026-11-26T09:31:00.000Z');
    const { report } = await run();
    expect(report.counts).toMatchObject({ planned: 3, sent: 2, waiting: 1 });
    expect(sumOf(report.counts)).toBe(report.counts.planned);
  });

  it('keeps what the jobs say of a week beside its sum', async () => {
    const asking: Job = { ...weeklyJob, figures: async ({ known }) => ({ asked: known.size }) };
    const { deps, run, at } = await counted();
    at('2026-11-26T09:30:00.000Z');
    await run([asking, { plan: async () => {}, draws: {}, figures: async () => ({ answered: 1 }) }]);
    expect((await readTally(deps, PROGRAMME, '2026-W48'))?.body.figures).toEqual({ asked: 2, answered: 1 });
  });

  it('puts right a sum that another process wrote late', async () => {
    const { deps, run, at } = await counted();
    at('2026-11-26T09:30:00.000Z');
    await run();
    const kept = await readTally(deps, PROGRAMME, '2026-W48');
    if (!kept) throw new Error('no tally');
    await deps.store.replace('run', { ...kept, body: { ...kept.body, counts: { ...kept.body.counts, sent: 1 } } });
    at('2026-11-26T09:31:00.000Z');
    await run();
    expect((await readTally(deps, PROGRAMME, '2026-W48'))?.body.counts.sent).toBe(2);
  });
});

describe('trouble', () => {
  it('is one line for each prompt that was missed, and not another each minute', async () => {
    const { deps, run, at, world } = await counted();
    const told = () => world.logged.filter(({ event }) => event === 'deliveries-troubled').map(({ fields }) => fields);
    at('2026-11-26T09:30:00.000Z');
    await run();
    expect(told()).toEqual([]);
    await planDelivery(deps, PROGRAMME, '2026-W48', snoozed('2026-11-26T09:31:00.000Z', '2026-11-26T09:40:00.000Z'));
    at('2026-11-26T09:41:00.000Z');
    await run();
    expect(told()).toEqual([{ programmeId: PROGRAMME, period: '2026-W48', missed: 1, unknown: 0 }]);
    at('2026-11-26T09:42:00.000Z');
    await run();
    expect(told()).toHaveLength(1);
  });

  it('is told of a send whose outcome nobody knows', async () => {
    const { run, at, world } = await counted();
    world.deps.messenger.send = async () => ({ outcome: 'unknown' });
    at('2026-11-26T09:30:00.000Z');
    await run();
    const told = world.logged.filter(({ event }) => event === 'deliveries-troubled');
    expect(told.map(({ fields }) => fields)).toEqual([
      { programmeId: PROGRAMME, period: '2026-W48', missed: 0, unknown: 2 },
    ]);
  });
});

describe('an idle minute', () => {
  it('costs one query and two point reads for a programme, and writes nothing', async () => {
    const { run, at } = await counted();
    at('2026-11-26T09:30:00.000Z');
    await run();
    for (let minute = 31; minute < 40; minute += 1) {
      at(`2026-11-26T09:${minute}:00.000Z`);
      const { calls, sent } = await run();
      expect(calls).toEqual(['read programme', 'read run', 'list delivery']);
      expect(sent).toEqual([]);
    }
  });

  it.each([
    ['after the prompt', ['2026-11-26T09:30', '2026-11-26T11:00']],
    ['after the reminder', ['2026-11-26T09:30', '2026-11-27T09:30', '2026-11-27T11:00']],
    ['after the digest', ['2026-11-26T09:30', '2026-11-27T09:30', '2026-11-27T13:00', '2026-11-28T13:00']],
  ])('costs one query with the product’s own jobs, %s', async (_when, instants) => {
    const { run, at } = await counted();
    for (const instant of instants) {
      at(`${instant}:00.000Z`);
      await run([...jobs]);
    }
    at(`${instants.at(-1)}:59.000Z`);
    const { calls, sent } = await run([...jobs]);
    expect(sent).toEqual([]);
    expect(calls).toEqual(['read programme', 'read run', 'list delivery']);
  });

  it('costs no more while last week may still hold something: the two weeks are looked at in turn', async () => {
    const { deps, run, at } = await counted();
    at('2026-11-27T13:00:00.000Z');
    await run();
    at('2026-12-01T10:00:00.000Z');
    await run();
    const looked: string[] = [];
    const idle = { plan: async ({ week }: JobRun) => void looked.push(week.period), draws: {} };
    for (let minute = 1; minute < 7; minute += 1) {
      at(`2026-12-01T10:0${minute}:00.000Z`);
      expect((await run([idle])).calls.filter((call) => call.startsWith('list'))).toHaveLength(1);
    }
    expect(looked.join(' ')).toMatch(/^(2026-W48 2026-W49 ?){3}$|^(2026-W49 2026-W48 ?){3}$/);
    // What a person asks for in last week's partition is found there.
    await planDelivery(deps, PROGRAMME, '2026-W48', {
      ...snoozed('2026-12-01T10:07:00.000Z', '2026-12-03T09:30:00.000Z'),
      kind: 'handover',
      memberId: 'deputy2',
    });
    const sent: string[] = [];
    for (const minute of ['08', '09']) {
      at(`2026-12-01T10:${minute}:00.000Z`);
      sent.push(...(await run()).sent);
    }
    expect(sent).toEqual(['a:deputy2 handover WS1 2026-W48']);
  });
});

describe('the runner', () => {
  /** A world whose clock runs from an instant on, with a runner of this job. */
  async function running(from: string, job: Job) {
    const began = Date.now();
    const now = () => new Date(Date.parse(from) + Date.now() - began);
    const store = await openEmbeddedStore({ file: ':memory:', now });
    const { deps } = await createWorld({ store });
    const runner = openRunner({ ...deps, clock: { now } }, [job], sweepFor([job]));
    runners.push(runner);
    return { runner, now };
  }

  it('runs at the very moment something is due, not up to a minute later', async () => {
    let plannedAt = '';
    const { runner, now } = await running('2026-11-26T09:29:58.500Z', {
      draws: {},
      plan: async (run) => {
        if (run.now.toISOString() >= '2026-11-26T09:30' && !plannedAt) plannedAt = now().toISOString();
      },
    });
    runner.start();
    await expect.poll(() => plannedAt, { timeout: 5_000, interval: 5 }).not.toBe('');
    expect(plannedAt < '2026-11-26T09:30:01.000Z').toBe(true);
  });

  it('joins a run that is under way, and waits for it when it stops', async () => {
    let looks = 0;
    let finish = () => {};
    const { runner } = await running('2026-11-26T09:00:00.000Z', {
      draws: {},
      plan: () =>
        new Promise((resolve) => {
          looks += 1;
          finish = resolve;
        }),
    });
    const [one, two] = [runner.run(), runner.run()];
    await expect.poll(() => looks).toBe(1);
    let stopped = false;
    const stopping = runner.stop().then(() => {
      stopped = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(stopped).toBe(false);
    finish();
    await stopping;
    expect(await one).toBe(await two);
    expect(looks).toBe(1);
    void runner.run();
    await expect.poll(() => looks).toBe(2);
    finish();
  });
});

function sumOf({ planned: _, ...ended }: Counts): number {
  return Object.values(ended).reduce((sum, count) => sum + count, 0);
}
