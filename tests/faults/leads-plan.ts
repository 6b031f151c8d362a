// A programme of many leads, for weeks in virtual time. What one could get wrong: a tenth of them are away for a while each
// year, every other one of those with a deputy, and schools are closed at Christmas and in August.

import { bankHolidays } from '../../src/calendar.js';
import type { Plan } from '../../src/plan.js';
import { Timetable } from '../../src/programmes/timetable.js';
import { FAULT_PROGRAMME } from '../support/fault-plan.js';
import { TENANT, testPlan } from '../support/world.js';

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
    programme: { ...testPlan.programme, zone: ZONE, workstreams, members, timetable: Timetable.parse({ closures }) },
    people: members.map(({ id }, n) => ({
      objectId: `55555555-5555-4555-8555-${String(n).padStart(12, '0')}`,
      memberId: id,
    })),
    milestones: [],
    risks: [],
    isOff: (day) =>
      bankHolidays(day.slice(0, 4)).has(day) || closures.some(({ from, until }) => from <= day && day <= until),
  };
}
