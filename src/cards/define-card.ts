// Binds a card template under cards/ to the zod schema of what it shows. What one could get wrong: a template is expanded
// exactly once; a second expansion would run `${...}` that a person typed (proofs.md 1.8).

import { readFileSync } from 'node:fs';
import { GlobalSettings, Template } from 'adaptivecards-templating';
import type * as z from 'zod/v4';
import type { CardJson } from '../deps.js';
import { ProductError } from '../errors.js';
import { projectPath } from '../project-root.js';

/** A card: where its template is, what it shows, and how to draw it. */
export interface Card<V> {
  /** `<feature>/<name>`, the template's path under cards/. */
  name: string;
  view: z.ZodType<V>;
  /** The card for this view. Throws when the view does not fit the schema or the template names a missing field. */
  render(view: V): CardJson;
}

/** Teams' limit is about 100 KB in UTF-16; gated far below (platform.md 1.4). */
export const CARD_BYTES = 28 * 1024;

// Without this the library leaves `${missing}` on the card for people to read.
GlobalSettings.getUndefinedFieldValueSubstitutionString = (path: string) => {
  throw new ProductError('MALFORMED', `the template names ${path}, which the view does not have`);
};

const defined = new Map<string, Card<never>>();

/** One card, its template read once. */
export function defineCard<S extends z.ZodType>(name: string, view: S): Card<z.infer<S>> {
  const template = new Template(JSON.parse(readFileSync(projectPath('cards', `${name}.json`), 'utf8')));
  const card: Card<z.infer<S>> = {
    name,
    view: view as z.ZodType<z.infer<S>>,
    render: (shown) => template.expand({ $root: view.parse(shown) as object }) as CardJson,
  };
  defined.set(name, card as Card<never>);
  return card;
}

/** Every card defined so far, by name; the gallery and the previewer walk it. */
export function definedCards(): ReadonlyMap<string, Card<never>> {
  return defined;
}
