// Choosing a person, however many there are: those nearest are listed, anybody else is searched or typed by name. Pitfall: a name that is nobody's, or
// several people's, stays in the form as typed: every check refuses it as no member's id, and the field asks who is meant.

import { type Choice, shorten } from '../cards/markup.js';
import type { Actor } from './actor.js';
import type { FormField } from './cards.js';
import { labelOf, plainName } from './namesakes.js';
import type { Member, Programme } from './schema.js';

/** Among whom somebody chooses, and who that is. */
export interface Among {
  programme: Programme;
  programmeId: string;
  /** Who chooses, a member's id: those of their workstreams and organisation come first. */
  by: string;
  /** A member's id that may not be chosen. */
  except?: string;
  /** A choice of no member, such as nobody. */
  first?: Choice;
}

/** Among everybody who does something in the programme. */
export function among({ programme, programmeId, member }: Actor, more: Pick<Among, 'except' | 'first'> = {}): Among {
  return { programme, programmeId, by: member.id, ...more };
}

/** As many people are listed as nobody minds to look through, and a card with two such lists holds. */
const MOST_CHOICES = 100;
const MOST_CHOICE_BYTES = 6 * 1024;
/** What the field for a name adds to the id of the list that it stands beside. */
const NAMED = '-named';
/** Begins the name of the list that a client searches while somebody types; the programme's id follows. */
const DATASET = 'people/';

/** How a field for a person is drawn. A value that is no member's id is a name that was typed. */
export function drawPerson(
  { programme, programmeId, by, except, first }: Among,
  value: string,
  problem: string,
): Pick<FormField, 'kind' | 'value' | 'problem' | 'choices' | 'many'> {
  const asks = programme.members.find(({ id }) => id === by);
  const people = programme.members.filter((member) => actsInIt(member) && member.id !== except);
  const refused = programme.members.find(({ id }) => id === value && !people.some((one) => one.id === id));
  const named = nameTyped(programme, value, problem) ?? (problem === '' ? '' : (refused?.name ?? ''));
  const meant = new Set(named === '' ? [value] : findPeople(programme, named).map(({ id }) => id));
  const rank = (member: Member) => (meant.has(member.id) ? 0 : farFrom(asks, member));
  const sorted = people.map((member) => ({ member, at: rank(member) })).sort((a, b) => a.at - b.at);
  const fitting = firstThatFit(sorted.map(({ member }) => choiceOf(programme, member)));
  const before = first ? [first] : [];
  const all = fitting.length === people.length;
  if (all && named === '')
    return { kind: 'search', value, problem, choices: [...before, ...people.map((one) => choiceOf(programme, one))] };
  return {
    kind: 'many',
    value: named === '' ? value : '',
    problem: named === '' || refused ? problem : sayWhoIsMeant(people.filter(({ id }) => meant.has(id)).length),
    choices: [...before, ...fitting],
    many: {
      named,
      note: all ? '' : `${fitting.length} of ${people.length} people are listed, those nearest to you first.`,
      dataset: `${DATASET}${programmeId}`,
    },
  };
}

/** A name in place of an id. A fresh form may hold the id of somebody who has left, which nobody typed. */
function nameTyped({ members }: Programme, value: string, problem: string): string | undefined {
  const isId = members.some(({ id }) => id === value) || (problem === '' && /^[a-z0-9-]*$/.test(value));
  return value === '' || isId ? undefined : value;
}

function firstThatFit(choices: readonly Choice[]): Choice[] {
  let left = MOST_CHOICE_BYTES;
  return choices.slice(0, MOST_CHOICES).filter((choice) => {
    left -= Buffer.byteLength(JSON.stringify(choice)) + 1;
    return left >= 0;
  });
}

function choiceOf(programme: Programme, member: Member): Choice {
  return { title: labelOf(programme.members, member, NAME_LETTERS), value: member.id };
}

function farFrom(asks: Member | undefined, { leads, organisation }: Member): number {
  if (asks?.leads.some((id) => leads.includes(id))) return 1;
  return asks?.organisation === organisation ? 2 : 3;
}

function sayWhoIsMeant(found: number): string {
  if (found === 0) return 'Nobody to choose has that name. Check how it is written, or choose from the list.';
  return found === 1
    ? 'One person has a name like that: choose them, first in the list.'
    : `${found} people have a name like that: choose from the list, where they come first.`;
}

/** What was sent, with each name that is one person's as that member's id, in the field it stands beside. */
export function withNamed(programme: Programme, data: unknown): unknown {
  const fields = Object.entries(Object(data) as object);
  const named = fields.filter(([key]) => key.endsWith(NAMED));
  if (named.length === 0) return data;
  const chosen = named
    .filter(([, typed]) => typeof typed === 'string' && typed.trim() !== '')
    .map(([key, typed]) => [key.slice(0, -NAMED.length), whoIs(programme, String(typed)) ?? String(typed).trim()]);
  return { ...Object.fromEntries(fields.filter(([key]) => !key.endsWith(NAMED))), ...Object.fromEntries(chosen) };
}

/** The one person to choose who has this name, id or title of a choice. */
function whoIs(programme: Programme, typed: string): string | undefined {
  const wanted = plainName(typed);
  const fits = programme.members
    .filter(actsInIt)
    .filter((one) =>
      [one.id, one.name, labelOf(programme.members, one, NAME_LETTERS)].some((said) => plainName(said) === wanted),
    );
  return fits.length === 1 ? fits[0]?.id : undefined;
}

/** Who may be meant by some words: each is in the name or the organisation. Only those who do something in the programme. */
export function findPeople({ members }: Programme, text: string): Member[] {
  const words = plainName(text).split(' ').filter(Boolean);
  return members.filter((member) => {
    const whole = plainName(`${member.name} ${member.organisation}`);
    return actsInIt(member) && words.every((word) => whole.includes(word));
  });
}

const MOST_RESULTS = 15;

/** The programme whose people a client's search is about; undefined where it is about something else. */
export function searchedProgramme(dataset: unknown): string | undefined {
  return typeof dataset === 'string' && dataset.startsWith(DATASET) ? dataset.slice(DATASET.length) : undefined;
}

/** What a client shows while somebody types: the first few who are meant. Nobody for those who only read, since they choose nobody. */
export function searchPeople({ programme, member }: Actor, text: string): Choice[] {
  if (!actsInIt(member)) return [];
  return findPeople(programme, text)
    .slice(0, MOST_RESULTS)
    .map((one) => ({ title: `${shorten(one.name, NAME_LETTERS)} (${one.organisation})`, value: one.id }));
}

const NAME_LETTERS = 60;

/** Whether a member does something in a programme: an observer only reads. */
export function actsInIt(member: Member): boolean {
  return member.roles.some((role) => role !== 'observer');
}
