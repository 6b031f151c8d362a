// What each section's form must say. What one could get wrong: an empty field is an unknown figure, and saying so is no mistake.

import { describe, expect, it } from 'vitest';
import { applySection } from '../../src/finance/checks.js';
import { PlannedYear } from '../../src/finance/planned.js';
import { type FinanceYear, NOTHING_ENTERED } from '../../src/finance/schema.js';
import { SECTIONS, type SectionFields, type SectionId } from '../../src/finance/sections.js';
import { millions, yearWith } from './figures.js';
import { formFor } from './world.js';

const about = { year: 2026, today: '2026-11-26', correcting: false };
const problems = (id: SectionId, typed: SectionFields, before: FinanceYear = NOTHING_ENTERED) => {
  const applied = applySection(before, SECTIONS[id], formFor(id, typed), about);
  return 'problems' in applied ? applied.problems : {};
};

describe('a section', () => {
  it.each([
    ['nothing at all', 'eah', {}, {}],
    [
      'an amount without saying how sure',
      'eah',
      { eahGrant: '3m', eahGrantStatus: '' },
      { eahGrantStatus: 'Choose how sure this amount is.' },
    ],
    [
      'an amount that is not published',
      'hnb',
      { hnbAllocation: '3m', hnbAllocationStatus: 'not published' },
      { hnbAllocationStatus: 'There is an amount, so choose whether it is confirmed, indicative or estimated.' },
    ],
    [
      'sureness without an amount',
      'hnb',
      { hnbAllocation: '', hnbAllocationStatus: 'confirmed' },
      { hnbAllocation: 'Give the amount, or choose “Not published” or “Not entered” below it.' },
    ],
    [
      'no day for what is spent',
      'eah',
      { eahDirectSpent: '1m' },
      { eahSpentOn: 'Say up to which day the money was spent.' },
    ],
    [
      'a day of another year',
      'eah',
      { eahSpentOn: '2026-03-31' },
      { eahSpentOn: 'Give a day of 2026/27: 1 April 2026 to 31 March 2027.' },
    ],
    ['a day to come', 'eah', { eahSpentOn: '2026-11-27' }, { eahSpentOn: expect.stringContaining('still to come') }],
    ['a day that is none', 'assurance', { ledgerOn: '2026-02-30' }, { ledgerOn: expect.stringContaining('exists') }],
    [
      'a full year below what is spent',
      'eah',
      { eahDirect: '1m', eahDirectSpent: '1.2m', eahSpentOn: '2026-10-31' },
      { eahDirect: 'The full year cannot be less than the £1,200,000 spent already.' },
    ],
    [
      'more spent than committed',
      'capital',
      { capitalCommitted: '1m', capitalSpent: '2m' },
      { capitalCommitted: 'What is spent is committed too: give at least £2,000,000.' },
    ],
    [
      'places in parts',
      'capital',
      { capitalPlacesOpen: '4.5' },
      { capitalPlacesOpen: expect.stringContaining('whole number') },
    ],
    [
      'a difference without a reason',
      'assurance',
      { outturn: 'no' },
      { outturnExplanation: 'Say why they differ; an unexplained difference cannot be signed for.' },
    ],
    ['too many words', 'hnb', { hnbNote: 'x'.repeat(301) }, { hnbNote: expect.stringContaining('300 is the most') }],
    ['a transfer out of the block', 'hnb', { hnbTransfers: '-500k' }, {}],
  ] as const)('with %s', (_, id, typed, expected) => {
    expect(problems(id, typed)).toEqual(expected);
  });

  it('leaves the other sections as they are, and an emptied figure is unknown again', () => {
    const before = yearWith({ eahGrant: millions(3), hnbSpend: millions(90.6), hnbAllocation: millions(81.5) });
    const typed = formFor('hnb', {
      hnbAllocation: '',
      hnbAllocationStatus: 'not published',
      hnbSpend: '',
      hnbSpendStatus: 'not entered',
    });
    const applied = applySection(before, SECTIONS.hnb, typed, about);
    expect(applied).toMatchObject({
      state: {
        eahGrant: before.eahGrant,
        hnbSpend: null,
        hnbAllocation: { pence: null, status: 'not published', sinceOn: '2026-11-26' },
      },
    });
  });
});

describe('a planned year', () => {
  it('is written with amounts as people write them', () => {
    const figure = { amount: '£81.5m', status: 'confirmed', sinceOn: '2026-06-09', source: 'S' };
    expect(PlannedYear.parse({ year: '2026/27', hnbAllocation: figure })).toMatchObject({
      ref: 'F2627',
      state: { hnbAllocation: { pence: 8_150_000_000, source: 'S' }, hnbSpend: null },
    });
  });

  it.each([
    ['a year that is none', { year: '2026/28' }],
    [
      'an amount that is none',
      { year: '2026/27', hnbSpend: { amount: '90,6m', status: 'estimated', sinceOn: '2026-06-09', source: 'S' } },
    ],
    [
      'no amount but certainty',
      { year: '2026/27', hnbSpend: { status: 'confirmed', sinceOn: '2026-06-09', source: 'S' } },
    ],
    ['a field nobody knows', { year: '2026/27', hnbSpnd: null }],
  ])('with %s is refused', (_, year) => {
    expect(PlannedYear.safeParse(year).success).toBe(false);
  });
});
