// Whose words a demo's one user speaks: every member of the programme, and who they are at the moment. What one could get
// wrong: this is for a machine of one's own without sign-in; production knows a person by an authenticated activity alone.

import Fuse from 'fuse.js';
import type { Plan } from '../plans/plan-file.js';
import type { Member } from '../programmes/schema.js';

export interface DemoPeople {
  tenantId: string;
  programmeId: string;
  members: readonly Member[];
  current(): Member;
  become(member: Member): void;
  /** The member of this id, or undefined; anything may be asked. */
  byId(id: unknown): Member | undefined;
  /** The member somebody means: `ws2`, `chair`, `the programme office`. Undefined when it could be nobody. */
  find(words: string): Member | undefined;
  /** Entra object id. */
  objectIdOf(member: Member): string;
}

/** The first person is the WS6 lead: they have an update due on the milestone that keeps slipping. */
const FIRST = 'ws6-lead';

/** Somebody in no programme, who may put one in. */
export const NEWCOMER: Member = {
  id: 'newcomer',
  name: 'Newcomer',
  organisation: 'LA',
  roles: ['observer'],
  leads: [],
};
export const NEWCOMER_OBJECT_ID = '5e0d0099-0000-4000-8000-000000000099';

/** The people of a plan. Throws TypeError when the plan lacks whoever begins. */
export function demoPeople(plan: Plan): DemoPeople {
  const members = [...plan.programme.members, NEWCOMER];
  const byId = (id: unknown) => members.find((member) => member.id === id);
  const objectIds = new Map(plan.people.map((person) => [person.memberId, person.objectId]));
  objectIds.set(NEWCOMER.id, NEWCOMER_OBJECT_ID);
  const search = new Fuse(members, { keys: ['name', 'id', 'organisation'], threshold: 0.4, ignoreLocation: true });
  let current = byId(FIRST);
  if (!current) throw new TypeError(`the plan has no ${FIRST}`);
  const begins = current;
  return {
    tenantId: plan.tenantId,
    programmeId: plan.id,
    members,
    current: () => current ?? begins,
    become: (member) => {
      current = member;
    },
    byId,
    find: (words) => {
      const plain = words
        .trim()
        .toLowerCase()
        .replace(/^(?:the|an?)\s+/, '');
      const exact = members.find((member) => [member.id, member.name.toLowerCase()].includes(plain));
      const begun = members.find((member) => member.name.toLowerCase().startsWith(plain));
      return plain === '' ? undefined : (exact ?? begun ?? search.search(plain)[0]?.item);
    },
    objectIdOf: (member) => objectIds.get(member.id) ?? '',
  };
}
