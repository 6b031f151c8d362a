// B12: what one process costs that serves very much: the summaries and lists of a very large programme, and a minute in which
// nothing is due with very many programmes.
// Pitfall: cards are drawn but not sent, and this process fills the store itself, so memory is told as what serving adds.

import { features, jobs } from '../../src/features.js';
import { newMemory, runJobs } from '../../src/jobs/runner.js';
import { sweepDeliveries } from '../../src/jobs/sending.js';
import { loadPlan, type Plan } from '../../src/plans/plan-file.js';
import type { Command, Turn } from '../../src/routes.js';
import { openCarrier } from '../../src/teams/carrier.js';
import { measureStretch, type Stretch } from '../support/stretch.js';
import { createWorld, TENANT, testPlan } from '../support/world.js';
import { type Benchmark, type Line, median } from './rounds.js';
import { demoPlan } from './submits.js';

const MILESTONES = 1_000;
const RISKS = 500;
const MEMBERS = 500;
const PROGRAMMES = 200;
const TIMES = 7;

export const large: Benchmark = {
  name: 'B12',
  run: async () => [...(await ofLargePlan()), ...(await ofManyProgrammes())],
};

/** A plan of very many milestones, risks and members, each with an owner. */
export function largePlan(milestones = MILESTONES, risks = RISKS, members = MEMBERS): Plan {
  const { programme } = testPlan;
  const [milestone] = testPlan.milestones;
  const [risk] = demoPlan.risks;
  if (!milestone || !risk) throw new Error('a plan has milestones and risks');
  const more = Array.from({ length: members }, (_, n) => ({
    id: `person${n}`,
    name: `Person ${n}`,
    organisation: 'LA' as const,
    roles: ['milestone owner' as const],
    leads: [],
  }));
  const owner = (n: number) => more[n % more.length]?.id ?? '';
  const workstream = (n: number) => programme.workstreams[n % programme.workstreams.length]?.id ?? '';
  const dayOf = (n: number) => new Date(Date.UTC(2026, 8, 1 + (n % 700))).toISOString().slice(0, 10);
  return {
    ...testPlan,
    id: 'large',
    programme: { ...programme, members: [...programme.members, ...more] },
    people: [
      ...testPlan.people,
      ...more.map(({ id }, n) => ({
        objectId: `33333333-3333-4333-8333-${String(n).padStart(12, '0')}`,
        memberId: id,
      })),
    ],
    milestones: Array.from({ length: milestones }, (_, n) => ({
      ...milestone,
      ref: `M${String(n + 1).padStart(2, '0')}`,
      title: `Milestone ${n + 1} of a long plan`,
      workstream: workstream(n),
      ownerId: owner(n),
      baselineOn: dayOf(n),
    })),
    risks: Array.from({ length: risks }, (_, n) => ({
      ...risk,
      ref: `R${String(n + 1).padStart(2, '0')}`,
      workstream: workstream(n),
      ownerId: owner(n),
      milestones: [],
    })),
  };
}

async function ofLargePlan(): Promise<Line[]> {
  const plan = largePlan();
  const world = await createWorld({ plan });
  const lines: Line[] = [];
  const asked: [who: string, text: string][] = [
    ['chair', 'summary'],
    ['lead1', 'summary'],
    ['person7', 'my work'],
    ['office', 'milestones'],
    ['office', 'risks'],
    ['office', 'people'],
  ];
  for (const [n, [who, text]] of asked.entries()) {
    const turn: Turn = await world.turn(who);
    const command = findCommand(text);
    const stretches: Stretch<unknown>[] = [];
    for (let time = 0; time <= TIMES; time += 1)
      stretches.push(await measureStretch(() => command.run(turn, command.matches(text) ?? {})));
    const warm = stretches.slice(1);
    const cpu = median(warm.map(({ processorMs }) => processorMs));
    lines.push({
      name: `B12.${n + 1}`,
      what: `\`${text}\` of ${who} with ${MILESTONES} milestones, ${RISKS} risks and ${MEMBERS} members: ms of processor`,
      goal: { atMost: 100 },
      share: cpu,
      note: `the longest stretch ${median(warm.map(({ longestMs }) => longestMs)).toFixed(0)} ms; goal ≤ 50`,
    });
  }
  await world.deps.store.close();
  return lines;
}

/** The command that a text is. */
export function findCommand(text: string): Command {
  const command = features.flatMap(({ commands }) => commands).find((one) => one.matches(text));
  if (!command) throw new Error(`${text} is no command`);
  return command;
}

async function ofManyProgrammes(): Promise<Line[]> {
  const before = process.memoryUsage.rss();
  const world = await createWorld();
  for (let n = 1; n < PROGRAMMES; n += 1)
    await loadPlan(world.deps, { ...testPlan, id: `area-${n}`, tenantId: TENANT });
  const memory = newMemory();
  const carrier = openCarrier(true);
  const look = () => runJobs(world.deps, jobs, (run) => sweepDeliveries(run, jobs, carrier), memory);
  for (let time = 0; time < 6; time += 1) await look();
  const stretches: Stretch<unknown>[] = [];
  for (let time = 0; time < TIMES; time += 1) stretches.push(await measureStretch(look));
  const grown = (process.memoryUsage.rss() - before) / 1_000_000;
  const resident = process.memoryUsage.rss() / 1_000_000;
  await world.deps.store.close();
  return [
    {
      name: 'B12.7',
      what: `an idle minute with ${PROGRAMMES} programmes: ms of processor`,
      goal: { atMost: 100 },
      share: median(stretches.map(({ processorMs }) => processorMs)),
      note: `the longest stretch ${median(stretches.map(({ longestMs }) => longestMs)).toFixed(0)} ms`,
    },
    {
      name: 'B12.8',
      what: `memory of a process with ${PROGRAMMES} programmes, in MB`,
      goal: { atMost: 350 },
      share: resident,
      note: `of it ${grown.toFixed(0)} MB with the programmes, the store itself being in memory`,
    },
  ];
}
