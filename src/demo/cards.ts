// The demo's own card: who one can be. What one could get wrong: it shows members' names, which in a demo are role titles
// but on a card are people's words all the same.

import * as z from 'zod/v4';
import { defineCard } from '../cards/define-card.js';
import { Button, Choice, Words } from '../cards/markup.js';

export const peopleCard = defineCard(
  'demo/people',
  z.strictObject({
    heading: z.string(),
    who: Words,
    /** The people worth trying first, a press away. */
    quick: z.array(Button),
    choices: z.array(Choice),
    buttons: z.array(Button),
  }),
);
