// A store that notes each operation with the bytes it carried. What one could get wrong: a listing is one request for each page
// and its bytes are those of everything it gave, as Cosmos DB charges for it.

import type { Store } from '../../src/storage/store.js';
import type { Counted } from './cost-model.js';

/** Wraps a store; `counted` grows with each operation. */
export function countingStore(store: Store): Store & { counted: Counted[] } {
  const counted: Counted[] = [];
  const bytesOf = (document: unknown) => (document === undefined ? 0 : Buffer.byteLength(JSON.stringify(document)));
  return {
    counted,
    create: async (kind, draft) => {
      const expires = draft.expiresInSeconds !== undefined;
      counted.push({ verb: 'create', kind, partition: draft.partition, bytes: bytesOf(draft), expires });
      return await store.create(kind, draft);
    },
    read: async (kind, partition, id) => {
      const found = await store.read<never>(kind, partition, id);
      counted.push({ verb: 'read', kind, partition, bytes: bytesOf(found) });
      return found;
    },
    replace: async (kind, record) => {
      counted.push({ verb: 'replace', kind, partition: record.partition, bytes: bytesOf(record) });
      return await store.replace(kind, record);
    },
    delete: async (kind, partition, id) => {
      counted.push({ verb: 'delete', kind, partition, bytes: 0 });
      await store.delete(kind, partition, id);
    },
    list: async function* (kinds, partition, within) {
      let pages = 0;
      for await (const page of store.list<never>(kinds, partition, within)) {
        pages += 1;
        counted.push({ verb: 'list', kind: kinds.join('+'), partition, bytes: bytesOf(page) });
        yield page;
      }
      if (pages === 0) counted.push({ verb: 'list', kind: kinds.join('+'), partition, bytes: 0 });
    },
    listPartitions: async (kinds) => {
      const found = await store.listPartitions(kinds);
      counted.push({ verb: 'list', kind: kinds.join('+'), partition: '', bytes: bytesOf(found) });
      return found;
    },
    ping: () => store.ping(),
    close: () => store.close(),
  };
}
