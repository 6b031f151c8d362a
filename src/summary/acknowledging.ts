// That a chair has read a summary. What one could get wrong: it is kept against the fingerprint of what was read, so it never counts for what
// came later; pressing it again changes nothing.

import * as z from 'zod/v4';
import type { IsoDate } from '../calendar.js';
import { ProductError } from '../errors.js';
import { todayOf } from '../programmes/changing.js';
import { isBoardChair } from '../programmes/rights.js';
import { Day } from '../programmes/schema.js';
import type { Turn } from '../routes.js';
import type { RecordType } from '../storage/entry.js';
import { commit, effectKey, type Head, readHead } from '../storage/ledger.js';
import { createNamed } from '../storage/new-record.js';
import { readLines } from './pictures.js';

/** The newest summary that one chair has read; the earlier ones are its history. */
export const Reading = z.object({
  memberId: z.string(),
  fingerprint: z.string(),
  on: Day,
});
export type Reading = z.infer<typeof Reading>;

export const readings: RecordType<Reading> = {
  kind: 'reading',
  prefix: 'READ-',
  texts: new Set(),
  figures: ({ fingerprint, on }) => ({ fingerprint, on }),
};

/** As cards show it; those of before December 2026 had twenty digits in fives. */
export const Fingerprint = z.string().regex(/^(?:[\dA-F]{4}(?:-[\dA-F]{4}){7}|[\dA-F]{5}(?:-[\dA-F]{5}){3})$/);

/** One record for each chair. */
export function readingRef(memberId: string): string {
  return `READ-${memberId}`;
}

/** Notes that this chair has read the summary under a fingerprint, once. Throws FORBIDDEN, UNKNOWN (no such summary), and the store's codes. */
export async function acknowledgeSummary(turn: Turn, fingerprint: string): Promise<void> {
  const { deps, actor } = turn;
  const { programmeId, member } = actor;
  if (!isBoardChair(member))
    throw new ProductError('FORBIDDEN', 'only a chair acknowledges a summary', {
      advice: 'That a summary was read is noted for the chairs of the Board.',
    });
  if (!(await readLines(deps, programmeId, fingerprint)))
    throw new ProductError('UNKNOWN', `no summary ${fingerprint} was kept`, {
      advice: 'This summary is not among those that were kept. Ask for a new one, and acknowledge that.',
    });
  const ref = readingRef(member.id);
  const head = await readHead(deps, readings, programmeId, ref);
  if (head && readOn([head.body], member.id, fingerprint) !== undefined) return;
  const state: Reading = { memberId: member.id, fingerprint, on: todayOf(turn) };
  const effect = effectKey(`read:${fingerprint}`, actor.tenantId, member.id, { fingerprint });
  const change = { by: member.id, did: 'summary.acknowledge', effect };
  // Two presses at once are the same entry, or one of them finds the other's.
  if (head) await commit(deps, readings, programmeId, head, change, state);
  else await createNamed(deps, readings, programmeId, ref, change, state);
}

/** The day on which a chair read what stands under a fingerprint; undefined while they have not. */
export function readOn(heads: readonly Head<Reading>[], memberId: string, fingerprint: string): IsoDate | undefined {
  const head = heads.find(({ newest: { state } }) => state.memberId === memberId);
  const point = head?.trail.findLast(({ figures }) => figures.fingerprint === fingerprint);
  return point === undefined ? undefined : String(point.figures.on);
}
