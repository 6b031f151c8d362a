// The cards that tell owners: what others did to what is theirs, and what falls due. What one could get wrong: both come by
// themselves, so they are short, say the worst first, and ask for nothing that can wait.

import * as z from 'zod/v4';
import { defineCard } from '../cards/define-card.js';
import { Button, Mark, Words } from '../cards/markup.js';

const DueLine = z.object({ ref: z.string(), title: Words, facts: Words, status: Mark, open: Button });
export type DueLine = z.infer<typeof DueLine>;

/** One change: which record, whose it is now, what was done to it and by whom, and what that changed. */
const ChangedLine = z.object({
  ref: z.string(),
  title: Words,
  yours: z.string(),
  what: Words,
  changes: Words,
  status: Mark,
  open: Button,
});
export type ChangedLine = z.infer<typeof ChangedLine>;

export const changedCard = defineCard(
  'notices/changed',
  z.strictObject({
    heading: z.string(),
    lines: z.array(ChangedLine),
    more: z.string(),
    closing: z.string(),
    buttons: z.array(Button),
  }),
);

export const dueCard = defineCard(
  'notices/due',
  z.strictObject({
    heading: z.string(),
    counts: z.string(),
    groups: z.array(z.object({ heading: z.string(), lines: z.array(DueLine) })),
    more: z.string(),
    buttons: z.array(Button),
  }),
);
