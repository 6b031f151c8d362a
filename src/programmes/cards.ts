// The cards every feature shares: notice, Open, history, conflict, withdrawal, help, a record, a register, a plain form. What one could get wrong: `Words`
// fields hold people's words and may only stand where no markup is read.

import * as z from 'zod/v4';
import { defineCard } from '../cards/define-card.js';
import { Button, Choice, Mark, Words } from '../cards/markup.js';

/** A refusal, a fault or a plain answer, with what to do next. */
export const noticeCard = defineCard(
  'programmes/notice',
  z.strictObject({
    heading: z.string(),
    paragraphs: z.array(z.object({ text: Words })),
    /** What the person typed, given back to them. */
    quoted: Words,
    /** A fault's reference, which the operator finds in the log. */
    reference: z.string(),
    buttons: z.array(Button),
  }),
);

/** The only thing a channel sees of a form: a button that opens it for whoever presses. */
export const openCard = defineCard(
  'programmes/open',
  z.strictObject({ heading: z.string(), title: Words, buttons: z.array(Button) }),
);

/** One line of a change: "Forecast: 31 December 2026 → 15 January 2027". */
export const ChangeLine = z.object({ label: z.string(), text: Words });
export type ChangeLine = z.infer<typeof ChangeLine>;

export const historyCard = defineCard(
  'programmes/history',
  z.strictObject({
    heading: z.string(),
    title: Words,
    entries: z.array(z.object({ what: z.string(), byline: Words, changes: z.array(ChangeLine), said: Words })),
    more: z.string(),
    buttons: z.array(Button),
  }),
);

/** Two people's words for one record, side by side. */
export const conflictCard = defineCard(
  'programmes/conflict',
  z.strictObject({
    heading: z.string(),
    title: Words,
    theirs: Words,
    rows: z.array(z.object({ label: z.string(), saved: Words, yours: Words })),
    buttons: z.array(Button),
  }),
);

export const withdrawCard = defineCard(
  'programmes/withdraw',
  z.strictObject({
    heading: z.string(),
    title: Words,
    explanation: z.string(),
    values: z.object({ reason: Words }),
    problems: z.object({ reason: Words }),
    buttons: z.array(Button),
  }),
);

export const helpCard = defineCard(
  'programmes/help',
  z.strictObject({
    heading: z.string(),
    welcome: z.string(),
    who: Words,
    commands: z.array(z.object({ name: z.string(), help: z.string() })),
    privacy: z.string(),
    buttons: z.array(Button),
  }),
);

/** One record: what everyone sees after a change, and what its reference opens. */
export const recordCard = defineCard(
  'programmes/record',
  z.strictObject({
    heading: z.string(),
    text: Words,
    place: Words,
    status: Mark,
    lines: z.array(ChangeLine),
    byline: Words,
    buttons: z.array(Button),
  }),
);

/** One record of a list; the whole line opens it. */
export const RegisterLine = z.object({ ref: z.string(), title: Words, facts: Words, status: Mark, open: Button });
export type RegisterLine = z.infer<typeof RegisterLine>;

/** A page of a register. */
export const registerCard = defineCard(
  'programmes/register',
  z.strictObject({
    heading: z.string(),
    counts: z.string(),
    lines: z.array(RegisterLine),
    paging: z.string(),
    pageButtons: z.array(Button),
    filterButtons: z.array(Button),
  }),
);

export const FIELD_KINDS = ['line', 'text', 'day', 'choice', 'pick', 'search', 'many', 'several'] as const;

/** One field of a form, with its sentence beside it. */
const OneField = z.object({
  id: z.string(),
  kind: z.enum(FIELD_KINDS),
  label: z.string(),
  required: z.boolean(),
  /** What the client says when it is required and empty. */
  missing: z.string(),
  letters: z.number().int(),
  placeholder: z.string(),
  value: Words,
  problem: Words,
  choices: z.array(Choice),
  /** Of `many`, a list of which only some are shown: the name typed instead, how many there are, and what a client searches. */
  many: z.object({ named: Words, note: z.string(), dataset: z.string() }).optional(),
});

export const FormField = OneField.extend({
  /** What the fields from here on are about; '' where nothing new begins. */
  heading: z.string(),
  /** Our own words above it, or ''. */
  note: z.string(),
  /** The field that stands beside it, if any. */
  beside: z.array(OneField).max(1),
});
export type FormField = z.infer<typeof FormField>;

/** A form, field by field. */
export const formCard = defineCard(
  'programmes/form',
  z.strictObject({
    heading: z.string(),
    title: Words,
    place: Words,
    notice: z.string(),
    advice: z.string(),
    fields: z.array(FormField),
    buttons: z.array(Button),
  }),
);

/** A notice of one or more sentences; names in them are shown as they are, without markup. */
export function notice(
  heading: string,
  sentences: string[],
  more: { quoted?: string; reference?: string; buttons?: Button[] } = {},
) {
  return {
    card: noticeCard.render({
      heading,
      paragraphs: sentences.map((text) => ({ text })),
      quoted: more.quoted ?? '',
      reference: more.reference ?? '',
      buttons: more.buttons ?? [],
    }),
    summary: `${heading}. ${sentences[0] ?? ''}`.trim(),
  };
}
