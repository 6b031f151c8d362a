// What a file says of the programme itself, its workstreams, Boards and returns. Pure. What one could get wrong: what the file leaves out is as it was,
// or the usual for a new programme; Boards and returns that are past are never taken away.

import { IANAZone } from 'luxon';
import { knownReference } from '../programmes/references.js';
import type { Programme } from '../programmes/schema.js';
import { faultsOfRules } from '../programmes/scoring-rules.js';
import type { Present } from './checking.js';
import { type Faults, type Read, readRows } from './faults.js';
import { type Table, tablesFor } from './tables.js';

export type ProgrammeFields = Pick<
  Programme,
  'name' | 'localArea' | 'zone' | 'workstreams' | 'boards' | 'returns' | 'tolerances' | 'scoring'
> & { id: string };

const USUAL = {
  zone: 'Europe/London',
  tolerances: { greenDays: 5, amberDays: 20 },
  scoring: { size: 5, mediumFrom: 5, highFrom: 15, appetite: 15 },
};

/** The programme's own fields as they will be. */
export async function checkProgramme(
  tables: readonly Table[],
  present: Present | undefined,
  faults: Faults,
): Promise<ProgrammeFields> {
  const [row, second] = await readRows(tablesFor(tables, 'programme'), faults);
  second?.fault('id', `The programme is on the sheet ${row?.sheet} already. Keep one.`);
  const was = present?.programme ?? USUAL;
  const number = (key: string, usual: number) => Number(row?.value(key) ?? usual);
  const size = number('size', was.scoring.size);
  const fields = {
    id: readId(row, present),
    name: row?.text('name') || present?.programme.name || '',
    localArea: row?.text('localArea') || present?.programme.localArea || '',
    zone: row?.text('zone') || was.zone,
    tolerances: {
      greenDays: number('greenDays', was.tolerances.greenDays),
      amberDays: number('amberDays', was.tolerances.amberDays),
    },
    scoring: {
      size,
      mediumFrom: number('mediumFrom', was.scoring.mediumFrom),
      highFrom: number('highFrom', was.scoring.highFrom),
      appetite: number('appetite', was.scoring.appetite),
    },
    workstreams: await checkWorkstreams(tables, present, faults),
    ...(await checkMeetings(tables, present, faults)),
  };
  if (!IANAZone.isValidZone(fields.zone))
    row?.fault('zone', 'There is no such time zone. For England it is Europe/London.');
  const wrong = faultsOfRules(fields.tolerances, fields.scoring, present?.programme.scoring);
  for (const [key, sentence] of Object.entries(wrong)) row?.fault(key, sentence);
  return fields;
}

function readId(row: Read | undefined, present: Present | undefined): string {
  const typed = row?.text('id') ?? '';
  if (present) {
    if (typed !== '' && typed !== present.id)
      row?.fault('id', `This programme is ${present.id}, and that never changes. The file is of another one.`);
    return present.id;
  }
  if (typed !== '' && !/^[a-z0-9-]{1,40}$/.test(typed))
    row?.fault('id', 'Use small letters, digits and hyphens only, such as my-area-send.');
  return typed;
}

async function checkWorkstreams(tables: readonly Table[], present: Present | undefined, faults: Faults) {
  const [table] = tablesFor(tables, 'workstreams');
  const known = present?.programme.workstreams ?? [];
  const seen = new Set<string>();
  const planned = (await readRows(tablesFor(tables, 'workstreams'), faults)).map((row) => {
    const id = knownReference(row.text('ref'), { has: (ref) => known.some((workstream) => workstream.id === ref) });
    if (id !== '' && !/^WS\d{1,2}$/.test(id)) row.fault('ref', 'Write it as WS1.');
    if (id !== '' && seen.has(id)) row.fault('ref', `${id} is there twice.`);
    seen.add(id);
    return { id, name: row.text('name') };
  });
  if (table && planned.length === 0) faults.inTable(table, 'Give at least one workstream.');
  return [
    ...known.map((workstream) => planned.find(({ id }) => id === workstream.id) ?? workstream),
    ...planned.filter(({ id }) => !known.some((workstream) => workstream.id === id)),
  ];
}

async function checkMeetings(tables: readonly Table[], present: Present | undefined, faults: Faults) {
  const known = { boards: present?.programme.boards ?? [], returns: present?.programme.returns ?? [] };
  const there = new Set([
    ...known.boards.map(({ on }) => `Board ${on}`),
    ...known.returns.map(({ dueOn }) => `Return ${dueOn}`),
  ]);
  const seen = new Set<string>();
  for (const row of await readRows(tablesFor(tables, 'meetings'), faults)) {
    const [what, on] = [row.text('what'), row.text('on')];
    if (what === '' || on === '') continue;
    if (seen.has(`${what} ${on}`)) row.fault('on', `This ${what === 'Board' ? 'Board' : 'return'} is there twice.`);
    seen.add(`${what} ${on}`);
  }
  const added = (what: string) =>
    [...seen]
      .filter((one) => one.startsWith(what) && !there.has(one))
      .map((one) => one.slice(what.length + 1))
      .sort();
  return {
    boards: [...known.boards, ...added('Board').map((on) => ({ on }))],
    returns: [...known.returns, ...added('Return').map((dueOn) => ({ dueOn }))],
  };
}
