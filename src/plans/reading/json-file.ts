// A plan as JSON: `{ "milestones": [{ "ref": "M01", … }], … }`, each list named and keyed as in sheets.ts. Pure.
// Pitfall: a key that is none of ours, or stands twice, is named as not read, as a column would be.

import { SHEETS } from '../sheets.js';
import type { FileRead, Note, Row, Table } from '../tables.js';
import type { RawCell } from '../values.js';
import { unreadable } from './bounds.js';
import { finish, requireRows } from './interpret.js';
import { repeatedKeys } from './json-keys.js';
import { nearestTitle } from './titles.js';

/** Throws MALFORMED with advice when it is no JSON, or none of a plan. */
export function readJson(text: string): FileRead {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw unreadable('This is not JSON: it cannot be read at all.');
  }
  const lists = new Map(Object.entries(parsed !== null && typeof parsed === 'object' ? parsed : {}));
  const notes: Note[] = repeatedKeys(text).map(({ key, list, item }) => {
    const where = item === 0 ? '' : ` in item ${item}`;
    return left(
      list.slice(0, 60) || 'The file',
      `“${key.slice(0, 60)}” stands more than once${where}: only the last is read`,
    );
  });
  const tables = SHEETS.flatMap((sheet): Table[] => {
    const list = lists.get(sheet.key);
    if (list === undefined) return [];
    lists.delete(sheet.key);
    const items: unknown[] = Array.isArray(list) ? list : sheet.key === 'programme' ? [list] : [];
    requireRows(sheet.key, items.length);
    if (!Array.isArray(list) && sheet.key !== 'programme') notes.push(left(sheet.key, 'it is no list'));
    const known = new Set(sheet.columns.map(({ key }) => key));
    const others = new Set(items.flatMap((item) => Object.keys(Object(item))).filter((key) => !known.has(key)));
    for (const key of [...others].slice(0, 30)) {
      const near = nearestTitle(sheet, key.slice(0, 60));
      notes.push(
        left(
          sheet.key,
          `“${key.slice(0, 60)}”${near === undefined ? '' : ` (nearest: ${sheet.columns.find(({ title }) => title === near)?.key})`}`,
        ),
      );
    }
    if (others.size > 30) notes.push(left(sheet.key, `${others.size - 30} more keys that are none of ours`));
    const named = sheet.columns.filter(({ key }) => items.some((item) => Object.hasOwn(Object(item), key)));
    const rows = items.map((item, n): Row => {
      const row: Row = { n: n + 1, cells: {} };
      for (const { key } of named) {
        const value = Object.hasOwn(Object(item), key) ? Reflect.get(Object(item), key) : null;
        row.cells[key] = rawOf(value);
        if (typeof value === 'object' && value !== null && row.cells[key] === null)
          row.problems = { ...row.problems, [key]: 'Write this as text, a number, yes or no, or a list of texts.' };
      }
      return row;
    });
    return [{ key: sheet.key, name: sheet.key, columns: Object.fromEntries(named.map(({ key }) => [key, key])), rows }];
  });
  for (const key of [...lists.keys()].slice(0, 30)) notes.push(left(key.slice(0, 60), 'it is no list of a plan'));
  if (lists.size > 30) notes.push(left('The file', `${lists.size - 30} more keys that are none of ours`));
  if (tables.length === 0)
    throw unreadable(`No list of it is one of a plan: ${SHEETS.map(({ key }) => key).join(', ')}.`);
  return finish({ tables, notes });
}

function left(sheet: string, text: string): Note {
  return { sheet, what: 'not read', text };
}

function rawOf(value: unknown): RawCell {
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object')) return value.map(String).join(', ');
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}
