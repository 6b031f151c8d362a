// What a text means: which command it is, and help. What one could get wrong: help
// offers a person only what that person may do.

import { link } from '../cards/markup.js';
import { nameOf } from '../programmes/actor.js';
import { helpCard, openCard } from '../programmes/cards.js';
import { isOnlyObserver, maySeeChairSummary } from '../programmes/rights.js';
import { type Answer, type Command, capture, type Turn } from '../routes.js';
import { readings } from './readings.js';
import type { TypedText } from './typed-text.js';

/** The command that a message is, with what it captured; people's words as they wrote them, names and all. */
export function findCommand(
  commands: readonly Command[],
  typed: Omit<TypedText, 'toUs'>,
): { command: Command; captured: Record<string, string>; text: string } | undefined {
  for (const { text, named } of readings(typed))
    for (const command of commands) {
      const captured = command.matches(text);
      if (captured)
        return { command, text, captured: captured.words ? { ...captured, ...command.matches(named) } : captured };
    }
  return undefined;
}

/** `help`, and the same card as a welcome. */
export function helpCommand(commands: () => readonly Command[]): Command {
  return {
    name: 'help',
    help: 'See what I can do for you',
    matches: (text) => capture(/^(?:help|\?|commands|start)[.!?]?$/i, text),
    offeredTo: () => true,
    audience: 'everyone',
    run: async (turn) => welcome(commands(), turn, 'What I can do for you'),
  };
}

/** The card that says what this member can do. */
export function welcome(
  commands: readonly Command[],
  { actor, origin }: Pick<Turn, 'actor' | 'origin'>,
  heading: string,
): Answer {
  const { member, programmeId, programme } = actor;
  const offered = commands.filter((command) => command.offeredTo(member, programme));
  const data = { programmeId };
  const card = helpCard.render({
    heading,
    welcome: 'Type one of these here, or in the channel after mentioning me.',
    // In a channel the card is read by everyone, and "you" would be somebody else.
    who:
      origin.where === 'shared'
        ? ''
        : `You are ${nameOf(programme, member.id)} in ${programme.name}, ${programme.localArea}.`,
    commands: listed(offered),
    privacy: 'Never write anything that could identify a child or family.',
    buttons: [
      ...(isOnlyObserver(member)
        ? []
        : [link('Update a milestone', 'milestones.choose', data), link('Raise a risk', 'risks.open-raise', data)]),
      link(maySeeChairSummary(member) ? "Chair's summary" : 'Summary', 'summary.show', data),
    ],
  });
  return { card, summary: `${heading}: ${offered.map((command) => command.name).join(', ')}.` };
}

/** What a channel or group chat reads once when the assistant is added: who did, by the name that Teams gives, and nobody's roles. */
export function welcomePlace(addedBy: string, bindable: boolean): Answer {
  const name = addedBy.trim().slice(0, 80);
  const card = openCard.render({
    heading: 'Reform Delivery Assistant',
    title: `${name === '' ? 'I was added here' : `${name} added me here`}; nothing is posted until your programme office says so.`,
    buttons: [
      ...(bindable ? [link('Post here', 'places.open-bind', {})] : []),
      link('What I can do', 'programmes.show-help', {}),
    ],
  });
  return { card, summary: 'The Reform Delivery Assistant was added here.' };
}

/** What help lists: every command, and in one line those that only name a record. */
function listed(offered: readonly Command[]): { name: string; help: string }[] {
  const namesRecord = ({ name }: Command) => /^(?:history )?[A-Z]{1,2}\d+$/.test(name);
  return [
    ...offered.filter((command) => !namesRecord(command)).map(({ name, help }) => ({ name, help })),
    ...(offered.some(namesRecord)
      ? [{ name: 'M18, R04, D03', help: 'Open anything by its reference; history M18 says who changed it' }]
      : []),
  ];
}
