// Templates as they lie under cards/, with their parts put in. Pitfall: a part is put in when a template is read, before anything is known of
// the view, so what a part is told (`"of": "problems.cause"`) are paths and our own words, never people's.

import { readFileSync } from 'node:fs';
import { ProductError } from '../errors.js';
import { projectPath } from '../project-root.js';

type Json = Record<string, unknown>;

/**
 * The template of a card, whole: each `{ "$part": "problem", "of": "problems.cause" }` is replaced by cards/parts/problem.json, in which `@of`
 * stands for what it was told. `$when`, `$data`, `spacing` and `separator` beside `$part` are the element's own. A part that is a list goes into
 * the list it stands in. Throws MALFORMED for a part that names what it was not told.
 */
export function readTemplate(name: string): unknown {
  return withParts(readJson(`${name}.json`));
}

const OWN = new Set(['$when', '$data', 'spacing', 'separator']);
/** A part may hold parts, but not without end. */
const DEPTH = 8;

function withParts(node: unknown, depth = 0): unknown {
  if (depth > DEPTH) throw new ProductError('MALFORMED', 'a part of a template holds itself');
  if (Array.isArray(node))
    return node.flatMap((item) => {
      const whole = withParts(item, depth);
      return isObject(item) && '$part' in item && Array.isArray(whole) ? whole : [whole];
    });
  if (!isObject(node)) return node;
  if (typeof node.$part !== 'string')
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withParts(value, depth)]));
  const { $part, ...given } = node;
  const own = Object.fromEntries(Object.entries(given).filter(([key]) => OWN.has(key)));
  const part = withParts(told(readJson(`parts/${$part}.json`), given, `part ${$part}`), depth + 1);
  return isObject(part) ? { ...part, ...own } : part;
}

/** A copy of a part with `@name` replaced by what it was told. A text that is `@name` alone takes whatever that is: a number, a list. */
function told(node: unknown, given: Json, where: string): unknown {
  if (typeof node === 'string') {
    const lookUp = (name: string): unknown => {
      if (Object.hasOwn(given, name)) return given[name];
      throw new ProductError('MALFORMED', `${where} names @${name}, which it was not told`);
    };
    const whole = /^@(\w+)$/.exec(node)?.[1];
    return whole === undefined ? node.replace(/@(\w+)/g, (_, name: string) => String(lookUp(name))) : lookUp(whole);
  }
  if (Array.isArray(node)) return node.map((item) => told(item, given, where));
  if (!isObject(node)) return node;
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, told(value, given, where)]));
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(projectPath('cards', path), 'utf8'));
}

function isObject(node: unknown): node is Json {
  return typeof node === 'object' && node !== null && !Array.isArray(node);
}
