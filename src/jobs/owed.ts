// What entries owe to others, kept: at once after a commit, and by the sweep when a process died in between. What one could
// get wrong: a debt may be paid twice at the same time by two processes, so every payer must be safe to repeat.

import type { Deps } from '../deps.js';
import { describeError } from '../log.js';
import type { Entry, Owed } from '../storage/entry.js';
import { type Head, readEntry } from '../storage/ledger.js';
import { type Kind, listAll } from '../storage/store.js';

/** Pays one debt of one entry. Safe to repeat; throws when it could not be paid yet. */
export type Payer = (deps: Deps, programmeId: string, entry: Entry<never>, owed: Owed) => Promise<void>;

/** Payers by the name of the effect. */
export type Payers = Record<string, Payer>;

/** Kinds of record whose entries can owe something. */
const OWING_KINDS: Kind[] = [
  'milestone',
  'risk',
  'issue',
  'decision',
  'action',
  'question',
  'family-digest',
  'change-request',
  'check-in',
  'finance',
  'kpi',
  'return',
  'return-section',
];

/** Pays what one entry owes. Failures are logged and left for the sweep. True when nothing is left to pay. */
export async function payOwed(
  deps: Deps,
  payers: Payers,
  programmeId: string,
  entry: Entry<unknown>,
): Promise<boolean> {
  let paid = true;
  for (const owed of entry.owes ?? []) {
    const payer = payers[owed.effect];
    try {
      if (!payer) throw new TypeError(`nothing pays ${owed.effect}`);
      await payer(deps, programmeId, entry as Entry<never>, owed);
    } catch (error) {
      paid = false;
      deps.log.warn('owed-not-paid', {
        programmeId,
        ref: entry.ref,
        version: entry.version,
        effect: owed.effect,
        ...describeError(error),
      });
    }
  }
  if (paid) settledIn(deps).add(`${programmeId}/${entry.ref}@${entry.version}`);
  return paid;
}

/** Entries this process knows to be paid, so that a sweep of the last day costs one query and no look-ups. */
const settled = new WeakMap<object, Set<string>>();

function settledIn(deps: Deps): Set<string> {
  const known = settled.get(deps.store) ?? new Set<string>();
  settled.set(deps.store, known);
  if (known.size > 50_000) known.clear();
  return known;
}

/**
 * Pays what records changed since an instant (UTC ISO) may still owe. One query, then the payers' own look-ups. Returns how
 * many entries it looked at.
 */
export async function sweepOwed(deps: Deps, payers: Payers, programmeId: string, since: string): Promise<number> {
  let looked = 0;
  for (const { body: head } of await listAll<Head<unknown>>(deps.store, OWING_KINDS, programmeId, { since })) {
    for (const version of [...head.owing, head.newest.version]) {
      if (settledIn(deps).has(`${programmeId}/${head.newest.ref}@${version}`)) continue;
      const entry = await readEntry(deps, programmeId, head, version);
      if (!entry?.owes || entry.at < since) continue;
      looked += 1;
      await payOwed(deps, payers, programmeId, entry);
    }
  }
  return looked;
}
