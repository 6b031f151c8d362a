// How the quarterly return is asked for, as a setting. Pure. What one could get wrong: the days of reminders are sent as one text, since a form has no list
// of numbers; they come in order, the earliest first.

import { nameOf } from '../programmes/actor.js';
import { type FieldSpec, workstreamChoices } from '../programmes/forms.js';
import { among } from '../programmes/people-choices.js';
import { hasProblems, type Problems } from '../programmes/problems.js';
import { type Programme, ReturnRound, SHARED_SECTIONS } from '../programmes/schema.js';
import type { Fields, Section } from './sections.js';

const NAMES: Record<(typeof SHARED_SECTIONS)[number], string> = {
  eah: 'Experts at Hand',
  places: 'Places and capital',
  workforce: 'Workforce',
  coproduction: 'Co-production',
  equalities: 'Equalities',
  dependencies: 'Dependencies',
  asks: 'Asks of the DfE',
};

function roundOf({ returnRound }: Programme): ReturnRound {
  return returnRound ?? ReturnRound.parse({});
}

const OFFICE = { title: 'The programme office', value: '' };

export const roundSection: Section = {
  id: 'round',
  title: 'Who writes the return',
  say: (programme) => {
    const { opensDaysBefore, remindDaysBefore, icbLead, pcfLead } = roundOf(programme);
    const writers = [
      ...(icbLead ? [`ICB: ${nameOf(programme, icbLead)}`] : []),
      ...(pcfLead ? [`PCF: ${nameOf(programme, pcfLead)}`] : []),
    ];
    return [
      `Opens ${opensDaysBefore} days before it is due, reminders ${remindDaysBefore.join(' and ')} days before`,
      ...writers,
    ].join('; ');
  },
  fields: (programme, _, actor): FieldSpec<Fields>[] => [
    {
      id: 'opensDaysBefore',
      kind: 'line',
      label: 'It opens so many days before it is due',
      letters: 3,
      missing: 'Give a whole number.',
    },
    {
      id: 'remindDaysBefore',
      kind: 'line',
      label: 'Reminders, in days before it is due',
      letters: 30,
      placeholder: '14, 7',
    },
    {
      id: 'icbLead',
      kind: 'person',
      label: 'Writes for the Integrated Care Board',
      people: among(actor, { first: OFFICE }),
    },
    {
      id: 'pcfLead',
      kind: 'person',
      label: 'Writes for the Parent Carer Forum',
      people: among(actor, { first: OFFICE }),
    },
    ...SHARED_SECTIONS.map(
      (id): FieldSpec<Fields> => ({
        id: `section-${id}`,
        kind: 'pick',
        label: `${NAMES[id]} is answered by`,
        choices: [OFFICE, ...workstreamChoices(programme)],
      }),
    ),
  ],
  values: (programme) => {
    const { opensDaysBefore, remindDaysBefore, icbLead = '', pcfLead = '', sections } = roundOf(programme);
    return {
      opensDaysBefore: String(opensDaysBefore),
      remindDaysBefore: remindDaysBefore.join(', '),
      icbLead,
      pcfLead,
      ...Object.fromEntries(SHARED_SECTIONS.map((id) => [`section-${id}`, sections[id] ?? ''])),
    };
  },
  check: (programme, fields) => {
    const problems: Problems<Fields> = {};
    const opensDaysBefore = Number((fields.opensDaysBefore ?? '').trim() || Number.NaN);
    if (!(Number.isInteger(opensDaysBefore) && opensDaysBefore >= 7 && opensDaysBefore <= 90))
      problems.opensDaysBefore = 'Give a whole number from 7 to 90.';
    const remindDaysBefore = (fields.remindDaysBefore ?? '')
      .split(/[\s,;]+/)
      .filter(Boolean)
      .map(Number)
      .sort((a, b) => b - a);
    if (
      remindDaysBefore.length > 6 ||
      remindDaysBefore.some((days) => !(Number.isInteger(days) && days >= 1 && days <= 60))
    )
      problems.remindDaysBefore = 'Give up to six whole numbers from 1 to 60, with commas.';
    else if (remindDaysBefore.some((days) => days >= opensDaysBefore))
      problems.remindDaysBefore = 'A reminder comes after it has opened: give fewer days.';
    const person = (id: 'icbLead' | 'pcfLead') => {
      const typed = fields[id] ?? '';
      if (typed !== '' && !programme.members.some((member) => member.id === typed))
        problems[id] = 'Choose somebody of this programme.';
      return typed === '' ? {} : { [id]: typed };
    };
    const people = { ...person('icbLead'), ...person('pcfLead') };
    const sections: Record<string, string> = {};
    for (const id of SHARED_SECTIONS) {
      const typed = fields[`section-${id}`] ?? '';
      if (typed !== '' && !programme.workstreams.some((workstream) => workstream.id === typed))
        problems[`section-${id}`] = 'Choose one of this programme.';
      if (typed !== '') sections[id] = typed;
    }
    if (hasProblems(problems)) return { problems };
    return {
      next: {
        ...programme,
        returnRound: ReturnRound.parse({ opensDaysBefore, remindDaysBefore, ...people, sections }),
      },
    };
  },
};
