// A programme with five months of everything in it, for tests that go through whatever the product can do.
// Pitfall: besides the demo's own people there are some of many roles, so that nearly every door opens to somebody.

import { DEMO_BEGINS_AT } from '../../src/demo/clock.js';
import { readDemoPlan, seedDemo } from '../../src/demo/seed.js';
import type { Plan } from '../../src/plans/plan-file.js';
import type { Store } from '../../src/storage/store.js';
import type { Assistant } from './assistant.js';

/** When its history ends. */
export const POPULATED_AT = DEMO_BEGINS_AT;

/** Moves an assistant's clock on by five seconds each time, from there. */
export function passing(assistant: Assistant): () => void {
  let now = Date.parse(POPULATED_AT);
  return () => {
    now += 5_000;
    assistant.at(new Date(now).toISOString());
  };
}

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Fills a store; gives the plan, with so many people of many roles, `all-rounder-1` and on, and so many who do little, `member-1` and on. */
export async function populate(store: Store, allRounders = 1, others = 0): Promise<Plan> {
  const plan = await readDemoPlan();
  const ids = Array.from({ length: allRounders }, (_, n) => `all-rounder-${n + 1}`);
  const members = ids.map((id, n) => ({
    id,
    name: `All-rounder ${n + 1}`,
    organisation: 'LA' as const,
    roles: ['programme office' as const, 'board chair' as const, 'finance lead' as const, 'workstream lead' as const],
    leads: plan.programme.workstreams.map((workstream) => workstream.id),
  }));
  const people = ids.map((memberId, n) => ({
    objectId: `66666666-6666-4666-8666-${String(n).padStart(12, '0')}`,
    memberId,
  }));
  const plain = Array.from({ length: others }, (_, n) => ({
    id: `member-${n + 1}`,
    name: `Member ${n + 1}`,
    organisation: 'schools and trusts' as const,
    roles: ['member' as const],
    leads: [],
  }));
  const whole = {
    ...plan,
    programme: { ...plan.programme, members: [...plan.programme.members, ...members, ...plain] },
    people: [...plan.people, ...people],
  };
  await seedDemo(store, log, whole);
  return whole;
}
