// A return as a quarter would make it, for tests of its documents: every kind of block, long words, nothing known, and words that are up to
// no good. What one could get wrong: it must fit the contract, which the tests parse it by.

import { ReturnContent } from '../../src/returns/content.js';

/** Words that spreadsheets, fields or links would be made of. */
export const HOSTILE = [
  '=1+1',
  '+44 20',
  '-2',
  '@SUM(A1)',
  '\t=cmd',
  '＝HYPERLINK("http://evil")',
  '\u200B=1',
  '${x}',
  '<w:p>',
  '[x](https://evil.example)',
  'a\u0000b',
];

const long = 'Six of ten posts are filled, and two speech and language therapists start in February. '.repeat(6).trim();

export const sampleContent: ReturnContent = ReturnContent.parse({
  ref: 'Q26273',
  programme: 'SEND Reform Plan 2026 to 2029',
  localArea: 'Test area',
  quarter: 'Quarter 3 of 2026/27, October to December 2026',
  dueOn: '2027-01-22',
  asOfOn: '2027-01-14',
  sections: Array.from({ length: 14 }, (_, n) => ({
    number: n + 1,
    title: `Section ${n + 1}`,
    restricted: n === 13,
    blocks: [
      { kind: 'heading', text: 'WS6 Workforce' },
      { kind: 'fact', text: 'New this quarter: R15, R16.' },
      { kind: 'said', label: 'Why', words: n === 1 ? long : (HOSTILE[n % HOSTILE.length] ?? ''), by: 'ws6-lead' },
      ...(n === 2 ? [wideTable()] : []),
      ...(n === 13 ? [moneyTable()] : []),
    ],
  })),
});

function wideTable() {
  return {
    kind: 'table' as const,
    caption: 'Milestones',
    columns: [
      { title: 'Ref', kind: 'text' as const },
      { title: 'Milestone', kind: 'words' as const },
      { title: 'Workstream', kind: 'text' as const },
      { title: 'Baseline', kind: 'day' as const },
      { title: 'Forecast', kind: 'day' as const },
      { title: 'Actual', kind: 'day' as const },
      { title: 'Status', kind: 'text' as const },
      { title: 'Slip', kind: 'text' as const },
      { title: 'Times moved', kind: 'number' as const },
    ],
    rows: Array.from({ length: 40 }, (_, n) => [
      `M${n + 1}`,
      n < HOSTILE.length ? (HOSTILE[n] ?? '') : `Milestone ${n + 1} with a title of some length`,
      'WS6',
      '2026-12-31',
      '2027-01-29',
      n % 4 === 0 ? '2027-01-11' : null,
      'Amber',
      '20 working days late',
      n % 5,
    ]),
  };
}

function moneyTable() {
  return {
    kind: 'table' as const,
    caption: 'Experts at Hand, full-year forecast',
    columns: [
      { title: 'Part', kind: 'text' as const },
      { title: 'Forecast', kind: 'money' as const },
      { title: 'Grant', kind: 'money' as const },
    ],
    rows: [
      ['Direct delivery', 230_000_000, 300_000_000],
      ['EAH administration', 32_000_001, 300_000_000],
      ['Not published', null, null],
      ['Overspend', -910_000_000, null],
    ],
  };
}
