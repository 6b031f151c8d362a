// Every form that asks for a person, found on the cards themselves, in a programme of more than 300 people: none ends its list in silence, the last of
// them can be chosen by name and by a client's search, and a name that is nobody's or several people's is asked about beside its field.
//
// Guards whose removal makes this fail: `withNamed` in router.ts, the note and the bounds of `drawPerson`, the rights in people-search.ts.
// Pitfall: whom a form refuses for another reason is no matter here, so a form is judged by the field for the person alone.

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CardJson } from '../../src/deps.js';
import { features } from '../../src/features.js';
import type { Plan } from '../../src/plans/plan-file.js';
import { openEmbeddedStore } from '../../src/storage/embedded-store.js';
import type { Store } from '../../src/storage/store.js';
import { type Assistant, startAssistant } from '../support/assistant.js';
import { buttonOf, bytesOf, MOST_BYTES, walk, wordsOf } from '../support/card-reader.js';
import { type Crawled, crawl, fieldsOf, goTo, type ShownForm } from '../support/crawl.js';
import { POPULATED_AT, passing, populate } from '../support/populated.js';

const PEOPLE = 300;
const LAST = `member-${PEOPLE}`;

let store: Store;
let plan: Plan;
let assistant: Assistant;
let crawled: Crawled;

beforeAll(async () => {
  store = await openEmbeddedStore({ file: ':memory:' });
  plan = await populate(store, 1, PEOPLE);
  assistant = await startAssistant({ plan, store, at: POPULATED_AT });
  const words = features.flatMap(({ commands }) => commands.map(({ name }) => name));
  const people = ['all-rounder-1', 'la-chief-executive'].map((member) => assistant.person(member));
  crawled = await crawl(people, [...words, 'M01', 'R01', 'I01', 'D01', 'Q01', 'A01'], passing(assistant));
  // Lists of people are followed a little way only: to two who have nothing to hand over.
  const office = assistant.person('all-rounder-1');
  const owner = plan.milestones[0]?.ownerId;
  for (const [verb, title] of [
    ['people.open-removal', 'Take them out'],
    ['people.open-erasure', 'Erase them'],
  ] as const) {
    const card = await office.press(goTo(verb, { programmeId: plan.id, id: owner }), 'Go');
    const button = buttonOf(card, title);
    crawled.forms.push({
      person: office,
      verb: String(button.verb),
      title,
      values: button.data,
      fields: fieldsOf(card),
    });
  }
}, 240_000);

afterAll(async () => {
  await assistant.stop();
  await store.close();
});

/** Each field in which a person is chosen, once. */
function pickers(): (readonly [name: string, form: ShownForm, field: string])[] {
  const ids = new Set(plan.programme.members.map(({ id }) => id));
  const found = new Map<string, readonly [string, ShownForm, string]>();
  for (const form of crawled.forms)
    for (const { id, choices } of form.fields)
      if (choices.some((choice) => ids.has(choice))) found.set(`${form.verb} ${id}`, [`${form.verb} ${id}`, form, id]);
  return [...found.values()];
}

const send = (form: ShownForm, more: object): Promise<CardJson> =>
  form.person.press(goTo(form.verb, { ...form.values, form: randomUUID(), ...more }), 'Go');

function inputOf(card: CardJson, field: string): Record<string, unknown> | undefined {
  let found: Record<string, unknown> | undefined;
  walk(card, (element) => {
    if (element.id === field) found = element;
  });
  return found;
}

