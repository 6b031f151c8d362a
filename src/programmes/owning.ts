// What belongs to whom, and who must be told when somebody else changes it. What one could get wrong: this only notes the debt
// inside the entry; telling is done afterwards, once, within each person's hours, by src/notices.

import { canonical, type Owed } from '../storage/entry.js';

/** Something that belongs to a member: a record, or a part of one such as a response action. */
export interface Holding {
  /** `''` for the record itself, else which part: `action 2`. */
  part: string;
  memberId: string;
  /** What it says; the owner is told when that changes. */
  content: unknown;
}

/** What a kind of record holds for its owners. Pure. */
export type Holdings<S> = (state: S) => Holding[];

/** `named`: it is theirs from now on. `moved`: it is theirs no longer. `changed`: it is theirs, and reads differently. */
export type Why = 'named' | 'moved' | 'changed';

/** The debt of telling one person of an entry. */
export interface OwedTelling extends Owed {
  effect: 'notices.tell';
  to: string;
  why: Why;
}

/**
 * The debts of telling owners what an entry does to what is theirs, each person once. Whoever makes the entry (`by`) is not
 * told. `before`: the state it follows; undefined for a new record.
 */
export function owesTelling<S>(holdings: Holdings<S>, by: string, before: S | undefined, after: S): OwedTelling[] {
  const was = new Map(before === undefined ? [] : holdings(before).map((holding) => [holding.part, holding]));
  const is = new Map(holdings(after).map((holding) => [holding.part, holding]));
  const reasons: [string, Why][] = [
    ...[...is.values()]
      .filter(({ part, memberId }) => was.get(part)?.memberId !== memberId)
      .map(({ memberId }): [string, Why] => [memberId, 'named']),
    ...[...was.values()]
      .filter(({ part, memberId }) => is.get(part)?.memberId !== memberId)
      .map(({ memberId }): [string, Why] => [memberId, 'moved']),
    ...[...is.values()]
      .filter(({ part, content }) => was.has(part) && canonical(was.get(part)?.content) !== canonical(content))
      .map(({ memberId }): [string, Why] => [memberId, 'changed']),
  ];
  const told = new Map<string, Why>();
  for (const [to, why] of reasons) if (to !== by && !told.has(to)) told.set(to, why);
  return [...told].map(([to, why]) => ({ effect: 'notices.tell', to, why }));
}
