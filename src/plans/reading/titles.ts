// Which column of ours a title in somebody's file is, and which one it is nearest to where it is none. Pure.
// Pitfall: what is taken for another title is always said, and what is only near is never read.

import Fuse from 'fuse.js';
import type { Column, Sheet } from '../columns.js';
import { AKA, NEAR } from '../tracker-titles.js';
import { plain } from '../values.js';

/** A title as it is compared: case, spaces, and the marks that people put behind titles do not count. */
export function plainTitle(title: string): string {
  return plain(title)
    .replace(/\([^)]*\)/g, ' ')
    .replace(/[^\p{L}\p{N}%#]+/gu, ' ')
    .trim();
}

export interface Placed {
  key: string;
  /** Which cell of the line of titles it is, from 0. */
  at: number;
  /** What the file calls it, where that is not what we do. */
  calledHere?: string;
}

export interface Titles {
  placed: Placed[];
  /** The titles of one column that stand there more than once. */
  twice: { column: Column; places: number[] }[];
}

/** Finds each column of a sheet among titles: by its own title, else by the first of those that trackers use for it. */
export function placeTitles(sheet: Sheet, titles: readonly string[]): Titles {
  const plainTitles = titles.map(plainTitle);
  const taken = new Set<number>();
  const placed: Placed[] = [];
  const twice: Titles['twice'] = [];
  const place = (column: Column, names: readonly string[]) => {
    for (const name of names) {
      const places = plainTitles.flatMap((title, at) => (title === plainTitle(name) && !taken.has(at) ? [at] : []));
      const [at] = places;
      if (at === undefined) continue;
      for (const one of places) taken.add(one);
      if (places.length > 1) twice.push({ column, places });
      const called = titles[at] ?? '';
      placed.push({ key: column.key, at, ...(plain(called) !== plain(column.title) && { calledHere: called.trim() }) });
      return;
    }
  };
  for (const column of sheet.columns) place(column, [column.title]);
  for (const column of sheet.columns)
    if (!placed.some(({ key }) => key === column.key)) place(column, AKA[sheet.key]?.[column.key] ?? []);
  return { placed: placed.sort((a, b) => a.at - b.at), twice };
}

/** Our title that somebody's title is nearest to; undefined when it is near none. */
export function nearestTitle(sheet: Sheet, title: string): string | undefined {
  const wanted = plainTitle(title);
  if (wanted === '') return undefined;
  const others = (key: string) => [...(NEAR[sheet.key]?.[key] ?? []), ...(AKA[sheet.key]?.[key] ?? [])];
  const byName = sheet.columns.find(({ key }) => others(key).some((one) => plainTitle(one) === wanted));
  if (byName) return byName.title;
  const search = new Fuse([...sheet.columns], { keys: ['title'], threshold: 0.45, distance: 40 });
  return search.search(wanted.slice(0, 32))[0]?.item.title;
}