describe('a person who is chosen among very many', () => {
  it('is looked for in every form that takes one', () => {
    expect(
      pickers()
        .map(([name]) => name)
        .sort(),
    ).toEqual([
      'actions.agree ownerId',
      'actions.change ownerId',
      'milestones.add ownerId',
      'people.erase to',
      'people.remove to',
      'people.save deputy',
      'questions.ask ownerId',
      'risks.add-action ownerId',
      'risks.raise ownerId',
      'risks.reassess ownerId',
      'settings.save icbLead',
      'settings.save pcfLead',
    ]);
  });

  it('stands in a list that says how many there are and offers the rest', async () => {
    const acting = plan.programme.members.filter(({ roles }) => roles.some((role) => role !== 'observer')).length;
    for (const [name, form, field] of pickers()) {
      const card = await send(form, { [`${field}-named`]: 'Nobody of that name' });
      const said = /(\d+) of (\d+) people are listed/.exec(wordsOf(card));
      const [listed, all] = [Number(said?.[1]), Number(said?.[2])];
      expect(all, name).toBeGreaterThanOrEqual(acting - 1);
      expect(all, name).toBeLessThanOrEqual(acting);
      const input = inputOf(card, field) as { choices: { value: string }[] };
      expect(input.choices.filter(({ value }) => value !== '').length, name).toBe(listed);
      expect(input, name).toMatchObject({
        'choices.data': { type: 'Data.Query', dataset: `people/${plan.id}` },
        isRequired: false,
      });
      expect(bytesOf(card), name).toBeLessThan(MOST_BYTES);
    }
  });

  it.for([
    ['Nobody of that name', /Nobody to choose has that name/],
    ['member', /\d{3} people have a name like that/],
    ['ber 300', /One person has a name like that/],
  ] as const)('is asked about where “%s” is typed, with that kept', async ([typed, said]) => {
    const wrong: string[] = [];
    for (const [name, form, field] of pickers()) {
      const card = await send(form, { [`${field}-named`]: typed });
      if (!said.test(wordsOf(card))) wrong.push(`${name}: ${wordsOf(card).slice(0, 300)}`);
      if (inputOf(card, `${field}-named`)?.value !== typed) wrong.push(`${name} forgets it`);
    }
    expect(wrong).toEqual([]);
  });

  // Who has been taken out by one of these is out for the others.
  it.for([LAST, `Member ${PEOPLE}`, `  MEMBER   ${PEOPLE} `])('is taken as “%s”', async (typed) => {
    const wrong: string[] = [];
    for (const [name, form, field] of pickers()) {
      const card = await send(form, { [`${field}-named`]: typed });
      const shown = inputOf(card, field);
      if (shown && shown.value !== LAST) wrong.push(`${name} shows ${shown.value}`);
      if (!/Member 300|member-300|They are (?:out|erased)/.test(JSON.stringify(card)))
        wrong.push(`${name}: ${wordsOf(card).slice(0, 200)}`);
    }
    expect(wrong).toEqual([]);
  });

  it('is found by a client that searches while somebody types, for whoever is in the programme', async () => {
    const search = async (objectId: string, queryText: unknown, dataset = `people/${plan.id}`) => {
      const who = assistant.person('all-rounder-1');
      const { type: _, text: __, ...from } = who.saying('');
      const value = { queryText, queryOptions: { skip: 0, top: 15 }, dataset };
      const sender = { id: `29:${objectId}`, aadObjectId: objectId };
      const sent = await who.send({ ...from, from: sender, type: 'invoke', name: 'application/search', value });
      expect(sent).toMatchObject({
        status: 200,
        body: { statusCode: 200, type: 'application/vnd.microsoft.search.searchResponse' },
      });
      return (sent.body as { value: { results: unknown[] } }).value.results;
    };
    const { objectId } = assistant.person('all-rounder-1');
    expect(await search(objectId, 'schools 300')).toEqual([
      { title: 'Member 300 (schools and trusts)', value: 'member-300' },
    ]);
    expect(await search(objectId, 'member')).toHaveLength(15);
    expect(await search(randomUUID(), 'member')).toEqual([]);
    for (const dataset of ['people/another', 'people/', 'graph.microsoft.com/users', ''])
      expect(await search(objectId, 'member', dataset)).toEqual([]);
    for (const odd of [undefined, null, 7, {}]) expect(await search(objectId, odd)).toEqual([]);
  });
});
