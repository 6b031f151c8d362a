// The answer to words that are no command: up to three buttons for what they may have meant. Pitfall: a button is offered only for what this person may do,
// and runs exactly the words that it names.

import Fuse from 'fuse.js';
import { type Button, link } from '../cards/markup.js';
import type { Actor } from '../programmes/actor.js';
import { notice } from '../programmes/cards.js';
import type { Answer, Command } from '../routes.js';

const MOST_BUTTONS = 3;
/** Letters that are looked at; a whole story is no command. */
const MOST_LETTERS = 200;
/** Words that every question has. */
const COMMON = new Set(
  'the and for are was what when who how why our your you can could would with this that have has does about from into not which where please show tell me my any all'.split(
    ' ',
  ),
);

/** "I did not catch that", what was typed, and the nearest by meaning. */
export function unknownCommand(commands: readonly Command[], actor: Actor, text: string): Answer {
  const offered = commands.filter((command) => runs(command) && command.offeredTo(actor.member, actor.programme));
  const found = nearest(offered, text.slice(0, MOST_LETTERS));
  const meant = found.length > 0 ? found : offered.slice(0, MOST_BUTTONS);
  const sentence = found.length > 0 ? 'Did you mean one of these?' : 'Try one of these, or type help for everything.';
  return notice('I did not catch that', [sentence], {
    quoted: text.slice(0, 1000),
    buttons: meant.map((command) => buttonFor(command, text, actor.programmeId)),
  });
}

/** What a command is called without the reference that stands in its name for any: "ask M18" is "ask". */
const called = ({ name }: Command) => name.replace(/\s*\b[A-Z]{1,2}\d{1,5}$/, '');

/** Whether a command can be run by what it is called; "M18" and "history M18" need a reference. */
function runs(command: Command): boolean {
  const name = called(command);
  return name !== '' && command.matches(name) !== undefined;
}

/** The nearest by each word that was typed, the whole name first: a slip of the key, then what the help line speaks of. */
function nearest(offered: readonly Command[], text: string): Command[] {
  const named = offered.map((command) => ({ command, name: called(command), help: command.help }));
  const search = new Fuse(named, {
    keys: [
      { name: 'name', weight: 3 },
      { name: 'help', weight: 1 },
    ],
    threshold: 0.34,
    ignoreLocation: true,
    includeScore: true,
  });
  const words = text.toLowerCase().split(/[^a-z0-9']+/);
  const telling = words.filter((word) => word.length > 2 && !COMMON.has(word)).slice(0, 12);
  const points = new Map<Command, number>();
  telling.forEach((word, n) => {
    // What somebody wants stands first: "updat M02".
    for (const { item, score = 1 } of search.search(word))
      points.set(item.command, (points.get(item.command) ?? 0) + (1 - score) * (n === 0 ? 2 : 1));
  });
  return [...points]
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST_BUTTONS)
    .map(([command]) => command);
}

/** Runs the command by its name, with what followed a first word that was mistyped where that makes sense: "updat M02" is "update M02". */
function buttonFor(command: Command, text: string, programmeId: string): Button {
  const name = called(command);
  const ref = /^\S+\s+(?<ref>[A-Z]{1,2}\d{1,5})\b/i.exec(text)?.groups?.ref?.toUpperCase();
  const whole = ref && command.matches(`${name} ${ref}`) ? `${name} ${ref}` : name;
  return link(
    whole.replace(/^./, (letter) => letter.toUpperCase()),
    'programmes.run-typed',
    { programmeId, text: whole },
  );
}
