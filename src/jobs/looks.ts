// Which periods of a programme a run looks at, so that a minute in which nothing is due costs one query. What one could get
// wrong: this is one process's memory and only saves queries; what is sent is decided by the records alone.

import type { Deps } from '../deps.js';
import type { Programme } from '../programmes/schema.js';
import { timetableOf } from '../programmes/timetable.js';
import { ENDED, type StoredDelivery } from './delivery.js';
import { nextAllowed, nextPromptAfter, periodAfter, periodBefore, periodOf, type Week } from './schedule.js';
import { readTally } from './tally.js';

/** Looks of one process, by programme. */
export type Looks = Map<string, ProgrammeLooks>;

/** The periods of a programme that may still hold something, oldest first. */
type ProgrammeLooks = Map<string, Look>;

interface Look {
  /** When it was last looked at; '' never. UTC ISO. */
  at: string;
  /** When something is due in it, as far as was seen then. UTC ISO. */
  wakeAt: string;
}

/** What an outage of this many weeks left open is still closed; older weeks stay as they are. */
const MOST_WEEKS_BACK = 12;

/**
 * The periods to look at now, oldest first: those in which something is due or that were never looked at; when there is
 * none, the one looked at longest ago, since a person may have asked for something there.
 */
export async function periodsToLookAt(
  looks: Looks,
  deps: Deps,
  programmeId: string,
  programme: Programme,
  since: string,
  now: Date,
): Promise<string[]> {
  const current = periodOf(now, programme.zone);
  let known = looks.get(programmeId);
  if (!known) {
    known = new Map([[await oldestOpen(deps, programmeId, current, periodOf(since, programme.zone)), NEVER]]);
    looks.set(programmeId, known);
  }
  for (const period of newPeriods([...known.keys()].at(-1), current)) known.set(period, NEVER);
  const all = [...known];
  const due = all.filter(([, look]) => look.wakeAt <= now.toISOString());
  if (due.length > 0) return due.map(([period]) => period);
  return all
    .sort(([, a], [, b]) => a.at.localeCompare(b.at))
    .slice(0, 1)
    .map(([period]) => period);
}

/** Notes that a period was looked at; `settled`: it is not looked at again. */
export function noteLook(
  looks: Looks,
  programmeId: string,
  period: string,
  seen: { now: Date; wakeAt: string; settled: boolean },
): void {
  const known = looks.get(programmeId);
  if (seen.settled) known?.delete(period);
  else known?.set(period, { at: seen.now.toISOString(), wakeAt: seen.wakeAt });
}

/** When something is next due anywhere (UTC ISO), or undefined. */
export function nextWake(looks: Looks): string | undefined {
  return [...looks.values()]
    .flatMap((known) => [...known.values()].map((look) => look.wakeAt))
    .sort()
    .at(0);
}

/** When something is next due in a period just looked at (UTC ISO): a moment, a delivery, or the period's own end. */
export function wakeAfter(programme: Programme, week: Week, deliveries: Iterable<StoredDelivery>, now: Date): string {
  const timetable = timetableOf(programme);
  const from = now.toISOString();
  const end = nextPromptAfter(timetable, programme.zone, week.period);
  const wakes = [end, ...week.moments.map((moment) => moment.at)].filter((instant) => instant > from);
  for (const { body } of deliveries) {
    if (ENDED.some((state) => state === body.state)) continue;
    const opens =
      body.state === 'planned'
        ? nextAllowed(timetable, programme.zone, new Date(body.notBefore)).toISOString()
        : body.changedAt;
    const due = opens < body.until ? opens : body.until;
    // What was due by now and is not done yet is due at once.
    wakes.push(due > from ? due : from);
  }
  return wakes.sort().at(0) ?? from;
}

const NEVER: Look = { at: '', wakeAt: '' };

/** The weeks after the newest one known up to this one, oldest first: the clock may have passed several at once. */
function newPeriods(newest: string | undefined, current: string): string[] {
  if (newest === undefined) return [current];
  const found: string[] = [];
  for (let next = current; next > newest && found.length <= MOST_WEEKS_BACK; next = periodBefore(next))
    found.unshift(next);
  return found;
}

/** From which period on something may be open: after the newest one that is settled. Point reads. */
async function oldestOpen(deps: Deps, programmeId: string, current: string, first: string): Promise<string> {
  let oldest = current;
  let period = periodBefore(current);
  for (let weeks = 0; weeks < MOST_WEEKS_BACK && period >= first; weeks += 1, period = periodBefore(period)) {
    const tally = await readTally(deps, programmeId, period);
    if (tally?.body.settledAt) return periodAfter(period);
    // A week without a tally counts only when there is an older one: nobody looked then, but somebody did before.
    if (tally) oldest = period;
  }
  return oldest;
}
