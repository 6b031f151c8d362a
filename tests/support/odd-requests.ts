// Requests with the longest and oddest values, for every verb and every command on the program's own lists and each field of
// their forms, made from forms as people are shown them.
// Pitfall: a verb that no card here leads to gets values by its schema alone, so that none is left out.

import { randomUUID } from 'node:crypto';
import { features } from '../../src/features.js';
import type { Verb } from '../../src/routes.js';
import type { Crawled } from './crawl.js';
import type { Random } from './fault-run.js';
import { fieldsOfForm, longText, oddOthers, oddTexts, plainValue } from './odd-values.js';

/** One request: what it is called, and what is sent. */
export interface OddRequest {
  name: string;
  /** A verb with its data, or a text that is typed; the form's id is a new one each time. */
  make(): { verb: string; data: Record<string, unknown> } | { text: string };
}

/** Every command's own words, as somebody may type them. */
export const commandWords: readonly string[] = features.flatMap(({ commands }) => commands.map(({ name }) => name));

/** Every verb that a card may send. */
export const everyVerb: readonly Verb[] = features.flatMap(({ verbs }) => verbs);

/** So many requests: each verb and command at least once, the rest as chance has it. */
export function oddRequests(crawled: Crawled, random: Random, count: number): OddRequest[] {
  const texts = oddTexts();
  const values = [...texts, ...texts, ...texts, ...oddOthers()];
  const ofVerb = (verb: Verb): OddRequest => {
    const shown = crawled.forms.filter((form) => form.verb === verb.verb);
    const known = shown.length > 0 ? random.pick(shown).values : crawled.links.get(verb.verb)?.data;
    const base = { ...(plainValue(verb.form) as object), ...known };
    const field = random.pick(fieldsOfForm(verb.form).filter((name) => name !== 'form'));
    const odd = random.pick(values);
    return {
      name: `${verb.verb}, ${field}: ${odd.name}`,
      make: () => ({ verb: verb.verb, data: { ...base, form: randomUUID(), [field]: odd.make() } }),
    };
  };
  const inAll = (verb: Verb): OddRequest => {
    const fields = fieldsOfForm(verb.form).filter((name) => !['form', 'programmeId', 'ref', 'opened'].includes(name));
    const known = crawled.forms.find((form) => form.verb === verb.verb)?.values;
    const unit = random.pick(['a', 'Tom Smith ', '9 ', '<at>', 'M01,', '01/02/2015 ', '\u0301', '[a](']);
    const long = () => longText(unit, Math.floor(100_000 / (fields.length || 1)));
    return {
      name: `${verb.verb}, all its fields: ${JSON.stringify(unit)}`,
      make: () => ({
        verb: verb.verb,
        data: {
          ...(plainValue(verb.form) as object),
          ...known,
          form: randomUUID(),
          ...Object.fromEntries(fields.map((name) => [name, long()])),
        },
      }),
    };
  };
  const ofCommand = (words: string): OddRequest => {
    const odd = random.pick(texts);
    return { name: `“${words}” with ${odd.name}`, make: () => ({ text: `${words} ${odd.make()}` }) };
  };
  const withFields = everyVerb.filter((verb) => fieldsOfForm(verb.form).length > 0);
  const made = [...withFields.map(ofVerb), ...withFields.map(inAll), ...commandWords.map(ofCommand)];
  while (made.length < count) {
    const kind = random.next();
    if (kind < 0.65) made.push(ofVerb(random.pick(withFields)));
    else if (kind < 0.75) made.push(inAll(random.pick(withFields)));
    else made.push(ofCommand(random.pick(commandWords)));
  }
  return made;
}
