// The demo as it stands when it begins. What one could get wrong: what happened in its last days must have been told in those
// days, or a newcomer's first minute is full of other people's messages.

import { expect, it } from 'vitest';
import { DEMO_BEGINS_AT } from '../../src/demo/clock.js';
import { readDemoPlan, seedDemo } from '../../src/demo/seed.js';
import { listDeliveries } from '../../src/jobs/deliveries.js';
import { ENDED } from '../../src/jobs/delivery.js';
import { openEmbeddedStore } from '../../src/storage/embedded-store.js';

it('The demo begins with owners told of its last days, on time, and nothing left to send', async () => {
  const now = () => new Date(DEMO_BEGINS_AT);
  const store = await openEmbeddedStore({ file: ':memory:', now });
  const nothing = () => {};
  const log = { debug: nothing, info: nothing, warn: nothing, error: nothing };
  const plan = await readDemoPlan();
  await seedDemo(store, log, plan);
  const deps = { store, clock: { now }, messenger: {} as never, log };
  const told = [];
  for (const period of ['2026-W46', '2026-W47', '2026-W48'])
    told.push(...[...(await listDeliveries(deps, plan.id, period)).values()].map(({ body }) => body));
  expect(told.filter(({ state }) => !ENDED.some((one) => one === state))).toEqual([]);
  const notices = told.filter(({ kind }) => kind === 'notice');
  expect(notices.length).toBeGreaterThan(0);
  expect(notices.filter(({ state, late }) => late || state === 'missed')).toEqual([]);
  expect(told.filter(({ kind, state }) => kind === 'due' && state === 'sent').length).toBeGreaterThan(0);
  await store.close();
});
