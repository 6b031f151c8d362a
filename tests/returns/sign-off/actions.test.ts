// A return from prepared to answered: who may do what, in which order, against which fingerprint. What one could get wrong: every step here
// goes through the real composing of the return, so a section that is asked for must be sent in prepared.ts.

import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { recordTypes } from '../../../src/records.js';
import {
  agreeReturn,
  prepareReturn,
  recordFeedback,
  recordSent,
  type StepResult,
  sendBack,
  signReturn,
} from '../../../src/returns/sign-off/actions.js';
import { returnRecords, SignForm } from '../../../src/returns/sign-off/schema.js';
import { sayState } from '../../../src/returns/sign-off/state.js';
import { readHead } from '../../../src/storage/ledger.js';
import { verifyProgramme } from '../../../src/storage/verify.js';
import { createWorld, PROGRAMME, type World } from '../../support/world.js';
import { returnPlan } from '../world.js';
import {
  answering,
  approving,
  EXPLAINED,
  opening,
  prepare,
  programmeOf,
  REF,
  recordOf,
  returnHead,
  roundIn,
  SIGNATORIES,
  sending,
  setFinance,
  signedBy,
  WRITTEN_AT,
  writtenReturn,
} from './prepared.js';

let world: World;
beforeEach(async () => {
  world = await writtenReturn();
});

const sign = async (who: string, typed: Parameters<typeof approving>[1] = {}) =>
  signReturn(await world.turn(who), await approving(world, typed));
const agree = async (who: string, how: 'Board' | 'chair', typed: Parameters<typeof approving>[1] = {}) =>
  agreeReturn(await world.turn(who), await approving(world, typed), how);

describe('the whole order', () => {
  it('is prepared by the office, signed by three, taken on by the chair, sent, answered and answered again', async () => {
    expect(await prepare(world)).toMatchObject({ outcome: 'saved' });
    const { fingerprint } = await recordOf(world);
    for (const who of ['s151', 'icb-chief', 'la-chief'])
      expect(await sign(who, { comment: ` By ${who}. ` }), who).toMatchObject({ outcome: 'saved' });
    expect(await agree('chair', 'chair', { comment: 'It is due before the Board.' })).toMatchObject({
      outcome: 'saved',
    });
    expect(await recordSent(await world.turn('office'), await sending(world))).toMatchObject({ outcome: 'saved' });
    const office = await world.turn('office');
    expect(await recordFeedback(office, await answering(world))).toMatchObject({ outcome: 'saved' });
    const better = await answering(world, { rating: 'on track', words: 'They wrote again.' });
    expect(await recordFeedback(office, better)).toMatchObject({ outcome: 'saved' });
    const record = await recordOf(world);
    expect(record.fingerprint).toBe(fingerprint);
    expect(record.approvals.map(({ step, by, comment, boardOn }) => [step, by, comment, boardOn])).toEqual([
      ['S151 officer', 's151', 'By s151.', null],
      ['ICB Chief Executive', 'icb-chief', 'By icb-chief.', null],
      ['LA Chief Executive', 'la-chief', 'By la-chief.', null],
      ['Board', 'chair', 'It is due before the Board.', null],
    ]);
    expect(record.sent).toEqual({ on: '2027-01-14', how: 'DfE portal' });
    expect(record.feedback).toMatchObject({ rating: 'on track' });
    const verified = await verifyProgramme(world.deps, recordTypes, PROGRAMME);
    expect(verified.faults).toEqual([]);
    expect((await returnHead(world)).trail.map(({ did }) => did)).toEqual([
      'returns.prepare',
      'returns.approve-s151-officer',
      'returns.approve-icb-chief-executive',
      'returns.approve-la-chief-executive',
      'returns.approve-board',
      'returns.record-sent',
      'returns.record-feedback',
      'returns.record-feedback',
    ]);
  });

  it('is kept: nobody signs before their turn, nor for somebody else', async () => {
    await prepare(world);
    const turns = [
      { now: 's151', others: ['icb-chief', 'la-chief', 'chair', 'office', 'finance', 'observer'] },
      { now: 'icb-chief', others: ['s151', 'la-chief', 'chair', 'office'] },
      { now: 'la-chief', others: ['s151', 'icb-chief', 'chair', 'office'] },
    ];
    for (const { now, others } of turns) {
      for (const who of others) await expect(sign(who), who).rejects.toMatchObject({ code: 'FORBIDDEN' });
      await expect(agree(now, 'chair', { comment: 'Not mine.' })).resolves.toMatchObject({ outcome: 'not now' });
      await sign(now);
    }
    // The Board's step is none of the signatures.
    expect(await sign('chair')).toMatchObject({ outcome: 'not now' });
    for (const who of ['s151', 'lead2', 'observer'])
      await expect(agree(who, 'Board', { boardOn: '2027-01-28', minute: '4.2' })).rejects.toMatchObject({
        code: 'FORBIDDEN',
      });
  });

  it('begins with the programme office alone', async () => {
    for (const who of ['chair', 's151', 'finance', 'lead1', 'observer'])
      await expect(prepareReturn(await world.turn(who), await opening(world)), who).rejects.toMatchObject({
        code: 'FORBIDDEN',
      });
  });

  it('does not begin while something has to be mended, and names each with the form that mends it', async () => {
    const unwritten = await createWorld({ plan: returnPlan() });
    unwritten.at(WRITTEN_AT);
    const result = await prepare(unwritten);
    if (result.outcome !== 'failing') throw new Error(result.outcome);
    expect(result.failing.map(({ where, opens }) => [where, opens?.verb])).toEqual(
      expect.arrayContaining([
        ['Finance', 'returns.open-section'],
        ['KPIs, WS1 Inclusive mainstream', 'kpis.show'],
      ]),
    );
    // What only the S151 officer must be able to answer for does not stop the office.
    expect(result.failing.map(({ where }) => where)).not.toContain('Finance, assurance');
    expect(await readHead(unwritten.deps, returnRecords, PROGRAMME, REF)).toBeUndefined();
  });

  it('waits at the S151 officer while a difference is not explained, and goes on once it is', async () => {
    world = await writtenReturn({ assured: false });
    expect(await prepare(world)).toMatchObject({ outcome: 'saved' });
    const kept = await sign('s151', { comment: 'I have read it.' });
    if (kept.outcome !== 'failing') throw new Error(kept.outcome);
    expect(kept.failing.map(({ sentence }) => sentence)).toContain('Section 251 return: not yet compared.');
    expect((await recordOf(world)).approvals).toEqual([]);
    await setFinance(world, 'assurance', EXPLAINED);
    await prepare(world);
    expect(await sign('s151')).toMatchObject({ outcome: 'saved' });
  });

  it('stands still at a step that nobody signs as, and the state says who is missing', async () => {
    const plan = returnPlan();
    const members = plan.programme.members.filter(({ id }) => id !== 'icb-chief');
    const people = plan.people.filter(({ memberId }) => memberId !== 'icb-chief');
    world = await writtenReturn({ plan: { ...plan, programme: { ...plan.programme, members }, people } });
    await prepare(world);
    await sign('s151');
    for (const who of ['la-chief', 's151', 'office', 'chair'])
      await expect(sign(who), who).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const state = sayState(await returnHead(world), await programmeOf(world), await roundIn(world), '2027-01-14');
    expect(state.sentence).toContain('Nobody in this programme signs as ICB Chief Executive, so it cannot go on');
    expect(state.steps[1]).toMatchObject({ step: 'ICB Chief Executive', word: 'Nobody named', who: '' });
  });
});

