// One record of any kind for whoever asks for it. Pitfall: an issue is as restricted as the risk it came from, so that one is judged too.

import type { Turn } from '../routes.js';
import type { Head } from '../storage/ledger.js';
import type { Kind } from '../storage/store.js';
import { requireMayRead } from './may-read.js';

/** A record that this person may be shown where they ask; undefined when there is none. Throws FORBIDDEN. A point read, two for an issue. */
export async function readRecord<S>(turn: Turn, kind: Kind, ref: string): Promise<Head<S> | undefined> {
  const { deps, actor } = turn;
  const head = (await deps.store.read<Head<S>>(kind, actor.programmeId, ref))?.body;
  if (!head) return undefined;
  await requireMayReadWhole(turn, kind, ref, head.newest.state);
  return head;
}

/** Throws FORBIDDEN unless a record, and what it is as restricted as, may be shown to this person where they ask. A point read for an issue. */
export async function requireMayReadWhole(turn: Turn, kind: string, ref: string, state: unknown): Promise<void> {
  requireMayRead(turn, kind as 'milestone', ref, state);
  if (kind === 'issue') await readRecord(turn, 'risk', (state as { riskRef: string }).riskRef);
}
