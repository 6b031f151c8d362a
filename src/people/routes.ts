// What the programme office types and presses about people. What one could get wrong: rights are asked when a form is opened and again when it is saved,
// and what is held of a person is made when it is fetched, for whoever may have it then.

import * as z from 'zod/v4';
import { link } from '../cards/markup.js';
import { noteSeen } from '../programmes/access.js';
import { notice } from '../programmes/cards.js';
import { isProgrammeOffice } from '../programmes/rights.js';
import type { Member } from '../programmes/schema.js';
import {
  type Answer,
  type Command,
  capture,
  defineFile,
  defineVerb,
  type FileMaker,
  type MadeFile,
  type Turn,
  type Verb,
} from '../routes.js';
import type { RecordType } from '../storage/entry.js';
import { erase, newMemberId, removePerson, requireMember, requireOffice, savePerson } from './actions.js';
import { listFormer, listHeld } from './erasing.js';
import { listItems } from './items.js';
import { meetTeam } from './team.js';
import { formerList, leavingForm, peopleList, personDetail, personForm } from './views.js';

const programmeId = z.string().min(1).max(80);
const id = z.string().regex(/^[a-z0-9-]{1,40}$/);
const WhichPerson = z.object({ programmeId, id });
const Page = z.object({ programmeId, page: z.coerce.number().int().min(1).max(1_000).default(1) });
const text = z.string().max(600).default('');
const PersonForm = z.object({
  programmeId,
  form: z.uuid(),
  id: id.optional(),
  name: text,
  contact: text,
  organisation: text,
  roles: text,
  leads: text,
  deputy: text,
  signsAs: text,
  leaveFrom: text,
  leaveUntil: text,
});
type PersonForm = z.infer<typeof PersonForm>;
const LeavingForm = z.object({
  programmeId,
  id,
  form: z.uuid(),
  to: z.string().default(''),
});
type LeavingForm = z.infer<typeof LeavingForm>;

export const peopleCommands: Command[] = [
  {
    name: 'people',
    help: 'Who is in the programme: add, change, take out, erase',
    matches: (typed) => capture(/^(?:people|members|team)[.!?]?$/i, typed),
    offeredTo: isProgrammeOffice,
    audience: 'me',
    opens: () => ({ verb: 'people.list', fields: {}, label: 'People' }),
    run: (turn) => showList(turn, 1),
  },
];

export const peopleVerbs: Verb[] = [
  defineVerb('people.list', Page, (turn, form) => showList(turn, form.page)),
  defineVerb('people.list-former', Page, async (turn, form) => {
    requireOffice(turn);
    return formerList(turn, await listFormer(turn.deps, turn.actor.programmeId), form.page);
  }),
  defineVerb('people.meet-team', z.object({ programmeId }), meetTeam),
  defineVerb('people.show', WhichPerson, async (turn, form) => {
    requireOffice(turn);
    await noteSeen(turn.deps, turn.actor.programmeId, turn.actor.member.id, 'people and their addresses');
    return personDetail(turn, requireMember(turn, form.id));
  }),
  defineVerb('people.open-add', z.object({ programmeId }), async (turn) => {
    requireOffice(turn);
    return personForm(turn, undefined);
  }),
  defineVerb('people.open-change', WhichPerson, async (turn, form) => {
    requireOffice(turn);
    return personForm(turn, requireMember(turn, form.id));
  }),
  defineVerb('people.save', PersonForm, save, (turn, form, problems) => openTyped(turn, form, problems)),
  defineVerb('people.open-removal', WhichPerson, (turn, form) => openLeaving(turn, form.id, 'remove')),
  defineVerb('people.open-erasure', WhichPerson, (turn, form) => openLeaving(turn, form.id, 'erase')),
  leavingVerb('remove'),
  leavingVerb('erase'),
  defineVerb('people.offer-held', WhichPerson, offerHeld),
];

/** What is held of a person as a file. `types`: every kind of record there is. */
export function peopleFiles(types: readonly RecordType<never>[]): FileMaker[] {
  return [
    defineFile('people.held', WhichPerson, async (turn, form) => {
      requireOffice(turn);
      return makeHeld(types, turn, form.id);
    }),
  ];
}

/** What is held of a person, as lines of JSON. */
async function makeHeld(types: readonly RecordType<never>[], turn: Turn, memberId: string): Promise<MadeFile> {
  const lines: string[] = [];
  for await (const line of listHeld(turn, types, memberId)) lines.push(JSON.stringify(line));
  return {
    name: `What is held of ${memberId}.jsonl`,
    contentType: 'application/x-ndjson',
    bytes: new TextEncoder().encode(`${lines.join('\n')}\n`),
  };
}

