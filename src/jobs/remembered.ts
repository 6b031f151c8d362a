// What was worked out from a timetable, kept for the next who asks: a run asks the same of hundreds of programmes every minute.
// Pitfall: each run reads its programmes afresh, so a timetable is known by what it says and never by being the same object.

import type { Timetable } from '../programmes/timetable.js';

const MOST_KEPT = 5_000;
/** A timetable of more closures is worked out each time: to know it again would cost more than that. */
const MOST_CLOSURES = 30;

/** Remembers what `work` makes of a timetable, a zone and a period. What it gives is shared, so nobody may change it. */
export function remembering<T>(
  work: (timetable: Timetable, zone: string, period: string) => T,
): (timetable: Timetable, zone: string, period: string) => T {
  const kept = new Map<string, T>();
  return (timetable, zone, period) => {
    if (timetable.closures.length > MOST_CLOSURES) return work(timetable, zone, period);
    const key = `${period} ${zone} ${JSON.stringify(timetable)}`;
    const found = kept.get(key);
    if (found !== undefined) return found;
    const made = work(timetable, zone, period);
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(key, made);
    return made;
  };
}
