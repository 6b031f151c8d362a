// The settings of a programme, section by section: what each says now, how its form is drawn, and what comes of it. Pure. What one could get wrong: a
// section changes its own fields and nothing else, so that people who set different things at once do not undo each other.

import type { Actor } from '../programmes/actor.js';
import type { FieldSpec } from '../programmes/forms.js';
import { hasProblems, type Problems } from '../programmes/problems.js';
import { type Reach, type RestrictedItem, reachOf } from '../programmes/restricted.js';
import { ROLES } from '../programmes/roles.js';
import type { Programme } from '../programmes/schema.js';
import { faultsOfRules } from '../programmes/scoring-rules.js';
import { Timetable, timetableOf, WEEKDAYS } from '../programmes/timetable.js';
import type { Turn } from '../routes.js';
import { boardsSection, closuresSection, returnsSection, workstreamsSection } from './lists.js';
import { placesSection } from './places.js';
import { roundSection } from './round.js';

export type Fields = Record<string, string>;

export interface Section {
  id: string;
  title: string;
  /** How it stands, in one line. */
  say(programme: Programme, today: string): string;
  fields(programme: Programme, today: string, actor: Actor): FieldSpec<Fields>[];
  values(programme: Programme): Fields;
  /** What in the registers stands against it, a sentence a field; absent: nothing can. */
  against?(turn: Turn, fields: Fields): Promise<Problems<Fields>>;
  /** The programme as it would be, or a sentence a field. */
  check(programme: Programme, fields: Fields, today: string): { next: Programme } | { problems: Problems<Fields> };
}

const yesNo = [
  { title: 'Yes', value: 'yes' },
  { title: 'No', value: 'no' },
];
const plain = (all: readonly string[]) => all.map((one) => ({ title: one, value: one }));
const number = (id: string, label: string): FieldSpec<Fields> => ({
  id,
  kind: 'line',
  label,
  letters: 3,
  missing: 'Give a whole number.',
});

/** Reads whole numbers, a sentence for each that is none or out of bounds. */
function numbers(fields: Fields, bounds: Record<string, readonly [number, number]>, problems: Problems<Fields>) {
  return Object.fromEntries(
    Object.entries(bounds).map(([id, [least, most]]) => {
      const typed = (fields[id] ?? '').trim();
      const value = /^\d{1,4}$/.test(typed) ? Number(typed) : Number.NaN;
      if (!(value >= least && value <= most)) problems[id] = `Give a whole number from ${least} to ${most}.`;
      return [id, value];
    }),
  );
}

const rules: Section = {
  id: 'rules',
  title: 'Tolerances and risk matrix',
  say: ({ tolerances, scoring }) =>
    `Green up to ${tolerances.greenDays} working days late, amber up to ${tolerances.amberDays}; ${scoring.size} × ${scoring.size}, high from ${scoring.highFrom}, appetite ${scoring.appetite}`,
  fields: () => [
    number('greenDays', 'Green up to so many working days late'),
    number('amberDays', 'Amber up to so many working days late'),
    number('size', 'Likelihood and impact run from 1 to'),
    number('mediumFrom', 'A score is medium from'),
    number('highFrom', 'A score is high from'),
    number('appetite', 'A score is beyond appetite from'),
  ],
  values: ({ tolerances, scoring }) =>
    Object.fromEntries(Object.entries({ ...tolerances, ...scoring }).map(([key, value]) => [key, String(value)])),
  check: (programme, fields) => {
    const problems: Problems<Fields> = {};
    const read = numbers(
      fields,
      {
        greenDays: [0, 250],
        amberDays: [0, 250],
        size: [3, 6],
        mediumFrom: [2, 36],
        highFrom: [2, 36],
        appetite: [2, 36],
      },
      problems,
    );
    const { greenDays = 0, amberDays = 0, size = 0, mediumFrom = 0, highFrom = 0, appetite = 0 } = read;
    const set = { tolerances: { greenDays, amberDays }, scoring: { size, mediumFrom, highFrom, appetite } };
    // A value that is no number has its own sentence already.
    Object.assign(problems, { ...faultsOfRules(set.tolerances, set.scoring, programme.scoring), ...problems });
    if (hasProblems(problems)) return { problems };
    return { next: { ...programme, ...set } };
  },
};

const SLOTS = {
  due: 'Owners are told what is due',
  prompt: 'Check-in is asked',
  reminder: 'Reminder',
  close: 'Check-in closes',
  digest: 'Digest',
} as const;
type Slot = keyof typeof SLOTS;
const SLOT_NAMES = Object.keys(SLOTS) as Slot[];

