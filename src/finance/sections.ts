// The five sections of a financial year, field by field, as forms ask for them and histories tell them. What one could get wrong:
// an amount has two inputs, itself and how sure it is, the second under its name with `Status` behind.

import * as z from 'zod/v4';
import { RecordForm } from '../programmes/schema.js';
import type { Figure, FinanceYear } from './schema.js';

type KeysOf<T> = { [Key in keyof FinanceYear]-?: FinanceYear[Key] extends T ? Key : never }[keyof FinanceYear];
export type MoneyKey = KeysOf<Figure | null>;
type CountKey = KeysOf<number | null>;
type AgreementKey = 's251' | 'outturn' | 'dsgNote';
type DayKey = 'eahSpentOn' | 'ledgerOn';
type WordsKey = Exclude<KeysOf<string>, AgreementKey | DayKey>;

/** One field of a section; `label` names it wherever it is shown. */
export type Field = { label: string } & (
  | { kind: 'money'; key: MoneyKey /** Whether it may be below zero. */; signed?: true }
  | { kind: 'count'; key: CountKey }
  | { kind: 'day'; key: DayKey }
  | { kind: 'agreement'; key: AgreementKey }
  | { kind: 'words'; key: WordsKey }
);

export const SECTION_IDS = ['eah', 'hnb', 'reserve', 'capital', 'assurance'] as const;
export type SectionId = (typeof SECTION_IDS)[number];

export interface Section {
  id: SectionId;
  name: string;
  groups: readonly { heading: string; fields: readonly Field[] }[];
}

const money = (key: MoneyKey, label: string): Field => ({ kind: 'money', key, label });
const signed = (key: MoneyKey, label: string): Field => ({ kind: 'money', key, label, signed: true });
const note = (key: WordsKey): Field => ({ kind: 'words', key, label: 'What moved, and where the figures come from' });
const agreement = (key: AgreementKey, explanation: WordsKey, label: string): Field[] => [
  { kind: 'agreement', key, label: `Agrees with ${label}` },
  { kind: 'words', key: explanation, label: `Why ${label} differs` },
];

export const SECTIONS: Record<SectionId, Section> = {
  eah: {
    id: 'eah',
    name: 'Experts at Hand',
    groups: [
      { heading: 'Grant for the year', fields: [money('eahGrant', 'Grant')] },
      {
        heading: 'Forecast for the full year',
        fields: [
          money('eahDirect', 'Direct delivery'),
          money('eahAdministration', 'EAH administration'),
          money('eahTransformation', 'LA transformation'),
        ],
      },
      {
        heading: 'Spent so far',
        fields: [
          { kind: 'day', key: 'eahSpentOn', label: 'Spent up to' },
          money('eahDirectSpent', 'Direct delivery so far'),
          money('eahAdministrationSpent', 'EAH administration so far'),
          money('eahTransformationSpent', 'LA transformation so far'),
        ],
      },
      { heading: '', fields: [note('eahNote')] },
    ],
  },
  hnb: {
    id: 'hnb',
    name: 'High Needs Block',
    groups: [
      {
        heading: '',
        fields: [
          money('hnbAllocation', 'Allocation'),
          signed('hnbTransfers', 'Transfers in'),
          money('hnbSpend', 'Forecast spend'),
          note('hnbNote'),
        ],
      },
    ],
  },
  reserve: {
    id: 'reserve',
    name: 'DSG reserve',
    groups: [
      {
        heading: '',
        fields: [
          signed('reserveOpening', 'Opening balance'),
          signed('reserveDraw', 'Planned draw'),
          note('reserveNote'),
        ],
      },
    ],
  },
  capital: {
    id: 'capital',
    name: 'High needs capital',
    groups: [
      {
        heading: '',
        fields: [
          money('capitalAllocation', 'Capital allocation'),
          money('capitalCommitted', 'Committed'),
          money('capitalSpent', 'Spent'),
          { kind: 'count', key: 'capitalPlacesPlanned', label: 'Places planned' },
          { kind: 'count', key: 'capitalPlacesOpen', label: 'Places open' },
          note('capitalNote'),
        ],
      },
    ],
  },
  assurance: {
    id: 'assurance',
    name: 'Assurance',
    groups: [
      {
        heading: '',
        fields: [
          { kind: 'day', key: 'ledgerOn', label: 'Figures are from the ledger of' },
          ...agreement('s251', 's251Explanation', 'the Section 251 return'),
          ...agreement('outturn', 'outturnExplanation', 'the outturn'),
          ...agreement('dsgNote', 'dsgNoteExplanation', 'the DSG note'),
          { kind: 'words', key: 'assuranceNote', label: 'Anything else to say' },
        ],
      },
    ],
  },
};

/** Every field of a section, in order. */
export function fieldsIn(section: Section): Field[] {
  return section.groups.flatMap((group) => group.fields);
}

/** The input that says how sure an amount is. */
export function statusOf(key: MoneyKey): string {
  return `${key}Status`;
}

/** What a form about a section carries, as typed: every field a string, checked in checks.ts. */
export type SectionFields = Record<string, string>;

/** The form of a section. `opened` is 0 while the year has no record. */
export function formOf(section: Section) {
  const ids = fieldsIn(section).flatMap((field) =>
    field.kind === 'money' ? [field.key, statusOf(field.key)] : [field.key],
  );
  const inputs = Object.fromEntries([...ids, 'correctionReason'].map((id) => [id, z.string().default('')]));
  return YearForm.extend(inputs) as unknown as z.ZodObject<typeof YearForm.shape>;
}

/** What every form about a year carries besides its fields. */
export const YearForm = RecordForm.extend({
  opened: z.number().int().min(0),
  /** Set when the form corrects the person's own entry of this version. */
  corrects: z.number().int().min(1).optional(),
});
export type YearForm = z.infer<typeof YearForm>;

/** The fields of a section as a form carried them. */
export function typedFields(section: Section, form: object): SectionFields {
  const { programmeId: _p, ref: _r, opened: _o, form: _f, corrects: _c, ...typed } = formOf(section).parse(form);
  return typed as SectionFields;
}
