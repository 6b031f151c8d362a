// A person erased while the store fails at every write in turn. What one could get wrong: half an erasure must be finished by the next try, and chains verify
// before, in between and after.

import { expect, it } from 'vitest';
import { ProductError } from '../../src/errors.js';
import { erasePerson } from '../../src/people/erasing.js';
import { expectPerson } from '../../src/programmes/directory.js';
import { PROGRAMME_REF, type Programme, programmes } from '../../src/programmes/schema.js';
import { changeProgramme } from '../../src/programmes/settings.js';
import { recordTypes } from '../../src/records.js';
import { entriesOf, requireHead } from '../../src/storage/ledger.js';
import { listAll } from '../../src/storage/store.js';
import { verifyProgramme } from '../../src/storage/verify.js';
import { demoStanding, failing } from '../plans/world.js';

const NAME = 'Sarah Example';

it.each([
  ['is not made', false],
  ['is made and not answered', true],
])('is finished by the next try, whichever write %s', async (_, made) => {
  let failed = 0;
  for (let at = 1; at <= 8; at += 1) {
    const { deps, tenantId, standing } = await demoStanding();
    const { id: programmeId } = standing;
    const rename = (name: string, n: number) =>
      changeProgramme(
        deps,
        programmeId,
        { by: 'programme-office', did: 'programmes.set-person', effect: `e${n}` },
        (programme: Programme) => ({
          ...programme,
          members: programme.members.map((member) => (member.id === 'ws6-lead' ? { ...member, name } : member)),
        }),
      );
    await rename(NAME, 1);
    await rename(`${NAME}-Jones`, 2);
    await expectPerson(deps, tenantId, programmeId, 'sarah@council.example', 'ws6-lead');
    const erasure = { tenantId, programmeId, memberId: 'ws6-lead', by: 'programme-office', effect: 'erase' };
    const outcome = await erasePerson(failing(deps, at, made), erasure).catch((error) => error);
    if (outcome instanceof ProductError) failed += 1;
    const faults = async () => (await verifyProgramme(deps, recordTypes, programmeId)).faults;
    expect(await faults()).toEqual([]);
    await erasePerson(deps, erasure);
    expect(await faults()).toEqual([]);
    const head = await requireHead(deps, programmes, programmeId, PROGRAMME_REF);
    const entries = await listAll(deps.store, ['entry'], entriesOf(programmeId, PROGRAMME_REF));
    const people = await listAll(deps.store, ['person'], `people:${tenantId}`);
    expect(JSON.stringify([head, entries, people])).not.toMatch(/Sarah|sarah@/);
    expect(head.body.newest.state.members.some(({ id }) => id === 'ws6-lead')).toBe(false);
    await deps.store.close();
  }
  // An answer that was lost is found again by the same try.
  expect(failed > 0).toBe(!made);
});
