// The sections of a pack, in the order in which a Board reads them. What one could get wrong: what a new register has to say is one more builder in a
// file of its own and one more line here; packs already frozen keep the sections they had.

import type { PackSection } from '../content.js';
import type { PackFacts } from '../facts.js';
import type { BuildSection } from './blocks.js';
import { changesBlocks } from './changes.js';
import { corporateBlocks } from './corporate.js';
import { decisionBlocks } from './decisions.js';
import { exceptionBlocks } from './exceptions.js';
import { financeBlocks } from './finance.js';
import { confidenceBlocks, kpiBlocks } from './measures.js';
import { milestoneBlocks, movedBlocks } from './milestones.js';
import { riskBlocks } from './risks.js';

const SECTIONS: readonly { title: string; restricted?: PackSection['restricted']; build: BuildSection }[] = [
  { title: 'Exceptions', build: exceptionBlocks },
  { title: 'Decisions and actions', build: decisionBlocks },
  { title: 'Changed since the last Board', build: changesBlocks },
  { title: 'Milestones', build: milestoneBlocks },
  { title: 'Risks', build: riskBlocks },
  { title: 'Corporate-risk items', restricted: 'corporateRisks', build: corporateBlocks },
  { title: 'Key performance indicators', build: kpiBlocks },
  { title: 'How sure the partners are', build: confidenceBlocks },
  { title: 'Finance', restricted: true, build: financeBlocks },
  { title: 'Appendix: dates that moved', build: movedBlocks },
];

/** Every section of a pack. Pure: the same facts give the same sections. */
export function buildSections(facts: PackFacts): PackSection[] {
  return SECTIONS.map(({ title, restricted = false, build }) => ({ title, restricted, blocks: build(facts) }));
}
