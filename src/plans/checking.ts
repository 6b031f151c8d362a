// From the tables of a file to a whole plan, or what is to be mended: each fault with its sheet, row, column and a sentence. Pure. What one could get
// wrong: sheets that a file leaves out stay as the programme has them, so references are looked up in both.

import type { z } from 'zod/v4';
import { sayFindings } from '../guard/fields.js';
import { findIdentifying } from '../guard/find-identifying.js';
import type { Milestone } from '../milestones/schema.js';
import { isProgrammeOffice } from '../programmes/rights.js';
import type { Member, Programme } from '../programmes/schema.js';
import type { PlannedRisk, Risk } from '../risks/schema.js';
import { checkPeople, type PlannedPerson } from './checking-people.js';
import { checkProgramme, type ProgrammeFields } from './checking-programme.js';
import { type Fault, type Faults, openFaults, type Read, readRows } from './faults.js';
import type { PlannedMilestone } from './plan-file.js';
import { type Table, tableFor } from './tables.js';
import { plain } from './values.js';

/** A programme as it stands, as far as a plan is about it. */
export interface Present {
  id: string;
  programme: Programme;
  milestones: ReadonlyMap<string, Milestone>;
  risks: ReadonlyMap<string, Risk>;
  /** E-mail by member id, where one was given. */
  contacts: ReadonlyMap<string, string>;
}

/** What a file says, whole and with every reference known. Absent parts were not in the file. */
export interface Planned {
  id: string;
  programme: Programme;
  people: PlannedPerson[];
  milestones: z.infer<typeof PlannedMilestone>[];
  risks: PlannedRisk[];
}

export type Checked = { planned: Planned; faults?: undefined } | { faults: Fault[] };

