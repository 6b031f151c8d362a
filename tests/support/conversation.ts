// Typing and pressing as a person does, with the router's parsing and without its faults: what fails here fails the test.
// What one could get wrong: a button is found by its title on the card itself, so a test presses only what is drawn.
import type { Answer, Command, Verb } from '../../src/routes.js';
import { PROGRAMME, type World } from './world.js';

/** Typing and pressing what a feature offers. */
export function conversation(commands: readonly Command[], verbs: readonly Verb[]) {
  /** The command a text is. */
  const find = (text: string) => {
    for (const command of commands) {
      const captured = command.matches(text);
      if (captured) return { command, captured };
    }
    return undefined;
  };
  return {
    find,
    /** Presses a button as the router would: the form parsed by the verb's own schema. */
    press: async (world: World, by: string, name: string, form: Record<string, unknown>): Promise<Answer> => {
      const verb = verbs.find((one) => one.verb === name);
      if (!verb) throw new Error(`no verb ${name}`);
      return verb.run(await world.turn(by), verb.form.parse({ programmeId: PROGRAMME, ...form }));
    },
    /** The answer to what a member typed. */
    type: async (world: World, by: string, text: string): Promise<Answer> => {
      const found = find(text);
      if (!found) throw new Error(`no command ${text}`);
      return found.command.run(await world.turn(by), found.captured);
    },
  };
}

/** A card's JSON, to look for words in. */
export const shown = (answer: Answer) => JSON.stringify(answer.card);
/** A card's size in UTF-8. */
export const bytes = (answer: Answer) => Buffer.byteLength(shown(answer));

/** What a button of a card would send, by its title. */
export function button(answer: Answer, title: string): { verb: string; data: Record<string, unknown> } {
  let found: { verb: string; data: Record<string, unknown> } | undefined;
  JSON.stringify(answer.card, (_, value) => {
    if (value?.type === 'Action.Execute' && value.title === title) found = value;
    return value;
  });
  if (!found) throw new Error(`no button ${title} on ${shown(answer)}`);
  return found;
}
