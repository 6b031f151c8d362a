// Which closure a day is in, found by halves, since a year of planning asks thousands of times. Pure.
// Pitfall: closures may overlap, so the one that began last need not be the one that still lasts.

import type { IsoDate } from '../calendar.js';
import type { Timetable } from '../programmes/timetable.js';

type Closure = Timetable['closures'][number];

interface Sorted {
  closure: Closure;
  /** The last day of any that began up to here. */
  reaches: IsoDate;
}

/** Each timetable's closures in the order in which they begin; forgotten with it. */
const sorted = new WeakMap<readonly Closure[], readonly Sorted[]>();

/** The closure that a day is in; undefined when nothing is closed. */
export function closureOn({ closures }: Pick<Timetable, 'closures'>, day: IsoDate): Closure | undefined {
  const list = sorted.get(closures) ?? sort(closures);
  let [least, most] = [0, list.length];
  while (least < most) {
    const half = (least + most) >> 1;
    if ((list[half]?.closure.from ?? '') <= day) least = half + 1;
    else most = half;
  }
  for (let n = least - 1; (list[n]?.reaches ?? '') >= day; n -= 1) {
    const { closure } = list[n] as Sorted;
    if (closure.until >= day) return closure;
  }
  return undefined;
}

function sort(closures: readonly Closure[]): readonly Sorted[] {
  let reaches = '';
  const list = [...closures]
    .sort((a, b) => (a.from < b.from ? -1 : Number(a.from > b.from)))
    .map((closure) => {
      if (closure.until > reaches) reaches = closure.until;
      return { closure, reaches };
    });
  sorted.set(closures, list);
  return list;
}
