// The small pieces that every card's view is made of. What one could get wrong: people's words go into TextRun, inputs or
// choices only; a TextBlock or a button title renders markdown, so it holds our own words (proofs.md 1.8).

import * as z from 'zod/v4';

/** A person's own words, or anything imported. The gallery test checks that templates show them only where no markup is read. */
export const Words = z.string().meta({ words: true });

/** A button, or a line that can be pressed. */
export const Button = z.object({
  title: z.string(),
  verb: z.string(),
  data: z.record(z.string(), z.unknown()),
  /** `none`: pressing it neither checks nor sends what is typed. */
  inputs: z.enum(['auto', 'none']),
  style: z.enum(['default', 'positive', 'destructive']),
});
export type Button = z.infer<typeof Button>;

/** A button that goes somewhere; what is typed on the card stays behind. */
export function link(title: string, verb: string, data: Record<string, unknown>): Button {
  return { title, verb, data, inputs: 'none', style: 'default' };
}

/** The button that sends the form. */
export function send(title: string, verb: string, data: Record<string, unknown>): Button {
  return { title, verb, data, inputs: 'auto', style: 'positive' };
}

/** One choice of a list; titles are plain text in every client. */
export const Choice = z.object({ title: Words, value: z.string() });
export type Choice = z.infer<typeof Choice>;

/** A status or level: its word, a shape that differs without colour, and the host's colour for it. */
export const Mark = z.object({
  word: z.string(),
  shape: z.string(),
  color: z.enum(['Default', 'Accent', 'Good', 'Warning', 'Attention']),
});
export type Mark = z.infer<typeof Mark>;

/** How many lines a list card shows at a time (design.md section 6). */
export const PAGE = 10;

/** One page of a list, and where it stands. Pages count from 1; a page beyond the end is the last. */
export function page<T>(items: readonly T[], wanted: number): { items: T[]; number: number; pages: number } {
  const pages = Math.max(1, Math.ceil(items.length / PAGE));
  const number = Math.min(Math.max(1, wanted), pages);
  return { items: items.slice((number - 1) * PAGE, number * PAGE), number, pages };
}

/** A text cut to `letters`, with an ellipsis where something was left out. */
export function shorten(text: string, letters: number): string {
  const all = [...text];
  return all.length <= letters
    ? text
    : `${all
        .slice(0, letters - 1)
        .join('')
        .trimEnd()}…`;
}

/** A text with its first letter a capital. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
