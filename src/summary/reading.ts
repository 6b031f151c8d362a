// The heads a summary is made from: as they are, or as they were on a past day. What one could get wrong: a head of a past day is put together
// exactly as the ledger had it, trail included, or "changed since" would tell another story than it did then.

import type { IsoDate } from '../calendar.js';
import type { Deps } from '../deps.js';
import type { RecordType } from '../storage/entry.js';
import { type Head, readEntry } from '../storage/ledger.js';
import { reachBackTo, readHeadAsOf, readHeadWith } from '../storage/past.js';
import { listAll } from '../storage/store.js';
import type { Reading } from './acknowledging.js';
import { lastInstantOf } from './changes.js';
import { SUMMED, SUMMED_KINDS } from './reading-heads.js';

/** Records read side by side; enough to hide a store's latency, few enough not to crowd out others. */
const SIDE_BY_SIDE = 16;

/** Records of one moment, and which summaries chairs have read (always as of now). */
export interface Found {
  heads: Head<unknown>[];
  readings: Head<Reading>[];
}

/** Every record a summary reads, as it is. One query. */
export async function readNow(deps: Deps, programmeId: string): Promise<Found> {
  const found = await listAll<Head<unknown>>(deps.store, [...SUMMED_KINDS, 'reading'], programmeId);
  const isReading = ({ kind }: { kind: string }) => kind === 'reading';
  return {
    heads: found.filter((stored) => !isReading(stored)).map(({ body }) => body),
    readings: found.filter(isReading).map(({ body }) => body as Head<Reading>),
  };
}

/** Every record as it was at an instant (UTC ISO), exact at any age. One query, and one or two for each that changed since. */
export async function readAt(deps: Deps, programmeId: string, at: string): Promise<Found> {
  const { heads, readings } = await readNow(deps, programmeId);
  const then = await sideBySide(heads, (head) => readHeadAsOf(deps, typeOf(head), programmeId, head, at));
  return { heads: then, readings };
}

/** The records that an anchor's lines name, each at its version; undefined when one of them is not what the line says. */
export async function readListed(
  deps: Deps,
  programmeId: string,
  lines: readonly string[],
): Promise<Found | undefined> {
  const { heads, readings } = await readNow(deps, programmeId);
  const byName = new Map(heads.map((head) => [`${head.newest.kind}/${head.newest.ref}`, head]));
  const found = await sideBySide(lines, async (line) => {
    const [record = '', hash] = line.split(':');
    const [name = '', version] = record.split('@');
    const head = byName.get(name);
    const entry = head && (await readEntry(deps, programmeId, head, Number(version)));
    return head && entry && entry.hash === hash
      ? readHeadWith(deps, typeOf(head), programmeId, head, entry)
      : undefined;
  });
  return found.length === lines.length ? { heads: found, readings } : undefined;
}

/** Heads whose trail tells how they stood at the end of a day; what is missing is read from the archive. */
export async function reachBack(
  deps: Deps,
  programmeId: string,
  heads: readonly Head<unknown>[],
  since: IsoDate,
  zone: string,
): Promise<Head<unknown>[]> {
  const at = lastInstantOf(since, zone);
  return sideBySide(heads, (head) => reachBackTo(deps, typeOf(head), programmeId, head, at));
}

function typeOf({ newest }: Head<unknown>): RecordType<unknown> {
  const type = Object.values(SUMMED).find(({ kind }) => kind === newest.kind);
  if (!type) throw new TypeError(`no summary is made of ${newest.kind}`);
  return type as RecordType<unknown>;
}

/** What became of each, in the same order; those without a result are left out. */
async function sideBySide<T, R>(all: readonly T[], each: (one: T) => Promise<R | undefined>): Promise<R[]> {
  const results: (R | undefined)[] = new Array(all.length);
  let next = 0;
  const work = async () => {
    for (let n = next; n < all.length; n = next) {
      next += 1;
      results[n] = await each(all[n] as T);
    }
  };
  await Promise.all(Array.from({ length: Math.min(SIDE_BY_SIDE, all.length) }, work));
  return results.filter((result) => result !== undefined);
}
