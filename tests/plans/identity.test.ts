// Every door by which a person comes into a programme, held against every way of writing an address that is somebody's.
// Pitfall: a door that is not tried is a way for two people to have one address; whoever has it is named, but nobody of another programme.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { erasePerson } from '../../src/people/erasing.js';
import { checkPlan } from '../../src/plans/checking.js';
import { rowsOf } from '../../src/plans/exporting.js';
import { loadPlan, Plan } from '../../src/plans/plan-file.js';
import { readStanding } from '../../src/plans/standing.js';
import { look } from '../../src/plans/uploads.js';
import { expectPerson, listContacts } from '../../src/programmes/directory.js';
import { type Assistant, startAssistant } from '../support/assistant.js';
import { wordsOf } from '../support/card-reader.js';
import { PROGRAMME, TENANT, testPlan } from '../support/world.js';
import { TODAY, tablesOf } from './world.js';

const ADDRESS = 'jo.smith@council.gov.uk';
const WRITTEN = [
  ADDRESS,
  'JO.SMITH@Council.gov.uk',
  '<jo.smith@council.gov.uk>;',
  'Jo Smith <mailto:jo.smith@council.gov.uk>',
  'jo.smith\u200b@council.gov.uk',
  'ｊｏ.smith@council.gov.uk',
  'jo.smith_council.gov.uk#EXT#@nhs.onmicrosoft.com',
];
const HELD = 'jo.smith@council.gov.uk is Member’s (schools and trusts) in this programme.';
let assistant: Assistant;

beforeEach(async () => {
  assistant = await startAssistant({ plan: testPlan });
  await expectPerson(assistant.deps, TENANT, PROGRAMME, ADDRESS, 'member');
});
afterEach(() => assistant.stop());

const standing = () => readStanding(assistant.deps, TENANT, PROGRAMME);
type Row = Record<string, unknown>;

/** What a workbook of these people says: its faults, or what it would do. */
async function workbook(...people: Row[]): Promise<string> {
  const all = people.map((one) => ({ organisation: 'LA', roles: ['member'], leads: [], ...one }));
  const tables = (await tablesOf({ people: all } as never)).filter(({ key }) => key === 'people');
  const looked = await look(assistant.deps, TENANT, 'upload', {
    objectId: '',
    name: 'plan.xlsx',
    programmeId: PROGRAMME,
    tables,
  });
  return (
    looked.checked.faults?.map(({ column, sentence }) => `${column}: ${sentence}`).join('\n') ??
    JSON.stringify(looked.compared?.lines)
  );
}

async function card(fields: Record<string, string>, id?: string): Promise<string> {
  const office = assistant.person('office');
  const verb = id === undefined ? 'people.open-add' : 'people.open-change';
  const data = { programmeId: PROGRAMME, ...(id !== undefined && { id }) };
  const form = await office.press(
    { type: 'AdaptiveCard', actions: [{ type: 'Action.Execute', title: 'Go', verb, data }] },
    'Go',
  );
  return wordsOf(await office.press(form, 'Save', { organisation: 'LA', roles: 'member', ...fields }));
}

/** Doors by which an address is given to somebody: to somebody new, and to somebody known. */
const DOORS: Record<string, (contact: string) => Promise<string>> = {
  'the card of somebody new': (contact) => card({ name: 'Ann Example', contact }),
  'the card of somebody known': (contact) => card({ name: 'WS1 lead', contact, roles: 'workstream lead' }, 'lead1'),
  'a workbook, somebody new': (contact) => workbook({ name: 'Ann Example', contact }),
  'a workbook, somebody new with a reference': (contact) => workbook({ name: 'Ann Example', ref: 'ann', contact }),
  'a workbook, somebody known by reference': (contact) => workbook({ name: 'WS1 lead', ref: 'lead1', contact }),
};

