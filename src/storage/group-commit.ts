// Writes that arrive together share one transaction, so one wait for the disk serves them all. What one could get wrong:
// nothing is acknowledged before COMMIT has returned, and an error at COMMIT itself may leave the writes stored or not.
import type Database from 'libsql';
import { ProductError } from '../errors.js';

/** At most this many writes share a transaction, so that a burst never holds up everything else for long. */
const MOST_TOGETHER = 256;

/** Errors at COMMIT after which SQLite certainly kept nothing. Any other may have reached the disk. */
const NOTHING_KEPT = new Set(['SQLITE_FULL', 'SQLITE_BUSY', 'SQLITE_LOCKED', 'SQLITE_READONLY', 'SQLITE_NOMEM']);

interface Waiting {
  run: () => unknown;
  resolve: (outcome: unknown) => void;
  reject: (error: unknown) => void;
}

type Outcome = { value: unknown } | { error: unknown };

export interface GroupCommit {
  /**
   * Runs `run` inside the next shared transaction and resolves with its result once that is on disk. A ProductError that
   * `run` throws rejects this write alone. Throws UNAVAILABLE when nothing was kept, UNCERTAIN when COMMIT itself failed.
   */
  write<T>(run: () => T): Promise<T>;
  /** Commits what is waiting, at once. */
  flush(): void;
}

/** A queue of writes over one connection that nobody else writes through. */
export function groupCommit(db: Database.Database): GroupCommit {
  let waiting: Waiting[] = [];
  let scheduled = false;

  function commitNext(): void {
    const group = waiting.slice(0, MOST_TOGETHER);
    waiting = waiting.slice(MOST_TOGETHER);
    commitTogether(db, group);
  }

  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      commitNext();
      if (waiting.length > 0) schedule();
    });
  }

  return {
    write<T>(run: () => T): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        waiting.push({ run, resolve: resolve as (outcome: unknown) => void, reject });
        schedule();
      });
    },
    flush(): void {
      while (waiting.length > 0) commitNext();
    },
  };
}

function commitTogether(db: Database.Database, group: readonly Waiting[]): void {
  if (group.length === 0) return;
  let outcomes: Outcome[];
  let committing = false;
  try {
    db.exec('BEGIN');
    outcomes = group.map((write) => outcomeOf(db, write));
    committing = true;
    db.exec('COMMIT');
  } catch (error) {
    const mapped = asProductError(error, committing);
    rollBack(db);
    for (const write of group) write.reject(mapped);
    return;
  }
  for (const [index, write] of group.entries()) {
    const outcome = outcomes[index];
    if (outcome && 'value' in outcome) write.resolve(outcome.value);
    else write.reject(outcome?.error);
  }
}

function outcomeOf(db: Database.Database, write: Waiting): Outcome {
  try {
    return { value: write.run() };
  } catch (error) {
    // A statement that fails on its own leaves the transaction open for its neighbours; a full disk ends it for all.
    if (!db.inTransaction) throw error;
    return { error: asProductError(error, false) };
  }
}

function asProductError(error: unknown, committing: boolean): ProductError {
  if (error instanceof ProductError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const uncertain = committing && !NOTHING_KEPT.has(code.split('_').slice(0, 2).join('_'));
  const detail = `The store file could not be written (${code || String(error)}).`;
  return new ProductError(uncertain ? 'UNCERTAIN' : 'UNAVAILABLE', detail, { cause: error });
}

function rollBack(db: Database.Database): void {
  try {
    if (db.inTransaction) db.exec('ROLLBACK');
  } catch {
    // The connection is gone: there is nothing left to roll back, and the writers are told already.
  }
}
