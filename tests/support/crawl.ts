// Everything that people can reach: each command typed and each button that leads somewhere pressed, until nothing new comes.
// Pitfall: a button that sends a form is kept, with what its card would send; it is pressed only where it makes something
// new, so that there is something of every kind to go on from.

import { randomUUID } from 'node:crypto';
import { link } from '../../src/cards/markup.js';
import type { CardJson } from '../../src/deps.js';
import { notice } from '../../src/programmes/cards.js';
import { valuesOf, walk } from './card-reader.js';
import type { Person } from './person.js';

/** A field of a form as it is shown. */
export interface ShownField {
  id: string;
  /** `Input.Date` and so on. */
  type: string;
  /** What can be chosen; empty where anything can be typed. */
  choices: string[];
}

/** A form that somebody was shown, ready to be sent. */
export interface ShownForm {
  person: Person;
  verb: string;
  title: string;
  /** What the button carries and the fields hold. */
  values: Record<string, unknown>;
  fields: ShownField[];
}

export interface Crawled {
  /** Each verb's forms, of as many sets of fields as were met. */
  forms: ShownForm[];
  /** What buttons that lead somewhere carry, by verb; the first met. */
  links: Map<string, { person: Person; data: Record<string, unknown> }>;
}

/** How often one verb, and one section of it, is followed for one person: lists lead to many of the same. */
const MOST_OF_A_VERB = 2;

/** A card with one button, to press what no card need offer. */
export function goTo(verb: string, data: Record<string, unknown>): CardJson {
  return notice('Go', [], { buttons: [link('Go', verb, data)] }).card;
}

/** Goes everywhere as each of these people, from these words. `pass`: lets time pass, since one chat takes so many messages in it. */
export async function crawl(people: readonly Person[], words: readonly string[], pass: () => void): Promise<Crawled> {
  const found: Crawled = { forms: [], links: new Map() };
  const known = new Set<string>();
  for (const person of people) {
    const queue: CardJson[] = [];
    const visits = new Map<string, number>();
    for (const said of words) {
      pass();
      // A command that brings a file besides leads nowhere.
      const card = await person.say(said).catch(() => undefined);
      if (card) queue.push(card);
    }
    for (let card = queue.shift(); card; card = queue.shift()) {
      const fields = fieldsOf(card);
      for (const { verb, title, data, sends } of buttonsOf(card)) {
        if (sends) {
          const key = `${verb} ${fields.map(({ id }) => id)}`;
          if (known.has(key)) continue;
          known.add(key);
          const form = { person, verb, title, fields, values: { ...data, ...valuesOf(card) } };
          found.forms.push(form);
          if ('ref' in data || 'id' in data) continue;
          const made = await person.press(goTo(verb, { ...form.values, ...filled(card) }), 'Go').catch(() => undefined);
          if (made) queue.push(made);
          continue;
        }
        if (!found.links.has(verb)) found.links.set(verb, { person, data });
        const kind = `${verb} ${data.section ?? ''}`;
        const times = visits.get(kind) ?? 0;
        if (times >= MOST_OF_A_VERB) continue;
        visits.set(kind, times + 1);
        const next = await person.press(goTo(verb, { form: randomUUID(), ...data }), 'Go').catch(() => undefined);
        if (next) queue.push(next);
      }
    }
  }
  return found;
}

/** The fields of a card. */
export function fieldsOf(card: CardJson): ShownField[] {
  const fields: ShownField[] = [];
  walk(card, ({ type, id, choices }) => {
    if (!String(type).startsWith('Input.')) return;
    const values = Array.isArray(choices) ? choices.map(({ value }) => String(value)) : [];
    fields.push({ id: String(id), type: String(type), choices: values });
  });
  return fields;
}

/** Something in each field that is empty. */
function filled(card: CardJson): Record<string, string> {
  const values = valuesOf(card);
  const fill = ({ id, type, choices }: ShownField) =>
    values[id] ?? choices.find(Boolean) ?? (type === 'Input.Date' ? '2026-12-15' : 'Some words');
  return Object.fromEntries(fieldsOf(card).map((field) => [field.id, fill(field)]));
}

function buttonsOf(card: CardJson) {
  const buttons: { verb: string; title: string; data: Record<string, unknown>; sends: boolean }[] = [];
  walk(card, ({ type, verb, title, data, associatedInputs }) => {
    if (type !== 'Action.Execute' || typeof verb !== 'string') return;
    const carried = (data ?? {}) as Record<string, unknown>;
    buttons.push({ verb, title: String(title), data: carried, sends: associatedInputs !== 'none' });
  });
  return buttons;
}
