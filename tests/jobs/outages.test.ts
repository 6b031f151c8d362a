// What a run finds after an outage or a holiday, and what a fault in it stops.

import { describe, expect, it } from 'vitest';
import type { Deps } from '../../src/deps.js';
import { planDelivery } from '../../src/jobs/deliveries.js';
import type { Job } from '../../src/jobs/delivery.js';
import { runJobs } from '../../src/jobs/runner.js';
import { findTallies, readTally } from '../../src/jobs/tally.js';
import { loadPlan } from '../../src/plans/plan-file.js';
import { Timetable } from '../../src/programmes/timetable.js';
import { PROGRAMME, testPlan } from '../support/world.js';
import { counted, reachedWorld, snoozed, sweepFor } from './counted-runs.js';
import { weeklyJob } from './weekly-job.js';

describe('after an outage', () => {
  it('a week that passed meanwhile is recorded as missed, and every week over is settled', async () => {
    const first = await counted();
    first.at('2026-11-26T09:30:00.000Z');
    await first.run();
    // Another process, twelve days later.
    first.at('2026-12-08T08:00:00.000Z');
    const { report, sent } = await (await counted(first.world)).run();
    expect(sent).toEqual([]);
    expect(report.counts).toMatchObject({ planned: 10, sent: 2, missed: 8, waiting: 0 });
    const tallies = await findTallies(first.deps, PROGRAMME, '2026-W40');
    expect(tallies.map(({ period, settledAt, counts }) => [period, settledAt, counts.planned])).toEqual([
      ['2026-W50', undefined, 0],
      ['2026-W49', undefined, 5],
      ['2026-W48', '2026-12-08T08:00:00.000Z', 5],
    ]);
    // The next process begins after what is settled.
    first.at('2026-12-08T08:01:00.000Z');
    const { calls } = await (await counted(first.world)).run();
    expect(calls.filter((call) => call === 'list delivery')).toHaveLength(2);
  });

  it('a programme is not late with what was due before it began', async () => {
    const { world, run, at } = await counted();
    at('2026-11-26T09:31:00.000Z');
    expect((await run()).sent).toHaveLength(2);
    at('2026-11-27T11:00:00.000Z');
    await loadPlan(world.deps, { ...testPlan, id: 'young-area' });
    at('2026-11-27T13:00:00.000Z');
    await run();
    expect((await readTally(world.deps, 'young-area', '2026-W48'))?.body.counts.planned).toBe(1);
  });

  it('what was put off until after a holiday of several weeks still comes', async () => {
    const closures = [{ from: '2026-12-21', until: '2027-01-01', name: 'Christmas closure' }];
    const plan = { ...testPlan, programme: { ...testPlan.programme, timetable: Timetable.parse({ closures }) } };
    const { deps, run, at } = await counted(await reachedWorld(plan));
    at('2026-12-17T09:30:00.000Z');
    await run();
    await planDelivery(deps, PROGRAMME, '2026-W51', snoozed('2027-01-04T09:30:00.000Z', '2027-01-07T09:30:00.000Z'));
    for (const day of ['2026-12-18', '2026-12-22', '2026-12-29', '2027-01-03']) {
      at(`${day}T13:00:00.000Z`);
      await run();
    }
    at('2027-01-04T09:30:00.000Z');
    expect((await run()).sent).toEqual(['a:lead1 snooze WS1 2026-W51']);
    at('2027-01-07T09:30:00.000Z');
    await run();
    const tallies = await findTallies(deps, PROGRAMME, '2026-W51');
    expect(tallies.map(({ period, settledAt }) => [period, settledAt !== undefined])).toEqual([
      ['2027-W01', false],
      ['2026-W53', true],
      ['2026-W52', true],
      ['2026-W51', true],
    ]);
    const looked = new Set<string>();
    for (let minute = 31; minute < 35; minute += 1) {
      at(`2027-01-07T09:${minute}:00.000Z`);
      await run([{ plan: async ({ week }) => void looked.add(week.period), draws: {} }]);
    }
    expect([...looked]).toEqual(['2027-W01']);
  });
});

describe('a fault', () => {
  it('in one programme stops no other', async () => {
    const world = await reachedWorld();
    await loadPlan(world.deps, { ...testPlan, id: 'another-area' });
    const read: Deps['store']['read'] = (kind, partition, id) => {
      if (partition === 'another-area') throw new Error('canary');
      return world.deps.store.read(kind, partition, id);
    };
    world.at('2026-11-26T09:30:00.000Z');
    const deps = { ...world.deps, store: { ...world.deps.store, read } };
    const report = await runJobs(deps, [weeklyJob], sweepFor([weeklyJob]));
    expect(report).toMatchObject({ programmes: 2, troubled: 1, counts: { sent: 2 } });
    expect(world.logged.map(({ event }) => event)).toContain('run-failed');
  });

  it('in one job stops neither the others nor the sending, and is tried again at the next run', async () => {
    const { world, run, at, lines } = await counted();
    let faults = 1;
    const faulty: Job = {
      plan: async () => {
        if (faults-- > 0) throw new Error('canary');
      },
      draws: {},
    };
    at('2026-11-26T09:30:00.000Z');
    expect((await run([faulty, weeklyJob])).report).toMatchObject({ troubled: 1, counts: { sent: 2 } });
    expect(world.logged.find(({ event }) => event === 'job-failed')?.fields).toMatchObject({ part: 'plan 1' });
    expect(JSON.stringify(world.logged)).not.toContain('canary');
    expect((await run([faulty, weeklyJob])).report.troubled).toBe(0);

    // Also when two weeks are open and an idle run would look at only one of them.
    at('2026-12-01T10:00:00.000Z');
    await run();
    faults = 1;
    at('2026-12-01T10:01:00.000Z');
    expect((await run([faulty])).report.troubled).toBe(1);
    expect((await run([faulty])).report.troubled).toBe(0);
    expect(lines().at(-1)?.periods).toBe(lines().at(-2)?.periods);
  });
});
