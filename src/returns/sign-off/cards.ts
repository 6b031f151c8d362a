// The cards of the signatures: what is to be approved, and who has. What one could get wrong: a person's comment and what others wrote are
// people's words; steps, states and the digest's own sentences are ours but may repeat such words, so all of them stand as plain text.

import * as z from 'zod/v4';
import { defineCard } from '../../cards/define-card.js';
import { Button, Mark, Words } from '../../cards/markup.js';
import { QuestionView } from '../cards.js';

export const signCard = defineCard(
  'returns/sign',
  z.strictObject({
    heading: z.string(),
    place: z.string(),
    /** Fingerprint and day, in words. */
    frozen: z.string(),
    notice: z.string(),
    lines: z.array(z.object({ status: Mark, text: Words })),
    questions: z.array(QuestionView),
    buttons: z.array(Button),
    more: z.array(Button),
  }),
);

export const stepsCard = defineCard(
  'returns/steps',
  z.strictObject({
    heading: z.string(),
    place: z.string(),
    sentence: z.string(),
    frozen: z.string(),
    steps: z.array(z.object({ status: Mark, step: z.string(), who: Words, at: z.string(), comment: Words })),
    changed: z.array(z.object({ text: Words })),
    said: z.array(z.object({ label: z.string(), text: Words })),
    buttons: z.array(Button),
  }),
);
