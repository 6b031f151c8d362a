// A frozen document for one reader: without what they may not read. Pitfall: it was frozen under the settings and states of its day, and is judged by
// those of today; its fingerprint stays that of the whole.

import { mayRead, readsFinance } from '../records/may-read.js';
import type { Turn } from '../routes.js';
import type { Head } from '../storage/ledger.js';
import { listAll } from '../storage/store.js';
import type { Block, ReturnContent } from './content.js';

/** Whether the record of a reference may be shown; true for what is no record that is ever restricted. */
export type Shows = (ref: string) => boolean;

/** What this reader may be shown of the records that a document names. One query. */
export async function readShows({ deps, actor }: Pick<Turn, 'deps' | 'actor'>): Promise<Shows> {
  const found = await listAll<Head<never>>(deps.store, ['risk', 'issue', 'decision'], actor.programmeId);
  const hidden = found.filter(({ kind, body }) => !mayRead(actor, 'personal', kind as 'milestone', body.newest.state));
  const refs = new Set(hidden.map(({ body }) => body.newest.ref));
  return (ref) => !refs.has(ref);
}

/** The blocks without the rows and words of records that may not be shown, and how many those were. Pure. */
export function readableBlocks(blocks: readonly Block[], shows: Shows): Block[] {
  return blocks.flatMap((block): Block[] => {
    if (block.kind === 'said') return shows(/^[A-Z]{1,2}\d+/.exec(block.label)?.[0] ?? '') ? [block] : [];
    if (block.kind !== 'table') return [block];
    const rows = block.rows.filter(([ref]) => shows(String(ref ?? '')));
    const left = block.rows.length - rows.length;
    const told: Block = { kind: 'fact', text: `Left out of this copy: ${left} for those who may read it.` };
    return left === 0 ? [block] : [...(rows.length > 0 ? [{ ...block, rows }] : []), told];
  });
}

const LEFT_OUT: Block = { kind: 'fact', text: 'Left out of this copy: finance detail is for those who may read it.' };

/** A return as this reader may read it. Pure. */
export function readableReturn(actor: Turn['actor'], content: ReturnContent, shows: Shows): ReturnContent {
  return {
    ...content,
    sections: content.sections.map((section) => {
      if (!mayRead(actor, 'personal', 'section', section)) return { ...section, blocks: [LEFT_OUT] };
      const blocks = readableBlocks(section.blocks, shows);
      return {
        ...section,
        blocks: section.number === PLACES && !readsFinance(actor) ? withoutFigures(blocks) : blocks,
      };
    }),
  };
}

/** The section of specialist places: its figures are finance detail, what is written on them is not. */
const PLACES = 7;

function withoutFigures(blocks: readonly Block[]): Block[] {
  const isFigures = (block: Block) =>
    block.kind === 'table' || (block.kind === 'fact' && block.text.startsWith('Places open:'));
  return [LEFT_OUT, ...blocks.filter((block) => !isFigures(block))];
}
