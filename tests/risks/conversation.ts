// Typing and pressing as a person does, with the router's parsing and without its faults: what fails here fails the test.
// What one could get wrong: a button is found by its title on the card itself, so a test presses only what is drawn.
import { riskCommands, riskVerbs } from '../../src/risks/routes.js';
import type { Answer } from '../../src/routes.js';
import { PROGRAMME, type World } from '../support/world.js';

/** Presses a button as the router would: the form parsed by the verb's own schema. */
export async function press(world: World, by: string, name: string, form: Record<string, unknown>): Promise<Answer> {
  const verb = riskVerbs.find((one) => one.verb === name);
  if (!verb) throw new Error(`no verb ${name}`);
  return verb.run(await world.turn(by), verb.form.parse({ programmeId: PROGRAMME, ...form }));
}

/** The command a text is. */
export function find(text: string) {
  for (const command of riskCommands) {
    const captured = command.matches(text);
    if (captured) return { command, captured };
  }
  return undefined;
}

/** The answer to what a member typed. */
export async function type(world: World, by: string, text: string): Promise<Answer> {
  const found = find(text);
  if (!found) throw new Error(`no command ${text}`);
  return found.command.run(await world.turn(by), found.captured);
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
