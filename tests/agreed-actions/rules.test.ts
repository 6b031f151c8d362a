import { describe, expect, it } from 'vitest';
import {
  checkAgree,
  checkChange,
  checkDone,
  isAskedIn,
  isLate,
  markAction,
  sayDue,
} from '../../src/agreed-actions/rules.js';
import type { AgreedAction } from '../../src/agreed-actions/schema.js';
import { testPlan } from '../support/world.js';

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
const typed = { what: 'Ask', ownerId: 'owner', dueOn: '2026-12-10', workstream: 'WS2' };

describe('what an agreed action must say', () => {
  it.each([
    ['nothing', { what: ' ' }, 'what', /what is to be done/],
    ['too much', { what: 'x'.repeat(301) }, 'what', /300 is the most/],
    ['nobody', { ownerId: '' }, 'ownerId', /who does it/],
    ['somebody who is no member', { ownerId: 'nobody' }, 'ownerId', /who does it/],
    ['an observer, who only reads', { ownerId: 'observer' }, 'ownerId', /who does it/],
    ['no day', { dueOn: '31/12' }, 'dueOn', /such as/],
    ['a day that has passed', { dueOn: '2026-11-25' }, 'dueOn', /passed already/],
    ['no workstream', { workstream: 'WS9' }, 'workstream', /workstream/],
  ])('%s is refused beside its field', (_, wrong, field, sentence) => {
    const checked = checkAgree({ ...typed, ...wrong }, programme, TODAY);
    expect(checked).toEqual({ problems: { [field]: expect.stringMatching(sentence) } });
  });

  it('today is early enough', () => {
    expect(checkAgree({ ...typed, dueOn: TODAY }, programme, TODAY)).toHaveProperty('ok');
  });

  it('a day that has passed may stay when something else is changed, but not be chosen', () => {
    const late = action({ dueOn: '2026-11-01' });
    const change = { what: 'Ask two', ownerId: 'owner', dueOn: '2026-11-01', reason: 'One has closed' };
    expect(checkChange(late, change, programme, TODAY)).toHaveProperty('ok');
    expect(checkChange(late, { ...change, dueOn: '2026-11-02' }, programme, TODAY)).toHaveProperty('problems.dueOn');
  });

  it.each([
    ['2026-11-26', undefined],
    ['2026-11-20', undefined],
    ['2026-11-27', /still to come/],
    ['2026-11-19', /agreed only on 20 November 2026/],
    ['yesterday', /such as/],
  ])('done on %s', (doneOn, sentence) => {
    const checked = checkDone(action(), { doneOn, outcome: '' }, TODAY);
    if (sentence) expect(checked).toHaveProperty('problems.doneOn', expect.stringMatching(sentence));
    else expect(checked).toHaveProperty('ok');
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
