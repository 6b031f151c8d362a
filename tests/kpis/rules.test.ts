// KPIs: which way is good, how far from what the plan expects, what may be recorded when, and what a form must say.

import { describe, expect, it } from 'vitest';
import { applyResult, type ResultFields } from '../../src/kpis/checks.js';
import { kpiRow } from '../../src/kpis/reporting.js';
import { courseOf, directionOf, quarterToRecord, recordable, sayValue } from '../../src/kpis/rules.js';
import { type Kpi, type KpiResult, plannedKpi } from '../../src/kpis/schema.js';

const kpi = (more: Partial<Kpi> = {}): Kpi => ({
  ...plannedKpi({
    title: 'Plans issued in time',
    definition: 'Of the plans issued, those issued within 20 weeks.',
    workstream: 'WS1',
    unit: 'percent',
    decimals: 1,
    better: 'up',
    baseline: { value: 54, on: '2026-06-30' },
    trajectory: [
      { quarter: '2026/27 Q2', value: 56 },
      { quarter: '2026/27 Q3', value: 60 },
    ],
    source: 'SEN2 extract',
    baselineSource: 'D',
  }),
  ...more,
});

const result = (quarter: string, value: number | null, more: Partial<KpiResult> = {}): KpiResult => ({
  quarter,
  value,
  source: 'x',
  quality: 'A',
  narrative: '',
  ...more,
});

const both = (then: number | null, now: number | null) => [result('2026/27 Q2', then), result('2026/27 Q3', now)];

describe('direction and course', () => {
  it.each([
    ['up', 56, 58, 'better', 'near'],
    ['up', 56, 50, 'worse', 'off'],
    ['up', 56, 60, 'better', 'on'],
    ['down', 56, 58, 'worse', 'on'],
    ['down', 70, 67, 'better', 'off'],
    ['down', 70, 66, 'better', 'near'],
    ['neither', 60, 67, 'changed', 'off'],
    ['neither', 60, 60, 'same', 'on'],
    ['up', null, 58, 'unknown', 'near'],
    ['up', 56, null, 'unknown', 'unknown'],
  ] as const)('where %s is good, from %s to %s is %s and %s', (better, then, now, direction, course) => {
    const state = kpi({ better, results: both(then, now) });
    expect(directionOf(state, '2026/27 Q3')).toBe(direction);
    expect(courseOf(state, '2026/27 Q3')).toBe(course);
  });

  it('is compared with the last quarter recorded, even over a gap, and with nothing where the plan expects nothing', () => {
    const state = kpi({ results: [result('2026/27 Q1', 50), result('2026/27 Q4', 61)] });
    expect(directionOf(state, '2026/27 Q4')).toBe('better');
    expect(courseOf(state, '2026/27 Q4')).toBe('unknown');
  });
});

describe('what is recorded when', () => {
  it.each([
    ['2026-11-26', '2026/27 Q2'],
    ['2026-12-01', '2026/27 Q3'],
    ['2027-01-14', '2026/27 Q3'],
    ['2027-03-01', '2026/27 Q4'],
    ['2027-04-01', '2026/27 Q4'],
  ])('on %s it is %s', (day, quarter) => expect(quarterToRecord(day)).toBe(quarter));

  it('late values can follow for three quarters more', () => {
    expect(recordable('2027-01-14')).toEqual(['2026/27 Q3', '2026/27 Q2', '2026/27 Q1', '2025/26 Q4']);
  });
});

