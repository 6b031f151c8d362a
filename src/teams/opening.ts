// What a button gives where others read: a card with *Open*, for a window of one's own. Pitfall: nothing that was typed may come along, since
// everybody there is sent the card; only what names a record does.

import { link } from '../cards/markup.js';
import type { CardJson } from '../deps.js';
import { notice, openCard } from '../programmes/cards.js';
import { type Answer, type Command, onlyShows, type Verb } from '../routes.js';

/** A card with the one button *Open*, which is replaced by what comes of it. */
export function openAnswer(label: string, verb: string, data: Record<string, unknown>): Answer {
  const card = openCard.render({
    heading: label,
    title: '',
    buttons: [{ ...link('Open', verb, { ...data, givesWay: true }), style: 'positive' }],
  });
  return { card, summary: `${label}: press Open for a window of your own.` };
}

/** Whether a card is an *Open* card: only that gives way to its result; a list or an update stays for its readers. */
export function givesWay(card: CardJson): boolean {
  return JSON.stringify(card).includes('"givesWay":true');
}

/** Fields that say which record or list is meant; no other is for people's words or a choice to be saved. */
const NAMES = [
  'ref',
  'section',
  'seat',
  'number',
  'page',
  'quarter',
  'filter',
  'workstream',
  'milestone',
  'concerns',
  'about',
  'from',
  'boardOn',
  'id',
];

/**
 * The answer to a button that came as a message in a shared conversation: *Open* for its verb; for one that saves, for the form or record it is
 * about. It is a command, so that rights are asked as for any other.
 */
export function openingOf(verbs: ReadonlyMap<string, Verb>, verb: unknown, value: Record<string, unknown>): Command {
  return {
    name: 'button in a shared conversation',
    help: '',
    matches: () => undefined,
    offeredTo: () => true,
    audience: 'everyone',
    run: async ({ actor: { programmeId } }) => {
      const named = NAMES.filter((key) => isName(value[key])).map((key) => [key, value[key]]);
      const data = { ...Object.fromEntries(named), programmeId };
      const [feature = '', action = ''] = typeof verb === 'string' ? verb.split('.') : [];
      const names = [`${feature}.${action}`, `${feature}.open-${action}`, `${feature}.show`, `${feature}.list`];
      const opens = names.find((name) => onlyShows(name) && verbs.get(name)?.form.safeParse(data).success);
      if (opens === undefined)
        return notice('For our own chat', ['This button works in a chat with me alone. Type help there.']);
      const ref = /^[A-Z]{1,2}\d{1,8}$/.exec(String(value.ref))?.[0];
      return openAnswer(ref ? `Open ${ref}` : 'Open it for yourself', opens, data);
    },
  };
}

function isName(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'string' && /^[\w-]{1,40}$/.test(value));
}
