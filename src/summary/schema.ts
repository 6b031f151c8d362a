// What a summary says, before it is drawn. What one could get wrong: it is made from heads alone, so that it costs the same
// after ten years; anything that needs history belongs on the card a line opens.

import type { IsoDate } from '../calendar.js';
import type { Mark } from '../cards/markup.js';
import type { Status } from '../milestones/schema.js';

/** One pressable line: a record and why it is here. */
export interface SummaryLine {
  ref: string;
  title: string;
  facts: string;
  /** What its mark shows; null for a line without one. */
  status: { kind: 'status'; status: Status } | { kind: 'score'; score: number } | { kind: 'mark'; mark: Mark } | null;
}

export interface WorkstreamStatus {
  id: string;
  name: string;
  /** The worst among its open milestones; complete when none is open; null without milestones. */
  status: Status | null;
  counts: Record<Status, number>;
  /** What partners said of it: "LA 4, ICB 2"; '' while nobody has scored. */
  confidence: string;
  /** Points between the surest and the least sure partner where that is to be flagged; else 0. */
  apart: number;
  trend: 'better' | 'same' | 'worse' | 'new';
}

export interface Summary {
  today: IsoDate;
  lastBoardOn: IsoDate | null;
  nextBoardOn: IsoDate | null;
  /** For a chair: what the Board is asked for. */
  decisions: SummaryLine[];
  changes: SummaryLine[];
  /** The day at whose end the comparison begins. */
  since: IsoDate;
  /** Beyond tolerance, and nobody has acknowledged it. */
  exceptions: SummaryLine[];
  toReforecast: SummaryLine[];
  actionsLate: SummaryLine[];
  /** Waiting for an answer, or answered since; a view shows those its reader may read. */
  questions: SummaryLine[];
  counts: Record<Status, number>;
  workstreams: WorkstreamStatus[];
  late: SummaryLine[];
  dueBeforeBoard: SummaryLine[];
  topRisks: SummaryLine[];
  openRisks: number;
  beyondAppetite: number;
  watermelons: SummaryLine[];
  notReported: SummaryLine[];
  /** Grant conditions, High Needs variance and the reserve's runway; empty while nothing is entered. */
  finance: SummaryLine[];
}