describe('an address that is somebody’s', () => {
  it.each(Object.entries(DOORS))(
    'is refused by %s, however it is written, and the holder is named',
    async (_, door) => {
      for (const contact of WRITTEN) expect(await door(contact), contact).toContain(HELD);
      const { emails } = await listContacts(assistant.deps, TENANT, PROGRAMME);
      expect([...emails]).toEqual([['member', ADDRESS]]);
    },
  );

  it.each(Object.entries(DOORS))(
    'in another programme under another name is refused by %s without telling whose it is',
    async (_, door) => {
      await assistant.stop();
      assistant = await startAssistant({ plan: testPlan });
      await loadPlan(assistant.deps, { ...testPlan, id: 'other-area', people: [] });
      await expectPerson(assistant.deps, TENANT, 'other-area', ADDRESS, 'observer');
      for (const contact of WRITTEN) {
        const said = await door(contact);
        expect(said, contact).toContain('in another programme');
        expect(said).not.toMatch(/adviser|other-area/i);
      }
      expect(await card({ name: 'Ann Adviser', contact: ADDRESS })).toContain('Expected');
    },
  );

  it('is refused by a plan file as an account twice', () => {
    const [one] = testPlan.people;
    const people = [...testPlan.people, { objectId: one?.objectId.toUpperCase(), memberId: 'lead2' }];
    const read = Plan.safeParse({ ...testPlan, people });
    expect(JSON.stringify(read.error?.issues)).toContain('This account is');
  });

  it('may change hands within one file, and whoever was met by it is nobody’s until met again', async () => {
    await expectPerson(assistant.deps, TENANT, PROGRAMME, 'x@council.gov.uk', 'lead1');
    const said = await workbook(
      { name: 'Member', ref: 'member', contact: 'x@council.gov.uk' },
      { name: 'WS1 lead', ref: 'lead1', contact: ADDRESS },
    );
    expect(said).not.toContain(' is Member’s');
    await expectPerson(assistant.deps, TENANT, PROGRAMME, 'x@council.gov.uk', 'member');
    await expectPerson(assistant.deps, TENANT, PROGRAMME, ADDRESS, 'lead1');
    const { emails, objectIds } = await listContacts(assistant.deps, TENANT, PROGRAMME);
    expect([emails.get('member'), emails.get('lead1')]).toEqual(['x@council.gov.uk', ADDRESS]);
    expect([objectIds.has('member'), objectIds.has('lead1')]).toEqual([false, false]);
  });
});

describe('a namesake', () => {
  const org = 'schools and trusts';
  it.each<[string, Row]>([
    ['of another address', { name: 'member', organisation: org, contact: 'other@council.gov.uk' }],
    ['of another organisation', { name: 'Member', organisation: 'LA' }],
    ['of another organisation and address', { name: 'MEMBER ', organisation: 'LA', contact: 'other@council.gov.uk' }],
  ])('%s in a workbook is asked about, and a reference answers it either way', async (_, row) => {
    const said = await workbook(row);
    expect(said).toContain('There is Member (schools and trusts, jo.smith@council.gov.uk) already.');
    expect(said).toContain('put member in the column Ref');
    expect(await workbook({ ...row, ref: 'member' })).toContain('"how":"changed"');
    expect(await workbook({ ...row, ref: 'member-2' })).toContain('"how":"added"');
  });

  it('whose row says nothing else, or has the address, is the same person', async () => {
    expect(await workbook({ name: 'Member', organisation: org })).toContain('"how":"unchanged"');
    expect(await workbook({ name: 'Member Jones', organisation: org, contact: WRITTEN[3] })).toContain('name');
  });

  it('under an address of somebody of quite another name is asked about', async () => {
    expect(await workbook({ name: 'Other Person', contact: WRITTEN[1] })).toContain(
      `${HELD} An address is one person’s. If their name has changed, put member in the column Ref.`,
    );
  });

  it('twice in one file is asked about unless a reference tells them apart', async () => {
    const [one, two] = [
      { name: 'Sarah Jones', contact: 'a@x.org' },
      { name: 'Sarah Jones', contact: 'b@x.org', organisation: 'DfE' },
    ];
    expect(await workbook(one, two)).toContain('Sarah Jones is in row');
    expect(await workbook(one, { ...two, ref: 'sarah-2' })).toContain('"how":"added"');
    expect(await workbook({ ...one, ref: 'sarah-1' }, two)).toContain('"how":"added"');
    expect(
      await workbook({ ...one, ref: 's-1' }, { ...two, ref: 's-2' }, { name: 'Ann', deputy: 'Sarah Jones' }),
    ).toContain('use the reference');
  });

  it('on a card is asked about unless organisation and address both tell them apart', async () => {
    const add = (fields: Record<string, string>) => card({ name: 'Member', ...fields });
    expect(await add({ organisation: 'LA' })).toContain('There is Member (schools and trusts) already.');
    expect(await add({ organisation: org, contact: 'b@x.org' })).toContain(
      'There is Member (schools and trusts) already.',
    );
    expect(await card({ name: 'Member', roles: 'workstream lead' }, 'lead1')).toContain('already');
    expect(await add({ organisation: 'LA', contact: 'b@x.org' })).toContain('Added');
  });
});

it('a reference of whoever has left, or is erased, is nobody else’s', async () => {
  await erasePerson(assistant.deps, {
    tenantId: TENANT,
    programmeId: PROGRAMME,
    memberId: 'observer',
    by: 'office',
    effect: 'e',
  });
  expect(await workbook({ name: 'New Person', ref: 'observer', contact: 'new@x.org' })).toContain(
    'Whoever had this reference has left.',
  );
});

it('the programme’s own export asks nothing', async () => {
  const present = await standing();
  expect((await checkPlan(await tablesOf(rowsOf(present)), present, 'seed', TODAY)).faults ?? []).toEqual([]);
});
