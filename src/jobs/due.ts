// Whether something may be sent now. Pitfall: what somebody has just done, or must know at once, is shown at any hour; what the
// clock asks of people is not.

import { timetableOf } from '../programmes/timetable.js';
import { type Delivery, drawnAs, type Job, type JobRun } from './delivery.js';
import { isAllowed } from './schedule.js';

/** Whether a delivery is to be sent now, by whoever is free to. */
export function isDue(run: JobRun, jobs: readonly Job[], delivery: Delivery): boolean {
  const { state, changedAt, notBefore, until } = delivery;
  const now = run.deps.clock.now().toISOString();
  const free = state === 'planned' || (state === 'claimed' && changedAt < now);
  return free && notBefore <= now && until >= now && mayBeShown(run, jobs, delivery);
}

/** Whether it may be shown at this hour: what is not confined to the allowed hours always. */
export function mayBeShown({ deps, programme }: JobRun, jobs: readonly Job[], delivery: Delivery): boolean {
  const kind = drawnAs(delivery);
  return (
    jobs.some(({ anytime }) => anytime?.includes(kind)) ||
    isAllowed(timetableOf(programme), programme.zone, deps.clock.now())
  );
}
