// B10: the longest uninterrupted stretch on the answering thread, over every verb and command with the longest values, with
// 15,000 entries in the store; printed with the name of what took it.
// Pitfall: a row is one input's own; what walks history or takes files adds rows of its own to ROWS.

import { join } from 'node:path';
import { postUpdate } from '../../src/milestones/actions.js';
import { milestones, UpdateForm } from '../../src/milestones/schema.js';
import type { Plan } from '../../src/plans/plan-file.js';
import { openEmbeddedStore } from '../../src/storage/embedded-store.js';
import { readHead } from '../../src/storage/ledger.js';
import { openRandom } from '../support/fault-run.js';
import { oddRequests } from '../support/odd-requests.js';
import { createWorld } from '../support/world.js';
import { inFolder } from './folders.js';
import type { Benchmark, Line } from './rounds.js';
import { openStretches, prepare, type Slow, type Stretches } from './stretches.js';
import { updateOf } from './submits.js';
import { openTeamsSide } from './teams-side.js';

const ENTRIES = Number(process.env.BENCH_ENTRIES ?? 15_000);
const REQUESTS = 2_000;
const GOAL_MS = 50;

/** What is measured, a line each: gives the slowest of its inputs. */
export const ROWS: { what: string; slowest(stretches: Stretches): Promise<Slow> }[] = [
  { what: 'a run of the clock', slowest: (stretches) => stretches.runClock(GOAL_MS) },
];

export const longestStretches: Benchmark = {
  name: 'B10.longest',
  run: () =>
    inFolder(async (folder) => {
      const file = join(folder, 'programme.db');
      const [plan, crawled] = await prepare(file, (known) => grow(file, known));
      const side = await openTeamsSide();
      const production = await side.startProduction(plan.tenantId, file);
      const stretches = await openStretches(side, production, plan);
      const slow: Slow[] = [];
      for (const request of oddRequests(crawled, openRandom(1), REQUESTS))
        slow.push(await stretches.measure(request, GOAL_MS));
      const [slowest] = slow.sort((a, b) => b.ms - a.ms);
      const lines = [lineOf(`verbs and commands with the longest values, ${ENTRIES} entries`, slowest)];
      for (const { what, slowest: find } of ROWS) lines.push(lineOf(what, await find(stretches)));
      await production.stop();
      await side.stop();
      return lines;
    }),
};

function lineOf(what: string, slowest?: Slow): Line {
  const { name = '', ms = 0 } = slowest ?? {};
  return { name: 'B10.longest', what: `ms at most: ${what}`, goal: { atMost: GOAL_MS }, share: ms, note: name };
}

/** Adds updates of milestones through the ledger until there are so many entries. */
async function grow(file: string, plan: Plan): Promise<void> {
  const store = await openEmbeddedStore({ file });
  const world = await createWorld({ plan, store });
  const turn = await world.turn('programme-office');
  const each = Math.ceil(ENTRIES / plan.milestones.length);
  for (const { ref, baselineOn } of plan.milestones)
    for (let n = 0; n < each; n += 1) {
      const opened = (await readHead(world.deps, milestones, plan.id, ref))?.body.newest.version ?? 1;
      await postUpdate(turn, UpdateForm.parse(updateOf(plan.id, { ref, baselineOn, opened })));
    }
  await store.close();
}
