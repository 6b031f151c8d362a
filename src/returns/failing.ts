// What must be mended before a return can be prepared, or before the S151 officer can sign. Pure. What one could get wrong: each names the
// very form that mends it, since a list of faults that leads nowhere is left alone.

import { openDifferences } from '../finance/rules.js';
import { NOTHING_ENTERED } from '../finance/schema.js';
import { refOf } from '../financial-years.js';
import { findInFields, kindsIn } from '../guard/fields.js';
import { sayKinds } from '../guard/kinds.js';
import type { Failing } from './composed.js';
import type { Facts } from './facts.js';
import { unmeasured } from './measured.js';
import { whoSits } from './seats.js';
import type { ReturnSection } from './sections.js';
import { answersOf, missingIn, type Sent } from './sent.js';

/** Every failed check, in the order of the return. */
export function failingOf(facts: Facts, sections: readonly ReturnSection[], sent: Sent): Failing[] {
  return [
    ...sections.flatMap((section) => sectionFails(facts, section, sent)),
    ...statutoryFails(facts),
    ...assuranceFails(facts),
  ].sort((a, b) => a.number - b.number);
}

function sectionFails(facts: Facts, section: ReturnSection, sent: Sent): Failing[] {
  const { number, id, title, seat, register } = section;
  const { ref } = facts.round;
  const opens = { verb: 'returns.open-section', data: { ref, section: id } };
  const fail = (sentence: string): Failing => ({ number, where: title, sentence, opens, blocks: 'prepare' });
  if (register === 'kpis')
    return unmeasured(facts, seat).map(({ newest }) => ({
      ...fail(`${newest.ref} has no value for the quarter.`),
      opens: { verb: 'kpis.show', data: { ref: newest.ref } },
    }));
  if (!sent.has(id)) return [fail(`Still to be sent (${whoSits(facts.programme, seat)}).`)];
  const answers = answersOf(section, sent);
  const identifying = kindsIn(findInFields(answers));
  return [
    ...missingIn(section, sent).map(({ question, sentence }) => fail(`${question.label}: ${sentence}`)),
    ...(identifying.length === 0 ? [] : [fail(`It seems to hold ${sayKinds(identifying)}. Take it out.`)]),
    ...(id === 'finance' && answers.current === 'no'
      ? [fail('The finance lead says the figures are not complete.')]
      : []),
  ];
}

/** Work that current law does not allow cannot be told as delivered (cabinet report 1.2, 5.2). */
function statutoryFails({ milestones }: Facts): Failing[] {
  return milestones
    .filter(({ newest: { state } }) => state.gate !== 'none' && (state.actualOn !== null || state.stated === 'blue'))
    .map(({ newest: { ref, state } }) => ({
      number: 3,
      where: `Milestone ${ref}`,
      sentence: `It ${state.gate === 'needs legislation' ? 'needs legislation' : 'is under consultation'}, so it cannot be told as complete.`,
      opens: { verb: 'milestones.show', data: { ref } },
      blocks: 'prepare' as const,
    }));
}

function assuranceFails({ finance, round }: Facts): Failing[] {
  const ref = refOf(round.quarter.year);
  const state = finance.find(({ newest }) => newest.ref === ref)?.newest.state ?? NOTHING_ENTERED;
  return openDifferences(state).map((sentence) => ({
    number: 14,
    where: 'Finance, assurance',
    sentence: `${sentence}.`,
    opens: { verb: 'finance.open-assurance', data: { ref } },
    blocks: 'S151' as const,
  }));
}
