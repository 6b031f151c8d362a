// The issue that a risk becomes when it has happened. Pitfall: it is made after the risk's own commit, which promises it; the sweep makes it when the process dies
// in between.

import type { Deps } from '../deps.js';
import { ProductError } from '../errors.js';
import { describeError } from '../log.js';
import type { Entry } from '../storage/entry.js';
import type { Head } from '../storage/ledger.js';
import { createRecord } from '../storage/new-record.js';
import { type Issue, issues, type Risk } from './schema.js';

/** Makes the issue of a risk that has just happened, when that can be done at once; never throws. */
export async function openIssueNow(
  deps: Deps,
  programmeId: string,
  entry: Entry<Risk>,
): Promise<Head<Issue> | undefined> {
  try {
    return await makeIssue(deps, programmeId, entry);
  } catch (error) {
    // The risk's commit stands and promises the issue: the sweep will make it.
    deps.log.warn('issue-not-opened-yet', { ref: entry.ref, ...describeError(error) });
    return undefined;
  }
}

/**
 * Makes the issue that a risk's entry promised. Safe to repeat and to run twice at once: there is one issue for an entry.
 * Throws the store's codes.
 */
export async function openIssue(deps: Deps, programmeId: string, entry: Entry<Risk>): Promise<void> {
  await makeIssue(deps, programmeId, entry);
}

async function makeIssue(deps: Deps, programmeId: string, entry: Entry<Risk>): Promise<Head<Issue>> {
  const { happened, event, consequence, workstream, ownerId } = entry.state;
  if (!happened) throw new ProductError('MALFORMED', `${entry.ref}@${entry.version} has not happened`);
  const change = { by: entry.by, did: 'risks.open-issue', effect: `${entry.effect}/1`, origin: entry.ref };
  const made = await createRecord<Issue>(deps, issues, programmeId, change, () => ({
    riskRef: entry.ref,
    event,
    consequence,
    workstream,
    ownerId,
    what: happened.what,
    happenedOn: happened.on,
    state: 'open',
    resolution: '',
    resolvedOn: null,
    ...(entry.state.escalation?.to === 'corporate' && { corporate: true }),
  }));
  return made.head;
}
