// What this process has kept in each programme and nothing kept later names yet. The next entry names it, so that what is changed, rolled back or
// removed afterwards is missed by an entry of another record.
// Pitfall: it is only memory, and costs no operation of the store; the last thing kept before a process ends is named by nothing but an anchor.

import type { Store } from './store.js';

const known = new WeakMap<Store, Map<string, Set<string>>>();
/** More would only make entries long: the oldest go. */
const MOST = 32;

function leavesIn(store: Store, programmeId: string): Set<string> {
  const byProgramme = known.get(store) ?? new Map<string, Set<string>>();
  known.set(store, byProgramme);
  const leaves = byProgramme.get(programmeId) ?? new Set<string>();
  byProgramme.set(programmeId, leaves);
  return leaves;
}

/** What is named by nothing yet, oldest first, as `<kind>/<ref>@<version>:<hash>`. `kind`: of that kind alone. */
export function leavesOf(store: Store, programmeId: string, kind = ''): string[] {
  return [...leavesIn(store, programmeId)].filter((leaf) => kind === '' || leaf.startsWith(`${kind}/`)).slice(-MOST);
}

/** Notes that something is kept for certain, and what it names. */
export function noteLeaf(store: Store, programmeId: string, leaf: string, names: readonly string[] = []): void {
  const leaves = leavesIn(store, programmeId);
  for (const named of names) leaves.delete(named);
  leaves.add(leaf);
  for (const oldest of leaves) {
    if (leaves.size <= MOST) break;
    leaves.delete(oldest);
  }
}
