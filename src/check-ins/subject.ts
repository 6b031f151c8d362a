// What a check-in is about, read once: the workstream's milestones and risks as they stand, this week's answer and those of
// the weeks before. What one could get wrong: two queries never happen; heads come in one, answers by their known ids.

import type { AgreedAction } from '../agreed-actions/schema.js';
import type { IsoDate } from '../calendar.js';
import type { Deps } from '../deps.js';
import { periodBefore, type Week, weekOf } from '../jobs/schedule.js';
import type { Milestone } from '../milestones/schema.js';
import type { Programme } from '../programmes/schema.js';
import { timetableOf } from '../programmes/timetable.js';
import type { Risk } from '../risks/schema.js';
import { type Head, readHead, type StoredHead } from '../storage/ledger.js';
import { listAll } from '../storage/store.js';
import { askedActions, askedMilestones, askedRisks, openMilestones } from './rules.js';
import { type CheckIn, checkInRef, checkIns } from './schema.js';

/** How many weeks back the last answer is looked for. */
const FORMER_WEEKS = 4;

export interface Subject {
  ref: string;
  workstream: string;
  week: Week;
  /** Every milestone of the programme, by reference; the card asks about `asked`. */
  milestones: ReadonlyMap<string, Head<Milestone>>;
  /** The workstream's open milestones, overdue first. */
  open: Head<Milestone>[];
  asked: Head<Milestone>[];
  /** Every risk of the programme, by reference; the card asks about `askedRisks`. */
  risks: ReadonlyMap<string, Head<Risk>>;
  askedRisks: Head<Risk>[];
  /** Every agreed action of the programme, by reference; the card asks about `askedActions`. */
  actions: ReadonlyMap<string, Head<AgreedAction>>;
  askedActions: Head<AgreedAction>[];
  answer: StoredHead<CheckIn> | undefined;
  /** The answers of the weeks before, newest first; undefined for a week without one. */
  former: (Head<CheckIn> | undefined)[];
}

/** The parts of a check-in's reference: `WS6-2026-W48` is WS6 and 2026-W48. */
export function partsOf(ref: string): { workstream: string; period: string } {
  const at = ref.indexOf('-');
  return { workstream: ref.slice(0, at), period: ref.slice(at + 1) };
}

/** Reads what a check-in is about: one query, and a point read for each week. */
export async function readSubject(
  deps: Deps,
  programmeId: string,
  programme: Programme,
  ref: string,
  today: IsoDate,
): Promise<Subject> {
  const { workstream, period } = partsOf(ref);
  const periods = [period];
  for (let n = 0; n < FORMER_WEEKS; n += 1) periods.push(periodBefore(periods[n] ?? period));
  const [found, answer, ...former] = await Promise.all([
    listAll<Head<unknown>>(deps.store, ['milestone', 'risk', 'action'], programmeId),
    ...periods.map((one) => readHead(deps, checkIns, programmeId, checkInRef(workstream, one))),
  ]);
  const heads = <S>(kind: string) =>
    found.filter((stored) => stored.kind === kind).map((stored) => stored.body as Head<S>);
  const [milestones, risks] = [heads<Milestone>('milestone'), heads<Risk>('risk')];
  const actions = heads<AgreedAction>('action');
  const open = openMilestones(milestones, workstream, today);
  return {
    ref,
    workstream,
    week: weekOf(timetableOf(programme), programme.zone, period),
    milestones: byRef(milestones),
    open,
    asked: askedMilestones(open),
    risks: byRef(risks),
    askedRisks: askedRisks(risks, workstream),
    actions: byRef(actions),
    askedActions: askedActions(actions, workstream, programme.members),
    answer,
    former: former.map((one) => one?.body),
  };
}

function byRef<S>(heads: readonly Head<S>[]): ReadonlyMap<string, Head<S>> {
  return new Map(heads.map((head) => [head.newest.ref, head]));
}
