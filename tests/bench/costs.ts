// `npm run costs`: what one programme, 150 local areas and 10,000 programmes cost in a month, from the operations that the real
// actions make over a store that counts. What one could get wrong: how often people do things is an assumption, printed with it.

import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { checkChains } from '../../src/chain-watch.js';
import { jobs } from '../../src/features.js';
import { newMemory, runJobs } from '../../src/jobs/runner.js';
import { sweepDeliveries } from '../../src/jobs/sending.js';
import { postUpdate } from '../../src/milestones/actions.js';
import { Plan } from '../../src/plans/plan-file.js';
import { projectPath } from '../../src/project-root.js';
import { openEmbeddedStore } from '../../src/storage/embedded-store.js';
import { showSummary } from '../../src/summary/routes.js';
import { openCarrier } from '../../src/teams/carrier.js';
import { rememberPersonal } from '../../src/teams/conversations.js';
import { checkIn, WHOLE } from '../check-ins/answering.js';
import { bindChannel } from '../support/bind-channel.js';
import { createWorld } from '../support/world.js';
import {
  type Cost,
  costOf,
  type Monthly,
  monthOf,
  PARTITION_LIMIT_BYTES,
  PARTITION_LIMIT_UNITS,
} from './cost-model.js';
import { countingStore } from './counting-store.js';

/** How often people do things in one programme in a month: assumptions, on the high side of what a Delivery Group does. */
const WEEKS = 52 / 12;
const INSTANCES = 2;
const OFTEN = {
  'a week of the clock (prompts, reminders, digest)': WEEKS,
  'a check-in opened and answered': 8 * WEEKS,
  'a milestone updated': 60,
  'a summary opened': 120,
  'the daily walk over the chains, in the first weeks': 30 * INSTANCES,
  'an idle minute of one instance': 60 * 24 * 30 * INSTANCES,
};
type Happening = keyof typeof OFTEN;

const WEEK = ['2026-12-07', '2026-12-08', '2026-12-09', '2026-12-10', '2026-12-11', '2026-12-12', '2026-12-13'];
const ANSWERED_AT = '2026-12-10T11:00:00.000Z';
const LEADS_WHO_ANSWER = ['ws1', 'ws2', 'ws3', 'ws4', 'ws5', 'ws7'];

/** Plays a week of the demo's programme and counts what each happening asks of the store, and the messages it sends. */
async function count(): Promise<{ costs: Record<Happening, Cost>; messages: number }> {
  const plan = Plan.parse(JSON.parse(readFileSync(projectPath('src', 'programmes', 'demo-plan.json'), 'utf8')));
  let now = new Date(`${WEEK[0]}T00:00:00.000Z`);
  const store = countingStore(await openEmbeddedStore({ file: ':memory:', now: () => now }));
  const world = await createWorld({ plan, store });
  const moveTo = (instant: string) => {
    now = new Date(instant);
    world.at(instant);
  };
  moveTo(now.toISOString());
  const address = { serviceUrl: 'http://127.0.0.1:1/', tenantId: plan.tenantId };
  await bindChannel(world.deps, { ...address, conversationId: '19:channel' }, plan.id);
  for (const { objectId, memberId } of plan.people)
    await rememberPersonal(world.deps, objectId, { ...address, conversationId: `a:${memberId}` });

  /** What `work` asked of the store. */
  const during = async (work: () => Promise<unknown>) => {
    const from = store.counted.length;
    await work();
    return store.counted.slice(from);
  };
  const memory = newMemory();
  const carrier = openCarrier(true);
  const look = () => runJobs(world.deps, jobs, (run) => sweepDeliveries(run, jobs, carrier), memory);
  // What was due before the week began is not this week's.
  await look();

  const [busy, idle, answers]: [Awaited<ReturnType<typeof during>>, typeof store.counted, typeof store.counted] = [
    [],
    [],
    [],
  ];
  let idleRuns = 0;
  const sentBefore = world.sent.length;
  for (const day of WEEK)
    for (let minute = 0; minute < 24 * 60; minute += 10) {
      moveTo(new Date(Date.parse(`${day}T00:00:00.000Z`) + minute * 60_000).toISOString());
      if (now.toISOString() === ANSWERED_AT)
        for (const lead of LEADS_WHO_ANSWER)
          answers.push(
            ...(await during(async () => {
              const { outcome } = await checkIn(world, `${lead}-lead`, `${lead.toUpperCase()}-2026-W50`, WHOLE);
              if (outcome !== 'saved') throw new Error(`The check-in of ${lead} ended as ${outcome}.`);
            })),
          );
      const asked = await during(look);
      if (asked.some(({ verb }) => verb === 'create' || verb === 'replace')) busy.push(...asked);
      else {
        idle.push(...asked);
        idleRuns += 1;
      }
    }
  const messages = world.sent.length - sentBefore;

  const refs = plan.milestones.slice(20, 26).map(({ ref }) => ref);
  const updates = await during(async () => {
    for (const ref of refs) await update(world, plan, ref);
  });
  const summaries = await during(async () => void (await showSummary(await world.turn('board-chair'))));
  const walk = await during(() => checkChains(world.deps));
  await store.close();
  return {
    messages,
    costs: {
      'a week of the clock (prompts, reminders, digest)': costOf(busy, plan.id),
      'a check-in opened and answered': costOf(answers, plan.id, LEADS_WHO_ANSWER.length),
      'a milestone updated': costOf(updates, plan.id, refs.length),
      'a summary opened': costOf(summaries, plan.id),
      'the daily walk over the chains, in the first weeks': costOf(walk, plan.id),
      'an idle minute of one instance': costOf(idle, plan.id, idleRuns),
    },
  };
}

