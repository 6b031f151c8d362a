// Changing who is in a programme. What one could get wrong: everything here is the programme office's alone, asked each time, and each change is safe to
// repeat, since a second delivery finds the programme as it was meant.

import { ProductError } from '../errors.js';
import { requireProgramme } from '../programmes/actor.js';
import { todayOf } from '../programmes/changing.js';
import { expectPerson, forget } from '../programmes/directory.js';
import type { Problems } from '../programmes/problems.js';
import { requireProgrammeOffice } from '../programmes/rights.js';
import type { Member } from '../programmes/schema.js';
import { changeProgramme, doOnce } from '../programmes/settings.js';
import type { Turn } from '../routes.js';
import { effectKey } from '../storage/ledger.js';
import { erasePerson } from './erasing.js';
import { problemsOfIdentity } from './identity.js';
import { giveItems } from './items.js';
import { checkPerson, isLastOffice, type PersonFields, withMember, withoutMember } from './rules.js';

/** Throws FORBIDDEN for anybody but the programme office. */
export function requireOffice({ actor }: Turn): void {
  requireProgrammeOffice(
    actor.member,
    'Who is in the programme, and what they may do, is set by the programme office. Ask them.',
  );
}

/** The member of a reference. Throws UNKNOWN. */
export function requireMember({ actor }: Turn, id: string): Member {
  const member = actor.programme.members.find((one) => one.id === id);
  if (member) return member;
  throw new ProductError('UNKNOWN', `no member ${id}`, { advice: 'This person is not in the programme any more.' });
}

/** The reference of whoever a form adds: the same for a second delivery, and nothing that tells who they are. */
export function newMemberId(form: string): string {
  return `p-${form.replace(/-/g, '').slice(0, 12)}`;
}

/** Saves a person, new or known. */
export async function savePerson(
  turn: Turn,
  { id, form, fields }: { id: string; form: string; fields: PersonFields },
): Promise<{ member: Member } | { problems: Problems<PersonFields> }> {
  requireOffice(turn);
  const { deps, actor } = turn;
  const checked = checkPerson(actor.programme, id, fields, todayOf(turn));
  if ('problems' in checked) return checked;
  const { member, contact } = checked.ok;
  const problems = await problemsOfIdentity(turn, member, contact);
  if (problems) return { problems };
  const { tenantId, programmeId } = actor;
  const change = changeBy(turn, 'programmes.set-person', form, { member, contact });
  // A late delivery must neither undo a later change nor expect again whoever was erased since.
  await doOnce(deps, programmeId, change.effect, async () => {
    await changeProgramme(deps, programmeId, change, (programme) => withMember(programme, member));
    await expectPerson(deps, tenantId, programmeId, contact, id);
  });
  const now = await requireProgramme(deps, programmeId);
  return { member: requireMember({ ...turn, actor: { ...actor, programme: now } }, id) };
}

/** Takes a person out and gives what was theirs to somebody else. Gives how many things changed hands. */
export async function removePerson(
  turn: Turn,
  { id, to, form }: { id: string; to: string; form: string },
): Promise<number> {
  requireOffice(turn);
  const { deps, actor } = turn;
  const { tenantId, programmeId } = actor;
  if (isLastOffice(actor.programme, id)) withoutMember(actor.programme, id);
  const change = changeBy(turn, 'programmes.remove-person', form, { id, to });
  const given =
    to === '' ? 0 : await giveItems(deps, programmeId, { from: id, to, by: change.by, effect: change.effect });
  await changeProgramme(deps, programmeId, change, (programme) => withoutMember(programme, id));
  await forget(deps, tenantId, programmeId, id);
  return given;
}

/** Erases a person: what was theirs is given on, their name is taken out of every entry, and how they are reached is forgotten. */
export async function erase(turn: Turn, { id, to, form }: { id: string; to: string; form: string }): Promise<number> {
  requireOffice(turn);
  const { deps, actor } = turn;
  const { tenantId, programmeId } = actor;
  if (isLastOffice(actor.programme, id)) withoutMember(actor.programme, id);
  const { by, effect } = changeBy(turn, 'programmes.erase-person', form, { id });
  if (to !== '') await giveItems(deps, programmeId, { from: id, to, by, effect });
  return erasePerson(deps, { tenantId, programmeId, memberId: id, by, effect });
}

function changeBy({ actor }: Turn, did: string, form: string, content: unknown) {
  return { by: actor.member.id, did, effect: effectKey(form, actor.tenantId, actor.member.id, content) };
}
