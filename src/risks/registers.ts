// The risks and issues of a programme, as this person may read them. Pitfall: an issue is listed only where the risk it came from may be read.

import { compareNumbered } from '../ordering.js';
import { readableTo } from '../records/may-read.js';
import type { Turn } from '../routes.js';
import type { Head } from '../storage/ledger.js';
import { listAll } from '../storage/store.js';
import type { Issue, Risk } from './schema.js';

/** Every risk that this person may be shown where they ask, in no order. One query. */
export async function listRisks(turn: Turn): Promise<Head<Risk>[]> {
  const found = await listAll<Head<Risk>>(turn.deps.store, ['risk'], turn.actor.programmeId);
  return readableTo(
    turn,
    found.map((stored) => stored.body),
  );
}

/** Every issue that this person may be shown where they ask, newest first: those of the risks they may be shown. One query. */
export async function listIssues(turn: Turn): Promise<Head<Issue>[]> {
  const found = await listAll<Head<Issue | Risk>>(turn.deps.store, ['issue', 'risk'], turn.actor.programmeId);
  const of = <S>(kind: string) => found.filter((stored) => stored.kind === kind).map(({ body }) => body as Head<S>);
  const shown = new Set(readableTo(turn, of<Risk>('risk')).map(({ newest }) => newest.ref));
  return readableTo(turn, of<Issue>('issue'))
    .filter(({ newest }) => shown.has(newest.state.riskRef))
    .sort((a, b) => compareNumbered(b.newest.ref, a.newest.ref));
}

/** The issue a risk has become, when it has been made. */
export async function findIssueOf(turn: Turn, riskRef: string): Promise<Head<Issue> | undefined> {
  return (await listIssues(turn)).find((head) => head.newest.state.riskRef === riskRef);
}
