// The newest instant that anybody put on record. Pitfall: it is one request a programme, so it is asked for at a start and not
// in between.

import type { Deps } from '../deps.js';
import type { RecordType } from '../storage/entry.js';
import { listProgrammes } from './registration.js';

/** When the newest entry of any programme was made, UTC ISO; '' where there is none. */
export async function newestEntry(deps: Deps, types: readonly RecordType<never>[]): Promise<string> {
  const kinds = types.map(({ kind }) => kind);
  let newest = '';
  for (const programmeId of await listProgrammes(deps)) {
    for await (const [head] of deps.store.list(kinds, programmeId, { pageSize: 1 })) {
      if (head && head.at > newest) newest = head.at;
      break;
    }
  }
  return newest;
}
