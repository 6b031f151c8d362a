// Whether what a return was prepared from is still as it was, and what follows when it is not. What one could get wrong: a change and a
// signature may meet; both are commits on the same record, so whoever comes second reads again and sees the other.

import { dayOf } from '../../calendar.js';
import type { Deps } from '../../deps.js';
import { ProductError } from '../../errors.js';
import { readProgramme } from '../../programmes/actor.js';
import type { Entry } from '../../storage/entry.js';
import { commit, type Head, readHead, type StoredHead } from '../../storage/ledger.js';
import type { Kind } from '../../storage/store.js';
import { openedBy } from '../rounds.js';
import type { SectionAnswer } from '../schema.js';
import { type ReturnRecord, returnRecords } from './schema.js';

const ATTEMPTS = 6;
/** Returns that are open at once, at most. */
const MOST_OPEN = 3;

/** Records of a return's making that moved since it was prepared, as record@version. A point read each. */
export async function findMoved(deps: Deps, programmeId: string, record: ReturnRecord): Promise<Entry<unknown>[]> {
  const found = await Promise.all(
    record.watched.map(async (watched) => {
      const at = watched.lastIndexOf('@');
      const ref = watched.slice(0, at);
      const head = await deps.store.read<Head<unknown>>(kindOf(ref), programmeId, ref);
      const newest = head?.body.newest;
      return newest && newest.version > Number(watched.slice(at + 1)) ? newest : undefined;
    }),
  );
  return found.flatMap((entry) => (entry ? [entry] : []));
}

/** The kind of record that a watched reference is of. */
export function kindOf(ref: string): Kind {
  if (ref.startsWith('Q')) return 'return-section';
  return ref.startsWith('K') ? 'kpi' : 'finance';
}

/**
 * The payer of `returns.recheck`: stops every prepared return that was made from an earlier version of what this entry changed. Safe to
 * repeat; throws while it could not be done yet.
 */
export async function recheckReturns(deps: Deps, programmeId: string, entry: Entry<never>): Promise<void> {
  const programme = (await readProgramme(deps, programmeId))?.body.newest.state;
  if (!programme) throw new ProductError('MISSING', `there is no programme ${programmeId}`);
  const today = dayOf(deps.clock.now(), programme.zone);
  const only = entry.kind === 'return-section' ? (entry.state as SectionAnswer).return : undefined;
  const rounds = openedBy(programme, today).slice(-MOST_OPEN);
  for (const { ref } of rounds.filter((round) => only === undefined || round.ref === only))
    await stopFor(deps, programmeId, ref, entry);
}

async function stopFor(deps: Deps, programmeId: string, ref: string, entry: Entry<unknown>): Promise<void> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const head = await readHead(deps, returnRecords, programmeId, ref);
    if (!head || !isTouched(head.body.newest.state, entry)) return;
    const stopped = await stop(deps, programmeId, head, [entry]);
    if (stopped) return;
  }
  throw new ProductError('UNAVAILABLE', `${ref} is being changed by many at once`);
}

/**
 * Whether an entry changes what a return was prepared from; a sent return is touched by nothing. Every year and KPI there was is watched, so
 * another one is new. A section that is not watched was not asked for then, such as that of a milestone which is green by now.
 */
function isTouched(record: ReturnRecord, { kind, ref, version }: Entry<unknown>): boolean {
  if (record.sent || record.stopped) return false;
  const watched = watchedVersion(record.watched, ref);
  return watched === undefined ? kind !== 'return-section' : version > watched;
}

function watchedVersion(watched: readonly string[], ref: string): number | undefined {
  const found = watched.find((one) => one.slice(0, one.lastIndexOf('@')) === ref);
  return found === undefined ? undefined : Number(found.slice(found.lastIndexOf('@') + 1));
}

/** Entries told of one record at most, the newest ones. */
const MOST_TOLD = 8;

/** Every entry after the watched version up to the one given, as record@version: each of them is part of what changed. */
export function entriesSince(watched: readonly string[], { ref, version }: { ref: string; version: number }): string[] {
  const from = (watchedVersion(watched, ref) ?? 0) + 1;
  return Array.from({ length: Math.max(0, version - from + 1) }, (_, n) => `${ref}@${from + n}`).slice(-MOST_TOLD);
}

/** Takes away every approval, since what was signed has changed. False when somebody else changed the return meanwhile. */
export async function stop(
  deps: Deps,
  programmeId: string,
  head: StoredHead<ReturnRecord>,
  moved: readonly Entry<unknown>[],
): Promise<boolean> {
  const [first] = moved;
  if (!first) return false;
  const { state } = head.body.newest;
  const change = {
    by: first.by,
    did: 'returns.stop',
    effect: `${first.effect}/stops-${head.body.newest.ref}`,
    origin: first.ref,
    owes: [{ effect: 'returns.tell' }],
  };
  const next: ReturnRecord = {
    ...state,
    approvals: [],
    stopped: {
      why: 'changed',
      by: first.by,
      comment: '',
      changed: moved.flatMap((entry) => entriesSince(state.watched, entry)),
      fell: state.approvals.map(({ by }) => by),
    },
  };
  const result = await commit(deps, returnRecords, programmeId, head, change, next);
  return result.outcome !== 'conflict';
}
