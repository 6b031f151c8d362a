// A process that is gone at its n-th call of the store or the messenger: that call and every later one never comes back. What
// one could get wrong: nothing is killed here, so no catch, no finally and no timer of the abandoned code may be waited for;
// a call is abandoned either before it took effect or after, and both happen.

import type { Deps } from '../../src/deps.js';

export interface Mortal {
  deps: Deps;
  /** Goes at the n-th call from now on, before or after that call took effect. */
  dieIn(calls: number, after: boolean): void;
  /** Resolves when it is gone. */
  gone: Promise<'gone'>;
}

/** Deps whose process can go away. */
export function mortal(deps: Deps): Mortal {
  let left = Number.POSITIVE_INFINITY;
  let takesEffect = false;
  let end = (_: 'gone') => {};
  const gone = new Promise<'gone'>((resolve) => {
    end = resolve;
  });
  const never = new Promise<never>(() => {});

  const call = async <T>(run: () => Promise<T>): Promise<T> => {
    if (left <= 0) return never;
    left -= 1;
    if (left > 0) return run();
    if (takesEffect) await run().catch(() => undefined);
    end('gone');
    return never;
  };
  const { store, messenger } = deps;
  return {
    gone,
    dieIn: (calls, after) => {
      left = calls;
      takesEffect = after;
    },
    deps: {
      ...deps,
      store: {
        create: (kind, draft) => call(() => store.create(kind, draft)),
        read: (kind, partition, id) => call(() => store.read(kind, partition, id)),
        replace: (kind, record) => call(() => store.replace(kind, record)),
        delete: (kind, partition, id) => call(() => store.delete(kind, partition, id)),
        async *list(kinds, partition, within) {
          await call(async () => undefined);
          yield* store.list(kinds, partition, within);
        },
        listPartitions: (kinds) => call(() => store.listPartitions(kinds)),
        ping: () => store.ping(),
        close: () => store.close(),
      },
      messenger: {
        ...messenger,
        send: (...sent) => call(() => messenger.send(...sent)),
        update: (...updated) => call(() => messenger.update(...updated)),
      },
    },
  };
}