async function showList(turn: Turn, page: number): Promise<Answer> {
  requireOffice(turn);
  return peopleList(turn, page);
}

function fieldsOf({ programmeId: _, form: __, id: ___, ...fields }: PersonForm) {
  return fields;
}

function openTyped(turn: Turn, form: PersonForm, problems: Record<string, string>): Promise<Answer> {
  requireOffice(turn);
  const member = form.id === undefined ? undefined : requireMember(turn, form.id);
  return personForm(turn, member, { form: form.form, fields: fieldsOf(form), problems });
}

async function save(turn: Turn, form: PersonForm): Promise<Answer> {
  const memberId = form.id ?? newMemberId(form.form);
  if (form.id !== undefined) {
    requireOffice(turn);
    requireMember(turn, form.id);
  }
  const saved = await savePerson(turn, { id: memberId, form: form.form, fields: fieldsOf(form) });
  if ('problems' in saved) return openTyped(turn, form, saved.problems as Record<string, string>);
  return personDetail(turn, saved.member, form.id === undefined ? 'Added' : 'Changed');
}

function leavingVerb(how: 'remove' | 'erase'): Verb {
  return defineVerb(
    `people.${how}`,
    LeavingForm,
    (turn, form) => leave(turn, form, how),
    (turn, { id, form, to }, problems) => openLeaving(turn, id, how, { form, fields: { to }, problems }),
  );
}

async function openLeaving(turn: Turn, memberId: string, how: 'remove' | 'erase', typed?: object): Promise<Answer> {
  requireOffice(turn);
  const member = how === 'erase' ? await findPerson(turn, memberId) : requireMember(turn, memberId);
  return leavingForm(turn, member, how, typed);
}

/** A member, or somebody who has left and is not erased. Throws UNKNOWN. */
async function findPerson(turn: Turn, memberId: string): Promise<Member> {
  const { deps, actor } = turn;
  const isTheirs = (one: Member) => one.id === memberId;
  const former = actor.programme.members.some(isTheirs)
    ? undefined
    : (await listFormer(deps, actor.programmeId)).find(isTheirs);
  return former ?? requireMember(turn, memberId);
}

async function leave(turn: Turn, form: LeavingForm, how: 'remove' | 'erase'): Promise<Answer> {
  requireOffice(turn);
  const { actor } = turn;
  const back = { buttons: [link('Everybody', 'people.list', { programmeId: actor.programmeId, page: 1 })] };
  const member = actor.programme.members.find((one) => one.id === form.id);
  // A second delivery: they are out already.
  if (!member && how === 'remove') return notice('They are out', ['They are not in the programme any more.'], back);
  if (member) {
    const items = await listItems(turn, form.id);
    const isSomebody = form.to !== form.id && actor.programme.members.some((one) => one.id === form.to);
    if (items.length > 0 && !isSomebody)
      return leavingForm(turn, member, how, {
        form: form.form,
        fields: { to: form.to },
        problems: { to: 'Choose who gets what is theirs.' },
      });
  }
  if (how === 'remove') {
    const given = await removePerson(turn, form);
    const hands = given === 1 ? 'One thing changed hands.' : `${given} things changed hands.`;
    return notice(
      'They are out',
      [`They can do and see nothing here any more. ${given > 0 ? hands : ''}`.trim()],
      back,
    );
  }
  const entries = await erase(turn, form);
  return notice(
    'They are erased',
    [
      `Their name is in no record any more${entries > 0 ? `; it was taken out of ${entries} earlier entries` : ''}. What they did stays, as by a former member.`,
      'The chains of records still verify: npm run ledger -- verify shows it.',
    ],
    back,
  );
}

/** What Teams is told beforehand: it is made when it is fetched, and a few kilobytes is what one person's entries come to. */
const ABOUT_BYTES = 20_000;

async function offerHeld(turn: Turn, form: z.infer<typeof WhichPerson>): Promise<Answer> {
  requireOffice(turn);
  await findPerson(turn, form.id);
  const told = 'Who they are here, how they are reached, and every entry they made, a line of JSON each.';
  const shown = notice('What is held of a person', [told, 'Give it to nobody but them.'], {
    buttons: [link('Back', 'people.show', form)],
  });
  const file = {
    maker: 'people.held',
    data: form,
    name: `What is held of ${form.id}.jsonl`,
    description: told,
    bytes: ABOUT_BYTES,
  };
  return { ...shown, file };
}
