// Every card under cards/ with its sample, read anew each time so that a designer can edit and reload. Pitfall: the
// previewer draws templates without the features' schemas; the gallery test is what checks those.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { CardJson } from '../../deps.js';
import { projectPath } from '../../project-root.js';
import { compileTemplate } from '../compile-template.js';
import { CARD_BYTES } from '../define-card.js';
import { readTemplate } from '../read-template.js';
import { judge } from './judge.js';

/** A card drawn from its sample. `faults` are sentences for the designer; with `card` undefined there is nothing to draw. */
export interface Sample {
  name: string;
  card: CardJson | undefined;
  bytes: number;
  /** Elements this renderer draws by their fallback. */
  unknown: string[];
  faults: string[];
}

/** The names of all templates, `<feature>/<name>`, in order. */
export function templateNames(): string[] {
  return readdirSync(projectPath('cards'), { withFileTypes: true })
    .filter((folder) => folder.isDirectory() && folder.name !== 'parts')
    .flatMap((folder) => readdirSync(projectPath('cards', folder.name)).map((file) => `${folder.name}/${file}`))
    .filter((path) => path.endsWith('.json') && !path.endsWith('.data.json'))
    .map((path) => path.slice(0, -'.json'.length))
    .sort();
}

/** One template expanded with its sample. Never throws: what is wrong is told in `faults`. */
export function readSample(name: string): Sample {
  const nothing = { name, card: undefined, bytes: 0, unknown: [] };
  const data = projectPath('cards', `${name}.data.json`);
  if (!existsSync(data)) return { ...nothing, faults: [`There is no sample: write cards/${name}.data.json.`] };
  try {
    const draw = compileTemplate(readTemplate(name));
    const card = draw(readJson(data) as object) as CardJson;
    const bytes = Buffer.byteLength(JSON.stringify(card));
    const { unknown, faults } = judge(card);
    const size = bytes > CARD_BYTES ? [`The card has ${bytes} bytes; ${CARD_BYTES} is the most.`] : [];
    return { name, card, bytes, unknown, faults: [...faults, ...size] };
  } catch (error) {
    return { ...nothing, faults: [error instanceof Error ? error.message : String(error)] };
  }
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}
