// What the jobs do by a clock that cannot be believed: nothing. Pitfall: nothing is lost by that either, so each case goes on
// until the clock is right again.
import { expect, test } from 'vitest';
import { listDeliveries, planDelivery } from '../../src/jobs/deliveries.js';
import { type ClockTrust, openRunner } from '../../src/jobs/runner.js';
import { PROGRAMME } from '../support/world.js';
import { reachedWorld, snoozed, sweepFor } from './counted-runs.js';
import { weeklyJob } from './weekly-job.js';

async function open(trust: ClockTrust) {
  const world = await reachedWorld();
  const runner = openRunner(world.deps, [weeklyJob], sweepFor([weeklyJob]), trust);
  const states = async () =>
    [...(await listDeliveries(world.deps, PROGRAMME, '2026-W48')).values()].map(({ body }) => body.state).sort();
  return { ...world, run: runner.run, states };
}

// Guard: `trusted` in jobs/runner.ts.
test('By a wrong clock nothing is planned, sent or marked; once it is right everything is', async () => {
  let fault: string | undefined = 'the clock is wrong: it says so';
  const { run, states, sent, logged, at } = await open({ fault: async () => fault, mayMiss: () => true });
  at('2026-11-26T09:30:00.000Z');
  expect(await run()).toMatchObject({ programmes: 0, troubled: 1 });
  expect([await states(), sent]).toEqual([[], []]);
  expect(logged).toContainEqual({ event: 'clock-wrong', fields: { fault } });
  fault = undefined;
  expect(await run()).toMatchObject({ programmes: 1, troubled: 0 });
  expect(await states()).toEqual(['sent', 'sent']);
});

// Guard: `mayMiss` in jobs/sending.ts.
test('After a long silence what is past is not called missed before a time from outside agrees, and what is due is sent', async () => {
  let agreed = false;
  const { deps, run, states, at } = await open({ fault: async () => undefined, mayMiss: () => agreed });
  await planDelivery(deps, PROGRAMME, '2026-W48', snoozed('2026-11-26T09:10:00.000Z', '2026-11-26T09:20:00.000Z'));
  at('2026-11-26T09:30:00.000Z');
  await run();
  expect(await states()).toEqual(['planned', 'sent', 'sent']);
  agreed = true;
  at('2026-11-26T09:31:00.000Z');
  await run();
  expect(await states()).toEqual(['missed', 'sent', 'sent']);
});
