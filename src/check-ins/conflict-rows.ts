// The lines of a conflict between two answers of one week: what is saved beside what was typed. Pure. What one could get
// wrong: milestones and risks are not compared here; each has its own conflict in its own record.

import { formatDay, isDay } from '../calendar.js';
import { sayStatus } from '../milestones/rules.js';
import { Status } from '../milestones/schema.js';
import type { CheckInFields } from './forms.js';
import type { CheckIn } from './schema.js';

/** Field by field: label, saved and typed. */
export function conflictRowsOf(
  saved: CheckIn,
  typed: CheckInFields,
): { label: string; saved: string; yours: string }[] {
  const day = (text: string | null) => (text && isDay(text) ? formatDay(text) : (text ?? ''));
  const status = Status.safeParse(typed.stated);
  return [
    { label: 'Status', saved: sayStatus(saved.stated), yours: status.success ? sayStatus(status.data) : '' },
    { label: 'Why it differs', saved: saved.statedReason, yours: typed.statedReason },
    { label: 'Confidence', saved: String(saved.confidence ?? ''), yours: typed.confidence },
    { label: 'Moved', saved: saved.moved, yours: typed.moved },
    { label: 'Next', saved: saved.next, yours: typed.next },
    { label: 'Blocked', saved: saved.blocker?.what ?? '', yours: typed.blockedWhat },
    { label: 'Needed by', saved: day(saved.blocker?.byOn ?? ''), yours: day(typed.blockedByOn) },
    { label: 'Decision', saved: saved.decision?.text ?? '', yours: typed.decisionText },
    { label: 'Evidence', saved: saved.evidenceUrl, yours: typed.evidenceUrl },
  ];
}
