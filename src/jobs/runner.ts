// One look at everything that is due: in each programme every job plans, then what is due is sent, then the sum is kept. What
// one could get wrong: any number of processes do this at once, so nothing here decides what is sent; the records do.

import type { Deps } from '../deps.js';
import { ProductError } from '../errors.js';
import { describeError } from '../log.js';
import { listRegistrations, type Registration } from '../programmes/registration.js';
import { PROGRAMME_REF, programmes } from '../programmes/schema.js';
import { timetableOf } from '../programmes/timetable.js';
import { canonical } from '../storage/entry.js';
import { readHead } from '../storage/ledger.js';
import { listDeliveries, planDelivery } from './deliveries.js';
import { deliveryId, type Job, type JobRun } from './delivery.js';
import { type Looks, nextWake, noteLook, periodsToLookAt, wakeAfter } from './looks.js';
import { nextPromptAfter, type Week, weekOf } from './schedule.js';
import { addCounts, type Counts, countDeliveries, keepTally, NOTHING, readTally } from './tally.js';

/** Sends what is due among a period's deliveries. */
export type Sweep = (run: JobRun) => Promise<void>;

/** What a run found and did, in numbers. */
export interface RunReport {
  programmes: number;
  /** Programmes in which something went wrong; the log says what. */
  troubled: number;
  /** Of the periods looked at: planned = sent + blocked + failed + unknown + missed + skipped + waiting. */
  counts: Counts;
}

/** What a process remembers between its runs, to save queries. Starts empty. */
export interface Memory {
  looks: Looks;
  programmes?: { found: Registration[]; at: Date };
}

/** Other processes may add programmes; they are noticed within this time. */
const LIST_EVERY_MS = 10 * 60 * 1000;
const PROGRAMMES_AT_ONCE = 8;

/** Nothing remembered yet. */
export function newMemory(): Memory {
  return { looks: new Map() };
}

/**
 * One look at every programme. Safe to repeat, and to run in any number of processes at once. A fault in one programme or
 * one job is logged and stops no other. Throws only when the programmes cannot be listed.
 */
export async function runJobs(
  deps: Deps,
  jobs: readonly Job[],
  sweep: Sweep,
  memory: Memory = newMemory(),
): Promise<RunReport> {
  const found = await registered(deps, memory);
  const queue = [...found];
  let counts = NOTHING;
  let troubled = 0;
  const work = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const done = await runProgramme(deps, jobs, sweep, memory.looks, next);
      counts = addCounts(counts, done.counts);
      if (done.trouble) troubled += 1;
    }
  };
  await Promise.all(Array.from({ length: PROGRAMMES_AT_ONCE }, work));
  return { programmes: found.length, troubled, counts };
}

interface Done {
  counts: Counts;
  trouble: boolean;
}

async function runProgramme(
  deps: Deps,
  jobs: readonly Job[],
  sweep: Sweep,
  looks: Looks,
  { programmeId, since }: Registration,
): Promise<Done> {
  const now = deps.clock.now();
  let done: Done = { counts: NOTHING, trouble: false };
  let periods: string[] = [];
  try {
    const programme = (await readHead(deps, programmes, programmeId, PROGRAMME_REF))?.body.newest.state;
    if (!programme) throw new ProductError('MISSING', `programme ${programmeId} has no record`);
    periods = await periodsToLookAt(looks, deps, programmeId, programme, since, now);
    for (const period of periods) {
      const week = withoutBefore(weekOf(timetableOf(programme), programme.zone, period), since);
      const look = await lookAt({ deps, programmeId, programme, now, since, week }, jobs, sweep, looks);
      done = { counts: addCounts(done.counts, look.counts), trouble: done.trouble || look.trouble };
    }
  } catch (error) {
    done = { ...done, trouble: true };
    deps.log.error('run-failed', { programmeId, ...describeError(error) });
  }
  deps.log.info('run', { programmeId, periods: periods.join(' '), ...done.counts });
  return done;
}

