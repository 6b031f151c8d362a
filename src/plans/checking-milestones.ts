// What a file says of milestones. Pure.
// Pitfall: what a tracker says of a new milestone's forecast and colour is its first update, checked as an update by card is; of one that is there it
// changes nothing.

import type { z } from 'zod/v4';
import type { IsoDate } from '../calendar.js';
import { problemOfWaiting } from '../milestones/checks.js';
import { applyUpdate, calculateStatus } from '../milestones/rules.js';
import { type Milestone, openingMilestone, type Status, type UpdateFields } from '../milestones/schema.js';
import { knownReference } from '../programmes/references.js';
import type { Present } from './checking.js';
import type { ProgrammeFields } from './checking-programme.js';
import { type Faults, type Read, readRows } from './faults.js';
import { findOwner, findWorkstream, type Known, openRefs } from './looking-up.js';
import type { PlannedMilestone } from './plan-file.js';
import { inSlices } from './slices.js';
import { type Table, tablesFor } from './tables.js';

/** What a file says of how a milestone stands; what it leaves empty is absent. */
export type Reported = Partial<Pick<Milestone, 'forecastOn' | 'stated' | 'actualOn' | 'evidenceUrl' | 'commentary'>>;

export type MilestoneRow = z.infer<typeof PlannedMilestone> & {
  reported: Reported;
  /** The state of a new milestone after its first update; absent where the file says nothing of how it stands. */
  updated?: Milestone;
};

const STATED: Record<string, Status> = { Red: 'red', Amber: 'amber', Green: 'green', Complete: 'blue' };

/** The milestones of a file. `today`: in the programme's zone. */
export async function checkMilestones(
  tables: readonly Table[],
  present: Present | undefined,
  known: Known,
  { tolerances }: ProgrammeFields,
  today: IsoDate,
  faults: Faults,
): Promise<MilestoneRow[]> {
  const rows = await readRows(tablesFor(tables, 'milestones'), faults);
  const there = present?.milestones ?? new Map<string, Milestone>();
  const refs = openRefs('M', there);
  const planned = await inSlices(rows, (row): MilestoneRow => {
    const ref = refs.read(row);
    const was = there.get(ref);
    const dependsOn = row.has('dependsOn')
      ? row.list('dependsOn').map((one) => knownReference(one, there))
      : was?.dependsOn;
    const choice = (key: 'gate' | 'dateSource', usual: string) =>
      row.has(key) ? row.text(key) || usual : (was?.[key] ?? usual);
    return {
      ref,
      title: row.text('title'),
      workstream: findWorkstream(row, known),
      ownerId: findOwner(row, known, was?.ownerId),
      baselineOn: row.text('baselineOn'),
      external: row.has('external') ? row.value('external') === true : (was?.external ?? false),
      gate: choice('gate', 'none') as Milestone['gate'],
      dateSource: choice('dateSource', 'D') as Milestone['dateSource'],
      ...(dependsOn && dependsOn.length > 0 && { dependsOn: [...new Set(dependsOn)] }),
      reported: reportedIn(row),
    };
  });
  const external = new Map([...there].map(([ref, milestone]) => [ref, milestone.external]));
  for (const row of planned) external.set(row.ref, row.external);
  for (const [n, { ref, dependsOn = [] }] of planned.entries()) {
    // What was so before the file is not the file's fault.
    const stood = (there.get(ref)?.dependsOn ?? []).filter((other) => there.get(other)?.external !== true);
    const problem = problemOfWaiting(ref, dependsOn, (other) => external.get(other) === true, stood);
    if (problem !== undefined) rows[n]?.fault('dependsOn', problem);
  }
  return inSlices(planned, (one, n) => {
    const row = rows[n];
    if (!row || there.has(one.ref) || one.baselineOn === '' || Object.keys(one.reported).length === 0) return one;
    return { ...one, updated: firstUpdate(one, row, tolerances, today) };
  });
}

function reportedIn(row: Read): Reported {
  const text = (key: keyof Reported) => (row.text(key) === '' ? {} : { [key]: row.text(key) });
  const stated = STATED[row.text('stated')];
  return {
    ...text('forecastOn'),
    ...text('actualOn'),
    ...text('evidenceUrl'),
    ...text('commentary'),
    ...(stated && { stated }),
  };
}

/** Said where a card asks for words and a tracker has none. */
const FROM_FILE = 'As in the file that was imported.';

/** The milestone after the update that a file makes of it; what the card would refuse is a fault of its cell. */
function firstUpdate(
  { ref: _, reported, ...planned }: MilestoneRow,
  row: Read,
  tolerances: ProgrammeFields['tolerances'],
  today: IsoDate,
): Milestone | undefined {
  const opening = openingMilestone(planned);
  const forecastOn = reported.forecastOn ?? opening.forecastOn;
  const byTheDates = calculateStatus(
    { ...opening, forecastOn, actualOn: reported.actualOn ?? null },
    tolerances,
    today,
  );
  const stated = reported.stated ?? byTheDates;
  const fields: UpdateFields = {
    stated,
    statedReason: stated === byTheDates ? '' : FROM_FILE,
    forecastOn,
    actualOn: reported.actualOn ?? '',
    evidenceUrl: reported.evidenceUrl ?? '',
    slipCause: forecastOn > opening.forecastOn ? 'other' : '',
    slipText: forecastOn > opening.forecastOn ? FROM_FILE : '',
    commentary: reported.commentary ?? FROM_FILE,
    correctionReason: '',
  };
  const applied = applyUpdate(opening, fields, tolerances, today, false);
  if ('milestone' in applied) return applied.milestone;
  for (const [key, sentence] of Object.entries(applied.problems)) row.fault(row.has(key) ? key : 'stated', sentence);
  return undefined;
}
