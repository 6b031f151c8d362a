import { describe, expect, it } from 'vitest';
import { applyUpdate, calculateStatus, saySlip, slipDays } from '../../src/milestones/rules.js';
import type { Milestone, UpdateFields } from '../../src/milestones/schema.js';

const tolerances = { greenDays: 5, amberDays: 20 };
const TODAY = '2026-11-26';

const milestone: Milestone = {
  title: 'Posts recruited',
  workstream: 'WS6',
  ownerId: 'lead',
  baselineOn: '2026-12-31',
  forecastOn: '2026-12-31',
  actualOn: null,
  stated: null,
  statedReason: '',
  slipCause: null,
  slipText: '',
  slips: 0,
  commentary: '',
  evidenceUrl: '',
  external: false,
  gate: 'none',
  dateSource: 'D',
};

const fields = (more: Partial<UpdateFields> = {}): UpdateFields => ({
  stated: 'green',
  statedReason: '',
  forecastOn: '2026-12-31',
  actualOn: '',
  evidenceUrl: '',
  slipCause: '',
  slipText: '',
  commentary: 'Two offers accepted.',
  correctionReason: '',
  ...more,
});

const problems = (more: Partial<UpdateFields>, of: Partial<Milestone> = {}, correcting = false) => {
  const applied = applyUpdate({ ...milestone, ...of }, fields(more), tolerances, TODAY, correcting);
  return 'problems' in applied ? applied.problems : {};
};

const saved = (more: Partial<UpdateFields>, of: Partial<Milestone> = {}) => {
  const applied = applyUpdate({ ...milestone, ...of }, fields(more), tolerances, TODAY, false);
  if ('problems' in applied) throw new Error(JSON.stringify(applied.problems));
  return applied.milestone;
};

describe('the calculated status', () => {
  it.each([
    ['on its baseline', '2026-12-31', null, 'green'],
    ['5 working days late', '2027-01-08', null, 'green'],
    ['6 working days late', '2027-01-11', null, 'amber'],
    ['20 working days late', '2027-01-29', null, 'amber'],
    ['21 working days late', '2027-02-01', null, 'red'],
    ['early', '2026-12-01', null, 'green'],
    ['past due and not complete', '2026-11-25', null, 'red'],
    ['due today', '2026-11-26', null, 'green'],
    ['complete, however late', '2026-11-25', '2027-06-01', 'blue'],
  ])('is, %s, %s', (_, forecastOn, actualOn, status) => {
    expect(calculateStatus({ baselineOn: '2026-12-31', forecastOn, actualOn }, tolerances, TODAY)).toBe(status);
  });
});

describe('slip', () => {
  it.each([
    ['to the forecast', '2026-10-30', '2026-12-04', null, 25],
    ['to today, when the forecast has passed', '2026-10-30', '2026-11-06', null, 19],
    ['to the actual date, once complete', '2026-10-30', '2026-11-06', '2026-11-02', 1],
    ['negative, when early', '2026-12-31', '2026-12-30', null, -1],
  ])('is counted from the baseline %s', (_, baselineOn, forecastOn, actualOn, days) => {
    expect(slipDays({ baselineOn, forecastOn, actualOn }, TODAY)).toBe(days);
  });

  it('is said in words', () => {
    expect([0, 1, 12, -3].map(saySlip)).toEqual([
      'on its baseline date',
      '1 working day late',
      '12 working days late',
      '3 working days early',
    ]);
  });
});

describe('an update', () => {
  it('that says nothing new but how it goes is saved', () => {
    expect(saved({})).toMatchObject({ stated: 'green', commentary: 'Two offers accepted.', slips: 0 });
  });

  it('that moves the forecast later asks why, and counts the slip', () => {
    expect(problems({ forecastOn: '2027-01-08' })).toEqual({
      slipCause: 'The forecast moves later than 31 December 2026: choose why.',
    });
    expect(saved({ forecastOn: '2027-01-08', slipCause: 'workforce' })).toMatchObject({
      slips: 1,
      slipCause: 'workforce',
    });
    expect(problems({ forecastOn: '2027-01-08', slipCause: 'other' })).toHaveProperty('slipText');
  });

  it('that moves the forecast earlier needs no cause and is no slip', () => {
    expect(saved({ forecastOn: '2026-12-18', slipCause: 'workforce' })).toMatchObject({ slips: 0, slipCause: null });
  });

  it('whose status differs from the dates needs the reason, and says both', () => {
    const said = problems({ forecastOn: '2027-02-12', slipCause: 'workforce' }).statedReason;
    expect(said).toBe(
      'You say Green; the dates say Red, as the forecast is 30 working days late. Give the reason they differ.',
    );
    expect(problems({ forecastOn: '2026-11-20', slipCause: '' }).statedReason).toContain(
      'the forecast date has passed',
    );
    expect(saved({ stated: 'amber', statedReason: 'A partner is ill' })).toMatchObject({
      stated: 'amber',
      statedReason: 'A partner is ill',
    });
  });

  it('that says complete needs an actual date, not in the future, and evidence', () => {
    expect(problems({ stated: 'blue' })).toEqual({
      actualOn: 'Complete needs the actual date.',
      evidenceUrl: 'Complete needs a link to the evidence.',
    });
    expect(problems({ stated: 'blue', actualOn: '2026-11-27', evidenceUrl: 'https://example.org/a' })).toHaveProperty(
      'actualOn',
    );
    expect(saved({ stated: 'blue', actualOn: '2026-11-25', evidenceUrl: 'https://example.org/a' })).toMatchObject({
      actualOn: '2026-11-25',
      stated: 'blue',
    });
  });

  it('with an actual date but another status is asked which it is', () => {
    expect(problems({ actualOn: '2026-11-25' })).toHaveProperty('stated');
  });

  it.each(['javascript:alert(1)', 'http://example.org', 'example.org', 'https://', 'https://exa mple.org'])(
    'refuses the link %s',
    (evidenceUrl) => {
      expect(problems({ evidenceUrl }).evidenceUrl).toContain('https://');
    },
  );

  it.each(['2026-02-30', '30/12/2026', 'soon', ''])('refuses the forecast "%s"', (forecastOn) => {
    expect(problems({ forecastOn })).toHaveProperty('forecastOn');
  });

  it('says how long a text is and how long it may be', () => {
    expect(problems({ commentary: 'x'.repeat(20_000) }).commentary).toContain('20,000 characters; 500 is the most');
  });

  it('cannot deliver what needs legislation', () => {
    const done = { stated: 'blue', actualOn: '2026-11-25', evidenceUrl: 'https://example.org/a' };
    expect(problems(done, { gate: 'needs legislation' }).stated).toContain('needs legislation');
    expect(problems(done, { gate: 'under consultation' }).stated).toContain('under consultation');
  });

  it('that corrects another says what was wrong', () => {
    expect(problems({}, {}, true)).toHaveProperty('correctionReason');
  });
});
