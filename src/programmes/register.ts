// A register a page at a time, the same for every kind of record. What one could get wrong: records are read and sorted by their own feature; here
// they are only cut to a page, and the buttons say how many are on the next.

import { type Button, link, PAGE, page } from '../cards/markup.js';
import type { Answer } from '../routes.js';
import { type RegisterLine, registerCard } from './cards.js';

export interface Register<T> {
  heading: string;
  counts: string;
  /** Everything there is, in order. */
  all: readonly T[];
  /** The page asked for, from 1. */
  wanted: number;
  row(item: T): RegisterLine;
  /** What turns to another page. */
  verb: string;
  at(page: number): Record<string, unknown>;
  /** Beside the buttons that turn the page. */
  pageButtons?: Button[];
  filterButtons: Button[];
}

/** One page of a register. */
export function drawRegister<T>(register: Register<T>): Answer {
  const { heading, counts, all, verb, at } = register;
  const { items, number, pages } = page(all, register.wanted);
  const first = (number - 1) * PAGE + 1;
  const card = registerCard.render({
    heading,
    counts,
    lines: items.map((item) => register.row(item)),
    paging: pages > 1 ? `${first} to ${first + items.length - 1} of ${all.length}` : '',
    pageButtons: [
      ...(number < pages ? [link(`Next ${Math.min(PAGE, all.length - number * PAGE)}`, verb, at(number + 1))] : []),
      ...(number > 1 ? [link(`Previous ${PAGE}`, verb, at(number - 1))] : []),
      ...(register.pageButtons ?? []),
    ],
    filterButtons: register.filterButtons,
  });
  return { card, summary: `${heading}: ${counts}` };
}

/** "12 in all, 3 overdue"; `late` says what the second number counts. */
export function sayInAll(all: number, late: number, what: string): string {
  return all === 0 ? 'None.' : `${all} in all${late > 0 ? `, ${late} ${what}` : ''}`;
}

/** A button for each of a register's other filters. */
export function otherFilters<F extends string>(
  filters: Record<F, string>,
  chosen: F,
  verb: string,
  programmeId: string,
): Button[] {
  return (Object.keys(filters) as F[])
    .filter((other) => other !== chosen)
    .map((other) => link(filters[other], verb, { programmeId, filter: other, page: 1 }));
}
