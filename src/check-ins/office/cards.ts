// The cards for the programme office: what was sent, who takes part, what comes. What one could get wrong: names of people and
// workstreams are their words; reasons and counts are ours, but stand beside names and are shown in the same places.

import * as z from 'zod/v4';
import { defineCard } from '../../cards/define-card.js';
import { Button, Mark, Words } from '../../cards/markup.js';

export const deliveryCard = defineCard(
  'check-ins/delivery',
  z.strictObject({
    heading: z.string(),
    subheading: Words,
    /** What pressing a button has just done. */
    notice: Words,
    columns: z.array(z.object({ label: z.string() })),
    rows: z.array(z.object({ label: z.string(), cells: z.array(z.object({ text: z.string() })) })),
    notNeeded: z.array(z.object({ text: Words })),
    counts: z.string(),
    lines: z.array(
      z.object({
        who: Words,
        what: Words,
        status: Mark,
        facts: Words,
        again: z.array(Button),
      }),
    ),
    paging: z.string(),
    buttons: z.array(Button),
  }),
);

export const participationCard = defineCard(
  'check-ins/participation',
  z.strictObject({
    heading: z.string(),
    subheading: Words,
    /** One sentence each: the whole, and how the last weeks compare with those before. */
    sentences: z.array(z.object({ text: z.string() })),
    chart: z.array(
      z.object({
        series: z.array(
          z.object({
            legend: z.string(),
            color: z.string(),
            values: z.array(z.object({ x: z.string(), y: z.number() })),
          }),
        ),
        text: z.string(),
      }),
    ),
    weeks: z.array(z.object({ cells: z.array(z.object({ text: z.string() })) })),
    legend: z.string(),
    workstreams: z.array(z.object({ name: Words, strip: z.string(), facts: z.string(), open: Button })),
    buttons: z.array(Button),
  }),
);

export const nextPromptsCard = defineCard(
  'check-ins/next-prompts',
  z.strictObject({
    heading: z.string(),
    subheading: Words,
    weeks: z.array(
      z.object({
        heading: z.string(),
        /** Why nobody is asked; '' when people are. */
        skipped: Words,
        moments: z.array(z.object({ when: z.string(), what: z.string(), moved: Words })),
        notes: z.array(z.object({ text: Words })),
      }),
    ),
    empty: z.string(),
    buttons: z.array(Button),
  }),
);
