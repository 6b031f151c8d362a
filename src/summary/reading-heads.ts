// The records a summary is made from, by kind. What one could get wrong: they are heads as of one moment, which is now or a past day
// (reading.ts); nothing in a summary asks for more.

import { type AgreedAction, agreedActions } from '../agreed-actions/schema.js';
import { type Confidence, confidences } from '../confidence/schema.js';
import { type Decision, decisions } from '../decisions/schema.js';
import { type FinanceYear, financeYears } from '../finance/schema.js';
import { type ChangeRequest, changeRequests } from '../milestones/change-control/schema.js';
import { type Milestone, milestones } from '../milestones/schema.js';
import { type Question, questions } from '../questions/schema.js';
import { type Risk, risks } from '../risks/schema.js';
import type { RecordType } from '../storage/entry.js';
import type { Head } from '../storage/ledger.js';
import type { Kind } from '../storage/store.js';

export interface Heads {
  milestones: Head<Milestone>[];
  risks: Head<Risk>[];
  decisions: Head<Decision>[];
  changes: Head<ChangeRequest>[];
  actions: Head<AgreedAction>[];
  questions: Head<Question>[];
  confidences: Head<Confidence>[];
  finance: Head<FinanceYear>[];
}

/** Heads of which there are none. */
export const NO_HEADS: Readonly<Heads> = {
  milestones: [],
  risks: [],
  decisions: [],
  changes: [],
  actions: [],
  questions: [],
  confidences: [],
  finance: [],
};

/** How each kind of record is kept. */
export const SUMMED: Record<keyof Heads, RecordType<never>> = {
  milestones,
  risks,
  decisions,
  changes: changeRequests,
  actions: agreedActions,
  questions,
  confidences,
  finance: financeYears,
} as Record<keyof Heads, RecordType<never>>;

/** The kinds of record that a summary reads, in one query. */
export const SUMMED_KINDS: readonly Kind[] = Object.values(SUMMED).map(({ kind }) => kind);

/** Heads of any kind, sorted into the lists a summary reads. */
export function sortHeads(found: readonly Head<unknown>[]): Heads {
  const of = (kind: Kind) => found.filter(({ newest }) => newest.kind === kind);
  return Object.fromEntries(Object.entries(SUMMED).map(([list, { kind }]) => [list, of(kind)])) as unknown as Heads;
}
