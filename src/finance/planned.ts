// A financial year as a plan file sets it out, its amounts written as people write them. What one could get wrong: a figure the file
// leaves out is unknown; one that nobody has published is written with no amount and that status.

import * as z from 'zod/v4';
import { readYear, refOf } from '../financial-years.js';
import { Day } from '../programmes/schema.js';
import { readMoney } from './money.js';
import { Figure, FinanceYear, NOTHING_ENTERED } from './schema.js';
import { fieldsIn, SECTION_IDS, SECTIONS } from './sections.js';

/** `{ "amount": "£81.5m", "status": "confirmed", "sinceOn": "2026-06-09", "source": "S" }`. */
const PlannedFigure = z
  .strictObject({
    amount: z.string().optional(),
    status: Figure.shape.status,
    sinceOn: Day,
    source: z.enum(['S', 'D']),
  })
  .transform(({ amount, ...figure }, context): Figure => {
    const read = amount === undefined ? { pence: null } : readMoney(amount, true);
    if ('problem' in read) context.addIssue({ code: 'custom', message: read.problem });
    return { pence: 'pence' in read ? read.pence : null, ...figure };
  })
  .pipe(Figure);

const moneyKeys = SECTION_IDS.flatMap((id) => fieldsIn(SECTIONS[id])).flatMap((field) =>
  field.kind === 'money' ? [field.key] : [],
);
const figures = Object.fromEntries(moneyKeys.map((key) => [key, PlannedFigure.optional()]));
const others = FinanceYear.omit(
  Object.fromEntries(moneyKeys.map((key) => [key, true])) as Record<string, true>,
).partial();

/** One year of the plan file: its record's reference, and what is known of it. */
export const PlannedYear = z
  .strictObject({
    year: z.string().refine((text) => readYear(text) !== undefined, 'Give a financial year, such as 2026/27.'),
    ...figures,
    ...others.shape,
  })
  .transform(({ year, ...known }) => ({
    ref: refOf(readYear(year) ?? 0),
    state: FinanceYear.parse({ ...NOTHING_ENTERED, ...known }),
  }));
export type PlannedYear = z.infer<typeof PlannedYear>;
