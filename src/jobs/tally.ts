// The sum of a period's deliveries, kept once for each programme and period. What one could get wrong: it repeats what the
// delivery records say, so every look compares the two and a tally that another process wrote late is put right by the next.

import type { Deps } from '../deps.js';
import { isError } from '../errors.js';
import { listAll, type Stored } from '../storage/store.js';
import { ENDED, type StoredDelivery } from './delivery.js';
import { mondayOf } from './schedule.js';

/** planned = sent + blocked + failed + unknown + missed + skipped + waiting; nothing is waiting once a period is settled. */
export interface Counts {
  planned: number;
  sent: number;
  blocked: number;
  failed: number;
  unknown: number;
  missed: number;
  skipped: number;
  waiting: number;
}

export interface Tally {
  period: string;
  counts: Counts;
  /** What the jobs say of the period, such as how many were asked and have answered. */
  figures: Record<string, number>;
  /** When something of it last changed (UTC ISO). */
  changedAt: string;
  /** When it was over with nothing waiting (UTC ISO): it is not looked at again. */
  settledAt?: string;
}

export const NOTHING: Counts = {
  planned: 0,
  sent: 0,
  blocked: 0,
  failed: 0,
  unknown: 0,
  missed: 0,
  skipped: 0,
  waiting: 0,
};

/** The sum of these deliveries. */
export function countDeliveries(deliveries: Iterable<StoredDelivery>): Counts {
  const counts = { ...NOTHING };
  for (const { body } of deliveries) {
    counts.planned += 1;
    counts[ENDED.find((state) => state === body.state) ?? 'waiting'] += 1;
  }
  return counts;
}

/** Both together. */
export function addCounts(a: Counts, b: Counts): Counts {
  return Object.fromEntries(
    Object.entries(a).map(([name, count]) => [name, count + b[name as keyof Counts]]),
  ) as unknown as Counts;
}

/** The tally of a period, or undefined when nobody has looked at that period. A point read. */
export async function readTally(deps: Deps, programmeId: string, period: string): Promise<Stored<Tally> | undefined> {
  return await deps.store.read<Tally>('run', talliesOf(programmeId), period);
}

/** The tallies of a programme since a period, newest first. One query. */
export async function findTallies(deps: Deps, programmeId: string, since: string): Promise<Tally[]> {
  const found = await listAll<Tally>(deps.store, ['run'], talliesOf(programmeId), { since: at(since) });
  return found.map((stored) => stored.body);
}

/** Keeps a tally in place of the one that was read; whoever else wrote in the meantime is left to stand. */
export async function keepTally(
  deps: Deps,
  programmeId: string,
  kept: Stored<Tally> | undefined,
  tally: Omit<Tally, 'changedAt'>,
): Promise<void> {
  const body: Tally = { ...tally, changedAt: deps.clock.now().toISOString() };
  const draft = { id: tally.period, partition: talliesOf(programmeId), at: at(tally.period), body };
  try {
    if (kept) await deps.store.replace('run', { ...kept, body });
    else await deps.store.create('run', draft);
  } catch (error) {
    // Uncertain or overtaken: the next look compares again.
    if (!isError(error, 'STALE', 'TAKEN', 'UNCERTAIN')) throw error;
  }
}

/** The partition of a programme's tallies. */
export function talliesOf(programmeId: string): string {
  return `runs:${programmeId}`;
}

function at(period: string): string {
  return `${mondayOf(period)}T00:00:00.000Z`;
}
