// The storage port over one SQLite file: the default, needing no server. What one could get wrong: the file's lock belongs
// to the process and the system drops it when *anything* in the process opens and closes that file by itself, so nothing
// here but SQLite may touch it, not even to copy it while the product runs.
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import Database from 'libsql';
import { ProductError } from '../errors.js';
import { letOthersThrough } from '../slices.js';
import { groupCommit } from './group-commit.js';
import type { Draft, Kind, ListedKind, Place, Store, Stored, Within } from './store.js';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS documents (
    kind TEXT NOT NULL, partition TEXT NOT NULL, id TEXT NOT NULL, at TEXT NOT NULL, version TEXT NOT NULL,
    body TEXT NOT NULL, expires_in REAL, expires_at INTEGER, PRIMARY KEY (kind, partition, id)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS documents_by_time ON documents (partition, kind, at DESC, id);
  CREATE INDEX IF NOT EXISTS documents_by_expiry ON documents (expires_at) WHERE expires_at IS NOT NULL;`;

/** Expired documents are removed at every so many writes, and at most twice as many each time. */
const WRITES_BETWEEN_SWEEPS = 1000;

const LARGEST_PAGE = 500;
/** Sorts after every ISO instant. */
const END_OF_TIME = '~';

export interface EmbeddedSettings {
  /** Path of the file, or `:memory:`. Its folder is made when missing. */
  file: string;
  /** The time that expiry is measured by. Default: the system's. */
  now?: () => Date;
}

type Row = [kind: Kind, id: string, at: string, version: string, body: string, expiresIn: number | null];

/**
 * Opens the embedded store. A write is on disk (synchronous=FULL) before it resolves; writes that arrive together share
 * one wait for the disk. One process per file: throws UNAVAILABLE, naming the file, when another process has it or when
 * it cannot be opened. The lock goes with the process, however that ends.
 */
export async function openEmbeddedStore({ file, now = () => new Date() }: EmbeddedSettings): Promise<Store> {
  const db = connect(file, now());
  const commit = groupCommit(db);
  // Random for each opening, so that no version comes back: not after a delete, nor after a backup was put in place.
  const opening = randomBytes(8).toString('hex');
  let writes = 0;
  let closed = false;

  const insert = db.prepare(`
    INSERT INTO documents (kind, partition, id, at, version, body, expires_in, expires_at)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
    ON CONFLICT (kind, partition, id) DO UPDATE SET at = excluded.at, version = excluded.version, body = excluded.body,
      expires_in = excluded.expires_in, expires_at = excluded.expires_at
    WHERE documents.expires_at <= ?9`);
  const update = db.prepare(`
    UPDATE documents SET at = ?4, version = ?5, body = ?6, expires_in = ?7, expires_at = ?8
    WHERE kind = ?1 AND partition = ?2 AND id = ?3 AND version = ?9 AND (expires_at IS NULL OR expires_at > ?10)`);
  const select = db
    .prepare(`
    SELECT kind, id, at, version, body, expires_in FROM documents
    WHERE kind = ?1 AND partition = ?2 AND id = ?3 AND (expires_at IS NULL OR expires_at > ?4)`)
    .raw();
  const remove = db.prepare('DELETE FROM documents WHERE kind = ?1 AND partition = ?2 AND id = ?3');
  const sweep = db.prepare(`
    DELETE FROM documents WHERE rowid IN
      (SELECT rowid FROM documents WHERE expires_at <= ?1 LIMIT ${2 * WRITES_BETWEEN_SWEEPS})`);
  const everywhere = db.prepare(
    'SELECT DISTINCT kind, partition FROM documents WHERE expires_at IS NULL OR expires_at > ?1',
  );
  const pages = new Map<number, Database.Statement>();

  function pageStatement(kinds: number): Database.Statement {
    const known = pages.get(kinds);
    if (known) return known;
    const made = db.prepare(pageQuery(kinds)).raw();
    pages.set(kinds, made);
    return made;
  }

  function write<T>(run: (at: number, version: string) => T): Promise<T> {
    if (closed) return Promise.reject(new ProductError('UNAVAILABLE', 'The store is closed.'));
    return commit.write(() => {
      const time = now().getTime();
      writes += 1;
      if (writes % WRITES_BETWEEN_SWEEPS === 0) sweep.run([time]);
      return run(time, `${opening}-${writes.toString(36)}`);
    });
  }

  function ask<T>(question: () => T): T {
    // A statement outlives its connection, so the library itself would go on answering.
    if (closed) throw new ProductError('UNAVAILABLE', 'The store is closed.');
    try {
      return question();
    } catch (error) {
      throw new ProductError('UNAVAILABLE', `The store file could not be read (${String(error)}).`, { cause: error });
    }
  }

  return {
    async create<T>(kind: Kind, draft: Draft<T>): Promise<Stored<T>> {
      const body = JSON.stringify(draft.body);
      return write((time, version) => {
        const values = [kind, draft.partition, draft.id, draft.at, version, body, ...expiry(draft, time), time];
        if (insert.run(values).changes === 0) throw new ProductError('TAKEN', `${kind} ${draft.id} exists already.`);
        return { ...draft, version };
      });
    },

    async read<T>(kind: Kind, partition: string, id: string): Promise<Stored<T> | undefined> {
      await letOthersThrough();
      const row = ask(() => select.get([kind, partition, id, now().getTime()])) as Row | undefined;
      return row && stored<T>(row, partition);
    },

    async replace<T>(kind: Kind, record: Stored<T>): Promise<Stored<T>> {
      const { partition, id } = record;
      const body = JSON.stringify(record.body);
      return write((time, version) => {
        const values = [kind, partition, id, record.at, version, body, ...expiry(record, time), record.version, time];
        if (update.run(values).changes > 0) return { ...record, version };
        if (select.get([kind, partition, id, time])) throw new ProductError('STALE', `${kind} ${id} was saved since.`);
        throw new ProductError('MISSING', `There is no ${kind} ${id}.`);
      });
    },

    async *list<T>(kinds: readonly Kind[], partition: string, within: Within = {}): AsyncIterable<ListedKind<T>[]> {
      const wanted = [...new Set(kinds)];
      if (wanted.length === 0) return;
      const size = Math.min(Math.max(within.pageSize ?? LARGEST_PAGE, 1), LARGEST_PAGE);
      let after = { at: within.until ?? END_OF_TIME, kind: '', id: '' };
      for (;;) {
        await letOthersThrough();
        const from = [partition, after.at, within.since ?? '', now().getTime(), after.kind, after.id, size, ...wanted];
        const rows = ask(() => pageStatement(wanted.length).all(from)) as Row[];
        const page: ListedKind<T>[] = [];
        for (const row of rows) {
          page.push({ ...stored<T>(row, partition), kind: row[0] });
          await letOthersThrough();
        }
        const last = page.at(-1);
        if (last) yield page;
        if (!last || page.length < size) return;
        after = last;
      }
    },

    async delete(kind: Kind, partition: string, id: string): Promise<void> {
      await write(() => remove.run([kind, partition, id]));
    },

    async listPartitions(kinds: readonly Kind[]): Promise<Place[]> {
      return (ask(() => everywhere.all([now().getTime()])) as Place[]).filter(({ kind }) => kinds.includes(kind));
    },

    async ping(): Promise<void> {
      ask(() => select.get(['anchor', '', '', 0]));
    },

    async close(): Promise<void> {
      if (closed) return;
      commit.flush();
      closed = true;
      disconnect(db);
    },
  };
}

function connect(file: string, time: Date): Database.Database {
  let db: Database.Database | undefined;
  try {
    if (file !== ':memory:') mkdirSync(dirname(resolve(file)), { recursive: true });
    db = new Database(file);
    db.pragma('locking_mode = EXCLUSIVE');
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    // The lock is taken by the first access that writes, so it is made here, before anything is promised.
    db.exec(`BEGIN EXCLUSIVE; ${SCHEMA} COMMIT;`);
    db.prepare('DELETE FROM documents WHERE expires_at <= ?').run([time.getTime()]);
    return db;
  } catch (error) {
    db?.close();
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const inUse = code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED');
    const detail = inUse
      ? `The store file ${file} is in use: another process has it. Stop that one first, or name another file.`
      : `The store file ${file} cannot be opened (${String(error)}).`;
    throw new ProductError('UNAVAILABLE', detail, { cause: error });
  }
}

function disconnect(db: Database.Database): void {
  try {
    // libsql lets go of a file only when its statements are collected, so the lock has to be given up by hand; an
    // exclusive lock taken with WAL can only be given up by leaving WAL, which also brings everything into the one file.
    db.pragma('journal_mode = DELETE');
    db.pragma('locking_mode = NORMAL');
    db.prepare('SELECT count(*) FROM documents WHERE 0').get([]);
  } catch {
    // On a full disk there is no room to leave WAL. Nothing is lost by that: the WAL keeps everything, and the process's
    // end gives up the lock.
  }
  db.close();
}

/** One page over `kinds` kinds. Each kind is read in order from its own index and merged, so a page costs what it holds. */
function pageQuery(kinds: number): string {
  const ofOneKind = (index: number) => `
    SELECT kind, id, at, version, body, expires_in FROM documents
    WHERE partition = ?1 AND kind = ?${8 + index} AND at <= ?2 AND at >= ?3 AND (expires_at IS NULL OR expires_at > ?4)
      AND (at < ?2 OR kind > ?5 OR (kind = ?5 AND id > ?6))`;
  const each = Array.from({ length: kinds }, (_, index) => ofOneKind(index));
  return `${each.join(' UNION ALL ')} ORDER BY at DESC, kind, id LIMIT ?7`;
}

function expiry(draft: Draft<unknown>, time: number): [number | null, number | null] {
  const seconds = draft.expiresInSeconds;
  return seconds === undefined ? [null, null] : [seconds, Math.round(time + seconds * 1000)];
}

function stored<T>([, id, at, version, body, expiresIn]: Row, partition: string): Stored<T> {
  const document: Stored<T> = { id, partition, at, body: JSON.parse(body) as T, version };
  return expiresIn === null ? document : { ...document, expiresInSeconds: expiresIn };
}
