// What a file would change, line by line, and the state each record would have. Pure.
// Pitfall: what people move week by week (scores, forecasts, baselines) is never overwritten by a file; it is left as it is, and the line says how it is
// changed.

import { formatDay } from '../calendar.js';
import { sayStatus } from '../milestones/rules.js';
import { type Milestone, openingMilestone } from '../milestones/schema.js';
import type { Member, Programme } from '../programmes/schema.js';
import { isLive } from '../risks/rules.js';
import { type PlannedRisk, plannedRisk, type Risk } from '../risks/schema.js';
import { canonical } from '../storage/entry.js';
import type { Planned, Present } from './checking.js';
import type { MilestoneRow } from './checking-milestones.js';
import { type SheetKey, sheetOf } from './columns.js';
import { inSlices } from './slices.js';

/** `left`: the file says something else, and the line says why that does not count. */
export type How = 'added' | 'changed' | 'unchanged' | 'left';

export interface Line {
  sheet: SheetKey;
  how: How;
  ref: string;
  /** A person's words. */
  title: string;
  /** What changes, in our words and theirs; '' where there is nothing to say. */
  what: string;
}

export interface Comparison {
  lines: Line[];
  /** The programme's next state, when it changes. */
  programme: Programme | undefined;
  milestones: Next<Milestone>[];
  risks: Next<Risk>[];
  /** Members whose e-mail address or object id is new. */
  contacts: { memberId: string; contact: string }[];
}

/** `state`: what it will be. */
interface Next<S> {
  ref: string;
  state: S;
  isNew: boolean;
  /** After the first update that the file makes of a new record. */
  updated?: S;
}

/** Compares a checked file with a programme as it stands; undefined: everything in it is new. */
export async function comparePlan(planned: Planned, present: Present | undefined): Promise<Comparison> {
  const lines: Line[] = [];
  const note = (sheet: SheetKey, ref: string, title: string, how: How, what = '') =>
    lines.push({ sheet, how, ref, title, what });
  compareProgramme(planned, present, note);
  const contacts = comparePeople(planned, present, note);
  const milestones = (await inSlices(planned.milestones, (row) => compareMilestone(row, present, note))).flat();
  const risks = (await inSlices(planned.risks, (row) => compareRisk(row, present, note))).flat();
  const isSame = present && canonical(planned.programme) === canonical(present.programme);
  return { lines, programme: isSame ? undefined : planned.programme, milestones, risks, contacts };
}

type Note = (sheet: SheetKey, ref: string, title: string, how: How, what?: string) => void;

function compareProgramme({ id, programme }: Planned, present: Present | undefined, note: Note): void {
  const was = present?.programme;
  if (!was) note('programme', id, programme.name, 'added', programme.localArea);
  else {
    const what = [
      ...differing(was, programme, { name: 'name', localArea: 'local area', zone: 'time zone' }),
      ...differing(was.tolerances, programme.tolerances, { greenDays: 'green up to', amberDays: 'amber up to' }),
      ...differing(was.scoring, programme.scoring, {
        size: 'matrix size',
        mediumFrom: 'medium from',
        highFrom: 'high from',
        appetite: 'appetite',
      }),
    ];
    if (what.length > 0) note('programme', id, programme.name, 'changed', what.join('; '));
  }
  for (const { id: ref, name } of programme.workstreams) {
    const old = was?.workstreams.find((workstream) => workstream.id === ref);
    if (!old) note('workstreams', ref, name, 'added');
    else if (old.name !== name) note('workstreams', ref, name, 'changed', `was ${old.name}`);
  }
  for (const { on } of programme.boards)
    if (!was?.boards.some((board) => board.on === on)) note('meetings', 'Board', formatDay(on), 'added');
  for (const { dueOn } of programme.returns)
    if (!was?.returns.some((one) => one.dueOn === dueOn)) note('meetings', 'Return', formatDay(dueOn), 'added');
}

function comparePeople({ people }: Planned, present: Present | undefined, note: Note): Comparison['contacts'] {
  const contacts: Comparison['contacts'] = [];
  for (const { member, contact } of people) {
    const was = present?.programme.members.find(({ id }) => id === member.id);
    const isReached = contact === '' || present?.contacts.get(member.id) === contact;
    if (!isReached) contacts.push({ memberId: member.id, contact });
    const roles = member.roles.join(', ');
    if (!was) note('people', member.id, member.name, 'added', roles);
    else {
      const what = [...memberChanges(was, member), ...(isReached ? [] : ['e-mail'])];
      note('people', member.id, member.name, what.length > 0 ? 'changed' : 'unchanged', what.join('; '));
    }
  }
  return contacts;
}

