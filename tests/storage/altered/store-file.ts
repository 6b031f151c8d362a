// A store's file as somebody with a database tool sees it: rows that can be read, written and removed, with nothing of the product in between.
// Pitfall: the file must be closed by the product first, and is opened again only when the tool has let go of it.

import Database from 'libsql';
import type { Kind } from '../../../src/storage/store.js';

/** A document as its row has it. */
export interface Row {
  kind: Kind;
  partition: string;
  id: string;
  at: string;
  // biome-ignore lint/suspicious/noExplicitAny: whoever alters a body writes what they like
  body: any;
}

export interface StoreFile {
  /** Rows of a kind, oldest id first; `where`: of that id or partition. */
  rows(kind: Kind, where?: { id?: string; partition?: string }): Row[];
  /** The only row of that kind and id in that partition. */
  row(kind: Kind, id: string, partition?: string): Row;
  /** Writes a row over the one of its kind, partition and id, or as a new one. */
  put(row: Row): void;
  remove(row: Row): void;
  /** Makes a row disappear by itself. */
  expire(row: Row): void;
}

/** Opens a file, lets `work` alter it, and closes it. */
export function alterFile(file: string, work: (store: StoreFile) => void): void {
  const db = new Database(file);
  const key = ({ kind, partition, id }: Row) => [kind, partition, id];
  const rows: StoreFile['rows'] = (kind, { id, partition } = {}) =>
    (
      db
        .prepare('SELECT kind, partition, id, at, body FROM documents WHERE kind = ? ORDER BY partition, id')
        .all([kind]) as Row[]
    )
      .filter((row) => (id === undefined || row.id === id) && (partition === undefined || row.partition === partition))
      .map((row) => ({ ...row, body: JSON.parse(row.body as string) }));
  work({
    rows,
    row: (kind, id, partition) => {
      const [found, ...more] = rows(kind, { id, ...(partition && { partition }) });
      if (!found || more.length > 0) throw new Error(`${kind} ${id} is there ${found ? 'several times' : 'not'}`);
      return found;
    },
    put: (row) =>
      void db
        .prepare(
          `INSERT INTO documents (kind, partition, id, at, version, body) VALUES (?, ?, ?, ?, 'v', ?)
           ON CONFLICT (kind, partition, id) DO UPDATE SET at = excluded.at, body = excluded.body`,
        )
        .run([...key(row), row.at, JSON.stringify(row.body)]),
    remove: (row) => void db.prepare('DELETE FROM documents WHERE kind = ? AND partition = ? AND id = ?').run(key(row)),
    expire: (row) =>
      void db
        .prepare('UPDATE documents SET expires_in = 9e9, expires_at = 9e15 WHERE kind = ? AND partition = ? AND id = ?')
        .run(key(row)),
  });
  db.close();
}
