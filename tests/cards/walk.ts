// Walking card JSON and a view's schema. What one could get wrong: a place is named by the element that holds the text
// (`TextRun.text`), not by its path, since the same element may stand anywhere.
import * as z from 'zod/v4';
import type { CardJson } from '../../src/deps.js';

export type Json = Record<string, unknown>;

/** Every element and action of a card, outermost first. Button data is not looked into: it is no element. */
export function elements(node: unknown): Json[] {
  if (Array.isArray(node)) return node.flatMap(elements);
  if (!isObject(node)) return [];
  const inside = Object.entries(node).flatMap(([key, value]) =>
    key === 'data' && isAction(node) ? [] : elements(value),
  );
  return typeof node.type === 'string' ? [node, ...inside] : inside;
}

/**
 * Every text of a card with its place: `TextRun.text`, `Input.ChoiceSet.choices.title`. What a line that can be pressed
 * is called is a place of its own, `selectAction.title`.
 */
export function texts(node: unknown, place = ''): { place: string; text: string }[] {
  if (typeof node === 'string') return [{ place, text: node }];
  if (Array.isArray(node)) return node.flatMap((item) => texts(item, place));
  if (!isObject(node)) return [];
  const inner = typeof node.type === 'string' ? node.type : place;
  return Object.entries(node).flatMap(([key, value]) => {
    // What stands in for a line's press in an older client is as little drawn as the press itself.
    if (key === 'fallback' && place.endsWith('.selectAction')) return texts(value, place);
    return texts(value, key === 'title' && place.endsWith('.selectAction') ? 'selectAction.title' : `${inner}.${key}`);
  });
}

/** The first element that shows something. */
export function firstShown(card: CardJson): Json | undefined {
  return elements(card.body).find((element) => !['Container', 'ColumnSet', 'Column'].includes(String(element.type)));
}

/** The places in a schema that hold people's words, lists as `[]` and records as `{}`: `entries[].said`, `problems{}`. */
export function wordsIn(schema: z.ZodType, path = ''): string[] {
  if (isWords(schema)) return [path];
  if (schema instanceof z.ZodObject)
    return Object.entries(schema.shape).flatMap(([key, inner]) => wordsIn(inner as z.ZodType, join(path, key)));
  if (schema instanceof z.ZodArray) return wordsIn(schema.element as z.ZodType, `${path}[]`);
  if (schema instanceof z.ZodRecord) return wordsIn(schema.valueType as z.ZodType, `${path}{}`);
  if (schema instanceof z.ZodUnion)
    return [...new Set(schema.options.flatMap((option) => wordsIn(option as z.ZodType, path)))];
  const inner = unwrap(schema);
  return inner ? wordsIn(inner, path) : [];
}

/** A view with every one of people's words replaced; `write` is told which place it fills. */
export function rewrite(schema: z.ZodType, view: unknown, write: (place: string) => string, path = ''): unknown {
  if (view === null || view === undefined) return view;
  if (isWords(schema)) return write(path);
  if (schema instanceof z.ZodObject)
    return Object.fromEntries(
      Object.entries(view as Json).map(([key, value]) => {
        const inner = schema.shape[key] as z.ZodType | undefined;
        return [key, inner ? rewrite(inner, value, write, join(path, key)) : value];
      }),
    );
  if (schema instanceof z.ZodArray)
    return (view as unknown[]).map((item) => rewrite(schema.element as z.ZodType, item, write, `${path}[]`));
  if (schema instanceof z.ZodRecord)
    return Object.fromEntries(
      Object.entries(view as Json).map(([key, value]) => [
        key,
        rewrite(schema.valueType as z.ZodType, value, write, `${path}{}`),
      ]),
    );
  if (schema instanceof z.ZodUnion) {
    const fitting = schema.options.find((option) => (option as z.ZodType).safeParse(view).success);
    return fitting ? rewrite(fitting as z.ZodType, view, write, path) : view;
  }
  const inner = unwrap(schema);
  return inner ? rewrite(inner, view, write, path) : view;
}

/** A copy of `node` with every text changed. */
export function mapTexts(node: unknown, change: (text: string) => string): unknown {
  if (typeof node === 'string') return change(node);
  if (Array.isArray(node)) return node.map((item) => mapTexts(item, change));
  if (!isObject(node)) return node;
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, mapTexts(value, change)]));
}

/** A copy of a view with every yes and no turned round, which shows what a sample leaves out. */
export function flip(node: unknown): unknown {
  if (typeof node === 'boolean') return !node;
  if (Array.isArray(node)) return node.map(flip);
  if (!isObject(node)) return node;
  // A button's data is what its form carries, not what the card shows.
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, key === 'data' ? value : flip(value)]));
}

export function isAction(element: Json): boolean {
  return typeof element.type === 'string' && element.type.startsWith('Action.');
}

export function isInput(element: Json): boolean {
  return typeof element.type === 'string' && element.type.startsWith('Input.');
}

function isWords(schema: z.ZodType): boolean {
  return schema.meta()?.words === true;
}

function unwrap(schema: z.ZodType): z.ZodType | undefined {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault)
    return schema.unwrap() as z.ZodType;
  return undefined;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}
