// The settings that are lists: Boards, returns, weeks in which nobody is asked, workstreams. Pure. What one could get wrong: what is past stays, since
// summaries and packs were made for it; one form adds one and takes one away.

import { addDays, formatDay, formatShortDay } from '../calendar.js';
import { compareNumbered } from '../ordering.js';
import type { FieldSpec } from '../programmes/forms.js';
import { checkDay, hasProblems, type Problems } from '../programmes/problems.js';
import type { Programme } from '../programmes/schema.js';
import { timetableOf } from '../programmes/timetable.js';
import type { Turn } from '../routes.js';
import type { Head } from '../storage/ledger.js';
import { listAll } from '../storage/store.js';
import type { Fields, Section } from './sections.js';

const FAR = 366 * 5;

/** A list of days to come, as a section. */
function daysSection(
  id: string,
  title: string,
  one: string,
  read: (programme: Programme) => string[],
  write: (programme: Programme, days: string[]) => Programme,
): Section {
  const coming = (programme: Programme, today: string) =>
    read(programme)
      .filter((day) => day > today)
      .sort();
  return {
    id,
    title,
    say: (programme, today) => {
      const next = coming(programme, today);
      return next.length === 0
        ? 'None to come'
        : `To come: ${next
            .slice(0, 4)
            .map((day) => formatShortDay(day, today))
            .join(', ')}${next.length > 4 ? ` and ${next.length - 4} more` : ''}`;
    },
    fields: (programme, today): FieldSpec<Fields>[] => [
      { id: 'addOn', kind: 'day', label: `Add ${one} on` },
      {
        id: 'dropOn',
        kind: 'pick',
        label: `Take ${one} out`,
        choices: [
          { title: 'None', value: '' },
          ...coming(programme, today).map((day) => ({ title: formatDay(day), value: day })),
        ],
      },
    ],
    values: () => ({ addOn: '', dropOn: '' }),
    check: (programme, { addOn = '', dropOn = '' }, today) => {
      const problems: Problems<Fields> = {};
      const days = read(programme);
      if (addOn === '' && dropOn === '') problems.addOn = 'Give a date to add, or choose one to take out.';
      else if (addOn !== '' && (addOn <= today || addOn > addDays(today, FAR)))
        problems.addOn = 'Give a day to come, within five years.';
      if (addOn !== '') checkDay(problems, 'addOn', addOn, 'This is no date.');
      if (dropOn !== '' && !coming(programme, today).includes(dropOn))
        problems.dropOn = 'It is not among those to come any more.';
      if (hasProblems(problems)) return { problems };
      const left = days.filter((day) => day !== dropOn);
      return { next: write(programme, addOn === '' || left.includes(addOn) ? left : [...left, addOn]) };
    },
  };
}

export const boardsSection = daysSection(
  'boards',
  'Boards',
  'a Board',
  ({ boards }) => boards.map(({ on }) => on),
  (programme, days) => ({
    ...programme,
    boards: days.map((on) => programme.boards.find((one) => one.on === on) ?? { on }),
  }),
);

export const returnsSection = daysSection(
  'returns',
  'Returns to the DfE',
  'a return due',
  ({ returns }) => returns.map(({ dueOn }) => dueOn),
  (programme, days) => ({
    ...programme,
    returns: days.map((dueOn) => programme.returns.find((one) => one.dueOn === dueOn) ?? { dueOn }),
  }),
);

export const closuresSection: Section = {
  id: 'closures',
  title: 'Weeks in which nobody is asked',
  say: (programme, today) => {
    const next = timetableOf(programme).closures.filter(({ until }) => until >= today);
    return next.length === 0
      ? 'None to come'
      : next.map(({ name, from }) => `${name} from ${formatShortDay(from, today)}`).join(', ');
  },
  fields: (programme, today) => [
    { id: 'closureName', kind: 'line', label: 'Add: what it is', letters: 80, placeholder: 'Easter holidays' },
    { id: 'closureFrom', kind: 'day', label: 'From' },
    { id: 'closureUntil', kind: 'day', label: 'Until' },
    {
      id: 'dropClosure',
      kind: 'pick',
      label: 'Take out',
      choices: [
        { title: 'None', value: '' },
        ...timetableOf(programme)
          .closures.filter(({ until }) => until >= today)
          .map(({ name, from }) => ({ title: `${name}, from ${formatDay(from)}`, value: from })),
      ],
    },
  ],
  values: () => ({ closureName: '', closureFrom: '', closureUntil: '', dropClosure: '' }),
  check: (programme, { closureName = '', closureFrom = '', closureUntil = '', dropClosure = '' }, today) => {
    const problems: Problems<Fields> = {};
    const timetable = timetableOf(programme);
    const name = closureName.trim();
    const adds = name !== '' || closureFrom !== '' || closureUntil !== '';
    if (!adds && dropClosure === '') problems.closureName = 'Say what to add, or choose what to take out.';
    if (adds && (name === '' || name.length > 80)) problems.closureName = 'Say what it is, in 80 letters at most.';
    if (adds && (closureUntil < closureFrom || closureUntil < today))
      problems.closureUntil = 'It ends on or after its first day, and not in the past.';
    if (adds) checkDay(problems, 'closureFrom', closureFrom, 'Give the first day.');
    if (adds) checkDay(problems, 'closureUntil', closureUntil, 'Give the last day.');
    if (hasProblems(problems)) return { problems };
    const kept = timetable.closures.filter(({ from }) => from !== dropClosure);
    const added =
      adds && !kept.some((one) => one.from === closureFrom && one.until === closureUntil)
        ? [{ name, from: closureFrom, until: closureUntil }]
        : [];
    return { next: { ...programme, timetable: { ...timetable, closures: [...kept, ...added] } } };
  },
};

