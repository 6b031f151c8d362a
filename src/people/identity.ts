// Whether the person on a card may be taken for somebody else. Pitfall: whoever is known already is asked about beside the field, and nobody is overwritten.

import { problemElsewhere, readHolders, sayHeldHere } from '../programmes/holders.js';
import { plainName } from '../programmes/namesakes.js';
import { hasProblems, type Problems } from '../programmes/problems.js';
import type { Member } from '../programmes/schema.js';
import type { Turn } from '../routes.js';
import type { PersonFields } from './rules.js';

/**
 * What is to be asked about a person before they are saved; undefined: nothing. Two of one name are two people where organisation and address both tell
 * them apart.
 */
export async function problemsOfIdentity(
  { deps, actor }: Pick<Turn, 'deps' | 'actor'>,
  member: Member,
  contact: string,
): Promise<Problems<PersonFields> | undefined> {
  const { tenantId, programmeId, programme } = actor;
  const holders = await readHolders(deps, tenantId, programmeId);
  const problems: Problems<PersonFields> = {};
  const holder = programme.members.find(({ id }) => id === holders.here.get(contact));
  if (holder && holder.id !== member.id) problems.contact = sayHeldHere(contact, holder);
  else if (contact !== '' && !holder) {
    const problem = problemElsewhere(holders, contact, member.name);
    if (problem !== undefined) problems.contact = problem;
  }
  const was = programme.members.find(({ id }) => id === member.id);
  const reached = new Set(holders.here.values());
  const same = programme.members.find(
    (other) =>
      other.id !== member.id &&
      isNamesake(other, member) &&
      (other.organisation === member.organisation || contact === '' || !reached.has(other.id)),
  );
  if (same && !(was && isNamesake(was, member)))
    problems.name = `There is ${same.name} (${same.organisation}) already. If that is who you mean, change them instead; if this is somebody else, say so in the name, such as “${same.name} (transport)”.`;
  return hasProblems(problems) ? problems : undefined;
}

function isNamesake(one: Member, other: Member): boolean {
  return plainName(one.name) === plainName(other.name);
}
