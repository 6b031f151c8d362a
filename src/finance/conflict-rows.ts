// What a conflict about a section compares. Pure. What one could get wrong: what was typed may be anything, so it is shown as it is
// wherever it does not parse.

import { formatDay, isDay } from '../calendar.js';
import { readMoney, sayMoney } from './money.js';
import type { FinanceYear } from './schema.js';
import { fieldsIn, type Section, type SectionFields, statusOf } from './sections.js';
import { sayAgreement } from './telling.js';

/** Field by field: its label, the saved value and the typed one. */
export function conflictRows(section: Section, saved: FinanceYear, typed: SectionFields) {
  return fieldsIn(section).map((field) => {
    const text = typed[field.key] ?? '';
    const { label } = field;
    switch (field.kind) {
      case 'money': {
        const figure = saved[field.key];
        const read = readMoney(text, true);
        const amount = 'pence' in read ? sayMoney(read.pence) : text;
        const sure = typed[statusOf(field.key)] ?? '';
        return {
          label,
          saved:
            figure === null
              ? ''
              : [figure.pence === null ? '' : sayMoney(figure.pence), figure.status].join(' ').trim(),
          yours: `${amount} ${sure === 'not entered' ? '' : sure}`.trim(),
        };
      }
      case 'agreement':
        return {
          label,
          saved: sayAgreement(saved[field.key]),
          yours: sayAgreement(text === 'yes' || text === 'no' ? text : null),
        };
      case 'day': {
        const day = saved[field.key];
        return { label, saved: day === null ? '' : formatDay(day), yours: isDay(text) ? formatDay(text) : text };
      }
      default:
        return { label, saved: String(saved[field.key] ?? ''), yours: text };
    }
  });
}
