// The steps after the signatures: the Board or its chair, the sending, what the DfE said. What one could get wrong: chair's action is not a
// convenience; it is there only while no Board meets between the day of preparing and the day it is due.

import { beforeEach, describe, expect, it } from 'vitest';
import {
  agreeReturn,
  prepareReturn,
  recordFeedback,
  recordSent,
  sendBack,
  signReturn,
} from '../../../src/returns/sign-off/actions.js';
import type { AgreeForm } from '../../../src/returns/sign-off/schema.js';
import type { World } from '../../support/world.js';
import { returnPlan } from '../world.js';
import {
  answering,
  approvedByAll,
  approving,
  opening,
  recordOf,
  returnHead,
  SIGNATORIES,
  sending,
  sentByOffice,
  signedBy,
  writtenReturn,
} from './prepared.js';

let world: World;
const agree = async (who: string, how: 'Board' | 'chair', typed: Partial<AgreeForm>) =>
  agreeReturn(await world.turn(who), await approving(world, typed), how);

describe('the Board', () => {
  /** Boards on these days instead of the plan's own. */
  const withBoards = async (...days: string[]) => {
    const plan = returnPlan();
    const programme = { ...plan.programme, boards: days.map((on) => ({ on })) };
    world = await writtenReturn({ plan: { ...plan, programme } });
    await signedBy(world, 3);
  };

  it('that meets in time decides: no chair’s action before, its day and minute after', async () => {
    await withBoards('2026-12-03', '2027-01-18', '2027-01-28');
    expect(await agree('chair', 'chair', { comment: 'To be quick.' })).toMatchObject({
      outcome: 'refused',
      problems: { comment: 'A Board meets before the return is due, so it decides. Chair’s action is not needed.' },
    });
    expect(await agree('office', 'Board', { boardOn: '2027-01-18', minute: '4.2' })).toMatchObject({
      outcome: 'refused',
      problems: { boardOn: 'No Board has met since it was prepared on 14 January 2027.' },
    });
    world.at('2027-01-18T15:00:00.000Z');
    expect(await agree('office', 'Board', { boardOn: '2026-12-03', minute: ' ' })).toMatchObject({
      outcome: 'refused',
      problems: {
        boardOn: 'Choose a Board that has met since it was prepared: 18 January 2027.',
        minute: 'Give the reference of its minute.',
      },
    });
    expect(await agree('office', 'Board', { boardOn: '2027-01-18', minute: '4.2' })).toMatchObject({
      outcome: 'saved',
    });
    expect((await recordOf(world)).approvals[3]).toMatchObject({ by: 'office', boardOn: '2027-01-18', minute: '4.2' });
  });

  it('that meets too late leaves it to the chair alone, with a reason', async () => {
    await withBoards('2026-12-03', '2027-01-28');
    await expect(agree('office', 'chair', { comment: 'To be quick.' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await agree('chair', 'chair', { comment: ' ' })).toMatchObject({
      outcome: 'refused',
      problems: { comment: 'Say why it could not wait for the Board.' },
    });
    expect(await agree('chair', 'chair', { comment: 'Due six days before.' })).toMatchObject({ outcome: 'saved' });
  });

  it('agrees against the fingerprint like anyone else', async () => {
    await withBoards('2027-01-14');
    const typed = { boardOn: '2027-01-14', minute: '4.2', fingerprint: 'b'.repeat(64) };
    expect(await agree('chair', 'Board', typed)).toMatchObject({ outcome: 'not now' });
    expect((await recordOf(world)).approvals).toHaveLength(3);
  });
});

describe('the sending', () => {
  beforeEach(async () => {
    world = await writtenReturn();
  });

  it('waits until everyone has approved, and is the programme office’s', async () => {
    await signedBy(world, 3);
    expect(await recordSent(await world.turn('office'), await sending(world))).toMatchObject({ outcome: 'not now' });
    await expect(recordSent(await world.turn('chair'), await sending(world))).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });

  it.each([
    [{ on: '2027-01-15' }, { on: 'This day is still to come.' }],
    [{ on: '2027-01-13' }, { on: 'That is before it was prepared, on 14 January 2027.' }],
    [{ on: '14 January' }, { on: 'Give the day, such as 2027-01-21.' }],
    [{ how: ' ' }, { how: 'Say how it was sent, such as by the DfE’s portal.' }],
  ])('is refused for %o', async (typed, problems) => {
    await approvedByAll(world);
    const result = await recordSent(await world.turn('office'), await sending(world, typed));
    expect(result).toEqual({ outcome: 'refused', problems });
    expect((await recordOf(world)).sent).toBeNull();
  });

  it('locks the return: nobody prepares, signs, agrees, sends back or sends it again', async () => {
    await sentByOffice(world);
    const before = await returnHead(world);
    const office = await world.turn('office');
    const again = { comment: 'Once more.', boardOn: '2027-01-14', minute: '4.2' };
    const chair = await world.turn('chair');
    const results = [
      await prepareReturn(office, await opening(world)),
      ...(await Promise.all(
        SIGNATORIES.map(async (who) => signReturn(await world.turn(who), await approving(world, again))),
      )),
      await agreeReturn(chair, await approving(world, again), 'Board'),
      await agreeReturn(chair, await approving(world, again), 'chair'),
      await sendBack(chair, await approving(world, again)),
      await recordSent(office, await sending(world, { how: 'By post' })),
    ];
    expect(results.map(({ outcome }) => outcome)).toEqual(results.map(() => 'not now'));
    expect(await returnHead(world)).toEqual(before);
  });
});

describe('what the DfE said', () => {
  beforeEach(async () => {
    world = await writtenReturn();
  });
  const note = async (typed: Parameters<typeof answering>[1], who = 'office') =>
    recordFeedback(await world.turn(who), await answering(world, typed));

  it('comes after the sending, and is the programme office’s to note', async () => {
    await approvedByAll(world);
    expect(await note({})).toMatchObject({ outcome: 'not now' });
    await expect(note({}, 'chair')).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it.each([
    [{ rating: 'splendid' }, { rating: 'Choose what comes nearest to what the DfE said.' }],
    [{ words: ' ' }, { words: 'Say in a sentence what the DfE said.' }],
    [{ on: '2027-01-13' }, { on: 'That is before it was sent, on 14 January 2027.' }],
    [{ on: '2027-02-30' }, { on: 'Give the day, such as 2027-01-21.' }],
  ])('is refused for %o', async (typed, problems) => {
    await sentByOffice(world);
    expect(await note(typed)).toEqual({ outcome: 'refused', problems });
  });

  it('may be that it rated nothing, without a word', async () => {
    await sentByOffice(world);
    expect(await note({ rating: 'not rated', words: '' })).toMatchObject({ outcome: 'saved' });
  });
});
