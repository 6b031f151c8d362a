// A programme of many leads, for weeks in virtual time, and the outages in those. What one could get wrong: a tenth of them are away for a while each
// year, every other one of those with a deputy, and schools are closed at Christmas and in August.

import { isBankHoliday } from '../../src/calendar.js';
import { type Moment, periodAfter } from '../../src/jobs/schedule.js';
import type { Plan } from '../../src/plans/plan-file.js';
import { Timetable } from '../../src/programmes/timetable.js';
import { FAULT_PROGRAMME } from '../support/fault-plan.js';
import { TENANT, testPlan } from '../support/world.js';

const HOUR_MS = 3_600_000;

export const ZONE = 'Europe/London';
export const PLACE = { serviceUrl: 'http://127.0.0.1:1/', tenantId: TENANT };

const closures = [2026, 2027, 2028].flatMap((year) => [
  { from: `${year}-08-03`, until: `${year}-08-21`, name: 'Summer closure' },
  { from: `${year}-12-21`, until: `${year}-12-31`, name: 'Christmas closure' },
]);

/** The plan, with up to fifty workstreams; `isOff`: whether a day is a bank holiday or in a closure. */
export function leadsPlan(people: number): Plan & { isOff(day: string): boolean } {
  const workstreams = Array.from({ length: Math.min(people, 50) }, (_, n) => ({
    id: `WS${n + 1}`,
    name: `Workstream ${n + 1}`,
  }));
  const members = Array.from({ length: people }, (_, n) => ({
    id: `lead-${n + 1}`,
    name: `Lead ${n + 1}`,
    organisation: 'LA' as const,
    roles: ['workstream lead' as const],
    // Every fifth one leads two.
    leads: [n, ...(n % 5 === 0 ? [n + 1] : [])].map((at) => `WS${(at % workstreams.length) + 1}`),
    ...(n % 10 === 3 && { leave: [2026, 2027].map((year) => ({ from: `${year}-05-04`, until: `${year}-05-22` })) }),
    ...(n % 20 === 3 && { deputy: `lead-${((n + 1) % people) + 1}` }),
  }));
  return {
    ...testPlan,
    id: FAULT_PROGRAMME,
    // Without Boards: what is asked before one names no week, by which these tests count what was shown.
    programme: {
      ...testPlan.programme,
      zone: ZONE,
      workstreams,
      members,
      boards: [],
      timetable: Timetable.parse({ closures }),
    },
    people: members.map(({ id }, n) => ({
      objectId: `55555555-5555-4555-8555-${String(n).padStart(12, '0')}`,
      memberId: id,
    })),
    milestones: [],
    risks: [],
    isOff: (day) => isBankHoliday(day) || closures.some(({ from, until }) => from <= day && day <= until),
  };
}

/** The periods of so many weeks. */
export function weeksFrom(first: string, weeks: number): string[] {
  const periods = [first];
  while (periods.length < weeks) periods.push(periodAfter(periods.at(-1) ?? first));
  return periods;
}

/** Outages of 3 hours, 26 hours and 9 days, one after the other every sixth week, each around a prompt. */
export function outagesIn(prompts: readonly (Moment | undefined)[]): { from: number; until: number }[] {
  return prompts.flatMap((prompt, n) => {
    if (!prompt || n % 6 !== 3) return [];
    const hours = [3, 26, 9 * 24][Math.floor(n / 6) % 3] ?? 3;
    const from = Date.parse(prompt.at) - hours * HOUR_MS * 0.4;
    return [{ from, until: from + hours * HOUR_MS }];
  });
}
