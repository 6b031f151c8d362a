// Every card and every verb of the product, found by walking src. What one could get wrong: a feature counts only by files
// named cards.ts and routes.ts (or folders cards/ and routes/ when it outgrew them), which is also how features are laid out.
import { readdirSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Card, definedCards } from '../../src/cards/define-card.js';
import { projectPath } from '../../src/project-root.js';
import type { Verb } from '../../src/routes.js';

export interface Features {
  cards: ReadonlyMap<string, Card<never>>;
  verbs: ReadonlyMap<string, Verb>;
}

/** Imports every feature and gathers what it defines. Throws when two verbs share a name. */
export async function loadFeatures(): Promise<Features> {
  const verbs = new Map<string, Verb>();
  for (const file of featureFiles(projectPath('src'))) {
    const module: Record<string, unknown> = await import(pathToFileURL(file).href);
    for (const verb of Object.values(module).flatMap((exported) => (Array.isArray(exported) ? exported : [exported]))) {
      if (!isVerb(verb)) continue;
      const known = verbs.get(verb.verb);
      if (known && known !== verb) throw new Error(`two routes answer the verb ${verb.verb}`);
      verbs.set(verb.verb, verb);
    }
  }
  return { cards: definedCards(), verbs };
}

function featureFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => file.endsWith('.ts') && isFeatureFile(relative(folder, file)))
    .sort();
}

function isFeatureFile(path: string): boolean {
  const [feature, ...rest] = path.split(/[\\/]/);
  if (rest.length === 0 || feature === 'cards') return false;
  return [basename(path, '.ts'), basename(dirname(path))].some((name) => name === 'cards' || name === 'routes');
}

function isVerb(value: unknown): value is Verb {
  return typeof value === 'object' && value !== null && 'verb' in value && 'form' in value && 'run' in value;
}
