// What `verify` says of a store, in lines for an operator, and how many things do not hold.
// Pitfall: the words and the exit code come from one list of faults, so that they never say different things.

import type { Deps } from '../deps.js';
import { KEEP_SECONDS } from '../programmes/access.js';
import { compareAnchor, keepAnchor, readAnchor } from '../storage/anchor.js';
import { KINDS } from '../storage/store.js';
import { COVERAGE, type Coverage } from './coverage.js';
import { type VerifiedProgramme, verifyStore } from './whole.js';

/** What is asked: one programme or every one, and a fingerprint noted earlier. */
export interface Asked {
  programme?: string | undefined;
  anchor?: string | undefined;
}

/** Named one by one up to here; more are counted. */
const MOST_NAMED = 6;

/** Verifies the store; `say` gets each line. Gives the number of faults: 0 when everything that is covered is as it was. Throws the store's codes. */
export async function reportStore(
  deps: Deps,
  { programme, anchor }: Asked,
  say: (line: string) => void,
): Promise<number> {
  let faults = 0;
  let anchored = false;
  let any = false;
  for await (const found of verifyStore(deps, programme)) {
    any = true;
    const lines = anchor === undefined ? undefined : await readAnchor(deps, found.programmeId, anchor);
    anchored ||= lines !== undefined;
    faults += await reportProgramme(deps, found, lines, say);
  }
  const missing = [
    ...(anchor !== undefined && !anchored
      ? [
          `anchor ${anchor}: this store keeps nothing that it stands for, so what it was made from is gone or it is of another store`,
        ]
      : []),
    ...(!any && programme !== undefined ? [`programme ${programme}: there is nothing of it in this store`] : []),
  ];
  if (any) for (const line of sayCoverage()) say(line);
  for (const fault of missing) say(`FAULT: ${fault}`);
  if (!any && missing.length === 0) say('There is no programme in this store.');
  faults += missing.length;
  if (any)
    say(
      faults === 0
        ? 'Everything that is covered is as it was saved.'
        : `${sayFaults(faults)} found: see above. No new anchor where something does not hold.`,
    );
  return faults;
}

async function reportProgramme(
  deps: Deps,
  found: VerifiedProgramme,
  anchored: string[] | undefined,
  say: (line: string) => void,
): Promise<number> {
  const { programmeId, records, entries, notes, unnamed, hashes, heads, registered } = found;
  const differing = anchored
    ? compareAnchor(
        anchored.filter((line) => !hasExpired(deps, line)),
        hashes,
      )
    : [];
  const faults = [...found.faults, ...differing.map((one) => `${one}: the anchor given lists it`)];
  say(`${programmeId}: ${records} records, ${entries} entries, ${sayFaults(faults.length)}`);
  for (const fault of faults) say(`  FAULT: ${fault}`);
  if (anchored && faults.length === 0)
    say(`  everything the anchor was made from is still as it was (${anchored.length} things)`);
  say(`  ${sayCounts(heads)}`);
  for (const note of notes) say(`  not checked: ${note}`);
  const named = unnamed.slice(0, MOST_NAMED).map((mark) => mark.slice(0, mark.lastIndexOf(':')).replace('/', ' '));
  const more = unnamed.length - named.length;
  say(
    `  only an anchor noted elsewhere shows a history rewritten to its end in every record, and that one of these newest things was rolled back or removed: ${named.join(', ') || 'none'}${more > 0 ? ` and ${more} more` : ''}`,
  );
  if (faults.length === 0 && registered)
    say(
      `  anchor of today: ${await keepAnchor(deps, programmeId, heads, unnamed)} (note it where nobody can change it)`,
    );
  return faults.length;
}

/** How many records of each kind. */
function sayCounts(heads: VerifiedProgramme['heads']): string {
  const kinds = KINDS.filter((kind) => heads.some(({ newest }) => newest.kind === kind));
  const count = (kind: string) => heads.filter(({ newest }) => newest.kind === kind).length;
  return kinds.map((kind) => `${kind} ${count(kind)}`).join(', ');
}

/** What is covered, kind by kind, and what is not. */
function sayCoverage(): string[] {
  const of = (by: Coverage['by']) => KINDS.filter((kind) => COVERAGE[kind].by === by);
  return [
    `Covered by chains, every entry with its order, trail and what it still owes: ${of('chain').join(', ')}`,
    ...of('ledger').map((kind) => `Covered by the ledger: ${kind} (${COVERAGE[kind].says})`),
    ...of('none').map((kind) => `Not covered: ${kind} (${COVERAGE[kind].says})`),
  ];
}

/** Whether a line is of a file fetched so long ago that its line has gone by itself. */
function hasExpired(deps: Deps, line: string): boolean {
  const day = /^access\/(\d{4})-?(\d{2})-?(\d{2})/.exec(line);
  if (!day) return false;
  return deps.clock.now().getTime() - Date.parse(day.slice(1).join('-')) > (KEEP_SECONDS - 2 * 86_400) * 1000;
}

function sayFaults(count: number): string {
  return `${count} ${count === 1 ? 'fault' : 'faults'}`;
}
