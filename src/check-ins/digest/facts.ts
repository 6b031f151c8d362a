// What a digest is made from, read once. What one could get wrong: heads alone, in one query, and the week's answers by their
// known ids, so that a digest costs the same after ten years.

import type { AgreedAction } from '../../agreed-actions/schema.js';
import type { Confidence } from '../../confidence/schema.js';
import type { Decision } from '../../decisions/schema.js';
import type { FinanceYear } from '../../finance/schema.js';
import type { Delivery, JobRun } from '../../jobs/delivery.js';
import { mondayOf, periodBefore, weekOf } from '../../jobs/schedule.js';
import type { Milestone } from '../../milestones/schema.js';
import type { Programme } from '../../programmes/schema.js';
import { timetableOf } from '../../programmes/timetable.js';
import { readable } from '../../records/may-read.js';
import type { Risk } from '../../risks/schema.js';
import { type Head, readHead } from '../../storage/ledger.js';
import { listAll } from '../../storage/store.js';
import { type CheckIn, checkInRef, checkIns } from '../schema.js';
import { momentAt } from '../week.js';

export interface WeekFacts {
  period: string;
  /** When the digest before this one was due: what came since then is news (UTC ISO). */
  since: string;
  /** When this one was due; answers from then on came after it (UTC ISO). */
  digestAt: string;
  /** The week's answers, by workstream. */
  answers: ReadonlyMap<string, Head<CheckIn>>;
  milestones: Head<Milestone>[];
  risks: Head<Risk>[];
  decisions: Head<Decision>[];
  actions: Head<AgreedAction>[];
  confidences: Head<Confidence>[];
  /** None unless the digest may tell of finance. */
  finance: Head<FinanceYear>[];
  deliveries: readonly Delivery[];
}

/** Everything a digest of the run's week says. One query, and a point read for each workstream. */
export async function readWeekFacts(run: JobRun): Promise<WeekFacts> {
  const { deps, programmeId, programme, week } = run;
  const [found, answers] = await Promise.all([
    listAll<Head<unknown>>(
      deps.store,
      ['milestone', 'risk', 'decision', 'action', 'confidence', 'finance'],
      programmeId,
    ),
    readAnswers(run),
  ]);
  // The channel reads it: restricted items stand in it only where the programme's settings say so.
  const heads = <S>(kind: string) =>
    readable(
      { programme },
      'digest',
      found.filter((stored) => stored.kind === kind).map((stored) => stored.body as Head<S>),
    );
  return {
    period: week.period,
    since: digestBefore(programme, week.period),
    digestAt: momentAt(week, 'digest') ?? run.now.toISOString(),
    answers,
    milestones: heads<Milestone>('milestone'),
    risks: heads<Risk>('risk'),
    decisions: heads<Decision>('decision'),
    actions: heads<AgreedAction>('action'),
    confidences: heads<Confidence>('confidence'),
    finance: heads<FinanceYear>('finance'),
    deliveries: [...run.known.values()].map(({ body }) => body),
  };
}

/** A week's answers, by workstream. Point reads. */
export async function readAnswers({
  deps,
  programmeId,
  programme,
  week,
}: Pick<JobRun, 'deps' | 'programmeId' | 'programme' | 'week'>): Promise<ReadonlyMap<string, Head<CheckIn>>> {
  const read = programme.workstreams.map(async ({ id }) => {
    const head = await readHead(deps, checkIns, programmeId, checkInRef(id, week.period));
    return head ? [[id, head.body] as const] : [];
  });
  return new Map((await Promise.all(read)).flat());
}

/** A term's holidays are shorter than this many weeks. */
const MOST_SKIPPED_WEEKS = 20;

/** The instant of the digest before a week's own; a Monday long ago when there was none. */
function digestBefore(programme: Programme, period: string): string {
  let before = periodBefore(period);
  for (let n = 0; n < MOST_SKIPPED_WEEKS; n += 1, before = periodBefore(before)) {
    const at = momentAt(weekOf(timetableOf(programme), programme.zone, before), 'digest');
    if (at) return at;
  }
  return `${mondayOf(before)}T00:00:00.000Z`;
}
