// Binds a card template under cards/ to the zod schema of what it shows. Pitfall: a template is drawn exactly once; a second
// drawing would run `${...}` that a person typed.

import type * as z from 'zod/v4';
import type { CardJson } from '../deps.js';
import { compileTemplate, type Draw } from './compile-template.js';
import { shorten } from './markup.js';
import { readTemplate } from './read-template.js';

/** A card: where its template is, what it shows, and how to draw it. */
export interface Card<V> {
  /** `<feature>/<name>`, the template's path under cards/. */
  name: string;
  view: z.ZodType<V>;
  /**
   * The card for this view; its longest texts end in an ellipsis where the whole would not fit (a form sent back with far
   * more than it takes). Throws when the view does not fit the schema or the template names a missing field.
   */
  render(view: V): CardJson;
  /**
   * The card for the first of these sizes whose view fits, with nothing cut, wherever the card is shown; for the last when none does.
   * `sizes`: from the most to the least shown, each fitting where one before it does.
   */
  renderFirst<Size>(sizes: readonly Size[], view: (size: Size) => V): CardJson;
}

/** Teams' limit is about 100 KB in UTF-16; gated far below (platform.md 1.4). */
export const CARD_BYTES = 28 * 1024;

/**
 * What a card of many lines is drawn to. The rest is room for what is added on the way to each of its buttons, such as the demo's note
 * of whom a press acts as.
 */
export const FULL_CARD_BYTES = CARD_BYTES - 2 * 1024;

const defined = new Map<string, Card<never>>();

/** One card, its template read once, when it is first drawn. */
export function defineCard<S extends z.ZodType>(name: string, view: S): Card<z.infer<S>> {
  let draw: Draw | undefined;
  const expand = (shown: object) => {
    draw ??= compileTemplate(readTemplate(name));
    return draw(shown) as CardJson;
  };
  const card: Card<z.infer<S>> = {
    name,
    view: view as z.ZodType<z.infer<S>>,
    render: (shown) => {
      const whole = view.parse(shown) as object;
      let drawn = expand(whole);
      for (let letters = FIRST_CUT; bytesOf(drawn) >= CARD_BYTES && letters >= LAST_CUT; letters /= 2)
        drawn = expand(cut(whole, letters) as object);
      return drawn;
    },
    renderFirst: (sizes, drawAt) => {
      // Expanding is what a large card costs: the whole is tried first, the rest by halves.
      let found: CardJson | undefined;
      let below = 0;
      let above = sizes.length - 1;
      for (let tried = 0; below < above; tried = Math.floor((below + above) / 2)) {
        const drawn = expand(view.parse(drawAt(sizes[tried] as (typeof sizes)[number])) as object);
        if (bytesOf(drawn) <= FULL_CARD_BYTES) {
          found = drawn;
          above = tried;
        } else below = tried + 1;
      }
      return found ?? card.render(drawAt(sizes[above] as (typeof sizes)[number]));
    },
  };
  defined.set(name, card as Card<never>);
  return card;
}

/** Letters that a text is cut to at first. Below the last cut nothing is gained: then a list has too many lines. */
const FIRST_CUT = 8_192;
const LAST_CUT = 256;

function bytesOf(card: CardJson): number {
  return Buffer.byteLength(JSON.stringify(card));
}

/** Parts of a view that are no text to read: what a button carries, and the value of a choice, which stands beside its title. */
const WHOLE = new Set(['data', 'url', 'verb']);

function cut(part: unknown, letters: number): unknown {
  if (typeof part === 'string') return part.length > letters ? shorten(part, letters) : part;
  if (Array.isArray(part)) return part.map((item) => cut(item, letters));
  if (typeof part !== 'object' || part === null) return part;
  return Object.fromEntries(
    Object.entries(part).map(([key, value]) => {
      const whole = WHOLE.has(key) || (key === 'value' && 'title' in part);
      return [key, whole ? value : cut(value, letters)];
    }),
  );
}

/** Every card defined so far, by name; the gallery and the previewer walk it. */
export function definedCards(): ReadonlyMap<string, Card<never>> {
  return defined;
}
