// What people can press about the programme itself. What one could get wrong: help is built from the list of commands,
// so that list is handed in, not imported.

import * as z from 'zod/v4';
import { type Command, defineVerb, type Verb } from '../routes.js';

/** `programmes.show-help`: the same card as the command `help`. */
export function programmeVerbs(help: Command): Verb[] {
  return [
    defineVerb('programmes.show-help', z.object({ programmeId: z.string().max(80) }), (turn) => help.run(turn, {})),
  ];
}
