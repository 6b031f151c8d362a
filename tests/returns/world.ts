// A small programme with everyone whom a return needs, and answers as they would be typed. What one could get wrong: a form is filled by its
// own questions, so a test that adds a question must say how it is answered here.

import type { Plan } from '../../src/plans/plan-file.js';
import type { Member } from '../../src/programmes/schema.js';
import { financePlan, reported } from '../finance/world.js';

const member = (id: string, name: string, more: Partial<Member>): Member => ({
  id,
  name,
  organisation: 'LA',
  roles: ['member'],
  leads: [],
  ...more,
});

/** The finance test plan with the LA Chief Executive, ICB and PCF leads, two KPIs, and Boards on both sides of the return. */
export function returnPlan(): Plan {
  const plan = financePlan(reported);
  const people = [
    member('la-chief', 'LA Chief Executive', { roles: ['signatory'], signsAs: 'LA Chief Executive' }),
    member('icb-lead', 'ICB lead', { organisation: 'ICB' }),
    member('pcf-lead', 'PCF lead', { organisation: 'PCF' }),
  ];
  const quarters = ['2026/27 Q2', '2026/27 Q3', '2026/27 Q4'];
  return {
    ...plan,
    programme: {
      ...plan.programme,
      members: [...plan.programme.members, ...people],
      boards: [...plan.programme.boards, { on: '2027-01-28' }],
      returns: [{ dueOn: '2026-10-16' }, { dueOn: '2027-01-22' }],
      returnRound: {
        opensDaysBefore: 28,
        remindDaysBefore: [14, 7],
        icbLead: 'icb-lead',
        pcfLead: 'pcf-lead',
        sections: { eah: 'WS2', places: 'WS1', workforce: 'WS2', equalities: 'WS1' },
      },
    },
    people: [
      ...plan.people,
      ...people.map(({ id }, n) => ({ objectId: `44444444-4444-4444-8444-44444444444${n}`, memberId: id })),
    ],
    kpis: [
      {
        ref: 'K01',
        title: 'Plans issued in time',
        definition: 'Of the plans issued in the quarter, those issued within 20 weeks.',
        workstream: 'WS1',
        unit: 'percent',
        decimals: 1,
        better: 'up',
        baseline: { value: 54, on: '2026-06-30' },
        trajectory: quarters.map((quarter, n) => ({ quarter, value: 56 + 2 * n })),
        source: 'SEN2 extract',
        baselineSource: 'D',
      },
      {
        ref: 'K02',
        title: 'Posts without anyone in them',
        definition: 'Funded posts that are vacant on the last day of the quarter.',
        workstream: 'WS2',
        unit: 'number',
        decimals: 0,
        better: 'down',
        baseline: null,
        trajectory: quarters.map((quarter, n) => ({ quarter, value: 8 - 2 * n })),
        source: 'Establishment list',
        baselineSource: 'D',
      },
    ],
  };
}

/** What people answer, by the kind of question and its label. */
export function answerFor(question: { id: string; label: string; choices?: string[] }): string {
  const { label, choices } = question;
  if (choices) {
    const wanted = ['amber', 'first settings', 'yes'].find((value) => choices.includes(value));
    return wanted ?? choices[0] ?? '';
  }
  if (label.includes('reviewed on')) return '2026-11-20';
  return `Words on “${label.slice(0, 40)}”.`;
}
