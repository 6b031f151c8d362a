// The bodies that risks are escalated to and decisions are asked of. What one could get wrong: the corporate risk register is
// the council's own; what is asked of it is decided outside this programme.

import * as z from 'zod/v4';

export const BODIES = ['RDG', 'Board', 'corporate'] as const;
/** Reform Delivery Group, Partnership Board, the council's corporate risk register. */
export const Body = z.enum(BODIES);
export type Body = z.infer<typeof Body>;

/** The body's name within a sentence. */
export function sayBody(body: Body): string {
  return { RDG: 'the Reform Delivery Group', Board: 'the Board', corporate: 'the corporate risk register' }[body];
}
