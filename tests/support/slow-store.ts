// A store whose every request comes late. Pitfall: a listing is a request a page, and each is late by itself.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Store } from '../../src/storage/store.js';

/** `store`, each request of which takes effect `lateMs()` later. */
export function slowStore(store: Store, lateMs: () => number): Store {
  const late = async <T>(run: () => Promise<T>): Promise<T> => {
    await sleep(lateMs());
    return run();
  };
  return {
    create: (kind, draft) => late(() => store.create(kind, draft)),
    read: (kind, partition, id) => late(() => store.read(kind, partition, id)),
    replace: (kind, record) => late(() => store.replace(kind, record)),
    delete: (kind, partition, id) => late(() => store.delete(kind, partition, id)),
    listPartitions: (kinds) => late(() => store.listPartitions(kinds)),
    ping: () => late(() => store.ping()),
    close: () => store.close(),
    async *list(kinds, partition, within) {
      await sleep(lateMs());
      for await (const page of store.list(kinds, partition, within)) {
        yield page as never;
        await sleep(lateMs());
      }
    },
  };
}
