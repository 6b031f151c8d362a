// The card of a file that was sent: what it would change, or what is to be fixed in it, and what of it was not read.
// Pitfall: nearly everything on it came out of a file, so it stands only where no markup is read.

import * as z from 'zod/v4';
import { defineCard } from '../cards/define-card.js';
import { Button, Choice, Words } from '../cards/markup.js';

export const previewCard = defineCard(
  'plans/preview',
  z.strictObject({
    heading: z.string(),
    place: Words,
    paragraphs: z.array(z.object({ text: Words })),
    lines: z.array(z.object({ label: Words, text: Words })),
    more: z.string(),
    /** Who somebody may be who founds a programme; empty otherwise. */
    people: z.array(Choice),
    chosen: z.string(),
    problem: z.string(),
    buttons: z.array(Button),
  }),
);
