// Which programme somebody means who is in more than one: asked once, remembered, and said on every card from then on. What one could get wrong: it says
// only what is meant in their own chat; a channel means its own, and a card the one it was made for.

import * as z from 'zod/v4';
import { link } from '../cards/markup.js';
import type { CardJson } from '../deps.js';
import { isError, ProductError } from '../errors.js';
import { type Answer, type Command, capture, defineVisit, type Origin, type Verb, type Visit } from '../routes.js';
import { type Actor, readPerson, readProgramme } from './actor.js';
import { notice } from './cards.js';
import { type Person, peopleOf } from './schema.js';

/** The question, a button for each programme. Throws UNKNOWN for somebody in none. */
export async function chooseProgramme(visit: Visit): Promise<Answer> {
  const { deps, tenantId, objectId } = visit;
  const person = await readPerson(deps, tenantId, objectId);
  const ids = Object.keys(person?.memberships ?? {});
  const found = await Promise.all(ids.map(async (id) => ({ id, head: await readProgramme(deps, id) })));
  const programmes = found.flatMap(({ id, head }) => (head ? [{ id, programme: head.body.newest.state }] : []));
  if (programmes.length === 0) throw new ProductError('UNKNOWN', 'this person is in no programme');
  return notice(
    'Which programme do you mean?',
    [
      'You are in more than one. I remember your answer for this chat; type programme to change it.',
      ...programmes.map(({ id, programme }, n) => `${n + 1}. ${programme.name}, ${programme.localArea} (${id})`),
    ],
    // A button's title is read as markup, so it holds a number and not the name.
    {
      buttons: programmes.slice(0, 5).map(({ id }, n) => link(`Number ${n + 1}`, 'programmes.choose', { chosen: id })),
    },
  );
}

const Choose = z.object({ chosen: z.string().regex(/^[a-z0-9-]{1,40}$/) });

/** `programme`, and the verb that remembers the answer. */
export const choosingCommand: Command = {
  name: 'programme',
  help: 'Say which programme you mean, if you are in several',
  matches: (text) => capture(/^(?:which\s+|change\s+|switch\s+)?programmes?[.!?]?$/i, text),
  offeredTo: () => false,
  audience: 'me',
  opens: () => ({ verb: 'programmes.ask-which', fields: {}, label: 'Which programme you mean' }),
  run: async ({ deps, actor: { tenantId, objectId }, origin }) => chooseProgramme({ deps, tenantId, objectId, origin }),
};

export const choosingVerbs: Verb[] = [
  defineVisit('programmes.ask-which', z.object({}), chooseProgramme),
  defineVisit('programmes.choose', Choose, async ({ deps, tenantId, objectId }, { chosen }) => {
    const partition = peopleOf(tenantId);
    const known = await deps.store.read<Person>('person', partition, objectId);
    if (!known?.body.memberships[chosen])
      throw new ProductError('FORBIDDEN', 'not a member of the programme chosen', {
        advice: 'You are not a member of that programme. Ask its programme office to add you.',
      });
    if (known.body.chosen !== chosen)
      await deps.store.replace('person', { ...known, body: { ...known.body, chosen } }).catch((error) => {
        // Chosen on another device in the same moment.
        if (!isError(error, 'STALE')) throw error;
      });
    const programme = (await readProgramme(deps, chosen))?.body.newest.state;
    return notice(
      'From now on',
      [`In this chat you mean ${programme?.name ?? chosen}, ${programme?.localArea ?? ''}.`],
      {
        buttons: [link('What I can do', 'programmes.show-help', { programmeId: chosen })],
      },
    );
  }),
];

/** An answer that says which programme it is of, for those who are in several. */
export function withProgramme({ programme, inSeveral }: Actor, { where }: Origin, answer: Answer): Answer {
  if (!inSeveral || where !== 'personal') return answer;
  const line: CardJson = {
    type: 'RichTextBlock',
    separator: true,
    spacing: 'Medium',
    inlines: [{ type: 'TextRun', text: `${programme.name}, ${programme.localArea}`, isSubtle: true, size: 'Small' }],
  };
  const body = Array.isArray(answer.card.body) ? answer.card.body : [];
  return { ...answer, card: { ...answer.card, body: [...body, line] } };
}
