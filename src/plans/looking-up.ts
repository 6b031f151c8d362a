// Finding what a row of a file names: its record, its workstream, its owner. Pure.
// Pitfall: a file may name a thousand people in a thousand rows, so what is looked up is put in order once.

import { knownReference, readReference } from '../programmes/references.js';
import { isOnlyObserver, OBSERVERS_OWN_NOTHING } from '../programmes/rights.js';
import type { Member, Programme } from '../programmes/schema.js';
import type { Read } from './faults.js';
import { plain } from './values.js';

export interface Known {
  /** By reference, by name, and by both, as `plain` gives them. */
  workstreams: ReadonlyMap<string, string>;
  /** By reference and by name, as `plain` gives them. */
  members: ReadonlyMap<string, readonly Member[]>;
  /** Whether the programme is not there yet. */
  isFounding: boolean;
}

export function openKnown(
  workstreams: Programme['workstreams'],
  members: readonly Member[],
  isFounding: boolean,
): Known {
  const byName = new Map<string, Member[]>();
  for (const member of members)
    for (const name of new Set([plain(member.id), plain(member.name)]))
      byName.set(name, [...(byName.get(name) ?? []), member]);
  const byWords = new Map<string, string>();
  for (const { id, name } of [...workstreams].reverse())
    for (const words of [id, name, `${id} ${name}`]) byWords.set(plain(words), id);
  return { workstreams: byWords, members: byName, isFounding };
}

/** References of one kind: well formed, and each once. `known`: those that the programme has. */
export function openRefs(letter: string, known: { has(ref: string): boolean }) {
  const pattern = new RegExp(`^${letter}\\d{1,5}$`);
  const seen = new Map<string, Read>();
  return {
    read: (row: Read): string => {
      const typed = row.text('ref');
      const ref = knownReference(typed, known);
      if (ref === '') return '';
      if (!pattern.test(ref)) row.fault('ref', `“${typed.slice(0, 20)}” is no reference. Write it as ${letter}01.`);
      const before = seen.get(ref);
      if (before)
        row.fault(
          'ref',
          `${ref} is in row ${before.n}${before.sheet === row.sheet ? '' : ` of ${before.sheet}`} already.`,
        );
      seen.set(ref, before ?? row);
      return ref;
    },
  };
}

export function findWorkstream(row: Read, { workstreams }: Known): string {
  const typed = row.text('workstream');
  if (typed === '') return '';
  const found = workstreams.get(plain(typed)) ?? workstreams.get(plain(readReference(typed) ?? typed));
  if (found === undefined)
    row.fault('workstream', `There is no workstream “${typed.slice(0, 40)}” on the sheet Workstreams.`);
  return found ?? '';
}

/**
 * The owner that a row names. `was`: who owns the record now, and may go on, whatever they have become since. A programme that is founded is put in as it
 * stands.
 */
export function findOwner(row: Read, { members, isFounding }: Known, was: string | undefined): string {
  const typed = row.text('owner');
  if (typed === '') return '';
  const found = members.get(plain(typed)) ?? [];
  const [member] = found;
  if (!member) row.fault('owner', `“${typed.slice(0, 40)}” is not on the sheet People.`);
  else if (found.length > 1)
    row.fault('owner', `More than one person is called “${typed.slice(0, 40)}”: use the reference.`);
  else if (!isFounding && member.id !== was && isOnlyObserver(member)) row.fault('owner', OBSERVERS_OWN_NOTHING);
  return member?.id ?? '';
}
