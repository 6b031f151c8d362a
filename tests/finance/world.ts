// A small programme with finance people, and forms as they would send them. What one could get wrong: a form sends every field of its
// section, so what a test leaves out is empty there too.

import { randomUUID } from 'node:crypto';
import { formOf, SECTIONS, type SectionFields, type SectionId, type YearForm } from '../../src/finance/sections.js';
import type { Plan } from '../../src/plans/plan-file.js';
import type { Member } from '../../src/programmes/schema.js';
import { PROGRAMME, testPlan } from '../support/world.js';
import { millions, notPublished, yearWith } from './figures.js';

const member = (id: string, name: string, more: Partial<Member>): Member => ({
  id,
  name,
  organisation: 'LA',
  roles: ['member'],
  leads: [],
  ...more,
});

/** The test plan with a finance lead and deputy, the S151 officer and another signatory; the report's figures when asked for. */
export function financePlan(figures: Plan['finance'] = undefined): Plan {
  const people = [
    member('finance', 'Finance lead', { roles: ['finance lead'], deputy: 'accountant' }),
    member('accountant', 'Accountant', {}),
    member('s151', 'S151 officer', { roles: ['signatory'], signsAs: 'S151 officer' }),
    member('icb-chief', 'ICB Chief Executive', { roles: ['signatory'], signsAs: 'ICB Chief Executive' }),
  ];
  return {
    ...testPlan,
    programme: { ...testPlan.programme, members: [...testPlan.programme.members, ...people] },
    people: [
      ...testPlan.people,
      ...people.map(({ id }, n) => ({ objectId: `33333333-3333-4333-8333-33333333333${n}`, memberId: id })),
    ],
    ...(figures && { finance: figures }),
  };
}

/** The figures that the cabinet report states, by year. */
export const reported: NonNullable<Plan['finance']> = [
  { ref: 'F2526', state: yearWith({ reserveOpening: millions(16.1) }) },
  {
    ref: 'F2627',
    state: yearWith({ eahGrant: millions(3), hnbAllocation: millions(81.5), hnbSpend: millions(90.6) }),
  },
  { ref: 'F2728', state: yearWith({ hnbAllocation: notPublished }) },
];

/** A section's form for a year, as typed; amounts are estimated unless said otherwise. */
export function formFor(id: SectionId, typed: SectionFields, more: Partial<YearForm> = {}): YearForm & SectionFields {
  const sure = Object.fromEntries(
    Object.keys(typed)
      .filter((key) => `${key}Status` in formOf(SECTIONS[id]).shape)
      .map((key) => [`${key}Status`, 'estimated']),
  );
  const sent = { programmeId: PROGRAMME, ref: 'F2627', opened: 0, form: randomUUID(), ...more };
  return formOf(SECTIONS[id]).parse({ ...sure, ...typed, ...sent }) as YearForm & SectionFields;
}

/** What the example of the specification types. */
export const TWO_BREACHES = {
  eahGrant: '£3.0m',
  eahDirect: '2.30m',
  eahAdministration: '£320,000',
  eahTransformation: '300k',
};
