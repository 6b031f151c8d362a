// Runs of one process over a small programme, with its calls of the store counted. What one could get wrong: each has a memory
// of its own, as a process has, so a second one over the same world is another process.

import type { Job, PlannedDelivery } from '../../src/jobs/delivery.js';
import { newMemory, runJobs, type Sweep } from '../../src/jobs/runner.js';
import { sweepDeliveries } from '../../src/jobs/sending.js';
import { openCarrier } from '../../src/teams/carrier.js';
import { rememberPersonal } from '../../src/teams/conversations.js';
import { bindChannel } from '../support/bind-channel.js';
import { faultyStore } from '../support/faulty-store.js';
import { createWorld, testPlan, type World } from '../support/world.js';
import { weeklyJob } from './weekly-job.js';

const carrier = openCarrier(true);
/** The engine, for these jobs. */
export const sweepFor =
  (jobs: readonly Job[]): Sweep =>
  (run) =>
    sweepDeliveries(run, jobs, carrier);

/** A world in which everybody has met the assistant. */
export async function reachedWorld(plan = testPlan): Promise<World> {
  const world = await createWorld({ plan });
  const at = { serviceUrl: 'http://127.0.0.1:1/', tenantId: plan.tenantId };
  await bindChannel(world.deps, { ...at, conversationId: '19:channel' }, plan.id);
  for (const { objectId, memberId } of plan.people)
    await rememberPersonal(world.deps, objectId, { ...at, conversationId: `a:${memberId}` });
  return world;
}

/** One process's runs in a world, with its calls of the store counted. */
export async function counted(given?: World) {
  const world = given ?? (await reachedWorld());
  const store = faultyStore(world.deps.store, () => undefined);
  const memory = newMemory();
  return {
    world,
    deps: world.deps,
    at: world.at,
    /** Runs, and gives what it asked of the store and what was sent: to whom, and the message's summary. */
    run: async (jobs: Job[] = [weeklyJob]) => {
      const [asked, sent] = [store.calls.length, world.sent.length];
      const report = await runJobs({ ...world.deps, store }, jobs, sweepFor(jobs), memory);
      const messages = world.sent.slice(sent).map(({ to, message }) => `${to.conversationId} ${message.summary}`);
      return { report, calls: store.calls.slice(asked), sent: messages };
    },
    /** What the log says of the runs so far. */
    lines: () => world.logged.filter(({ event }) => event === 'run').map(({ fields }) => fields),
  };
}

/** A prompt of WS1 shown again to its lead. */
export function snoozed(notBefore: string, until: string): PlannedDelivery {
  return { kind: 'snooze', about: 'WS1', memberId: 'lead1', place: 'personal', notBefore, until };
}
