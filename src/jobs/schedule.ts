// When a programme's people are asked, as instants: pure, from the timetable, the bank holidays and the closures. What one
// could get wrong: local times stay as they are across both changes of the clocks, so instants are made from them each time.

import type { Timetable } from '../programmes/timetable.js';

export const MOMENTS = ['due', 'prompt', 'reminder', 'close', 'digest'] as const;
export type MomentKind = (typeof MOMENTS)[number];

/** One thing that happens by itself in a week. */
export interface Moment {
  kind: MomentKind;
  /** UTC ISO. */
  at: string;
  /** Until when it is caught up with after an outage (UTC ISO). */
  until: string;
  /** Why it is not on its own day, in words; '' when it is. */
  moved: string;
}

/** A week of a programme. */
export interface Week {
  /** ISO week in the programme's zone: `2026-W48`. */
  period: string;
  /** Why nobody is asked in this week, in words; '' when people are. */
  skipped: string;
  /** In order of time; empty in a skipped week. */
  moments: Moment[];
}

/** The week of a period. */
export function weekOf(_timetable: Timetable, _zone: string, period: string): Week {
  return { period, skipped: '', moments: [] };
}
