// Whether the store takes what is written: the newest write's outcome, and a small document replaced when there is none.
// Pitfall: a disk that is full still answers every read, so a store that is only asked looks well.

import { isError } from './errors.js';
import { describeError, type Log } from './log.js';
import type { Store } from './storage/store.js';

export interface StoreWatch {
  /** The same store, watched. */
  store: Store;
  /** Whether the newest write was kept, as far as is known. */
  writable(): boolean;
  /** Ends what it does by itself. */
  stop(): void;
}

interface Every {
  /** Milliseconds without a write after which the document is replaced. */
  quietMs?: number;
  /** Milliseconds after a failed write. */
  failedMs?: number;
}

const QUIET_MS = 10 * 60_000;
const FAILED_MS = 1_000;

/** Watches a store's writes. */
export function watchStore(
  inner: Store,
  log: Log,
  { quietMs = QUIET_MS, failedMs = FAILED_MS }: Every = {},
): StoreWatch {
  let writable = true;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  function note(kept: boolean): void {
    if (kept && !writable) log.info('store-writes-again');
    if (!kept && writable) log.error('store-takes-no-writes');
    writable = kept;
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(() => void tryOne(), kept ? quietMs : failedMs).unref();
  }

  async function noted<T>(write: Promise<T>): Promise<T> {
    try {
      const done = await write;
      note(true);
      return done;
    } catch (error) {
      // That somebody else was quicker says nothing of the disk.
      if (!isError(error, 'TAKEN', 'STALE', 'MISSING')) note(false);
      throw error;
    }
  }

  async function tryOne(): Promise<void> {
    try {
      await noted(replaceSmall(inner));
    } catch (error) {
      if (isError(error, 'TAKEN', 'STALE', 'MISSING')) note(true);
      else log.warn('store-write-tried', describeError(error));
    }
  }

  note(true);
  return {
    store: {
      ...inner,
      create: (kind, draft) => noted(inner.create(kind, draft)),
      replace: (kind, record) => noted(inner.replace(kind, record)),
      delete: (kind, partition, id) => noted(inner.delete(kind, partition, id)),
    },
    writable: () => writable,
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

/** Beside what `ping` reads; it belongs to no programme. */
const SMALL = { id: 'write', partition: 'ping', at: '1970-01-01T00:00:00.000Z', body: {} };

async function replaceSmall(store: Store): Promise<void> {
  const found = await store.read('anchor', SMALL.partition, SMALL.id);
  if (found) await store.replace('anchor', found);
  else await store.create('anchor', SMALL);
}
