// The bodies that risks are escalated to and decisions are asked of. What one could get wrong: the corporate risk register is
// the council's own; what is asked of it is decided outside this programme.

import * as z from 'zod/v4';
import type { IsoDate } from '../calendar.js';
import type { Choice } from '../cards/markup.js';
import type { Programme } from './schema.js';

export const BODIES = ['RDG', 'Board', 'corporate'] as const;
/** Reform Delivery Group, Partnership Board, the council's corporate risk register. */
export const Body = z.enum(BODIES);
export type Body = z.infer<typeof Body>;

/** The body's name within a sentence. */
export function sayBody(body: Body): string {
  return { RDG: 'the Reform Delivery Group', Board: 'the Board', corporate: 'the corporate risk register' }[body];
}

/** The body's name by itself, as lists of choices have it. */
export function nameBody(body: Body): string {
  return { RDG: 'Reform Delivery Group', Board: 'Board', corporate: 'Corporate risk register' }[body];
}

/** Every body, to choose from. */
export function bodyChoices(): Choice[] {
  return BODIES.map((value) => ({ title: nameBody(value), value }));
}

/** The day a body meets next, where the programme's calendar has it: the Board's. */
export function nextMeeting(programme: Pick<Programme, 'boards'>, body: Body, today: IsoDate): IsoDate | undefined {
  if (body !== 'Board') return undefined;
  const coming = programme.boards.map((board) => board.on).filter((on) => on >= today);
  return coming.sort().at(0);
}

/** The Board's last day since something was asked of it, where there is one; today for any other body. */
export function lastMeeting(
  programme: Pick<Programme, 'boards'>,
  body: Body,
  askedOn: IsoDate,
  today: IsoDate,
): IsoDate {
  if (body !== 'Board') return today;
  const met = programme.boards.map(({ on }) => on).filter((on) => on >= askedOn && on <= today);
  return met.sort().at(-1) ?? today;
}
