// What people can press about the programme itself. What one could get wrong: help is built from the list of commands,
// so that list is handed in, not imported.

import * as z from 'zod/v4';
import { type Answer, type Command, defineVerb, type Turn, type Verb } from '../routes.js';

const Typed = z.object({ programmeId: z.string().max(80).optional(), text: z.string().min(1).max(500) });

/** `programmes.show-help`: the same card as the command `help`; `programmes.run-typed`: what was typed, for whoever presses. */
export function programmeVerbs(help: Command, commands: () => readonly Command[]): Verb[] {
  const runTyped = (turn: Turn, { text }: z.infer<typeof Typed>): Promise<Answer> => {
    for (const command of commands()) {
      const captured = command.audience === 'anywhere' ? undefined : command.matches(text);
      if (captured) return command.run(turn, captured);
    }
    return help.run(turn, {});
  };
  return [
    defineVerb('programmes.run-typed', Typed, runTyped, (turn) => help.run(turn, {})),
    defineVerb('programmes.show-help', z.object({ programmeId: z.string().max(80).optional() }), (turn) =>
      help.run(turn, {}),
    ),
  ];
}
