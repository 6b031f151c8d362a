// Taking words out of what was saved, for ever, so that chains still verify: a text leaves its digest behind, and which texts were taken out is itself an
// entry.
// Pitfall: that entry is committed first, which archives what it follows; only then are archived texts replaced, and a run that was cut off is finished
// by the next.

import type { Deps } from '../deps.js';
import { isError } from '../errors.js';
import { type Entry, REDACTED, REDACTED_WORDS, type RecordType, replaceTexts } from './entry.js';
import { digestText } from './hashing.js';
import { type Change, commit, entriesOf, requireHead } from './ledger.js';
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
  // What is saved meanwhile is named by no entry as taken out, so it stays.
  let until = 0;
  for (let tries = 1; ; tries += 1) {
    const head = await requireHead(deps, type, programmeId, ref);
    const { newest } = head.body;
    const { state } = newest;
    until = newest.version;
    const plain = replaceTexts(type, state, (text, path) =>
      redaction.goes(text, path, state) ? REDACTED_WORDS : text,
    );
    const next = redaction.next?.(plain) ?? plain;
    const redacts = await listUnsaid(deps, type, programmeId, newest, redaction);
    if (JSON.stringify(next) === JSON.stringify(state) && Object.keys(redacts).length === 0) break;
    const { by, reason, effect } = redaction;
    const change: Change = { by, did: 'ledger.redact', effect: `${effect}/${newest.version}`, reason, redacts };
    const { outcome } = await commit(deps, type, programmeId, head, change, next);
    if (outcome !== 'conflict') break;
    if (tries === TRIES) throw new Error('other people kept changing the record');
  }
  let changed = 0;
  for await (const page of deps.store.list<Entry<S>>(['entry'], entriesOf(programmeId, ref), { pageSize: PAGE }))
    for (const stored of page)
      if (stored.body.version <= until && (await redactEntry(deps, type, stored, redaction))) changed += 1;
  return changed;
}

/** Whether an entry says that a text of an earlier one was taken out. */
export function saysTakenOut({ redacts }: Pick<Entry<unknown>, 'redacts'>, version: number, path: string): boolean {
  return redacts?.[path]?.some(([from, to]) => from <= version && version <= to) ?? false;
}

/** Which texts go that no entry says are taken out: by path, ranges of versions. A run that was cut off said so already. */
async function listUnsaid<S>(
  deps: Deps,
  type: RecordType<S>,
  programmeId: string,
  newest: Entry<S>,
  { goes }: Redaction<S>,
): Promise<NonNullable<Entry<S>['redacts']>> {
  const saying: Pick<Entry<S>, 'redacts'>[] = [];
  const going: { version: number; path: string }[] = [];
  const look = (entry: Entry<S>) => {
    const { version, redacts, state } = entry;
    if (redacts) saying.push({ redacts });
    redactText(type, entry, (text, path) => {
      if (goes(text, path, state)) going.push({ version, path });
      return false;
    });
  };
  look(newest);
  const entries = deps.store.list<Entry<S>>(['entry'], entriesOf(programmeId, newest.ref), { pageSize: PAGE });
  for await (const page of entries) for (const { body } of page) if (body.version < newest.version) look(body);
  const unsaid = going.filter(({ version, path }) => !saying.some((one) => saysTakenOut(one, version, path)));
  const ranges: NonNullable<Entry<S>['redacts']> = {};
  for (const { version, path } of unsaid.sort((a, b) => a.version - b.version)) {
    const before = ranges[path] ?? [];
    const last = before.at(-1);
    if (last?.[1] === version - 1) last[1] = version;
    else ranges[path] = [...before, [version, version]];
  }
  return ranges;
}

/** An archived entry without the texts that go, its hash as before; the very same object when nothing goes. */
export function redactText<S>(
  type: RecordType<S>,
  entry: Entry<S>,
  goes: (text: string, path: string) => boolean,
): Entry<S> {
  const salts = { ...entry.salts };
  let changed = false;
  const leave = (text: string, at: string): string => {
    delete salts[at];
    changed = true;
    return `redacted:${digestText(entry, text, at)}`;
  };
  const isThere = (text: string, at: string) => at in salts || !REDACTED.test(text);
  const state = replaceTexts(type, entry.state, (text, path) =>
    isThere(text, `state.${path}`) && goes(text, path) ? leave(text, `state.${path}`) : text,
  );
  const { reason } = entry;
  const left =
    reason !== undefined && isThere(reason, 'reason') && goes(reason, 'reason') ? leave(reason, 'reason') : reason;
  return changed ? { ...entry, state, salts, ...(left !== undefined && { reason: left }) } : entry;
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
