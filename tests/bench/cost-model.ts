// What operations cost in Cosmos DB, and what a programme therefore costs. Pure. What one could get wrong: the prices are
// Microsoft's published ones for 1 KB and 100 KB with a line between, and one of ours for queries; only an account's own figures
// are exact.

/** One operation as it was counted: what it was, where, and the bytes it carried. */
export interface Counted {
  verb: 'create' | 'read' | 'replace' | 'delete' | 'list';
  kind: string;
  partition: string;
  bytes: number;
  /** Created to vanish by itself. */
  expires?: boolean;
}

/** Microsoft's "Request Units in Azure Cosmos DB" and "Optimize request cost": 1 KB and 100 KB, session consistency. */
const READ = { at1: 1, at100: 10 };
/** Without indexing 1 KB costs about 5.5 and 100 KB about 50; three indexed paths are counted as one unit more (ours). */
const WRITE = { at1: 6.5, at100: 51 };
/** A replace counts as two inserts (Microsoft). */
const REPLACE_IS = 2;
/** What a query of one partition costs before it gives anything: ours, from what such queries are usually charged. */
const QUERY_BASE = 2.3;
/** Strong consistency reads two replicas (Microsoft). */
const STRONG = 2;

/** Request units of one operation, under Strong consistency. */
export function priceOf({ verb, bytes }: Pick<Counted, 'verb' | 'bytes'>): number {
  switch (verb) {
    case 'read':
      return STRONG * between(READ, bytes);
    case 'list':
      return STRONG * (QUERY_BASE + (bytes === 0 ? 0 : between(READ, bytes)));
    case 'replace':
      return REPLACE_IS * between(WRITE, bytes);
    case 'create':
    case 'delete':
      return between(WRITE, bytes);
  }
}

function between({ at1, at100 }: { at1: number; at100: number }, bytes: number): number {
  const kilobytes = Math.max(bytes / 1024, 1);
  return at1 + ((kilobytes - 1) * (at100 - at1)) / 99;
}

/** What one happening costs: request units, what it leaves for ever and for a while, and how the heads' partition grows. */
export interface Cost {
  requests: number;
  units: number;
  /** Bytes kept for ever. */
  kept: number;
  /** Bytes that expire. */
  passing: number;
  /** Bytes kept for ever in the programme's own partition, where its heads are. */
  inHeads: number;
}

/** The cost of what was counted, each happening being one of `times`. */
export function costOf(counted: readonly Counted[], programmeId: string, times = 1): Cost {
  const created = counted.filter(({ verb }) => verb === 'create');
  const bytesOf = (some: readonly Counted[]) => some.reduce((sum, { bytes }) => sum + bytes, 0) / times;
  const kept = created.filter(({ expires }) => !expires);
  return {
    requests: counted.length / times,
    units: counted.reduce((sum, one) => sum + priceOf(one), 0) / times,
    kept: bytesOf(kept),
    passing: bytesOf(created.filter(({ expires }) => expires)),
    inHeads: bytesOf(kept.filter(({ partition }) => partition === programmeId)),
  };
}

/** How often each happens in one programme in a month. */
export type Monthly<Name extends string> = Record<Name, number>;

/** A month of one programme: each cost as often as it happens. */
export function monthOf<Name extends string>(costs: Record<Name, Cost>, often: Monthly<Name>): Cost {
  const sum = (of: (cost: Cost) => number) =>
    (Object.keys(often) as Name[]).reduce((total, name) => total + often[name] * of(costs[name]), 0);
  return {
    requests: sum((cost) => cost.requests),
    units: sum((cost) => cost.units),
    kept: sum((cost) => cost.kept),
    passing: sum((cost) => cost.passing),
    inHeads: sum((cost) => cost.inHeads),
  };
}

/** Cosmos DB lets one logical partition hold this. */
export const PARTITION_LIMIT_BYTES = 20 * 1024 ** 3;
/** And answer this many request units a second. */
export const PARTITION_LIMIT_UNITS = 10_000;