function memberChanges(was: Member, is: Member): string[] {
  const names: Partial<Record<keyof Member, string>> = {
    name: 'name',
    organisation: 'organisation',
    roles: 'roles',
    leads: 'leads',
    deputy: 'deputy',
    signsAs: 'signs as',
  };
  return differing(was, is, names);
}

function compareMilestone(
  { ref, reported, updated, ...row }: MilestoneRow,
  present: Present | undefined,
  note: Note,
): Next<Milestone>[] {
  const was = present?.milestones.get(ref);
  if (!was) {
    const first =
      updated &&
      `first update, by whoever imports it: forecast ${formatDay(updated.forecastOn)}, ${updated.stated === null ? '' : sayStatus(updated.stated)}`;
    note('milestones', ref, row.title, 'added', [formatDay(row.baselineOn), first].filter(Boolean).join('; '));
    return [{ ref, state: openingMilestone(row), isNew: true, ...(updated && { updated }) }];
  }
  const { baselineOn, dependsOn, ...others } = row;
  if (baselineOn !== was.baselineOn)
    note(
      'milestones',
      ref,
      was.title,
      'left',
      `its baseline stays ${formatDay(was.baselineOn)}: type change ${ref} to ask for ${formatDay(baselineOn)}`,
    );
  const stands = differing({ ...was, ...reported }, was, {
    forecastOn: 'forecast',
    stated: 'status',
    actualOn: 'actual date',
    evidenceUrl: 'evidence',
    commentary: 'commentary',
  });
  if (stands.length > 0) note('milestones', ref, was.title, 'left', `${stands.join(', ')}: type update ${ref}`);
  const isLeft = baselineOn !== was.baselineOn || stands.length > 0;
  const { dependsOn: _, ...rest } = was;
  const state: Milestone = { ...rest, ...others, ...(dependsOn && { dependsOn }) };
  const what = differing(was, state, {
    title: 'words',
    workstream: 'workstream',
    ownerId: 'owner',
    external: 'external',
    dependsOn: 'waits for',
    gate: 'gate',
    dateSource: 'source',
  });
  if (what.length === 0) {
    if (!isLeft) note('milestones', ref, was.title, 'unchanged');
    return [];
  }
  note('milestones', ref, state.title, 'changed', what.join('; '));
  return [{ ref, state, isNew: false }];
}

function compareRisk({ ref, ...row }: PlannedRisk, present: Present | undefined, note: Note): Next<Risk>[] {
  const was = present?.risks.get(ref);
  if (!was) {
    note('risks', ref, row.event, 'added', `${row.residual.likelihood} × ${row.residual.impact}`);
    return [{ ref, state: plannedRisk(row), isNew: true }];
  }
  const { residual, proximity, response, reviewOn, withheldReason, ...own } = row;
  const moved = differing(
    was,
    { ...was, residual, proximity, response, reviewOn, withheldReason },
    {
      residual: 'score',
      proximity: 'proximity',
      response: 'response',
      reviewOn: 'next review',
      withheldReason: 'why it is not escalated',
    },
  );
  const state: Risk = { ...was, ...own };
  const what = differing(was, state, {
    cause: 'cause',
    event: 'event',
    consequence: 'consequence',
    category: 'category',
    workstream: 'workstream',
    ownerId: 'owner',
    inherent: 'inherent score',
    target: 'target score',
    milestones: 'milestones',
  });
  const isOver = !isLive(was);
  if (isOver && what.length + moved.length > 0) note('risks', ref, was.event, 'left', `it is ${was.state}`);
  else if (moved.length > 0) note('risks', ref, was.event, 'left', `${moved.join(', ')}: type reassess ${ref}`);
  if (isOver || what.length === 0) {
    if (what.length + moved.length === 0) note('risks', ref, was.event, 'unchanged');
    return [];
  }
  note('risks', ref, state.event, 'changed', what.join('; '));
  return [{ ref, state, isNew: false }];
}

/** What the fields that differ are called. */
function differing<T extends object>(was: T, is: T, names: Partial<Record<keyof T, string>>): string[] {
  return (Object.keys(names) as (keyof T)[]).flatMap((field) =>
    canonical(was[field] ?? null) === canonical(is[field] ?? null) ? [] : [names[field] ?? String(field)],
  );
}

/** "35 milestones added, 2 changed; 16 risks added": what would be done, sheet by sheet. */
export function sayCounts(lines: readonly Line[], hows: readonly How[] = ['added', 'changed']): string {
  const sheets = [...new Set(lines.map(({ sheet }) => sheet))];
  return sheets
    .flatMap((sheet) => {
      const counts = hows.flatMap((how) => {
        const count = lines.filter((line) => line.sheet === sheet && line.how === how).length;
        return count === 0 ? [] : [`${count} ${how}`];
      });
      return counts.length === 0 ? [] : [`${sheetOf(sheet).title}: ${counts.join(', ')}`];
    })
    .join('; ');
}
