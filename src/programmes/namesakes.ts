// Telling people of one name apart, wherever they are chosen or named.
// Pitfall: a list of everybody asks for each of them, so who shares a name is worked out once for a programme as it was read.

import { shorten } from '../cards/markup.js';
import type { Member } from './schema.js';

/** A member's name, with their organisation where others share it, and their id where that is the same too. `letters`: the most of the name. */
export function labelOf(members: readonly Member[], member: Member, letters = Number.POSITIVE_INFINITY): string {
  const name = shorten(member.name, letters);
  const same = (byName(members).get(plainName(member.name)) ?? []).filter(({ id }) => id !== member.id);
  if (same.length === 0) return name;
  const apart = same.every(({ organisation }) => organisation !== member.organisation);
  return `${name} (${member.organisation}${apart ? '' : `, ${member.id}`})`;
}

/** What names are compared by. */
export function plainName(name: string): string {
  return name.normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase();
}

const named = new WeakMap<readonly Member[], Map<string, Member[]>>();

function byName(members: readonly Member[]): Map<string, Member[]> {
  const known = named.get(members);
  if (known) return known;
  const found = new Map<string, Member[]>();
  for (const member of members) {
    const name = plainName(member.name);
    found.set(name, [...(found.get(name) ?? []), member]);
  }
  named.set(members, found);
  return found;
}
