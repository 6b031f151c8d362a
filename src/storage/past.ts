// Records as they were, whatever lies between then and now: one request a record, however long its history is.
// Pitfall: entries of one instant have no order of their own in a listing, so their versions decide, and a listing is read
// on until the last of them is there.

import type { Deps } from '../deps.js';
import { type Entry, type RecordType, sayRedacted } from './entry.js';
import { entriesOf, type Head, readEntry, TRAIL_LENGTH, type TrailPoint } from './ledger.js';

/** The newest entry at or before an instant (UTC ISO), exact at any age; undefined when the record came later. */
export async function readAsOf<S>(
  deps: Deps,
  programmeId: string,
  head: Head<S>,
  at: string,
): Promise<Entry<S> | undefined> {
  if (head.newest.at <= at) return head.newest;
  const { found, whole } = lookBack(head, (point) => point.at <= at);
  const last = found.at(-1);
  const known = last && (await readEntry(deps, programmeId, head, last.version));
  if (known || (whole && !last)) return known;
  return (await newestUntil(deps, programmeId, head, { at }, 1))[0];
}

/**
 * The head of a record as it was at an instant (UTC ISO), trail included; undefined when the record came later. What it
 * owed is left out.
 */
export async function readHeadAsOf<S>(
  deps: Deps,
  type: RecordType<S>,
  programmeId: string,
  head: Head<S>,
  at: string,
): Promise<Head<S> | undefined> {
  if (head.newest.at <= at) return head;
  const newest = await readAsOf(deps, programmeId, head, at);
  return newest && readHeadWith(deps, type, programmeId, head, newest);
}

/** The head of a record as it was when an entry was its newest, trail included. What it owed is left out. */
export async function readHeadWith<S>(
  deps: Deps,
  type: RecordType<S>,
  programmeId: string,
  head: Head<S>,
  newest: Entry<S>,
): Promise<Head<S>> {
  const { version, at } = newest;
  const { found, whole } = lookBack(head, (point) => point.version <= version);
  if (whole || found.length === TRAIL_LENGTH) return { newest, trail: found, owing: [] };
  const entries = await newestUntil(deps, programmeId, head, { at, version }, TRAIL_LENGTH);
  const kept = new Map(found.map((point) => [point.version, point]));
  const trail = entries.reverse().map((entry) => kept.get(entry.version) ?? pointOf(type, entry));
  return { newest, trail, owing: [] };
}

/**
 * A head whose trail tells how the record stood at an instant (UTC ISO): where the trail is younger, the newest point up to
 * then is put before it; where the record is younger, its first.
 */
export async function reachBackTo<S>(
  deps: Deps,
  type: RecordType<S>,
  programmeId: string,
  head: Head<S>,
  at: string,
): Promise<Head<S>> {
  const [oldest] = head.trail;
  if (!oldest || oldest.version === 1 || oldest.at <= at) return head;
  const before =
    (await newestUntil(deps, programmeId, head, { at }, 1))[0] ?? (await readEntry(deps, programmeId, head, 1));
  return before ? { ...head, trail: [pointOf(type, before), ...head.trail] } : head;
}

/**
 * Every entry of a record, or every one since an instant (UTC ISO), a page at a time: for whatever looks at all of them.
 * Newest first, but those of one instant in no order.
 */
export async function* listEntries<S>(
  deps: Deps,
  programmeId: string,
  head: Head<S>,
  since?: string,
): AsyncIterable<Entry<S>> {
  const { ref, version } = head.newest;
  if (since === undefined || head.newest.at >= since) yield head.newest;
  const within = { pageSize: PAGE, ...(since !== undefined && { since }) };
  // A copy of the newest is there when a writer was cut off before its commit.
  for await (const page of deps.store.list<Entry<S>>(['entry'], entriesOf(programmeId, ref), within))
    for (const { body } of page) if (body.version < version) yield sayRedacted(body);
}

/** Entries of a record of very many people have a hundred kilobytes each. */
const PAGE = 50;

/** The trail's points that `was` holds for, and whether those are all that the record had. */
function lookBack({ trail }: Head<unknown>, was: (point: TrailPoint) => boolean) {
  return { found: trail.filter(was), whole: trail[0]?.version === 1 };
}

/** So many of the newest entries up to an instant, and up to a version when one is given; newest first. */
async function newestUntil<S>(
  deps: Deps,
  programmeId: string,
  head: Head<S>,
  { at, version = head.newest.version - 1 }: { at: string; version?: number },
  count: number,
): Promise<Entry<S>[]> {
  const found: Entry<S>[] = [];
  // One more than asked for tells whether an instant goes on beyond them.
  const within = { until: at, pageSize: count + 1 };
  const partition = entriesOf(programmeId, head.newest.ref);
  for await (const page of deps.store.list<Entry<S>>(['entry'], partition, within)) {
    for (const { body } of page) if (body.version <= version) found.push(body);
    const last = found[count - 1];
    if (last && (found.at(-1)?.at ?? '') < last.at) break;
  }
  found.sort((a, b) => b.version - a.version);
  return found.slice(0, count).map(sayRedacted);
}

function pointOf<S>(type: RecordType<S>, { version, at, by, did, state }: Entry<S>): TrailPoint {
  return { version, at, by, did, figures: type.figures(state) };
}
