// Importing a compared file: a ledger entry for each record that changes, and one for the first update of a new one.
// Pitfall: it may be cut off anywhere, so every entry has an effect of its own, and doing it again finds what was done.

import type { Deps } from '../deps.js';
import { isError, ProductError } from '../errors.js';
import { heldMilestone } from '../milestones/rules.js';
import { type Milestone, milestones } from '../milestones/schema.js';
import { readProgramme } from '../programmes/actor.js';
import { isObjectId } from '../programmes/addresses.js';
import { enrol, expectPerson } from '../programmes/directory.js';
import { type Holdings, owesTelling } from '../programmes/owning.js';
import { readTenant } from '../programmes/registration.js';
import { PROGRAMME_REF, programmes } from '../programmes/schema.js';
import { heldRisk } from '../risks/rules.js';
import { risks } from '../risks/schema.js';
import type { RecordType } from '../storage/entry.js';
import { commit, createHead, effectKey, readHead, type StoredHead } from '../storage/ledger.js';
import { reserveNumbers } from '../storage/new-record.js';
import type { Planned } from './checking.js';
import type { Comparison } from './comparing.js';
import { loadPlan } from './plan-file.js';
import type { Standing } from './standing.js';

/** Who puts it in, and by which file. */
export interface By {
  tenantId: string;
  /** Entra object id; undefined for an operator at the machine. */
  objectId: string | undefined;
  memberId: string;
  /** The file's own id: what it does is recognised by it. */
  upload: string;
}

/**
 * Founds a programme. Throws TAKEN with advice when another one has its short name, FORBIDDEN unless `by` is of its programme office. Safe to
 * repeat by the same file and person.
 */
export async function foundProgramme(deps: Deps, planned: Planned, by: By): Promise<void> {
  const { id, programme, people } = planned;
  const member = programme.members.find((one) => one.id === by.memberId);
  if (!member?.roles.includes('programme office'))
    throw new ProductError('FORBIDDEN', 'whoever founds a programme is of its office', {
      advice:
        'Whoever puts a new plan in must be in its programme office. Say who you are, or give yourself that role.',
    });
  await claimName(deps, id, by);
  if (await readProgramme(deps, id)) return updateFirst(deps, id, planned.milestones, by);
  const known = people.filter(({ contact }) => isObjectId(contact));
  await loadPlan(
    deps,
    {
      id,
      tenantId: by.tenantId,
      programme,
      people: known.map(({ member: { id: memberId }, contact }) => ({ objectId: contact, memberId })),
      milestones: planned.milestones.map(({ reported: _, updated: __, ...row }) => row),
      risks: planned.risks,
    },
    by.memberId,
  );
  for (const {
    member: { id: memberId },
    contact,
  } of people)
    if (contact !== '' && !isObjectId(contact)) await expectPerson(deps, by.tenantId, id, contact, memberId);
  if (by.objectId) await enrol(deps, by.tenantId, id, by.objectId, by.memberId);
  await updateFirst(deps, id, planned.milestones, by);
}

/** Makes the first updates of new milestones, by whoever imports; what has had another entry since is left as it is. */
async function updateFirst(
  deps: Deps,
  id: string,
  rows: readonly { ref: string; updated?: Milestone }[],
  by: By,
): Promise<void> {
  for (const { ref, updated } of rows) {
    if (!updated) continue;
    const head = await readHead(deps, milestones, id, ref);
    if (head?.body.newest.version !== 1) continue;
    const effect = effectKey(`${by.upload}:${ref}:first update`, by.tenantId, by.memberId, updated);
    await commit(deps, milestones, id, head, { by: by.memberId, did: 'milestones.update', effect }, updated);
  }
}

/** Takes a short name for one file, for ever, so that no two plans ever flow into one programme. */
async function claimName(deps: Deps, id: string, by: By): Promise<void> {
  const body = { upload: by.upload, memberId: by.memberId };
  const partition = 'programme-names';
  const isOurs = async () => {
    const taken = await deps.store.read<typeof body>('registration', partition, id);
    return taken && taken.body.upload === by.upload && taken.body.memberId === by.memberId;
  };
  if (await isOurs()) return;
  // A programme that came by a plan file has no such claim, and is one all the same.
  if (!(await readTenant(deps, id))) {
    try {
      await deps.store.create('registration', { id, partition, at: deps.clock.now().toISOString(), body });
      return;
    } catch (error) {
      if (!isError(error, 'TAKEN', 'UNCERTAIN')) throw error;
      if (await isOurs()) return;
    }
  }
  throw new ProductError('TAKEN', `a programme ${id} exists`, {
    advice: `There is a programme of the short name ${id} already. Choose another one on the sheet Programme.`,
  });
}

/** Changes a programme as compared. Throws what the ledger throws; what was done until then stays, and doing it again goes on. */
export async function applyChanges(deps: Deps, standing: Standing, compared: Comparison, by: By): Promise<void> {
  const { id } = standing;
  for (const { memberId, contact } of compared.contacts)
    if (isObjectId(contact)) await enrol(deps, by.tenantId, id, contact, memberId);
    else await expectPerson(deps, by.tenantId, id, contact, memberId);
  const put = putter(deps, id, by);
  if (compared.programme) await put(programmes, () => [], PROGRAMME_REF, standing.programmeHead, compared.programme);
  for (const { ref, state } of compared.milestones)
    await put(milestones, heldMilestone, ref, standing.milestoneHeads.get(ref), state);
  await updateFirst(deps, id, compared.milestones, by);
  for (const { ref, state } of compared.risks) await put(risks, heldRisk, ref, standing.riskHeads.get(ref), state);
  await reserveNumbers(deps, milestones, id, highest(compared.milestones));
  await reserveNumbers(deps, risks, id, highest(compared.risks));
}

/** Saves a state: as a new record, or on top of the head that was compared. */
function putter(deps: Deps, programmeId: string, by: By) {
  return async <S>(
    type: RecordType<S>,
    holdings: Holdings<S>,
    ref: string,
    head: StoredHead<S> | undefined,
    state: S,
  ): Promise<void> => {
    const effect = effectKey(`${by.upload}:${ref}`, by.tenantId, by.memberId, state);
    const owes = owesTelling(holdings, by.memberId, head?.body.newest.state, state);
    const did = head ? 'programmes.import-plan' : 'programmes.load-plan';
    const change = { by: by.memberId, did, effect, ...(owes.length > 0 && { owes }) };
    if (!head) {
      await createHead(deps, type, programmeId, ref, change, state);
      return;
    }
    const { outcome } = await commit(deps, type, programmeId, head, change, state);
    if (outcome === 'conflict') throw new ProductError('STALE', `${ref} changed while a plan was put in`);
  };
}

function highest(rows: readonly { ref: string }[]): number {
  return Math.max(0, ...rows.map(({ ref }) => Number(ref.slice(1))));
}
