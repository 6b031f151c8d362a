// From the tables of a file to a whole plan, or what is to be fixed: each fault with its sheet, row, column and a sentence. Pure, and
// done in slices that let others through.
// Pitfall: sheets that a file leaves out stay as the programme has them, so references are looked up in both.

import type { IsoDate } from '../calendar.js';
import type { Milestone } from '../milestones/schema.js';
import { isProgrammeOffice } from '../programmes/rights.js';
import type { Member, Programme } from '../programmes/schema.js';
import type { PlannedRisk, Risk } from '../risks/schema.js';
import { checkMilestones, type MilestoneRow } from './checking-milestones.js';
import { checkPeople, type Outside, type PlannedPerson } from './checking-people.js';
import { checkProgramme } from './checking-programme.js';
import { checkRisks } from './checking-risks.js';
import { type Fault, openFaults } from './faults.js';
import { openKnown } from './looking-up.js';
import { type Table, tablesFor } from './tables.js';

/** A programme as it stands, as far as a plan is about it. */
export interface Present {
  id: string;
  programme: Programme;
  milestones: ReadonlyMap<string, Milestone>;
  risks: ReadonlyMap<string, Risk>;
  /** E-mail by member id, where one was given. */
  contacts: ReadonlyMap<string, string>;
  /** Member ids by every address and Entra object id. */
  holders: ReadonlyMap<string, string>;
}

/** What a file says, whole and with every reference known. Absent parts were not in the file. */
export interface Planned {
  id: string;
  programme: Programme;
  people: PlannedPerson[];
  milestones: MilestoneRow[];
  risks: PlannedRisk[];
}

export type Checked = { planned: Planned; faults?: undefined } | { faults: Fault[] };

/**
 * Checks a file's tables. `present`: the programme it is for; undefined for a new one. `seed`: of the references of people who are new. `today`: in the
 * programme's zone.
 */
export async function checkPlan(
  tables: readonly Table[],
  present: Present | undefined,
  seed: string,
  today: IsoDate,
  outside: Outside = { elsewhere: new Map(), former: new Set() },
): Promise<Checked> {
  const faults = openFaults();
  const fields = await checkProgramme(tables, present, faults);
  const { workstreams } = fields;
  const people = await checkPeople(tablesFor(tables, 'people'), { present, workstreams, seed, outside }, faults);
  const members = mergeMembers(present?.programme.members ?? [], people);
  if (!members.some(isProgrammeOffice))
    faults.whole('people', 'Somebody must be the programme office: give one person that role.');
  const known = openKnown(workstreams, members, present === undefined);
  const milestones = await checkMilestones(tables, present, known, fields, today, faults);
  const refs = new Set([...(present?.milestones.keys() ?? []), ...milestones.map(({ ref }) => ref)]);
  const risks = await checkRisks(tables, present, refs, known, fields, today, faults);
  if (!present)
    for (const key of ['programme', 'workstreams', 'people', 'milestones'] as const)
      if (tablesFor(tables, key).length === 0)
        faults.whole(key, 'A new plan needs this sheet. Begin with the template.');
  if (faults.all.length > 0) return { faults: faults.inOrder() };
  const { id, ...others } = fields;
  const programme: Programme = { ...(present?.programme ?? {}), ...others, members };
  return { planned: { id, programme, people, milestones, risks } };
}

/** Nobody who is left out of a file leaves the programme by that. */
function mergeMembers(present: readonly Member[], people: readonly PlannedPerson[]): Member[] {
  const planned = new Map(people.map(({ member }) => [member.id, member]));
  const kept = present.map((member) => planned.get(member.id) ?? member);
  const known = new Set(present.map(({ id }) => id));
  return [...kept, ...people.map(({ member }) => member).filter(({ id }) => !known.has(id))];
}
