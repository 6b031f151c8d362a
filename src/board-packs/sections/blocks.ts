// The small pieces that every section of a pack is made of. Pure. What one could get wrong: an empty list says in words that there is nothing,
// so that no reader has to guess whether something was left out.

import type { Block, Column } from '../../returns/content.js';
import type { PackFacts } from '../facts.js';

/** Makes the blocks of one section from the facts. Pure. */
export type BuildSection = (facts: PackFacts) => Block[];

export const text = (title: string): Column => ({ title, kind: 'text' });
export const words = (title: string): Column => ({ title, kind: 'words' });
export const day = (title: string): Column => ({ title, kind: 'day' });

export const heading = (said: string): Block => ({ kind: 'heading', text: said });
export const fact = (said: string): Block => ({ kind: 'fact', text: said });

/** A heading with a table beneath it, or with the sentence that there is nothing. */
export function list(title: string, columns: Column[], rows: (string | number | null)[][], nothing: string): Block[] {
  return [heading(title), rows.length === 0 ? fact(nothing) : { kind: 'table', caption: '', columns, rows }];
}
