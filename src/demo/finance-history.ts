// How a row about a financial year is done: as the form of a section that a person would have sent. What one could get wrong: a form
// sends every field of its section, so what a row leaves out is what the plan or the row before it said, remembered here.

import * as z from 'zod/v4';
import { setFigures } from '../finance/actions.js';
import { sectionValues } from '../finance/form-view.js';
import { NOTHING_ENTERED } from '../finance/schema.js';
import { SECTION_IDS, SECTIONS, type SectionFields } from '../finance/sections.js';
import type { Plan } from '../plans/plan-file.js';
import type { Told } from './risk-history.js';

/** `at` is local time of the programme; `set` holds the inputs that the person changed. */
export const FinanceRow = z.strictObject({
  at: z.string(),
  by: z.string(),
  ref: z.string(),
  section: z.enum(SECTION_IDS),
  set: z.record(z.string(), z.string()),
});
export type FinanceRow = z.infer<typeof FinanceRow>;

/** What the form of each year and section would hold when it is opened next, by `F2627 eah`. */
export type FinanceTale = Map<string, SectionFields>;

/** The tale as the plan begins it. */
export function financeTale(plan: Plan): FinanceTale {
  const years = plan.finance ?? [];
  return new Map(
    years.flatMap(({ ref, state }) =>
      SECTION_IDS.map((id): [string, SectionFields] => [`${ref} ${id}`, sectionValues(SECTIONS[id], state)]),
    ),
  );
}

/** Does one row, and remembers what it said. Throws what the action throws. */
export function doFinanceRow({ turn, sent }: Told, { ref, section, set }: FinanceRow, tale: FinanceTale) {
  const known = tale.get(`${ref} ${section}`) ?? sectionValues(SECTIONS[section], NOTHING_ENTERED);
  const fields = { ...known, ...set };
  tale.set(`${ref} ${section}`, fields);
  return setFigures(turn, SECTIONS[section], Object.assign({ ...fields }, sent));
}
