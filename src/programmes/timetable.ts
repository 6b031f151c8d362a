// When a programme asks its people, as data of the programme. What one could get wrong: every time here is the programme's
// own local time; schedule.ts turns it into instants, across both changes of the clocks.

import * as z from 'zod/v4';
import { isDay } from '../calendar.js';

const Day = z.string().refine(isDay, 'Give a date that exists, as YYYY-MM-DD.');
const Time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Give a time as 09:30.');

export const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
export const Weekday = z.enum(WEEKDAYS);
export type Weekday = z.infer<typeof Weekday>;

/** A day of the week and a local time. */
export const Slot = z.object({ day: Weekday, time: Time });
export type Slot = z.infer<typeof Slot>;

/** Days off, both ends included. */
export const DaysOff = z.object({ from: Day, until: Day });
export type DaysOff = z.infer<typeof DaysOff>;

/** The parts of a week's asking, in the order in which they must come. */
const IN_ORDER = ['prompt', 'reminder', 'close', 'digest'] as const;

const Fields = z.object({
  /** Owners are told what falls due. */
  due: Slot.default({ day: 'Mon', time: '09:30' }),
  prompt: Slot.default({ day: 'Thu', time: '09:30' }),
  /** One reminder, to those who have not answered. */
  reminder: Slot.default({ day: 'Fri', time: '09:30' }),
  /** Answers after this are late. */
  close: Slot.default({ day: 'Fri', time: '12:00' }),
  digest: Slot.default({ day: 'Fri', time: '13:00' }),
  /** Nothing is sent by itself outside these local times, nor on a day off. `until` is the last moment, not included. */
  allowedHours: z.object({ from: Time, until: Time }).default({ from: '08:00', until: '18:00' }),
  /** Weeks in which nobody is asked, such as school holidays. */
  closures: z.array(DaysOff.extend({ name: z.string().min(1).max(80) })).default([]),
  /** The chair's summary comes by itself this many days before each Board; earlier where that day is off. */
  summaryDaysBefore: z.number().int().min(1).max(21).default(3),
  /** Each partner is asked how sure it is this many days before each Board. */
  confidenceDaysBefore: z.number().int().min(1).max(28).default(10),
  /** Owners are told of what is due within this many days. */
  dueWithinDays: z.number().int().min(1).max(60).default(14),
});

/** The weekly check-in of a programme (domain.md section 3). Its slots follow each other and lie inside the allowed hours. */
export const Timetable = Fields.superRefine((timetable, context) => {
  const fault = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
  const { from, until } = timetable.allowedHours;
  if (from >= until) fault('allowedHours', 'The hours end after they begin.');
  for (const name of [...IN_ORDER, 'due'] as const) {
    const { time } = timetable[name];
    if (time < from || time >= until) fault(name, `Give a time inside the allowed hours, ${from} to ${until}.`);
  }
  for (const [n, name] of IN_ORDER.entries()) {
    const before = IN_ORDER[n - 1];
    if (before && place(timetable[before]) >= place(timetable[name])) fault(name, `It comes after the ${before}.`);
  }
  for (const closure of timetable.closures)
    if (closure.from > closure.until) fault('closures', `${closure.name} ends before it begins.`);
});
export type Timetable = z.infer<typeof Timetable>;

const DEFAULT_TIMETABLE: Timetable = Timetable.parse({});

/** A programme's timetable; what programmes stored before there was one, or a part of it, do not have is the default. */
export function timetableOf(programme: { timetable?: Timetable | undefined }): Timetable {
  return programme.timetable ? { ...DEFAULT_TIMETABLE, ...programme.timetable } : DEFAULT_TIMETABLE;
}

/** Where in the week a slot lies, as a text that sorts. */
function place({ day, time }: Slot): string {
  return `${WEEKDAYS.indexOf(day)} ${time}`;
}
