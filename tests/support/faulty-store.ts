// A store whose n-th operation goes wrong in a chosen way. What one could get wrong: `lost` answers UNCERTAIN after the
// write was stored, `dropped` answers UNCERTAIN though it was not; callers cannot tell which, and must cope with both.

import { ProductError } from '../../src/errors.js';
import type { Store } from '../../src/storage/store.js';

export type Fault = 'lost' | 'dropped' | 'unavailable' | 'dies';

export interface FaultyStore extends Store {
  /** Operations so far, as `<verb> <kind>`. */
  readonly calls: string[];
}

/** Wraps a store; `faultAt` names what happens at the n-th operation (from 1), if anything. Reads only know `unavailable` and `dies`. */
export function faultyStore(store: Store, faultAt: (n: number, call: string) => Fault | undefined): FaultyStore {
  const calls: string[] = [];
  let dead = false;
  const through = async <T>(call: string, writes: boolean, run: () => Promise<T>): Promise<T> => {
    calls.push(call);
    if (dead) throw new Error('the process is gone');
    const fault = faultAt(calls.length, call);
    if (fault === 'dies') {
      dead = true;
      throw new Error('the process is gone');
    }
    if (fault === 'unavailable' || (fault === 'dropped' && !writes)) throw new ProductError('UNAVAILABLE', 'scripted');
    if (fault === 'dropped') throw new ProductError('UNCERTAIN', 'scripted: not stored');
    const done = await run();
    if (fault === 'lost' && writes) throw new ProductError('UNCERTAIN', 'scripted: stored');
    return done;
  };
  return {
    calls,
    create: (kind, draft) => through(`create ${kind}`, true, () => store.create(kind, draft)),
    read: (kind, partition, id) => through(`read ${kind}`, false, () => store.read(kind, partition, id)),
    replace: (kind, record) => through(`replace ${kind}`, true, () => store.replace(kind, record)),
    delete: (kind, partition, id) => through(`delete ${kind}`, true, () => store.delete(kind, partition, id)),
    list: (kinds, partition, within) => {
      calls.push(`list ${kinds.join('+')}`);
      return store.list(kinds, partition, within);
    },
    listPartitions: (kinds) => store.listPartitions(kinds),
    ping: () => store.ping(),
    close: () => store.close(),
  };
}
