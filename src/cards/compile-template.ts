// A card template as a function: `${…}`, `$when` and `$data` of the Adaptive Cards template language, compiled once. Pitfall: the library
// (adaptivecards-templating) is the oracle, a developer's dependency; tests/cards/compile-template.test.ts holds both to the same card.

import { ProductError } from '../errors.js';
import { compileExpression, type Evaluate, type Scope } from './expression.js';

/** Draws one view. Throws MALFORMED when the template names a field that the view does not have. */
export type Draw = (view: object) => unknown;

type Node = (scope: Scope) => unknown;

/** Compiles a template as it is read from JSON. Throws MALFORMED for an expression that templates may not use. */
export function compileTemplate(template: unknown): Draw {
  const draw = nodeOf(template);
  return (view) => draw({ root: view, data: view });
}

function nodeOf(template: unknown): Node {
  if (typeof template === 'string') return textOf(template);
  if (Array.isArray(template)) return listOf(template.map(nodeOf));
  if (typeof template === 'object' && template !== null) return elementOf(template as Record<string, unknown>);
  return () => template;
}

/** A text with `${…}` in it. One expression alone keeps its own type: a number, a yes or no, a list. */
function textOf(text: string): Node {
  const parts = text.split(/\$\{((?:[^{}']|'(?:[^'\\]|\\.)*')*)\}/);
  if (parts.some((part, place) => place % 2 === 0 && part.includes('${')))
    throw new ProductError('MALFORMED', `a template cannot use "${text}"`);
  if (parts.length === 1) return () => text;
  const [before = '', source = '', after = ''] = parts;
  if (parts.length === 3 && before === '' && after === '') {
    const evaluate = compileExpression(source);
    return (scope) => evaluate(scope, true);
  }
  const pieces = parts.map((part, place): string | Evaluate => (place % 2 === 0 ? part : compileExpression(part)));
  return (scope) => {
    let whole = '';
    for (const piece of pieces) whole += typeof piece === 'string' ? piece : String(piece(scope, true));
    return whole;
  };
}

/** What an item repeats or drops goes straight into the list it stands in. */
function listOf(items: readonly Node[]): Node {
  return (scope) => {
    const drawn: unknown[] = [];
    for (const item of items) {
      const one = item(scope);
      if (Array.isArray(one)) drawn.push(...one);
      else if (one !== null) drawn.push(one);
    }
    return drawn;
  };
}

function elementOf(template: Record<string, unknown>): Node {
  const { $data, $when } = template;
  const fields = Object.entries(template)
    .filter(([key]) => key !== '$data' && key !== '$when')
    .map(([key, value]) => [key, nodeOf(value)] as const);
  const wanted = $when === undefined ? undefined : conditionOf($when);
  const one: Node = (scope) => {
    if (wanted && !wanted(scope)) return null;
    const drawn: Record<string, unknown> = {};
    for (const [key, field] of fields) {
      const value = field(scope);
      if (value !== undefined) drawn[key] = value;
    }
    return drawn;
  };
  if ($data === undefined) return one;
  const over = onlyExpression($data);
  return (scope) => {
    const data = over(scope, true);
    if (!Array.isArray(data)) return one({ ...scope, data });
    const drawn = data
      .map((item, index) => one({ root: scope.root, data: item, index }))
      .filter((item) => item !== null);
    if (drawn.length === 0) return null;
    return drawn.length === 1 ? drawn[0] : drawn;
  };
}

/** A condition that is no yes or no, or asks of what is not there, drops its element, as the library has it. */
function conditionOf(template: unknown): (scope: Scope) => boolean {
  const evaluate = onlyExpression(template);
  return (scope) => {
    try {
      return evaluate(scope, false) === true;
    } catch (error) {
      if (error instanceof ProductError) return false;
      throw error;
    }
  };
}

function onlyExpression(template: unknown): Evaluate {
  const source = typeof template === 'string' ? /^\$\{(.*)\}$/s.exec(template)?.[1] : undefined;
  if (source === undefined) throw new ProductError('MALFORMED', `a template needs one expression, not "${template}"`);
  return compileExpression(source);
}