/** Plans, sends and sums up one period. */
async function lookAt(
  { deps, programmeId, programme, now, since, week }: Omit<JobRun, 'known' | 'plan'>,
  jobs: readonly Job[],
  sweep: Sweep,
  looks: Looks,
): Promise<Done> {
  const { period } = week;
  const kept = await readTally(deps, programmeId, period);
  const known = await listDeliveries(deps, programmeId, period);
  const plan: JobRun['plan'] = async (delivery) => {
    const id = deliveryId(delivery);
    if (!known.has(id)) known.set(id, await planDelivery(deps, programmeId, period, delivery));
  };
  const run: JobRun = { deps, programmeId, programme, now, since, week, known, plan };

  let trouble = false;
  const attempt = async (part: string, work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      trouble = true;
      deps.log.error('job-failed', { programmeId, period, part, ...describeError(error) });
    }
  };
  for (const [n, job] of jobs.entries()) await attempt(`plan ${n + 1}`, () => job.plan(run));
  await attempt('send', () => sweep(run));

  const counts = countDeliveries(known.values());
  const over = nextPromptAfter(timetableOf(programme), programme.zone, period) <= now.toISOString();
  tellTrouble(deps, { programmeId, period }, kept?.body.counts ?? NOTHING, counts);
  const settled = over && counts.waiting === 0 && !trouble;
  const at = now.toISOString();
  const changed = settled || !kept || canonical(kept.body.counts) !== canonical(counts);
  const figures: Record<string, number> = { ...kept?.body.figures };
  if (changed)
    for (const job of jobs) await attempt('figures', async () => void Object.assign(figures, await job.figures?.(run)));
  if (changed) await keepTally(deps, programmeId, kept, { period, counts, figures, ...(settled && { settledAt: at }) });
  noteLook(looks, programmeId, period, {
    now,
    settled,
    wakeAt: trouble ? at : wakeAfter(programme, week, known.values(), now),
  });
  return { counts, trouble };
}

/** One line when more was missed, or is unknown, than at the last look: an alert is raised once for each, not each minute. */
function tellTrouble({ log }: Deps, about: { programmeId: string; period: string }, before: Counts, now: Counts): void {
  const missed = Math.max(now.missed - before.missed, 0);
  const unknown = Math.max(now.unknown - before.unknown, 0);
  if (missed + unknown > 0) log.warn('deliveries-troubled', { ...about, missed, unknown });
}

/** A programme is not late with what was due before it began. */
function withoutBefore(week: Week, since: string): Week {
  return { ...week, moments: week.moments.filter((moment) => moment.at >= since) };
}

async function registered(deps: Deps, memory: Memory): Promise<Registration[]> {
  const now = deps.clock.now();
  const { programmes: before } = memory;
  if (before && before.found.length > 0 && Math.abs(now.getTime() - before.at.getTime()) < LIST_EVERY_MS)
    return before.found;
  const found = await listRegistrations(deps);
  memory.programmes = { found, at: now };
  return found;
}

/** Runs the jobs by this process's own clock, and whenever asked. */
export interface Runner {
  /** A run, or the one under way. */
  run(): Promise<RunReport>;
  /** Runs every minute, and at the very moment when something is next due. */
  start(): void;
  /** Ends that; resolves when the run under way has ended. */
  stop(): Promise<void>;
}

const TICK_MS = 60_000;
/** What is due and could not be done is tried again after this. */
const AGAIN_MS = 10_000;

/** What is asked of the clock before each run; absent: it is believed. */
export interface ClockTrust {
  /** Why the clock is wrong: then nothing is sent or marked. */
  fault(): Promise<string | undefined>;
  /** Whether what is past may be called missed. */
  mayMiss(): boolean;
}

/** A runner that has not started. */
export function openRunner(deps: Deps, jobs: readonly Job[], sweep: Sweep, trust?: ClockTrust): Runner {
  const memory = newMemory();
  let underWay: Promise<RunReport> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let started = false;
  let stopping = false;

  const run = () => {
    const held: Sweep = (look) => sweep({ ...look, stopping: () => stopping, mayMiss: () => trust?.mayMiss() ?? true });
    const trusted = async (): Promise<RunReport> => {
      const fault = await trust?.fault();
      if (fault === undefined) return runJobs(deps, jobs, held, memory);
      deps.log.error('clock-wrong', { fault });
      return { programmes: 0, troubled: 1, counts: NOTHING };
    };
    underWay ??= trusted().finally(() => {
      underWay = undefined;
    });
    return underWay;
  };
  const tick = async () => {
    const began = deps.clock.now().getTime();
    await run().catch((error) => deps.log.error('run-failed', describeError(error)));
    if (!started) return;
    const wake = Date.parse(nextWake(memory.looks) ?? '');
    const left = wake > began ? Math.max(wake - deps.clock.now().getTime(), 0) : AGAIN_MS;
    timer = setTimeout(tick, Number.isNaN(wake) ? TICK_MS : Math.min(left, TICK_MS));
  };
  return {
    run,
    start: () => {
      started = true;
      void tick();
    },
    stop: async () => {
      started = false;
      clearTimeout(timer);
      stopping = true;
      await underWay?.catch(() => undefined);
      stopping = false;
    },
  };
}