describe('a value as typed', () => {
  const fields = (more: Partial<ResultFields>): ResultFields => ({
    value: '60',
    known: 'given',
    source: 'A count',
    quality: 'A',
    narrative: 'x',
    correctionReason: '',
    ...more,
  });
  const apply = (more: Partial<ResultFields>, state = kpi(), correcting = false) =>
    applyResult(state, '2026/27 Q3', fields(more), correcting);
  const problems = (more: Partial<ResultFields>, state = kpi()) => {
    const applied = apply(more, state);
    return 'problems' in applied ? applied.problems : {};
  };

  it.each([
    ['62.5', 62.5],
    ['62.5%', 62.5],
    ['62.50 %', 62.5],
    ['62.5 per cent', 62.5],
    ['０６２', 62],
    ['0', 0],
  ])('%s is %s', (value, read) => {
    const applied = apply({ value });
    expect('kpi' in applied && applied.kpi.results).toMatchObject([{ value: read }]);
  });

  it('takes thousands with commas or spaces where whole numbers are counted', () => {
    const plain = kpi({ unit: 'number', decimals: 0, better: 'neither', trajectory: [] });
    for (const value of ['4,120', '4 120', '4120'])
      expect(apply({ value }, plain)).toMatchObject({ kpi: { results: [{ value: 4120 }] } });
    expect(problems({ value: '4120.5' }, plain).value).toBe('Give a whole number.');
    expect(problems({ value: '12 weeks' }, plain).value).toContain('plain numbers');
    expect(problems({ value: '99999999' }, plain).value).toContain('too large');
  });

  it.each([
    [{ value: '' }, 'value', 'Give the value, or choose that nobody has it.'],
    [{ value: 'most' }, 'value', 'Give a number, such as 62.5%.'],
    [{ value: '-3' }, 'value', 'This cannot be below zero.'],
    [{ value: '101' }, 'value', 'A share cannot be more than 100%.'],
    [{ value: '62.55' }, 'value', 'Give at most one digit behind the point.'],
    [{ value: '3 days' }, 'value', 'This is counted in percent, such as 62.5%.'],
    [{ known: 'none' }, 'known', 'There is a value, so somebody has it. Clear one of the two.'],
    [{ quality: '' }, 'quality', 'Choose how far the data can be relied on.'],
    [{ source: ' ' }, 'source', 'Say where the value comes from, such as the system or return.'],
    [{ narrative: 'x'.repeat(301) }, 'narrative', /301 characters; 300 is the most/],
  ] as const)('%j is refused at %s', (typed, field, sentence) => {
    const found = problems(typed)[field];
    if (typeof sentence === 'string') expect(found).toBe(sentence);
    else expect(found).toMatch(sentence);
  });

  it('needs words where nobody has the value, it is off its course, or it got worse', () => {
    expect(problems({ value: '', known: 'none', narrative: '' }).narrative).toContain('Say why nobody has the value');
    expect(apply({ value: '', known: 'none' })).toMatchObject({ kpi: { results: [{ value: null }] } });
    expect(problems({ value: '40', narrative: '' }).narrative).toContain('off its trajectory');
    const before = kpi({ results: [result('2026/27 Q2', 62)] });
    expect(problems({ value: '61', narrative: '' }, before).narrative).toContain('worse than last time');
    expect(problems({ value: '63', narrative: '' }, before)).toEqual({});
  });

  it('replaces what was recorded for the quarter, and keeps quarters in order', () => {
    const state = kpi({ results: both(50, 51) });
    const applied = apply({ value: '59' }, state);
    expect('kpi' in applied && applied.kpi.results.map(({ quarter, value }) => `${quarter} ${value}`)).toEqual([
      '2026/27 Q2 50',
      '2026/27 Q3 59',
    ]);
  });
});

describe('a KPI in words', () => {
  it('says what is missing, what is assumed and how far it is', () => {
    expect(kpiRow(kpi(), '2026/27 Q3')).toMatchObject({
      missing: true,
      value: 'not known',
      trajectory: '60.0%',
      baseline: '54.0% on 30 June 2026 (an assumption)',
    });
    expect(kpiRow(kpi({ results: both(56, 40) }), '2026/27 Q3')).toMatchObject({ offTrajectory: true, value: '40.0%' });
    expect(sayValue({ unit: 'weeks', decimals: 0 }, 1)).toBe('1 week');
    expect(sayValue({ unit: 'number', decimals: 0 }, 4120)).toBe('4,120');
  });
});
