// Who is told what, and when. What one could get wrong: hours may lie between a step and its message, and the return moves on meanwhile; what
// is asked must still hold then, and what fell must be told all the same.

import { beforeEach, describe, expect, it } from 'vitest';
import { sendBack, signReturn } from '../../../src/returns/sign-off/actions.js';
import { TWO_BREACHES } from '../../finance/world.js';
import type { World } from '../../support/world.js';
import { returnPlan } from '../world.js';
import { look, toldTo } from './look.js';
import {
  approvedByAll,
  approving,
  moveMilestone,
  prepare,
  recordOf,
  sentByOffice,
  setFinance,
  signedBy,
  writtenReturn,
} from './prepared.js';

let world: World;
beforeEach(async () => {
  world = await writtenReturn();
});

const NOON = '2027-01-14T12:00:00.000Z';
const EVENING = '2027-01-14T21:00:00.000Z';
const NEXT_MORNING = '2027-01-15T08:30:00.000Z';
const LESS = { ...TWO_BREACHES, eahDirect: '2.40m' };
const sent = (deliveries: Awaited<ReturnType<typeof look>>) =>
  deliveries.map(({ kind, memberId, state }) => `${kind} ${memberId} ${state}`).sort();

describe('the next to approve', () => {
  it('is asked in their own chat, once, with exactly what is to be approved, and reminded after three working days', async () => {
    await prepare(world);
    await look(world, NOON);
    await look(world, '2027-01-14T12:10:00.000Z');
    const [card, ...more] = toldTo(world, 's151');
    expect(more).toEqual([]);
    expect(card).toContain('The return, for your signature as S151 officer');
    expect(card).toContain('[Approve as S151 officer]');
    expect(card).toContain('[Return with comment]');
    expect(world.sent.filter(({ to }) => to.conversationId !== 's151')).toEqual([]);
    // Thursday to Tuesday: a weekend is not counted.
    await look(world, '2027-01-19T09:00:00.000Z');
    expect(toldTo(world, 's151')).toHaveLength(1);
    await look(world, '2027-01-19T09:31:00.000Z');
    await look(world, '2027-01-20T09:31:00.000Z');
    expect(toldTo(world, 's151')).toHaveLength(2);
  });

  it('is not asked any more once it is not their turn', async () => {
    world.at(EVENING);
    await signedBy(world, 1);
    const deliveries = await look(world, NEXT_MORNING);
    expect(sent(deliveries).filter((one) => !one.startsWith('return-sign-2'))).toEqual([
      'return-sign icb-chief sent',
      'return-sign s151 skipped',
    ]);
  });

  it('is never asked outside the allowed hours', async () => {
    world.at(EVENING);
    await prepare(world);
    await look(world, '2027-01-14T21:01:00.000Z');
    expect(world.sent).toEqual([]);
    await look(world, NEXT_MORNING);
    expect(toldTo(world, 's151')).toHaveLength(1);
  });

  it('who is not reached there is mentioned in the channel, which gets a button and nothing of the return', async () => {
    await prepare(world);
    await look(world, NOON, ['s151']);
    const [card, ...more] = toldTo(world, 'channel');
    expect(more).toEqual([]);
    expect(card).toContain('It waits for a signature');
    expect(card).toContain('[Open]');
    expect(card).not.toMatch(/£|Breach|Fingerprint|Confidence/);
  });

  it('who does not exist is named to the programme office, without costing what was signed', async () => {
    const plan = returnPlan();
    const programme = { ...plan.programme, members: plan.programme.members.filter(({ id }) => id !== 'icb-chief') };
    const people = plan.people.filter(({ memberId }) => memberId !== 'icb-chief');
    world = await writtenReturn({ plan: { ...plan, programme, people } });
    await signedBy(world, 1);
    await look(world, NOON);
    const told = toldTo(world, 'office').join('\n');
    expect(told).toContain('Nobody in this programme signs as ICB Chief Executive');
    expect(told).not.toContain('prepare the return again');
  });
});