/** Checks a file's tables. `present`: the programme it is for; undefined for a new one. `seed`: of the references of people who are new. */
export function checkPlan(tables: readonly Table[], present: Present | undefined, seed: string): Checked {
  const faults = openFaults();
  guardAll(tables, faults);
  const fields = checkProgramme(tables, present, faults);
  const { workstreams } = fields;
  const people = checkPeople(tableFor(tables, 'people'), { present, workstreams, seed }, faults);
  const members = mergeMembers(present?.programme.members ?? [], people);
  if (!members.some(isProgrammeOffice))
    faults.whole('people', 'Somebody must be the programme office: give one person that role.');
  const known = { workstreams, members };
  const milestones = checkMilestones(tables, present, known, faults);
  const refs = new Set([...(present?.milestones.keys() ?? []), ...milestones.map(({ ref }) => ref)]);
  const risks = checkRisks(tables, present, refs, known, fields, faults);
  if (!present)
    for (const key of ['programme', 'workstreams', 'people', 'milestones'] as const)
      if (!tableFor(tables, key)) faults.whole(key, 'A new plan needs this sheet. Begin with the template.');
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

interface Known {
  workstreams: Programme['workstreams'];
  members: readonly Member[];
}

function checkMilestones(tables: readonly Table[], present: Present | undefined, known: Known, faults: Faults) {
  const table = tableFor(tables, 'milestones');
  const rows = readRows(table, faults);
  const refs = openRefs(/^M\d{1,5}$/, 'M01');
  const planned = rows.map((row): z.infer<typeof PlannedMilestone> => {
    const ref = refs.read(row);
    const was = present?.milestones.get(ref);
    const dependsOn = row.has('dependsOn') ? row.list('dependsOn').map((one) => one.toUpperCase()) : was?.dependsOn;
    const choice = (key: 'gate' | 'dateSource', usual: string) =>
      row.has(key) ? row.text(key) || usual : (was?.[key] ?? usual);
    return {
      ref,
      title: row.text('title'),
      workstream: findWorkstream(row, known),
      ownerId: findOwner(row, known),
      baselineOn: row.text('baselineOn'),
      external: row.has('external') ? row.value('external') === true : (was?.external ?? false),
      gate: choice('gate', 'none') as Milestone['gate'],
      dateSource: choice('dateSource', 'D') as Milestone['dateSource'],
      ...(dependsOn && dependsOn.length > 0 && { dependsOn }),
    };
  });
  const outside = new Set([
    ...[...(present?.milestones ?? [])].filter(([, { external }]) => external).map(([ref]) => ref),
    ...planned.filter(({ external }) => external).map(({ ref }) => ref),
  ]);
  for (const [n, { ref, dependsOn = [] }] of planned.entries())
    for (const other of dependsOn)
      if (!outside.has(other) || other === ref)
        rows[n]?.fault('dependsOn', `${other.slice(0, 20)} is no external milestone of this plan.`);
  return planned;
}

function checkRisks(
  tables: readonly Table[],
  present: Present | undefined,
  milestones: ReadonlySet<string>,
  known: Known,
  { scoring }: ProgrammeFields,
  faults: Faults,
): PlannedRisk[] {
  const refs = openRefs(/^R\d{1,5}$/, 'R01');
  return readRows(tableFor(tables, 'risks'), faults).map((row) => {
    const score = (name: string) => {
      const part = (key: string) => {
        const value = Number(row.value(key) ?? 0);
        if (value > scoring.size) row.fault(key, `The matrix runs from 1 to ${scoring.size}.`);
        return value;
      };
      return { likelihood: part(`${name}Likelihood`), impact: part(`${name}Impact`) };
    };
    const ref = refs.read(row);
    const was = present?.risks.get(ref);
    const touched = row.has('milestones')
      ? row.list('milestones').map((one) => one.toUpperCase())
      : (was?.milestones ?? []);
    for (const one of touched)
      if (!milestones.has(one)) row.fault('milestones', `${one.slice(0, 20)} is no milestone of this plan.`);
    return {
      ref,
      cause: row.text('cause'),
      event: row.text('event'),
      consequence: row.text('consequence'),
      category: row.text('category') as Risk['category'],
      workstream: findWorkstream(row, known),
      ownerId: findOwner(row, known),
      inherent: score('inherent'),
      residual: score('residual'),
      target: score('target'),
      proximity: row.text('proximity') as Risk['proximity'],
      response: row.text('response') as Risk['response'],
      reviewOn: row.text('reviewOn'),
      milestones: touched,
      withheldReason: row.has('withheldReason') ? row.text('withheldReason') : (was?.withheldReason ?? ''),
    };
  });
}

/** References of one sheet: well formed, and each once. */
function openRefs(pattern: RegExp, example: string) {
  const seen = new Map<string, number>();
  return {
    read: (row: Read): string => {
      const ref = row.text('ref').toUpperCase();
      if (ref !== '' && !pattern.test(ref))
        row.fault('ref', `“${ref.slice(0, 20)}” is no reference. Write it as ${example}.`);
      const before = seen.get(ref);
      if (ref !== '' && before !== undefined) row.fault('ref', `${ref} is in row ${before} already.`);
      seen.set(ref, before ?? row.n);
      return ref;
    },
  };
}

function findWorkstream(row: Read, { workstreams }: Known): string {
  const typed = row.text('workstream');
  if (typed === '') return '';
  const found = workstreams.find(({ id, name }) =>
    [plain(id), plain(name), plain(`${id} ${name}`)].includes(plain(typed)),
  );
  if (!found) row.fault('workstream', `There is no workstream “${typed.slice(0, 40)}” on the sheet Workstreams.`);
  return found?.id ?? '';
}

function findOwner(row: Read, { members }: Known): string {
  const typed = row.text('owner');
  if (typed === '') return '';
  const found = members.filter(({ id, name }) => [plain(id), plain(name)].includes(plain(typed)));
  if (found.length === 0) row.fault('owner', `“${typed.slice(0, 40)}” is not on the sheet People.`);
  if (found.length > 1)
    row.fault('owner', `More than one person is called “${typed.slice(0, 40)}”: use the reference.`);
  return found[0]?.id ?? '';
}

/** Nothing that may identify a child comes in by a file either. */
function guardAll(tables: readonly Table[], faults: Faults): void {
  for (const table of tables)
    for (const row of table.rows)
      for (const [key, raw] of Object.entries(row.cells)) {
        // An e-mail address belongs to a colleague; the guard would take it for a family's.
        if (typeof raw !== 'string' || (table.key === 'people' && key === 'contact')) continue;
        const found = findIdentifying(raw);
        if (found.length > 0) faults.at(table, row, key, sayFindings(found));
      }
}
