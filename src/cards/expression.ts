// The expressions that templates use, compiled once to functions: paths, texts, numbers, `==`, `!=`, `>`, `<`, `>=`, `<=`, `&&`, `||`, `!`,
// `count`, `if` and `concat` of Adaptive Expressions. Pitfall: anything else is refused when the template is compiled, never when a person
// opens the card.

import { ProductError } from '../errors.js';

/** What an expression reads: the whole view, the item that stands for it here, and its place in a list. */
export interface Scope {
  root: unknown;
  data: unknown;
  index?: number;
}

/** `strict`: a field that the view does not have throws MALFORMED; a condition asks leniently and gets undefined. */
export type Evaluate = (scope: Scope, strict: boolean) => unknown;

const TOKEN =
  /\s*(?:(\d+(?:\.\d+)?)|'((?:[^'\\]|\\.)*)'|(\$?[A-Za-z_][\w$]*(?:\.[A-Za-z_]\w*)*)|(==|!=|>=|<=|&&|\|\||[><!(),]))/y;

type Token = { kind: 'number' | 'text' | 'name' | 'sign'; text: string };

/** Throws MALFORMED, with the expression, for whatever is not among what templates may use. */
export function compileExpression(source: string): Evaluate {
  const tokens = tokensOf(source);
  let at = 0;
  const wrong = () => new ProductError('MALFORMED', `a template cannot use "${source}"`);
  const take = (sign: string) => {
    if (tokens[at]?.kind !== 'sign' || tokens[at]?.text !== sign) return false;
    at += 1;
    return true;
  };
  const level = (signs: readonly string[], below: () => Evaluate): Evaluate => {
    let left = below();
    for (let sign = signs.find(take); sign !== undefined; sign = signs.find(take)) {
      const joined = BINARY[sign];
      if (!joined) throw wrong();
      left = joined(left, below());
    }
    return left;
  };
  const either = (): Evaluate => level(['||'], both);
  const both = (): Evaluate => level(['&&'], equal);
  const equal = (): Evaluate => level(['==', '!='], compared);
  const compared = (): Evaluate => level(['>=', '<=', '>', '<'], single);
  const single = (): Evaluate => {
    if (take('!')) {
      const inner = single();
      return (scope) => !holds(inner(scope, false));
    }
    if (take('(')) {
      const inner = either();
      if (!take(')')) throw wrong();
      return inner;
    }
    const token = tokens[at];
    at += 1;
    if (token?.kind === 'number') return constant(Number(token.text));
    if (token?.kind === 'text') return constant(token.text);
    if (token?.kind !== 'name') throw wrong();
    if (!take('(')) return pathOf(token.text);
    const given = [either()];
    while (take(',')) given.push(either());
    const called = CALLS[token.text];
    if (!take(')') || !called) throw wrong();
    return called(given);
  };
  const whole = either();
  if (at !== tokens.length) throw wrong();
  return whole;

  function tokensOf(text: string): Token[] {
    const found: Token[] = [];
    TOKEN.lastIndex = 0;
    for (let end = 0; end < text.trimEnd().length; end = TOKEN.lastIndex) {
      const match = TOKEN.exec(text);
      if (!match) throw new ProductError('MALFORMED', `a template cannot use "${text}"`);
      const [, number, quoted, name, sign] = match;
      if (number !== undefined) found.push({ kind: 'number', text: number });
      else if (quoted !== undefined) found.push({ kind: 'text', text: quoted.replace(/\\(.)/g, '$1') });
      else if (name !== undefined) found.push({ kind: 'name', text: name });
      else found.push({ kind: 'sign', text: sign ?? '' });
    }
    return found;
  }
}

/** As Adaptive Expressions has it: only `false` and what is missing do not hold; an empty text and 0 do. */
function holds(value: unknown): boolean {
  return typeof value === 'boolean' ? value : value !== undefined && value !== null;
}

function constant(value: unknown): Evaluate {
  return () => value;
}

function pathOf(path: string): Evaluate {
  const [first = '', ...rest] = path.split('.');
  const keys = first.startsWith('$') ? rest : [first, ...rest];
  if (first.startsWith('$') && !['$root', '$data', '$index'].includes(first))
    throw new ProductError('MALFORMED', `a template cannot use "${first}"`);
  const from = (scope: Scope) => (first === '$root' ? scope.root : first === '$index' ? scope.index : scope.data);
  return (scope, strict) => {
    let value = from(scope);
    for (const key of keys)
      value =
        typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? value[key as never] : undefined;
    if (strict && (value === undefined || value === null))
      throw new ProductError('MALFORMED', `the template names ${path}, which the view does not have`);
    return value;
  };
}

function same(left: unknown, right: unknown): boolean {
  return (left ?? undefined) === (right ?? undefined);
}

type Join = (left: Evaluate, right: Evaluate) => Evaluate;

function comparing(compare: (left: number | string, right: number | string) => boolean): Join {
  return (left, right) => (scope, strict) => {
    const one = left(scope, strict);
    const other = right(scope, strict);
    const fit =
      (typeof one === 'number' && typeof other === 'number') || (typeof one === 'string' && typeof other === 'string');
    // The library's own: what cannot be compared is an error, which a condition takes for no.
    if (!fit) throw new ProductError('MALFORMED', 'a template compares what is neither two numbers nor two texts');
    return compare(one, other);
  };
}

const BINARY: Record<string, Join | undefined> = {
  '||': (left, right) => (scope) => holds(left(scope, false)) || holds(right(scope, false)),
  '&&': (left, right) => (scope) => holds(left(scope, false)) && holds(right(scope, false)),
  '==': (left, right) => (scope, strict) => same(left(scope, strict), right(scope, strict)),
  '!=': (left, right) => (scope, strict) => !same(left(scope, strict), right(scope, strict)),
  '>': comparing((left, right) => left > right),
  '<': comparing((left, right) => left < right),
  '>=': comparing((left, right) => left >= right),
  '<=': comparing((left, right) => left <= right),
};

const CALLS: Record<string, ((given: Evaluate[]) => Evaluate) | undefined> = {
  count: ([of = constant(undefined)]) => {
    return (scope, strict) => {
      const value = of(scope, strict);
      if (typeof value === 'string' || Array.isArray(value)) return value.length;
      throw new ProductError('MALFORMED', 'a template counts what is neither a list nor a text');
    };
  },
  if: ([condition = constant(false), yes = constant(undefined), no = constant(undefined)]) => {
    return (scope, strict) => (holds(condition(scope, false)) ? yes : no)(scope, strict);
  },
  concat: (given) => (scope, strict) => given.map((one) => String(one(scope, strict) ?? '')).join(''),
};
