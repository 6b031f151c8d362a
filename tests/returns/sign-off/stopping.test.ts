// What a change does to a return that is prepared: every approval falls, once, and only for what was signed. What one could get wrong: what
// entries owe is paid again after every restart and by every replica, so nothing here may depend on being paid once.

import { beforeEach, describe, expect, it } from 'vitest';
import { recordTypes } from '../../../src/records.js';
import { recordSent, signReturn } from '../../../src/returns/sign-off/actions.js';
import { tellChanged } from '../../../src/returns/sign-off/telling.js';
import { recheckReturns } from '../../../src/returns/sign-off/watching.js';
import type { Entry } from '../../../src/storage/entry.js';
import { verifyProgramme } from '../../../src/storage/verify.js';
import { TWO_BREACHES } from '../../finance/world.js';
import { PROGRAMME, type World } from '../../support/world.js';
import {
  approvedByAll,
  approving,
  moveMilestone,
  payAll,
  recordKpi,
  recordOf,
  returnHead,
  sending,
  sendWords,
  sentByOffice,
  setFinance,
  signedBy,
  writtenReturn,
} from './prepared.js';

let world: World;
beforeEach(async () => {
  world = await writtenReturn();
});

const newest = async (kind: 'finance' | 'kpi', ref: string) =>
  (await world.deps.store.read<{ newest: Entry<never> }>(kind, PROGRAMME, ref))?.body.newest as Entry<never>;
const LESS = { ...TWO_BREACHES, eahDirect: '2.40m' };

describe('a change after two signatures', () => {
  it.each([
    ['of a figure', () => setFinance(world, 'eah', LESS), 'finance', 'F2627@4'],
    ['of a KPI', () => recordKpi(world, 'K01', '58.5'), 'office', 'K01@3'],
    ['of a section', () => sendWords(world, 'asks', 'Something new.'), 'office', 'Q26273-asks@2'],
  ])('%s takes both away, exactly once however often it is paid', async (_, change, by, changed) => {
    await signedBy(world, 2);
    await change();
    for (let n = 0; n < 3; n += 1) await payAll(world);
    expect(await recordOf(world)).toMatchObject({
      approvals: [],
      stopped: { why: 'changed', by, changed: [changed], fell: ['s151', 'icb-chief'] },
    });
    const head = await returnHead(world);
    expect(head.newest.version).toBe(4);
    expect(head.newest.owes).toEqual([{ effect: 'returns.tell' }]);
    expect((await verifyProgramme(world.deps, recordTypes, PROGRAMME)).faults).toEqual([]);
  });

  it('of a year that had no figures before counts too: it was part of what was said', async () => {
    await signedBy(world, 1);
    await setFinance(world, 'hnb', { hnbAllocation: '90m' }, 'F2829');
    await payAll(world);
    expect((await recordOf(world)).stopped).toMatchObject({ why: 'changed', changed: ['F2829@1'] });
  });

  it('is told in words: what, from what to what, by whom; the figures only to those who may read finance', async () => {
    await signedBy(world, 1);
    await setFinance(world, 'eah', LESS);
    const told = await tellChanged(await world.turn('s151'), ['F2627@4'], true);
    expect(told).toEqual([
      'Finance 2026/27 changed by Finance lead. Direct delivery: £2,300,000 estimated → £2,400,000 estimated.',
    ]);
    expect(await tellChanged(await world.turn('lead2'), ['F2627@4'], false)).toEqual([
      'Finance 2026/27 changed by Finance lead.',
    ]);
  });
});

