// Where a return stands follows from the record, the calendar and who signs as whom, by table.

import { describe, expect, it } from 'vitest';
import type { Programme } from '../../../src/programmes/schema.js';
import { type Approval, ReturnRecord, STEPS } from '../../../src/returns/sign-off/schema.js';
import { boardsSince, chairsAction, isReady, sayDue, sayState, turnOf } from '../../../src/returns/sign-off/state.js';
import type { Head } from '../../../src/storage/ledger.js';
import { returnPlan } from '../world.js';

const { programme } = returnPlan();
/** The Boards of the specification. */
const boards = ['2026-07-09', '2026-10-08', '2026-12-03', '2027-01-28', '2027-03-18', '2027-05-20'].map((on) => ({
  on,
}));
const withBoards: Programme = { ...programme, boards };

const approvals = (count: number): Approval[] =>
  STEPS.slice(0, count).map((step, n) => ({
    step,
    by: ['s151', 'icb-chief', 'la-chief', 'chair'][n] ?? '',
    at: '2027-01-14T10:00:00.000Z',
    comment: '',
    boardOn: null,
    minute: '',
  }));

const record = (more: Partial<ReturnRecord> = {}): ReturnRecord =>
  ReturnRecord.parse({
    dueOn: '2027-01-22',
    fingerprint: 'a'.repeat(64),
    preparedBy: 'office',
    preparedOn: '2027-01-14',
    watched: [],
    approvals: [],
    stopped: null,
    sent: null,
    feedback: null,
    ...more,
  });
const stopped = { why: 'changed' as const, by: 'finance', comment: '', changed: ['F2627@4'], fell: ['s151'] };
const sent = { on: '2027-01-20', how: 'DfE portal' };

it.each([
  ['first', record(), 'S151 officer'],
  ['after one', record({ approvals: approvals(1) }), 'ICB Chief Executive'],
  ['after two', record({ approvals: approvals(2) }), 'LA Chief Executive'],
  ['after three', record({ approvals: approvals(3) }), 'Board'],
  ['after all', record({ approvals: approvals(4) }), undefined],
  ['once stopped', record({ stopped }), undefined],
  ['once sent', record({ approvals: approvals(4), sent }), undefined],
  ['before it is prepared', undefined, undefined],
])('%s it is the turn of the right one', (_, state, step) => {
  expect(turnOf(state)).toBe(step);
  expect(isReady(state)).toBe(state?.approvals.length === 4 && state.sent === null);
});

describe('chair’s action', () => {
  it.each([
    ['January: due on the 22nd, the Board meets on the 28th', '2027-01-14', '2027-01-22', '2027-01-28'],
    ['October: a Board meets on the 8th, before the 16th', '2026-10-05', '2026-10-16', undefined],
    ['October, prepared on the Board’s own day', '2026-10-08', '2026-10-16', undefined],
    ['October, prepared once that Board had met', '2026-10-09', '2026-10-16', '2026-12-03'],
    ['April: no Board from 18 March to 23 April', '2027-04-12', '2027-04-23', '2027-05-20'],
    ['due on the Board’s own day', '2027-01-14', '2027-01-28', undefined],
    ['July: the calendar has no Board after', '2027-07-12', '2027-07-23', ''],
  ])('%s', (_, preparedOn, dueOn, reportedOn) => {
    expect(chairsAction(withBoards, record({ preparedOn, dueOn }))).toBe(reportedOn);
  });

  it('counts only Boards that can have seen what was prepared', () => {
    expect(boardsSince(withBoards, '2026-10-08', '2026-12-02')).toEqual(['2026-10-08']);
    expect(boardsSince(withBoards, '2026-10-09', '2026-12-03')).toEqual(['2026-12-03']);
  });
});

describe('in words', () => {
  const say = (state: ReturnRecord | undefined, who: Programme = withBoards) =>
    sayState(state && ({ newest: { state } } as Head<ReturnRecord>), who, { dueOn: '2027-01-22' }, '2027-01-15');

  it.each([
    [undefined, 'Being written', 'Due in 7 days. Nothing is prepared or signed yet.'],
    [record(), 'With the S151 officer', 'Due in 7 days. Prepared on 14 January 2027, it waits for the S151 officer.'],
    [
      record({ approvals: approvals(3) }),
      'With the Board',
      'Due in 7 days. Prepared on 14 January 2027, it waits for the Board or its chair.',
    ],
    [record({ approvals: approvals(4) }), 'Ready to send', 'Due in 7 days. Everyone has approved it.'],
    [
      record({ stopped }),
      'To prepare again',
      'Due in 7 days. It changed after it was prepared. S151 officer had signed.',
    ],
    [
      record({ stopped: { ...stopped, fell: [] } }),
      'To prepare again',
      'Due in 7 days. It changed after it was prepared. Nobody had signed.',
    ],
    [
      record({ stopped: { ...stopped, why: 'sent back', by: 'icb-chief' } }),
      'Returned',
      'Due in 7 days. ICB Chief Executive returned it with a comment.',
    ],
    [record({ approvals: approvals(4), sent }), 'Sent', 'Sent to the DfE on 20 January 2027 and locked.'],
    [
      record({ approvals: approvals(4), sent, feedback: { on: '2027-02-04', rating: 'on track', words: '' } }),
      'Sent',
      'Sent to the DfE on 20 January 2027 and locked. The DfE said on 4 February 2027: on track.',
    ],
  ])('%#: it says where it stands', (state, word, sentence) => {
    expect(say(state)).toMatchObject({ word, sentence });
  });

  it('who is missing is said, and every step says who takes it', () => {
    const without = { ...withBoards, members: withBoards.members.filter(({ id }) => id !== 'icb-chief') };
    expect(say(record({ approvals: approvals(1) }), without).sentence).toContain(
      'Nobody in this programme signs as ICB Chief Executive, so it cannot go on: add them as a member.',
    );
    expect(say(record({ approvals: approvals(1) })).steps.map(({ who, word }) => [who, word])).toEqual([
      ['S151 officer', 'Approved'],
      ['ICB Chief Executive', 'Waiting'],
      ['LA Chief Executive', 'To come'],
      ['Board chair', 'To come'],
    ]);
  });

  it('an approval that fell is not shown as given', () => {
    expect(say(record({ approvals: approvals(2), stopped })).steps.every(({ at }) => at === '')).toBe(true);
  });

  it.each([
    ['2027-01-21', 'Due tomorrow.'],
    ['2027-01-22', 'Due today.'],
    ['2027-01-23', 'It was due yesterday.'],
    ['2027-01-25', 'It was due 3 days ago.'],
  ])('on %s: %s', (today, words) => {
    expect(sayDue('2027-01-22', today)).toBe(words);
  });
});
