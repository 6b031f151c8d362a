// What a file says of risks. Pure.
// Pitfall: a new risk is checked as one raised by card is; of one that is there only what the file changes is checked, and a programme is founded with its
// risks as they stand, so that an export can always come back.

import type { IsoDate } from '../calendar.js';
import { knownReference } from '../programmes/references.js';
import { problemsOfRisk, sayNoMilestones } from '../risks/checks.js';
import type { PlannedRisk, Risk, Score } from '../risks/schema.js';
import { canonical } from '../storage/entry.js';
import type { Present } from './checking.js';
import type { ProgrammeFields } from './checking-programme.js';
import { type Faults, type Read, readRows } from './faults.js';
import { findOwner, findWorkstream, type Known, openRefs } from './looking-up.js';
import { inSlices } from './slices.js';
import { type Table, tablesFor } from './tables.js';

/** Which column a sentence of a card's field stands beside. */
const COLUMNS: Record<string, string> = { escalationReason: 'withheldReason' };

/** What whoever raises a risk says for the days to come. */
const OF_THE_DAY = ['reviewOn', 'escalationReason'];

/** The risks of a file. `milestones`: all references there will be. `today`: in the programme's zone. */
export async function checkRisks(
  tables: readonly Table[],
  present: Present | undefined,
  milestones: ReadonlySet<string>,
  known: Known,
  { scoring }: ProgrammeFields,
  today: IsoDate,
  faults: Faults,
): Promise<PlannedRisk[]> {
  const there = present?.risks ?? new Map<string, Risk>();
  const refs = openRefs('R', there);
  return inSlices(await readRows(tablesFor(tables, 'risks'), faults), (row) => {
    const score = (name: string) => {
      const part = (key: string) => {
        const value = Number(row.value(key) ?? 0);
        if (value > scoring.size) row.fault(key, `The matrix runs from 1 to ${scoring.size}.`);
        return value;
      };
      return { likelihood: part(`${name}Likelihood`), impact: part(`${name}Impact`) };
    };
    const ref = refs.read(row);
    const was = there.get(ref);
    const touched = row.has('milestones')
      ? [...new Set(row.list('milestones').map((one) => knownReference(one, milestones)))]
      : (was?.milestones ?? []);
    const missing = touched.filter((one) => !milestones.has(one) && !was?.milestones.includes(one));
    if (missing.length > 0) row.fault('milestones', sayNoMilestones(missing.map((one) => one.slice(0, 20))));
    const planned: PlannedRisk = {
      ref,
      cause: row.text('cause'),
      event: row.text('event'),
      consequence: row.text('consequence'),
      category: row.text('category') as Risk['category'],
      workstream: findWorkstream(row, known),
      ownerId: findOwner(row, known, was?.ownerId),
      inherent: score('inherent'),
      residual: score('residual'),
      target: score('target'),
      proximity: row.text('proximity') as Risk['proximity'],
      response: row.text('response') as Risk['response'],
      reviewOn: row.text('reviewOn'),
      milestones: touched,
      withheldReason: row.has('withheldReason') ? row.text('withheldReason') : (was?.withheldReason ?? ''),
    };
    for (const [field, sentence] of problemsFor(planned, was, known.isFounding, scoring, today))
      row.fault(columnOf(row, field), sentence);
    return planned;
  });
}

function columnOf(row: Read, field: string): string {
  const column = COLUMNS[field] ?? field;
  return row.has(column) ? column : 'ref';
}

function problemsFor(
  planned: PlannedRisk,
  was: Risk | undefined,
  isFounding: boolean,
  scoring: ProgrammeFields['scoring'],
  today: IsoDate,
): [string, string][] {
  // A score that could not be read has its own sentence.
  const given = ({ likelihood, impact }: Score) => (likelihood > 0 && impact > 0 ? { likelihood, impact } : undefined);
  const scores = {
    inherent: given(planned.inherent),
    residual: given(planned.residual),
    target: given(planned.target),
  };
  if (!was) {
    const found = Object.entries(problemsOfRisk({ ...planned, ...scores, escalation: null }, scoring, today));
    return isFounding ? found.filter(([field]) => !OF_THE_DAY.includes(field)) : found;
  }
  // What a card moves is not put in by a file, so it is as it was.
  const { milestones } = planned;
  const { inherent, target } = scores;
  const found = problemsOfRisk({ ...was, inherent, target, milestones }, scoring, today);
  const changed = { residualImpact: 'inherent', targetImpact: 'target', milestones: 'milestones' } as const;
  return Object.entries(found).filter(([field]) => {
    const part = changed[field as keyof typeof changed];
    return part !== undefined && canonical(planned[part]) !== canonical(was[part]);
  });
}
