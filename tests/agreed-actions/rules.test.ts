import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { agreeing, changing, completing } from '../../src/agreed-actions/forms.js';
import { isAskedIn, isLate, markAction, sayDue } from '../../src/agreed-actions/rules.js';
import type { AgreedAction } from '../../src/agreed-actions/schema.js';
import { createWorld, PROGRAMME, testPlan } from '../support/world.js';

const { programme } = testPlan;
const TODAY = '2026-11-26';
const action = (more: Partial<AgreedAction> = {}): AgreedAction => ({
  what: 'Ask three agencies for rates',
  ownerId: 'owner',
  dueOn: '2026-12-10',
  workstream: 'WS2',
  from: null,
  agreedBy: 'office',
  agreedOn: '2026-11-20',
  state: 'open',
  doneOn: null,
  outcome: '',
  ...more,
});
const record = { programmeId: PROGRAMME, ref: 'A01', opened: 1 };
const typed = { what: 'Ask', ownerId: 'owner', dueOn: '2026-12-10', workstream: 'WS2' };
const agree = async (more = {}, world = createWorld()) =>
  agreeing.make(await (await world).turn('office'), { form: randomUUID(), ...typed, ...more });

describe('what an agreed action must say', () => {
  it.each([
    ['nothing', { what: ' ' }, 'what', /what is to be done/],
    ['too much', { what: 'x'.repeat(301) }, 'what', /300 is the most/],
    ['nobody', { ownerId: '' }, 'ownerId', /who does it/],
    ['somebody who is no member', { ownerId: 'nobody' }, 'ownerId', /who does it/],
    ['an observer, who only reads', { ownerId: 'observer' }, 'ownerId', /bserver/],
    ['no day', { dueOn: '31/12' }, 'dueOn', /such as/],
    ['a day that has passed', { dueOn: '2026-11-25' }, 'dueOn', /passed already/],
    ['no workstream', { workstream: 'WS9' }, 'workstream', /workstream/],
  ])('%s is refused beside its field', async (_, wrong, field, sentence) => {
    const refused = { outcome: 'refused', problems: { [field]: expect.stringMatching(sentence) } };
    expect(await agree(wrong)).toEqual(refused);
  });

  it('today is early enough', async () => {
    expect(await agree({ dueOn: TODAY })).toHaveProperty('outcome', 'saved');
  });

  it('a day that has passed may stay when something else is changed, but not be chosen', async () => {
    const world = await createWorld();
    await agree({ dueOn: TODAY }, Promise.resolve(world));
    world.at('2026-12-01T09:00:00.000Z');
    const turn = await world.turn('owner');
    const change = { ...record, what: 'Ask two', ownerId: 'owner', dueOn: TODAY, reason: 'One has closed' };
    const refused = await changing.save(turn, { ...change, form: randomUUID(), dueOn: '2026-11-30' });
    expect(refused).toHaveProperty('problems.dueOn');
    expect(await changing.save(turn, { ...change, form: randomUUID() })).toHaveProperty('outcome', 'saved');
  });

  it.each([
    ['2026-11-26', undefined],
    ['2026-11-25', /agreed only on 26 November 2026/],
    ['2026-11-27', /still to come/],
    ['yesterday', /such as/],
  ])('done on %s', async (doneOn, sentence) => {
    const world = await createWorld();
    await agree({}, Promise.resolve(world));
    const done = await completing.save(await world.turn('owner'), {
      ...record,
      form: randomUUID(),
      doneOn,
      outcome: '',
    });
    if (sentence) expect(done).toHaveProperty('problems.doneOn', expect.stringMatching(sentence));
    else expect(done).toHaveProperty('outcome', 'saved');
  });
});

it('is late the day after its day, and only while it is to be done', () => {
  expect(isLate(action({ dueOn: TODAY }), TODAY)).toBe(false);
  expect(isLate(action({ dueOn: '2026-11-25' }), TODAY)).toBe(true);
  expect(isLate(action({ dueOn: '2026-11-25', state: 'done', doneOn: TODAY }), TODAY)).toBe(false);
  expect(markAction(action({ dueOn: '2026-11-25' }), TODAY)).toMatchObject({ word: 'Overdue' });
  expect(sayDue(action({ dueOn: '2026-11-25' }), TODAY)).toBe('was due 25 Nov');
});

it('is asked about in one check-in: of the workstream its owner leads, or else of its own', () => {
  const asked = (ownerId: string, workstream: string) =>
    ['WS1', 'WS2'].filter((id) => isAskedIn(id, action({ ownerId, workstream }), programme.members));
  expect(asked('owner', 'WS2')).toEqual(['WS2']);
  expect(asked('lead1', 'WS2')).toEqual(['WS1']);
  expect(asked('lead2', 'WS2')).toEqual(['WS2']);
});
