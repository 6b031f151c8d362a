// The demo programme as it stands when the demo begins: its plan, its history, and nothing left to announce. What one could
// get wrong: this runs before any channel is bound, so that five months of cards are not posted the moment one is.

import { readFile } from 'node:fs/promises';
import { composeBot } from '../bot.js';
import type { Deps } from '../deps.js';
import type { Log } from '../log.js';
import { loadPlan, Plan } from '../plans/plan-file.js';
import { projectPath } from '../project-root.js';
import type { Store } from '../storage/store.js';
import { DEMO_BEGINS_AT } from './clock.js';
import { type Replayed, replayHistory } from './history.js';
import { openPastWeeks } from './past-weeks.js';

const PLAN_LOADED_AT = '2026-07-01T08:00:00.000Z';

/** The plan the demo ships. Throws ZodError when the file is not a plan. */
export async function readDemoPlan(): Promise<Plan> {
  return Plan.parse(JSON.parse(await readFile(projectPath('src', 'programmes', 'demo-plan.json'), 'utf8')));
}

/** Brings a store to the demo's beginning. Safe to repeat, also after a start that was cut off half-way. */
export async function seedDemo(store: Store, log: Log, plan: Plan): Promise<Replayed> {
  let now = new Date(PLAN_LOADED_AT);
  const notYet = async () => ({ outcome: 'later' as const, notBefore: now });
  let owing = false;
  const committed = () => {
    owing = true;
    return undefined;
  };
  const deps: Deps = { store, clock: { now: () => now }, messenger: { send: notYet, update: notYet }, log, committed };
  await loadPlan(deps, plan);
  const bot = composeBot({ deps, dialogs: false });
  const look = openPastWeeks(deps, plan);
  const replayed = await replayHistory(deps, plan, async (instant) => {
    // What the entry before owes is paid in its own week, and the weeks pass as they did.
    if (owing) await bot.sweep(now.toISOString());
    owing = false;
    await look(instant, (moment) => {
      now = moment;
    });
    now = instant;
  });
  await bot.sweep('2026-01-01T00:00:00.000Z');
  await look(new Date(DEMO_BEGINS_AT), (moment) => {
    now = moment;
  });
  now = new Date(DEMO_BEGINS_AT);
  return replayed;
}