describe('what does not stop a return', () => {
  it('is a milestone or a risk: they go on, and belong to the next one', async () => {
    await signedBy(world, 2);
    const { newest: before } = await returnHead(world);
    await moveMilestone(world, 'M03', {});
    await payAll(world);
    expect((await returnHead(world)).newest.version).toBe(before.version);
  });

  it('is what was changed before it was prepared, though it is paid only now', async () => {
    await sendWords(world, 'asks', 'In time.');
    await setFinance(world, 'eah', LESS);
    await signedBy(world, 2);
    await payAll(world);
    expect((await recordOf(world)).approvals).toHaveLength(2);
  });

  it('is the section on a milestone that was no longer asked about when it was prepared, after a restart', async () => {
    // M01 was overdue when its section was sent; it is complete by the time the return is prepared.
    await moveMilestone(world, 'M01', {
      stated: 'blue',
      actualOn: '2027-01-13',
      evidenceUrl: 'https://example.org/fund',
    });
    await signedBy(world, 2);
    expect((await recordOf(world)).watched.some((one) => one.includes('milestones-WS1'))).toBe(false);
    await payAll(world);
    expect((await recordOf(world)).approvals).toHaveLength(2);
  });

  it('is anything once it was sent', async () => {
    await sentByOffice(world);
    const before = await returnHead(world);
    await setFinance(world, 'eah', LESS);
    await recordKpi(world, 'K01', '60');
    await payAll(world);
    expect(await returnHead(world)).toEqual(before);
    await expect(sendWords(world, 'asks', 'Late.')).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('a change that meets a signature', () => {
  it('is seen by whoever signs before it was paid: nothing is approved, the others fall', async () => {
    await signedBy(world, 1);
    const form = await approving(world);
    await setFinance(world, 'eah', LESS);
    expect(await signReturn(await world.turn('icb-chief'), form)).toMatchObject({ outcome: 'moved' });
    expect(await recordOf(world)).toMatchObject({ approvals: [], stopped: { changed: ['F2627@4'], fell: ['s151'] } });
    await payAll(world);
    expect((await returnHead(world)).newest.version).toBe(3);
  });

  it('tells of every entry since it was prepared, not of the last one alone', async () => {
    await signedBy(world, 1);
    await setFinance(world, 'eah', LESS);
    await setFinance(world, 'hnb', { hnbAllocation: '81.5m', hnbSpend: '91m' });
    await signReturn(await world.turn('icb-chief'), await approving(world));
    const { stopped } = await recordOf(world);
    expect(stopped?.changed).toEqual(['F2627@4', 'F2627@5']);
    const told = (await tellChanged(await world.turn('s151'), stopped?.changed ?? [], true)).join(' ');
    expect(told).toContain('Direct delivery: £2,300,000 estimated → £2,400,000 estimated');
    expect(told).toContain('£90,600,000 estimated → £91,000,000 estimated');
  });

  it('at the very same time leaves no signature on other content, whoever comes first', async () => {
    for (let n = 0; n < 8; n += 1) {
      await signedBy(world, 1);
      const [turn, form] = [await world.turn('icb-chief'), await approving(world)];
      const { version } = (await returnHead(world)).newest;
      await setFinance(world, 'eah', n % 2 === 0 ? LESS : TWO_BREACHES);
      const entry = await newest('finance', 'F2627');
      const pay = () => recheckReturns(world.deps, PROGRAMME, entry);
      const sign = () => signReturn(turn, form);
      await Promise.all(n % 2 === 0 ? [sign(), pay()] : [pay(), sign()]);
      await pay();
      const record = await recordOf(world);
      expect(record.approvals).toEqual([]);
      expect(record.stopped).toMatchObject({ why: 'changed', fell: expect.arrayContaining(['s151']) });
      expect((await returnHead(world)).newest.version - version).toBeLessThanOrEqual(2);
    }
    expect((await verifyProgramme(world.deps, recordTypes, PROGRAMME)).faults).toEqual([]);
  });

  it('between the last approval and the sending keeps it from being sent', async () => {
    await approvedByAll(world);
    await recordKpi(world, 'K02', '4');
    expect(await recordSent(await world.turn('office'), await sending(world))).toMatchObject({ outcome: 'moved' });
    expect((await recordOf(world)).stopped?.fell).toEqual(['s151', 'icb-chief', 'la-chief', 'chair']);
  });
});
