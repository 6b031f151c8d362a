// The days people name when they ask for a summary: "3 December", "since last quarter". Pure. What one could get wrong: a day without a year is the
// latest one that is not still to come.

import { addDays, daysMeant, formatDay, type IsoDate, isGiveable } from '../calendar.js';
import type { Programme } from '../programmes/schema.js';

/** The past day (or today) that words mean: `3 December`, `3 Dec 2026`, `2026-12-03`, `yesterday`, `last Board`; undefined when they mean none. */
export function readDay(typed: string, programme: Pick<Programme, 'boards'>, today: IsoDate): IsoDate | undefined {
  const words = typed
    .toLowerCase()
    .trim()
    .replace(/^the\s+/, '');
  if (words === 'today') return today;
  if (words === 'yesterday') return addDays(today, -1);
  if (/^(?:last )?board$/.test(words)) return lastBoardBefore(programme, today);
  const year = Number(today.slice(0, 4));
  return daysMeant(typed, [String(year), String(year - 1)]).find((day) => isGiveable(day) && day <= today);
}

/** Whether words name a day, but none that a person may give. */
export function isBeyond(typed: string): boolean {
  return daysMeant(typed, []).some((day) => !isGiveable(day));
}

/** The day from which changes are told: `board`, `quarter` or a day; undefined when the words mean none. */
export function readSince(typed: string, programme: Pick<Programme, 'boards'>, today: IsoDate): Since | undefined {
  const words = typed
    .toLowerCase()
    .replace(/^(?:the\s+)?(?:last|previous)\s+/, '')
    .trim();
  if (/^(?:the\s+)?board$/.test(words)) return 'board';
  if (/^(?:the\s+)?quarter$/.test(words)) return 'quarter';
  return readDay(typed, programme, today);
}

/** `board`: the last one before; `quarter`: the end of the last financial quarter; or a day. */
export type Since = 'board' | 'quarter' | IsoDate;

/** The day at whose end the comparison begins. Without a Board before it, four weeks earlier. */
export function sinceDay(since: Since, programme: Pick<Programme, 'boards'>, day: IsoDate): IsoDate {
  if (since === 'quarter') return lastQuarterEnd(day);
  return since === 'board' ? (lastBoardBefore(programme, day) ?? addDays(day, -28)) : since;
}

/** "Changed since the Board of 8 October 2026". */
export function saySince(since: Since, programme: Pick<Programme, 'boards'>, day: IsoDate): string {
  const from = sinceDay(since, programme, day);
  if (since === 'quarter') return `Changed since the quarter that ended on ${formatDay(from)}`;
  if (since !== 'board') return `Changed since ${formatDay(from)}`;
  return lastBoardBefore(programme, day)
    ? `Changed since the Board of ${formatDay(from)}`
    : 'Changed in the last 28 days';
}

function lastBoardBefore({ boards }: Pick<Programme, 'boards'>, day: IsoDate): IsoDate | undefined {
  return boards
    .map(({ on }) => on)
    .filter((on) => on < day)
    .sort()
    .at(-1);
}

/** The last day of the quarter before the one a day is in: 31 March, 30 June, 30 September, 31 December. */
function lastQuarterEnd(day: IsoDate): IsoDate {
  const first = Math.floor((Number(day.slice(5, 7)) - 1) / 3) * 3 + 1;
  return addDays(`${day.slice(0, 4)}-${String(first).padStart(2, '0')}-01`, -1);
}
