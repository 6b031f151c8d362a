// A section's form, fresh or as typed with what must be mended. What one could get wrong: a refused form is drawn from what was typed,
// never from what is saved, so that nothing a person wrote is lost.

import { randomUUID } from 'node:crypto';
import { link, send } from '../cards/markup.js';
import { sayYear, yearOfRef } from '../financial-years.js';
import type { Answer, Turn } from '../routes.js';
import type { Head } from '../storage/ledger.js';
import { formCard, type Input } from './cards.js';
import { NOT_ENTERED, type SectionProblems } from './checks.js';
import { sayMoney } from './money.js';
import { penceOf } from './rules.js';
import { type FinanceYear, NOT_PUBLISHED, NOTHING_ENTERED } from './schema.js';
import { type Field, fieldsIn, type Section, type SectionFields, statusOf } from './sections.js';

/** What a form was sent with, to be drawn again. */
export interface Typed {
  fields?: SectionFields;
  problems?: SectionProblems;
  form?: string;
  opened?: number;
  corrects?: number | undefined;
}

const ADVICE: Record<Section['id'], string> = {
  eah: 'Amounts as you would write them: £1,234,567.89, 1.2m or 600k. The test compares the full-year forecast with the grant.',
  hnb: 'Amounts as you would write them: £81.5m or £81,500,000. Transfers out of the block are below zero. What is not published stays empty.',
  reserve:
    'The opening balance is that of 1 April; a deficit is below zero. Without a planned draw the High Needs overspend is taken.',
  capital: 'Amounts as you would write them: £5.1m or £5,100,000. Places are those that this funding creates.',
  assurance:
    'Say for each whether the figures agree, or why they do not: an unexplained difference cannot be signed for.',
};

/** The form of a section; `head` is undefined while the year has no record. */
export function sectionForm(
  turn: Turn,
  ref: string,
  section: Section,
  head: Head<FinanceYear> | undefined,
  typed: Typed = {},
): Answer {
  const correcting = typed.corrects !== undefined;
  const state = head?.newest.state ?? NOTHING_ENTERED;
  const fields = typed.fields ?? sectionValues(section, state);
  const problems = typed.problems ?? {};
  const count = Object.values(problems).filter(Boolean).length;
  const data = { programmeId: turn.actor.programmeId, ref };
  const carried = {
    ...data,
    opened: typed.opened ?? head?.newest.version ?? 0,
    form: typed.form ?? randomUUID(),
    ...(correcting && { corrects: typed.corrects }),
  };
  const title = `${section.name} ${sayYear(yearOfRef(ref) ?? 0)}`;
  const heading = correcting ? `Correct ${title}` : title;
  const groups = section.groups.map((group) => ({
    heading: group.heading,
    inputs: group.fields.map((field) => drawInput(field, fields, problems)),
  }));
  const reason = { ...BLANK, kind: 'reason' as const, id: 'correctionReason', label: 'What was wrong with the entry' };
  const card = formCard.render({
    heading,
    advice: ADVICE[section.id],
    notice:
      count === 0
        ? ''
        : `${count === 1 ? 'One thing' : `${count} things`} to mend before this can be saved. What you typed is still here.`,
    groups: [
      ...groups,
      ...(correcting
        ? [
            {
              heading: '',
              inputs: [{ ...reason, value: fields.correctionReason ?? '', problem: problems.correctionReason ?? '' }],
            },
          ]
        : []),
    ],
    sureness: SURENESS_CHOICES,
    buttons: [
      send(correcting ? 'Save the correction' : 'Save', `finance.set-${section.id}`, carried),
      link('Cancel', 'finance.show', data),
    ],
  });
  return { card, summary: count === 0 ? `${heading}.` : `${heading} is not saved yet: ${count} to mend.` };
}

const SURENESS_CHOICES = [
  { title: 'Confirmed', value: 'confirmed' },
  { title: 'Indicative', value: 'indicative' },
  { title: 'Estimated', value: 'estimated' },
  { title: 'Not published', value: NOT_PUBLISHED },
  { title: 'Not entered', value: NOT_ENTERED },
];

const BLANK = { value: '', problem: '', statusId: '', statusLabel: '', statusValue: '', statusProblem: '' };

function drawInput(field: Field, fields: SectionFields, problems: SectionProblems): Input {
  const { kind, key: id, label } = field;
  const input = { ...BLANK, kind, id, label, value: fields[id] ?? '', problem: problems[id] ?? '' };
  if (kind !== 'money') return input;
  const statusId = statusOf(field.key);
  return {
    ...input,
    statusId,
    statusLabel: `${label} is`,
    statusValue: fields[statusId] ?? '',
    statusProblem: problems[statusId] ?? '',
  };
}

/** A section as its form would have it now. */
export function sectionValues(section: Section, state: FinanceYear): SectionFields {
  return Object.fromEntries(
    fieldsIn(section).flatMap((field) => {
      if (field.kind !== 'money') return [[field.key, String(state[field.key] ?? '')]];
      const pence = penceOf(state[field.key]);
      return [
        [field.key, pence === null ? '' : sayMoney(pence)],
        [statusOf(field.key), state[field.key]?.status ?? NOT_ENTERED],
      ];
    }),
  );
}