const week: Section = {
  id: 'week',
  title: 'The weekly check-in',
  say: (programme) => {
    const { prompt, close, digest } = timetableOf(programme);
    return `Asked ${prompt.day} ${prompt.time}, closes ${close.day} ${close.time}, digest ${digest.day} ${digest.time}`;
  },
  fields: () => [
    ...SLOT_NAMES.flatMap((slot): FieldSpec<Fields>[] => [
      {
        id: `${slot}Day`,
        kind: 'pick',
        label: `${SLOTS[slot]}: day`,
        choices: plain(WEEKDAYS),
        missing: 'Choose the day.',
      },
      { id: `${slot}Time`, kind: 'line', label: `${SLOTS[slot]}: time`, letters: 5, missing: 'Give a time as 09:30.' },
    ]),
    { id: 'from', kind: 'line', label: 'Nothing is sent before', letters: 5, missing: 'Give a time as 08:00.' },
    { id: 'until', kind: 'line', label: 'Nothing is sent after', letters: 5, missing: 'Give a time as 18:00.' },
    number('summaryDaysBefore', 'The chair’s summary comes so many days before a Board'),
    number('confidenceDaysBefore', 'Partners score confidence so many days before a Board'),
    number('dueWithinDays', 'Owners are told what is due within so many days'),
  ],
  values: (programme) => {
    const timetable = timetableOf(programme);
    return {
      ...Object.fromEntries(
        SLOT_NAMES.flatMap((slot) => [
          [`${slot}Day`, timetable[slot].day],
          [`${slot}Time`, timetable[slot].time],
        ]),
      ),
      from: timetable.allowedHours.from,
      until: timetable.allowedHours.until,
      summaryDaysBefore: String(timetable.summaryDaysBefore),
      confidenceDaysBefore: String(timetable.confidenceDaysBefore),
      dueWithinDays: String(timetable.dueWithinDays),
    };
  },
  check: (programme, fields) => {
    const problems: Problems<Fields> = {};
    const days = numbers(
      fields,
      { summaryDaysBefore: [1, 21], confidenceDaysBefore: [1, 28], dueWithinDays: [1, 60] },
      problems,
    );
    const slots = Object.fromEntries(
      SLOT_NAMES.map((slot) => [slot, { day: fields[`${slot}Day`], time: (fields[`${slot}Time`] ?? '').trim() }]),
    );
    const allowedHours = { from: (fields.from ?? '').trim(), until: (fields.until ?? '').trim() };
    const parsed = Timetable.safeParse({ ...timetableOf(programme), ...slots, allowedHours, ...days });
    for (const { path, message } of parsed.error?.issues ?? []) problems[fieldAt(path)] ??= message;
    return parsed.success && !hasProblems(problems) ? { next: { ...programme, timetable: parsed.data } } : { problems };
  },
};

/** The field a fault of the timetable stands beside. */
function fieldAt([first, second]: PropertyKey[]): string {
  if (first === 'allowedHours') return second === 'until' ? 'until' : 'from';
  if (SLOT_NAMES.some((slot) => slot === first)) return `${String(first)}${second === 'day' ? 'Day' : 'Time'}`;
  return String(first);
}

function restricted(item: RestrictedItem, title: string): Section {
  return {
    id: item,
    title,
    say: (programme) => {
      const { readers, channel, digest } = reachOf(programme, item);
      const where = [...(channel ? ['the channel'] : []), ...(digest ? ['the digest'] : [])].join(' and ');
      return `Read by ${readers.join(', ')}${where === '' ? '; not in channel or digest' : `; shown in ${where}`}`;
    },
    fields: () => [
      {
        id: 'readers',
        kind: 'several',
        label: 'Who reads it',
        choices: plain(ROLES),
        missing: 'Choose at least one role.',
      },
      { id: 'channel', kind: 'choice', label: 'Shown in the channel', choices: yesNo, missing: 'Choose.' },
      { id: 'digest', kind: 'choice', label: 'Told in the weekly digest', choices: yesNo, missing: 'Choose.' },
    ],
    values: (programme) => {
      const { readers, channel, digest } = reachOf(programme, item);
      return { readers: readers.join(','), channel: channel ? 'yes' : 'no', digest: digest ? 'yes' : 'no' };
    },
    check: (programme, fields) => {
      const readers = ROLES.filter((role) => (fields.readers ?? '').split(',').includes(role));
      if (readers.length === 0) return { problems: { readers: 'Choose at least one role.' } };
      const reach: Reach = { readers, channel: fields.channel === 'yes', digest: fields.digest === 'yes' };
      return { next: { ...programme, restricted: { ...programme.restricted, [item]: reach } } };
    },
  };
}

/** Every section, in the order in which they are shown. */
export const SECTIONS: readonly Section[] = [
  boardsSection,
  returnsSection,
  roundSection,
  closuresSection,
  week,
  workstreamsSection,
  rules,
  restricted('finance', 'Finance detail'),
  restricted('corporateRisks', 'Corporate-risk items'),
  placesSection,
];