async function update(world: Awaited<ReturnType<typeof createWorld>>, plan: Plan, ref: string): Promise<void> {
  const milestone = plan.milestones.find((one) => one.ref === ref);
  const { outcome } = await postUpdate(await world.turn('programme-office'), {
    programmeId: plan.id,
    ref,
    opened: 1,
    form: randomUUID(),
    stated: 'green',
    statedReason: '',
    forecastOn: milestone?.baselineOn ?? '',
    actualOn: '',
    evidenceUrl: '',
    slipCause: '',
    slipText: '',
    commentary: 'The partners have agreed the order of work, and the first of three sites has its team in place.',
    correctionReason: '',
  });
  if (outcome !== 'saved') throw new Error(`The update of ${ref} ended as ${outcome}.`);
}

const MEGABYTE = 1024 ** 2;
const TEN_YEARS_MONTHS = 120;
/** Deliveries, claims of forms and announcements live 400 days. */
const PASSING_MONTHS = 400 / 30;
const TEAMS_A_SECOND = 50;

function say(line = ''): void {
  process.stdout.write(`${line}\n`);
}

const round = (value: number) => value.toLocaleString('en-GB', { maximumFractionDigits: value < 10 ? 1 : 0 });

const { costs, messages } = await count();
say('| Happening | Requests | RU | Kept for ever, bytes | Times a month |');
say('|---|---|---|---|---|');
for (const [name, often] of Object.entries(OFTEN) as [Happening, number][]) {
  const { requests, units, kept } = costs[name];
  say(`| ${name} | ${round(requests)} | ${round(units)} | ${round(kept)} | ${round(often)} |`);
}
say();

const month = monthOf(costs, OFTEN as Monthly<Happening>);
const busy = monthOf(costs, { ...OFTEN, 'an idle minute of one instance': 0 });
const sent = messages * WEEKS;
say('| In a month | One programme | 150 local areas | 10,000 programmes |');
say('|---|---|---|---|');
const row = (what: string, one: number, unit = 1) =>
  say(`| ${what} | ${[1, 150, 10_000].map((n) => round((one * n) / unit)).join(' | ')} |`);
row('Request units, thousands', month.units, 1_000);
row('of them apart from idle minutes, thousands', busy.units, 1_000);
row('Request units a second, on average', month.units / (30 * 86_400));
row('Messages the clock sends', sent);
row('Storage after ten years, MB', month.kept * TEN_YEARS_MONTHS + month.passing * PASSING_MONTHS, MEGABYTE);
row('Seconds to send Thursday’s prompts at 50 a second', 8 / TEAMS_A_SECOND);
say();

const heads = month.inHeads * TEN_YEARS_MONTHS;
say(
  `The largest partition, a programme's heads, holds ${round(heads / MEGABYTE)} MB after ten years; 20 GB would be full after ${round((PARTITION_LIMIT_BYTES / heads) * 10)} years.`,
);
say(
  `One partition answers ${round(PARTITION_LIMIT_UNITS / costs['a summary opened'].units)} summaries a second, or ${round(PARTITION_LIMIT_UNITS / costs['a check-in opened and answered'].units)} check-ins.`,
);
