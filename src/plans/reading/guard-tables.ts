// The guard over a file's cells: nothing that may identify a child comes in by a file either.
// Pitfall: it looks at every cell there is, whatever the column would take, and it runs where the file is read, since it takes its time.

import { sayFindings } from '../../guard/fields.js';
import { findIdentifying } from '../../guard/find-identifying.js';
import type { Table } from '../tables.js';
import { requireTime } from './bounds.js';

/** The tables, with what the guard found as the problem of its cell. Throws MALFORMED with advice when it takes too long. */
export function guardTables(tables: readonly Table[]): void {
  for (const table of tables)
    for (const [n, row] of table.rows.entries()) {
      if (n % 20 === 0) requireTime();
      for (const [key, raw] of Object.entries(row.cells)) {
        // An e-mail address belongs to a colleague; the guard would take it for a family's.
        if (typeof raw !== 'string' || (table.key === 'people' && key === 'contact')) continue;
        const found = findIdentifying(raw);
        if (found.length > 0) row.problems = { ...row.problems, [key]: sayFindings(found) };
      }
    }
}
