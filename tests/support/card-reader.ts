// Reads a card as a person would: its words, its buttons, what its fields hold. What one could get wrong: a button is found
// by its title anywhere on the card, a line that can be pressed by the title of its selectAction.

import type { CardJson } from '../../src/deps.js';
import { MOST_WITH_FALLBACKS } from '../../src/teams/surfaces.js';

export interface FoundButton {
  type: string;
  verb?: string;
  data: Record<string, unknown>;
  associatedInputs?: string;
}

/** Every string a person can read on the card, in order, a line each. */
export function wordsOf(card: CardJson): string {
  const words: string[] = [];
  walk(card, (element) => {
    if (element.type === 'TextBlock' || element.type === 'TextRun') words.push(String(element.text));
    if (typeof element.label === 'string') words.push(element.label);
    if (typeof element.value === 'string' && String(element.type).startsWith('Input.')) words.push(element.value);
    if (String(element.type).startsWith('Action.')) words.push(`[${element.title}]`);
  });
  return words.join('\n');
}

/** The button with this title, or the pressable line whose title begins with it and a colon. Throws, naming what there is, when there is none. */
export function buttonOf(card: CardJson, title: string): FoundButton {
  const found: FoundButton[] = [];
  const titles: string[] = [];
  walk(card, (element) => {
    if (!String(element.type).startsWith('Action.')) return;
    titles.push(String(element.title));
    if (element.title === title || String(element.title).startsWith(`${title}: `))
      found.push(element as unknown as FoundButton);
  });
  const [first] = found;
  if (!first) throw new Error(`there is no "${title}" on the card, only: ${titles.join(', ')}`);
  return first;
}

/** What the card's fields hold, by id; empty ones are absent, as Teams sends them. */
export function valuesOf(card: CardJson): Record<string, string> {
  const values: Record<string, string> = {};
  walk(card, (element) => {
    if (String(element.type).startsWith('Input.') && element.value) values[String(element.id)] = String(element.value);
  });
  return values;
}

/** The titles of the card's buttons and pressable lines, in order. */
export function titlesOf(card: CardJson): string[] {
  const titles: string[] = [];
  walk(card, (element) => {
    if (String(element.type).startsWith('Action.')) titles.push(String(element.title));
  });
  return titles;
}

/** Bytes a card may have as it is sent: what is drawn (28 KB) and, in a chat, a second form of each button. Teams takes more. */
export const MOST_BYTES = MOST_WITH_FALLBACKS;

/** Whether a card only says that the answer takes longer: on a busy machine it comes first, and the answer when it is done. */
export function isLate(card: CardJson): boolean {
  return JSON.stringify(card).includes('"Not done yet"');
}

/** The size of a card as it is sent. */
export function bytesOf(card: CardJson): number {
  return Buffer.byteLength(JSON.stringify(card));
}

/** The card in an activity the assistant sent. Throws when there is none. */
export function cardOf(activity: unknown): CardJson {
  const attachment = (activity as { attachments?: { content: CardJson }[] } | undefined)?.attachments?.[0];
  if (!attachment) throw new Error(`there is no card in ${JSON.stringify(activity)}`);
  return attachment.content;
}

/** Visits every element of a card; what actions carry in `data` is not structure. */
export function walk(part: unknown, visit: (element: Record<string, unknown>) => void): void {
  if (Array.isArray(part)) for (const item of part) walk(item, visit);
  else if (part !== null && typeof part === 'object') {
    const element = part as Record<string, unknown>;
    visit(element);
    for (const [key, value] of Object.entries(element)) if (isStructure(element, key, value)) walk(value, visit);
  }
}

/** A button's fallback is the same button once more, for clients that do not know its kind. */
function isStructure({ type }: Record<string, unknown>, key: string, value: unknown): boolean {
  if (key === 'fallback') return !String(type).startsWith('Action.');
  return key !== 'data' || Array.isArray(value);
}