export const workstreamsSection: Section = {
  id: 'workstreams',
  title: 'Workstreams',
  say: ({ workstreams }) => workstreams.map(({ id, name }) => `${id} ${name}`).join(', '),
  fields: ({ workstreams }) => [
    {
      id: 'workstream',
      kind: 'pick',
      label: 'Which one',
      missing: 'Choose one, or a new one.',
      choices: [
        { title: 'A new one', value: 'new' },
        ...workstreams.map(({ id, name }) => ({ title: `${id} ${name}`, value: id })),
      ],
    },
    { id: 'workstreamName', kind: 'line', label: 'Its name', letters: 80 },
    {
      id: 'closeIt',
      kind: 'choice',
      label: 'Close it',
      choices: [
        { title: 'No', value: 'no' },
        { title: 'Yes: nothing open is in it any more', value: 'yes' },
      ],
    },
  ],
  values: () => ({ workstream: 'new', workstreamName: '', closeIt: 'no' }),
  against: async ({ deps, actor }, { workstream = '', closeIt = '' }) => {
    if (closeIt !== 'yes') return {};
    const open = await openIn(deps, actor.programmeId, workstream);
    const lead = actor.programme.members.find(({ leads }) => leads.includes(workstream));
    if (open.length > 0)
      return {
        closeIt: `Still open in it: ${open.slice(0, 8).join(', ')}${open.length > 8 ? ` and ${open.length - 8} more` : ''}.`,
      };
    return lead ? { closeIt: `${lead.name} leads it: take that from them first, by people.` } : {};
  },
  check: (programme, { workstream = '', workstreamName = '', closeIt = '' }) => {
    const { workstreams } = programme;
    const problems: Problems<Fields> = {};
    if (closeIt === 'yes') {
      if (workstream === 'new') return { problems: { workstream: 'Choose the one to close.' } };
      const left = workstreams.filter(({ id }) => id !== workstream);
      return left.length === 0
        ? { problems: { closeIt: 'A programme has at least one workstream.' } }
        : { next: { ...programme, workstreams: left } };
    }
    const name = workstreamName.trim();
    if (name === '' || name.length > 80) problems.workstreamName = 'Name it, in 80 letters at most.';
    if (workstream !== 'new' && !workstreams.some(({ id }) => id === workstream))
      problems.workstream = 'Choose one, or a new one.';
    if (workstreams.some((one) => one.name === name && one.id !== workstream))
      problems.workstreamName ??= 'There is one of this name already.';
    const highest = Math.max(0, ...workstreams.map(({ id }) => Number(id.slice(2))));
    if (workstream === 'new' && highest >= 99) problems.workstream ??= 'There are as many as can be.';
    if (hasProblems(problems)) return { problems };
    const next =
      workstream === 'new'
        ? [...workstreams, { id: `WS${highest + 1}`, name }]
        : workstreams.map((one) => (one.id === workstream ? { ...one, name } : one));
    return { next: { ...programme, workstreams: next } };
  },
};

/** What is open in a workstream, by reference. One query. */
async function openIn(deps: Turn['deps'], programmeId: string, workstream: string): Promise<string[]> {
  const kinds = ['milestone', 'risk', 'issue', 'action', 'decision'] as const;
  const heads = await listAll<
    Head<{ workstream?: string; actualOn?: string | null; state?: string; outcome?: unknown }>
  >(deps.store, kinds, programmeId);
  return heads
    .filter(({ kind, body: { newest } }) => newest.state.workstream === workstream && isOpen(kind, newest.state))
    .map(({ id }) => id)
    .sort((a, b) => compareNumbered(a, b));
}

/** Whether a record still asks something of somebody, by what its kind calls that. */
function isOpen(kind: string, { actualOn, state = '' }: { actualOn?: string | null; state?: string }): boolean {
  return kind === 'milestone' ? actualOn === null : ['open', 'accepted', 'asked'].includes(state);
}
