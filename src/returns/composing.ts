// A return made whole from the registers and what people sent: what is frozen, signed and printed. What one could get wrong: it reads
// and never writes; composing twice on the same records and day gives the same content and so the same fingerprint.

import type { Deps } from '../deps.js';
import { sayQuarterWhole } from '../financial-years.js';
import type { Programme } from '../programmes/schema.js';
import { confidenceBlocks, milestoneBlocks } from './blocks/delivery.js';
import { financeBlocks } from './blocks/finance.js';
import { changeBlocks, dependencyBlocks, kpiBlocks, placesBlocks, riskBlocks } from './blocks/registers.js';
import { saidBlocks } from './blocks/said.js';
import type { Composed } from './composed.js';
import type { Block, SectionContent } from './content.js';
import { type Facts, readFacts, readFormerConfidence, readSent } from './facts.js';
import { failingOf } from './failing.js';
import type { Round } from './rounds.js';
import { sectionRef } from './schema.js';
import { type ReturnSection, sectionsOf } from './sections.js';
import type { Sent } from './sent.js';

/** Composes a return as it stands. One query, and a point read for each section. */
export async function composeReturn(
  deps: Deps,
  programmeId: string,
  programme: Programme,
  round: Round,
): Promise<Composed> {
  const facts = await readFacts(deps, programmeId, programme, round);
  const sections = sectionsOf(facts);
  const [heads, formerConfidence] = await Promise.all([
    readSent(deps, programmeId, round.ref, sections),
    readFormerConfidence(deps, programmeId, facts),
  ]);
  const sent: Sent = new Map([...heads].map(([id, head]) => [id, head.body.newest]));
  const watched = [
    ...[...heads].map(([id, head]) => `${sectionRef(round.ref, id)}@${head.body.newest.version}`),
    ...[...facts.finance, ...facts.kpis].map(({ newest }) => `${newest.ref}@${newest.version}`),
  ];
  return {
    content: contentOf(facts, sections, sent, formerConfidence),
    watched: watched.sort(),
    failing: failingOf(facts, sections, sent),
  };
}

/** The content from what was read. Pure. */
export function contentOf(
  facts: Facts,
  sections: readonly ReturnSection[],
  sent: Sent,
  formerConfidence: ReadonlyMap<string, string>,
): Composed['content'] {
  const { programme, round } = facts;
  return {
    ref: round.ref,
    programme: programme.name,
    localArea: programme.localArea,
    quarter: sayQuarterWhole(round.quarter),
    dueOn: round.dueOn,
    asOfOn: facts.today,
    sections: TITLES.map((title, n): SectionContent => {
      const number = n + 1;
      const own = sections.filter((one) => one.number === number);
      return {
        number,
        title,
        restricted: own.some((one) => one.restricted),
        blocks:
          number === 2 ? confidenceBlocks(facts, own, sent, formerConfidence) : blocksOf(facts, number, own, sent),
      };
    }),
  };
}

/** The sections of the return before the signatures (domain.md section 4). */
const TITLES = [
  'Header',
  'Delivery confidence',
  'Milestones',
  'Change requests',
  'Key performance indicators',
  'Experts at Hand: stage and reach',
  'Specialist places and capital',
  'Risks',
  'Workforce',
  'Statements of the ICB and the Parent Carer Forum',
  'Equalities',
  'External dependencies and assumptions',
  'Asks',
  'Finance',
];

function blocksOf(facts: Facts, number: number, own: readonly ReturnSection[], sent: Sent): Block[] {
  const said = () => own.flatMap((section) => saidBlocks(section, sent, own.length > 1));
  switch (number) {
    case 3:
      return milestoneBlocks(facts, own, sent);
    case 4:
      return [...changeBlocks(facts), ...said()];
    case 5:
      return kpiBlocks(facts);
    case 7:
      return [...placesBlocks(facts), ...said()];
    case 8:
      return [...riskBlocks(facts, own, sent), ...said()];
    case 12:
      return [...dependencyBlocks(facts), ...said()];
    case 14:
      return [...financeBlocks(facts), ...said()];
    default:
      return said();
  }
}