describe('a form that was sent before', () => {
  it('changes nothing the second time and gets the same entry, whichever step it is', async () => {
    const office = await world.turn('office');
    const twice = async (send: () => Promise<StepResult>) => {
      const results = await Promise.all([send(), send()]);
      expect(results.map(({ outcome }) => outcome).sort()).toEqual(['already', 'saved']);
      const version = (await returnHead(world)).newest.version;
      expect(await send()).toMatchObject({ outcome: 'already', entry: { version } });
    };
    const first = await opening(world);
    await twice(() => prepareReturn(office, first));
    for (const who of SIGNATORIES) {
      const [turn, form] = [await world.turn(who), await approving(world)];
      await twice(() => signReturn(turn, form));
    }
    const [chair, action] = [await world.turn('chair'), await approving(world, { comment: 'Due before the Board.' })];
    await twice(() => agreeReturn(chair, action, 'chair'));
    const sent = await sending(world);
    await twice(() => recordSent(office, sent));
    const said = await answering(world);
    await twice(() => recordFeedback(office, said));
    // However late it comes: the very first form still gets its own entry.
    expect(await prepareReturn(office, first)).toMatchObject({ outcome: 'already', entry: { version: 1 } });
    expect((await returnHead(world)).newest.version).toBe(7);
  });

  it('with other words, from a second device, is a conflict and replaces nothing', async () => {
    await prepare(world);
    const form = await approving(world, { comment: 'On the phone.' });
    await signReturn(await world.turn('s151'), form);
    const other = await signReturn(await world.turn('s151'), { ...form, comment: 'On the laptop.' });
    expect(other).toMatchObject({ outcome: 'conflict' });
    expect((await recordOf(world)).approvals).toMatchObject([{ comment: 'On the phone.' }]);
  });

  it('approving and sending back at once ends as one of the two', async () => {
    await prepare(world);
    const [turn, form] = [await world.turn('s151'), await approving(world, { comment: 'Look at section 14.' })];
    const results = await Promise.all([
      signReturn(turn, form),
      sendBack(turn, SignForm.parse({ ...form, form: randomUUID() })),
    ]);
    expect(results.map(({ outcome }) => outcome).sort()).toEqual(['conflict', 'saved']);
  });

  it('about a version that never was is refused', async () => {
    await prepare(world);
    await expect(signReturn(await world.turn('s151'), await approving(world, { opened: 9 }))).rejects.toMatchObject({
      code: 'MALFORMED',
    });
  });
});

describe('sending back', () => {
  it('needs a comment, takes every approval away and keeps who had given one', async () => {
    await signedBy(world, 2);
    const turn = await world.turn('la-chief');
    for (const comment of ['', '  ', 'x'.repeat(601)])
      expect(await sendBack(turn, await approving(world, { comment }))).toMatchObject({
        outcome: 'refused',
        problems: { comment: expect.stringMatching(/Say what has to change|At most 600/) },
      });
    await expect(
      sendBack(await world.turn('s151'), await approving(world, { comment: 'Wait.' })),
    ).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(await sendBack(turn, await approving(world, { comment: 'Section 9 is thin.' }))).toMatchObject({
      outcome: 'saved',
    });
    expect(await recordOf(world)).toMatchObject({
      approvals: [],
      stopped: { why: 'sent back', by: 'la-chief', comment: 'Section 9 is thin.', fell: ['s151', 'icb-chief'] },
    });
    for (const who of SIGNATORIES) expect(await sign(who), who).toMatchObject({ outcome: 'not now' });
  });
});
