// Tells the jobs of deliveries that have ended. What one could get wrong: what was told is only this process's memory, so after
// a restart everything is told again, and a job plans what follows under ids that make twice once.

import { drawnAs, ENDED, type Job, type JobRun } from './delivery.js';

/** Deliveries this process has told their jobs of, so that a look costs nothing once all is done. */
const toldOf = new WeakMap<object, Set<string>>();
const MOST_TOLD = 50_000;

/** Tells each job of what has ended of its kinds. One that fails holds up no other; the first failure is thrown at the end. */
export async function tellEnded(run: JobRun, jobs: readonly Job[]): Promise<void> {
  const known = toldOf.get(run.deps.store) ?? new Set<string>();
  toldOf.set(run.deps.store, known);
  if (known.size > MOST_TOLD) known.clear();
  const failures: unknown[] = [];
  for (const { partition, id, body } of [...run.known.values()]) {
    const key = `${partition}/${id}/${body.state}`;
    if (!ENDED.some((state) => state === body.state) || known.has(key)) continue;
    try {
      for (const job of jobs) if (job.draws[drawnAs(body)]) await job.ended?.(run, body);
      known.add(key);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}