describe('those who had signed', () => {
  it('are told that it was stopped and what changed, with whoever was asked and the office, and nobody else', async () => {
    await signedBy(world, 2);
    await setFinance(world, 'eah', LESS);
    await look(world, NOON);
    for (const who of ['s151', 'icb-chief', 'la-chief', 'office']) {
      const told = toldTo(world, who).join('\n');
      expect(told, who).toContain('S151 officer and ICB Chief Executive had signed.');
      expect(told, who).toContain('Direct delivery: £2,300,000 estimated → £2,400,000 estimated');
    }
    for (const who of ['chair', 'lead1', 'pcf-lead', 'finance', 'channel']) expect(toldTo(world, who), who).toEqual([]);
  });

  it('are told of it even when the office has prepared it again before the morning', async () => {
    await signedBy(world, 2);
    world.at(EVENING);
    await setFinance(world, 'eah', LESS);
    await look(world, '2027-01-14T21:05:00.000Z');
    await prepare(world);
    await look(world, NEXT_MORNING);
    for (const who of ['s151', 'icb-chief']) {
      const told = toldTo(world, who).join('\n');
      expect(told, who).toContain('S151 officer and ICB Chief Executive had signed.');
      expect(told, who).toContain('Direct delivery: £2,300,000 estimated → £2,400,000 estimated');
      expect(told, who).toContain('It was prepared again since');
    }
    expect(toldTo(world, 's151').join('\n')).toContain('[Approve as S151 officer]');
  });

  it('are told what changed when it is prepared again before the change was paid', async () => {
    await signedBy(world, 2);
    await setFinance(world, 'eah', LESS);
    await prepare(world);
    await look(world, NOON);
    for (const who of ['s151', 'icb-chief']) {
      const told = toldTo(world, who).join('\n');
      expect(told, who).toContain('Your approval fell');
      expect(told, who).toContain('Direct delivery: £2,300,000 estimated → £2,400,000 estimated');
    }
    expect(toldTo(world, 'la-chief')).toEqual([]);
  });

  it('are told that only milestones and risks moved when nothing else did', async () => {
    await signedBy(world, 1);
    await moveMilestone(world, 'M03', {});
    await prepare(world);
    await look(world, NOON);
    const told = toldTo(world, 's151').join('\n');
    expect(told).toContain('Your approval fell');
    expect(told).toContain('No section, figure or KPI has changed');
  });

  it('are not told that anything fell when nobody had signed', async () => {
    await prepare(world);
    await prepare(world);
    await look(world, NOON);
    expect(toldTo(world, 's151')).toHaveLength(1);
    expect(toldTo(world, 's151')[0]).not.toContain('fell');
  });

  it('read the comment with which it was sent back; whoever sent it back is not told', async () => {
    await signedBy(world, 1);
    const form = await approving(world, { comment: 'Section 9 is thin.' });
    await sendBack(await world.turn('icb-chief'), form);
    await look(world, NOON);
    for (const who of ['s151', 'office']) expect(toldTo(world, who).join('\n'), who).toContain('Section 9 is thin.');
    expect(toldTo(world, 'icb-chief')).toEqual([]);
  });

  it('are told that it was sent; the office was told before that it was ready', async () => {
    await approvedByAll(world);
    await look(world, NOON);
    expect(toldTo(world, 'office').join('\n')).toContain('The return is ready to send');
    world = await writtenReturn();
    await sentByOffice(world);
    await look(world, NOON);
    for (const who of ['s151', 'icb-chief', 'la-chief', 'chair'])
      expect(toldTo(world, who).join('\n'), who).toContain('Sent to the DfE on 14 January 2027 and locked.');
  });
});

it('Every message is planned once, whoever pays how often', async () => {
  await signedBy(world, 2);
  await setFinance(world, 'eah', LESS);
  const first = await look(world, NOON);
  const count = world.sent.length;
  for (let n = 0; n < 3; n += 1) expect(sent(await look(world, NOON))).toEqual(sent(first));
  expect(world.sent.length).toBe(count);
  expect((await recordOf(world)).stopped?.why).toBe('changed');
  expect(await signReturn(await world.turn('la-chief'), await approving(world))).toMatchObject({ outcome: 'not now' });
});
