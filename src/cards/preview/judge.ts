// Microsoft's own renderer as a judge of card JSON, without a browser. What one could get wrong: it does not know the
// elements that only Teams draws, and calls them unknown; those must carry a fallback that it does know.

import { createRequire } from 'node:module';
import type { CardJson } from '../../deps.js';

/** What the judge found. `unknown`: element types it cannot draw, each once. `faults`: everything else, in its words. */
export interface Verdict {
  unknown: string[];
  faults: string[];
}

/** Parses and validates a card as the renderer of Adaptive Cards 1.5 would. Needs the `adaptivecards` dev dependency. */
export function judge(card: CardJson): Verdict {
  const { AdaptiveCard, SerializationContext } = renderer();
  const context = new SerializationContext();
  const parsed = new AdaptiveCard();
  // Its own test of `lang` remembers where the last card's ended and refuses every second good one.
  const { lang = 'en', ...rest } = card;
  parsed.parse(rest, context);
  const messages = [
    ...(/^[a-z]{2,3}$/i.test(String(lang)) ? [] : [`"lang" is a language of two or three letters, not "${lang}".`]),
    ...Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message),
    ...parsed.validateProperties().validationEvents.map((event) => event.message),
  ];
  const unknown = new Set<string>();
  const faults: string[] = [];
  for (const message of messages) {
    const type = /^Unknown element type "(?<type>[^"]+)"/.exec(message)?.groups?.type;
    if (type === undefined) faults.push(message);
    else unknown.add(type);
  }
  return { unknown: [...unknown].sort(), faults };
}

interface Renderer {
  SerializationContext: new () => { eventCount: number; getEventAt(index: number): { message: string } };
  AdaptiveCard: new () => {
    parse(card: CardJson, context: unknown): void;
    validateProperties(): { validationEvents: { message: string }[] };
  };
}

function renderer(): Renderer {
  // Its ES module build cannot be imported by Node; the bundle can be required.
  return createRequire(import.meta.url)('adaptivecards/dist/adaptivecards.js') as Renderer;
}
