// Sections are saved once, by whom they are for, on top of what was there. What one could get wrong: the first figure of a year makes
// its record, and two people may enter it at once.

import { beforeEach, describe, expect, it } from 'vitest';
import { setFigures } from '../../src/finance/actions.js';
import { financeYears } from '../../src/finance/schema.js';
import { SECTIONS, type SectionFields, type SectionId, type YearForm } from '../../src/finance/sections.js';
import { loadPlan } from '../../src/plans/plan-file.js';
import { withdrawEntry } from '../../src/programmes/withdraw.js';
import { listHistory, requireHead } from '../../src/storage/ledger.js';
import { createWorld, PROGRAMME, type World } from '../support/world.js';
import { financePlan, formFor, reported, TWO_BREACHES } from './world.js';

let world: World;
beforeEach(async () => {
  world = await createWorld({ plan: financePlan() });
});

const set = async (id: SectionId, form: YearForm | (YearForm & SectionFields), by = 'finance') =>
  setFigures(await world.turn(by), SECTIONS[id], form as YearForm & SectionFields);
const head = async (ref = 'F2627') => (await requireHead(world.deps, financeYears, PROGRAMME, ref)).body;

describe('who may set figures', () => {
  it.each(['finance', 'accountant', 'office'])('%s may', async (by) => {
    expect(await set('eah', formFor('eah', TWO_BREACHES), by)).toMatchObject({ outcome: 'saved' });
  });

  it.each(['chair', 's151', 'icb-chief', 'lead2', 'member', 'observer'])(
    '%s may not, and is told whom to ask',
    async (by) => {
      await expect(set('eah', formFor('eah', TWO_BREACHES), by)).rejects.toMatchObject({
        code: 'FORBIDDEN',
        advice: 'The figures of Experts at Hand are set by the finance lead or the programme office. Ask one of them.',
      });
    },
  );

  it('the S151 officer sets assurance, the other signatories do not', async () => {
    const form = formFor('assurance', { ledgerOn: '2026-10-31', s251: 'yes' });
    await expect(set('assurance', form, 'icb-chief')).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await set('assurance', form, 's151')).toMatchObject({ outcome: 'saved' });
  });
});

describe('the first figures of a year', () => {
  it('make its record once, however often the form is sent', async () => {
    const form = formFor('eah', TWO_BREACHES);
    const results = await Promise.all([set('eah', form), set('eah', form), set('eah', form)]);
    expect(results.map((result) => result.outcome).sort()).toEqual(['already', 'already', 'saved']);
    expect((await head()).newest).toMatchObject({
      version: 1,
      by: 'finance',
      did: 'finance.set-eah',
      state: {
        eahDirect: { pence: 230_000_000, status: 'estimated', sinceOn: '2026-11-26', source: null },
        hnbAllocation: null,
      },
    });
    expect((await head()).newest.owes).toEqual([{ effect: 'returns.recheck' }]);
  });

  it('entered by two people at once are saved once, and the other gets both values', async () => {
    const results = await Promise.all([
      set('eah', formFor('eah', TWO_BREACHES), 'finance'),
      set('hnb', formFor('hnb', { hnbAllocation: '81.5m' }), 'office'),
    ]);
    expect(results.map((result) => result.outcome).sort()).toEqual(['conflict', 'saved']);
  });

  it('of a year that is none, or at a version that never was, are refused', async () => {
    await expect(set('eah', formFor('eah', TWO_BREACHES, { ref: 'F2628' }))).rejects.toMatchObject({ code: 'UNKNOWN' });
    await expect(set('eah', formFor('eah', TWO_BREACHES, { opened: 3 }))).rejects.toMatchObject({ code: 'MALFORMED' });
  });
});

describe('a change of figures', () => {
  beforeEach(async () => {
    await loadPlan(world.deps, financePlan(reported));
  });

  it('keeps since when a figure holds that it leaves alone, and begins anew what it changes', async () => {
    await set('hnb', formFor('hnb', { hnbAllocation: '81.5m', hnbSpend: '£91m' }, { opened: 1 }));
    expect((await head()).newest).toMatchObject({
      version: 2,
      state: { hnbAllocation: { sinceOn: '2026-06-09' }, hnbSpend: { pence: 9_100_000_000, sinceOn: '2026-11-26' } },
      was: { hnbSpend: { pence: 9_060_000_000 } },
    });
  });

  it('that is refused stores nothing and says why, field by field', async () => {
    const typed = { hnbAllocation: '81,5m', hnbSpend: '-3', hnbTransfers: '-3m', hnbTransfersStatus: '' };
    const result = await set('hnb', formFor('hnb', typed, { opened: 1 }));
    expect(result).toMatchObject({
      outcome: 'refused',
      problems: {
        hnbAllocation: expect.stringContaining('such as £1,234,567.89'),
        hnbSpend: 'This cannot be below zero.',
        hnbTransfersStatus: 'Choose how sure this amount is.',
      },
    });
    expect((await head()).newest.version).toBe(1);
  });

  it('opened before somebody else saved is a conflict', async () => {
    await set('hnb', formFor('hnb', { hnbSpend: '91m' }, { opened: 1 }), 'office');
    const late = await set('hnb', formFor('hnb', { hnbSpend: '92m' }, { opened: 1 }));
    expect(late).toMatchObject({ outcome: 'conflict', theirs: { by: 'office' } });
  });

  it('can be corrected by its author with a reason, from the state before it', async () => {
    await set('hnb', formFor('hnb', { hnbSpend: '19m' }, { opened: 1 }));
    const wrong = formFor('hnb', { hnbSpend: '91m' }, { opened: 2, corrects: 2 });
    expect(await set('hnb', wrong)).toMatchObject({ outcome: 'refused', problems: { correctionReason: /wrong/ } });
    const right = { ...wrong, correctionReason: 'Digits swapped.' } as YearForm;
    await expect(set('hnb', right, 'office')).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(await set('hnb', right)).toMatchObject({ outcome: 'saved' });
    expect((await head()).newest).toMatchObject({ did: 'finance.correct-hnb', corrects: 2, reason: 'Digits swapped.' });
  });

  it('can be withdrawn by its author, and owes the channel nothing then either', async () => {
    await set('hnb', formFor('hnb', { hnbSpend: '19m' }, { opened: 1 }));
    const form = { programmeId: PROGRAMME, ref: 'F2627', opened: 2, form: crypto.randomUUID(), reason: 'Wrong year.' };
    await withdrawEntry(await world.turn('finance'), financeYears, () => [], form, {
      did: 'finance.withdraw-entry',
      owes: [],
    });
    const { newest } = await head();
    expect(newest.owes).toEqual([]);
    expect(newest).toMatchObject({
      did: 'finance.withdraw-entry',
      state: { hnbSpend: { pence: 9_060_000_000 } },
    });
    const versions: number[] = [];
    for await (const entry of listHistory(world.deps, PROGRAMME, await head())) versions.push(entry.version);
    expect(versions).toEqual([3, 2, 1]);
  });

  it('of the plan is loaded once and leaves alone what people have made since', async () => {
    await set('hnb', formFor('hnb', { hnbSpend: '91m' }, { opened: 1 }));
    expect(await loadPlan(world.deps, financePlan(reported))).toMatchObject({ created: 0 });
    expect((await head()).newest.version).toBe(2);
  });
});
