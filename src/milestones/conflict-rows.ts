// What a conflict about a milestone compares. Pure. What one could get wrong: what was typed may be anything, so it is shown as it
// is wherever it does not parse.

import { formatDay, isDay } from '../calendar.js';
import { sayStatus } from './rules.js';
import { type Milestone, Status, type UpdateFields } from './schema.js';

/** Field by field: its label, the saved value and the typed one. */
export function conflictRows(saved: Milestone, typed: UpdateFields) {
  const day = (text: string) => (isDay(text) ? formatDay(text) : text);
  const status = (text: string) => (Status.safeParse(text).success ? sayStatus(text as Status) : text);
  return [
    { label: 'Status', saved: saved.stated ? sayStatus(saved.stated) : '', yours: status(typed.stated) },
    { label: 'Forecast date', saved: formatDay(saved.forecastOn), yours: day(typed.forecastOn) },
    { label: 'Why the forecast moved', saved: saved.slipCause ?? '', yours: typed.slipCause },
    { label: 'What happened', saved: saved.slipText, yours: typed.slipText },
    { label: 'Actual date', saved: saved.actualOn ? formatDay(saved.actualOn) : '', yours: day(typed.actualOn) },
    { label: 'What moved, and what is next', saved: saved.commentary, yours: typed.commentary },
    { label: 'Reason for the status', saved: saved.statedReason, yours: typed.statedReason },
    { label: 'Evidence', saved: saved.evidenceUrl, yours: typed.evidenceUrl },
  ];
}
