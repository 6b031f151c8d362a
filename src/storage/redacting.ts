// Taking words out of what was saved, for ever, so that chains still verify: a text leaves its digest behind, and that words were taken out is itself an
// entry. What one could get wrong: the new entry is committed first, which archives what it follows; only then are archived texts replaced, and a run that
// was cut off is finished by the next.

import type { Deps } from '../deps.js';
import { isError } from '../errors.js';
import { type Entry, REDACTED_WORDS, type RecordType, redactText, replaceTexts } from './entry.js';
import { commit, entriesOf, requireHead } from './ledger.js';
import type { Stored } from './store.js';

export interface Redaction<S> {
  by: string;
  reason: string;
  /** Effect key: recognises that it was done before. */
  effect: string;
  /** Whether a text goes. `path`: as in the state, `actions.0.what`, or `reason`. */
  goes(text: string, path: string, state: S): boolean;
  /** What else the new entry changes; absent: nothing. */
  next?(state: S): S;
}

const TRIES = 5;
/** Entries of a record of very many people have a hundred kilobytes each. */
const PAGE = 50;

/**
 * Takes texts out of every entry of a record. Gives how many entries were changed. Safe to repeat. Throws UNKNOWN, and the store's codes.
 */
export async function redactRecord<S>(
  deps: Deps,
  type: RecordType<S>,
  programmeId: string,
  ref: string,
  redaction: Redaction<S>,
): Promise<number> {
  for (let tries = 1; ; tries += 1) {
    const head = await requireHead(deps, type, programmeId, ref);
    const { state } = head.body.newest;
    const plain = replaceTexts(type, state, (text, path) =>
      redaction.goes(text, path, state) ? REDACTED_WORDS : text,
    );
    const next = redaction.next?.(plain) ?? plain;
    const goesFromReason = redaction.goes(head.body.newest.reason ?? '', 'reason', state);
    if (JSON.stringify(next) === JSON.stringify(state) && !goesFromReason) break;
    const { by, reason } = redaction;
    const change = { by, did: 'ledger.redact', effect: `${redaction.effect}/${head.body.newest.version}`, reason };
    const { outcome } = await commit(deps, type, programmeId, head, change, next);
    if (outcome !== 'conflict') break;
    if (tries === TRIES) throw new Error('other people kept changing the record');
  }
  const newest = (await requireHead(deps, type, programmeId, ref)).body.newest.version;
  let changed = 0;
  for await (const page of deps.store.list<Entry<S>>(['entry'], entriesOf(programmeId, ref), { pageSize: PAGE }))
    for (const stored of page)
      if (stored.body.version < newest && (await redactEntry(deps, type, stored, redaction))) changed += 1;
  return changed;
}

async function redactEntry<S>(
  deps: Deps,
  type: RecordType<S>,
  stored: Stored<Entry<S>>,
  { goes }: Redaction<S>,
): Promise<boolean> {
  let record: Stored<Entry<S>> | undefined = stored;
  for (let tries = 1; record; tries += 1) {
    const body: Entry<S> = redactText(type, record.body, (text, path) => goes(text, path, stored.body.state));
    if (body === record.body) return false;
    try {
      await deps.store.replace('entry', { ...record, body });
      return true;
    } catch (error) {
      // Entries change in no other way, so another run of the same is what came between.
      if (!isError(error, 'STALE', 'UNCERTAIN') || tries === TRIES) throw error;
      record = await deps.store.read<Entry<S>>('entry', stored.partition, stored.id);
    }
  }
  return false;
}
