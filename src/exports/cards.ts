// The one card of exports: what a file is, before it is fetched. What one could get wrong: the link or the question of leave is added by the
// Teams folder, which knows where the person is.

import * as z from 'zod/v4';
import { defineCard } from '../cards/define-card.js';
import { Button, Words } from '../cards/markup.js';

export const fileCard = defineCard(
  'exports/file',
  z.strictObject({
    heading: z.string(),
    name: z.string(),
    facts: z.array(z.object({ label: z.string(), value: Words })),
    buttons: z.array(Button),
  }),
);
