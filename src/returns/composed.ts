// What composing a return gives to those who freeze, sign and print it. What one could get wrong: `watched` names the exact versions
// it was made from of whatever voids signatures when it changes; registers that move on by themselves (milestones, risks) are not in it.

import type { ReturnContent } from './content.js';

/** Something that must be mended before a return can be prepared or signed. */
export interface Failing {
  /** The section it is in, `14`. */
  number: number;
  /** What it is about, in our own words: "WS6 Workforce, milestones". */
  where: string;
  /** What to do, as a sentence; may repeat a reference, never people's words. */
  sentence: string;
  /** The verb and its data (besides `programmeId`) that open the very form; undefined where nothing can be opened. */
  opens?: { verb: string; data: Record<string, string> };
  /** `prepare`: it cannot be prepared before this is mended. `S151`: it can, but the S151 officer cannot sign. */
  blocks: 'prepare' | 'S151';
}

export interface Composed {
  content: ReturnContent;
  /** `F2627@5`, `Q26273-confidence-WS2@1`, `K03@4`, sorted. */
  watched: string[];
  failing: Failing[];
}
