// Two people change one record: the second sees every field of their form beside what is saved, whatever the form. Pitfall: forms are found by walking
// the product's own verbs, so a new form is covered without a new test; one that this test cannot open fails it, and says so.

import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/v4';
import { recordTypes } from '../../src/records.js';
import type { Answer, Verb } from '../../src/routes.js';
import type { RecordType } from '../../src/storage/entry.js';
import { commit, type Head, requireHead } from '../../src/storage/ledger.js';
import { loadFeatures } from '../cards/all-features.js';
import { elements, isInput, type Json, texts } from '../cards/walk.js';
import { askForm, changeForm } from '../decisions/forms.js';
import { raiseForm, reassessForm } from '../risks/forms.js';
import { createWorld, PROGRAMME, type World } from '../support/world.js';

const { verbs } = await loadFeatures();
const press = async (world: World, by: string, name: string, form: Record<string, unknown>) => {
  const verb = verbs.get(name) as Verb;
  return verb.run(await world.turn(by), verb.form.parse({ programmeId: PROGRAMME, ...form }));
};

/** Features whose conflicts are choices over a section or a quarter, in cards of their own; their journeys try them. */
const OTHER_CARDS = ['check-ins', 'returns', 'family-digests', 'finance', 'kpis'];
/** Verbs with which nothing is typed, each with what they are. */
const NOTHING_TYPED: Record<string, string> = { 'risks.complete-action': 'a button beside a response action' };

/** Forms about one record that is there already: they carry the version they were opened at. */
const forms = [...verbs.values()].filter(({ form, verb }) => {
  const shape = form instanceof z.ZodObject ? form.shape : {};
  if (OTHER_CARDS.some((feature) => verb.startsWith(`${feature}.`)) || verb in NOTHING_TYPED) return false;
  const others = Object.keys(shape).filter((key) => !['programmeId', 'ref', 'opened', 'form'].includes(key));
  return 'ref' in shape && 'opened' in shape && 'form' in shape && others.length > 0 && !verb.includes('.open-');
});

const WHO = ['office', 'owner', 'lead2', 'chair', 'lead1'];
const REFS = ['M01', 'M02', 'R01', 'R02', 'I01', 'D01', 'A01', 'Q01', 'Q02', 'C01', 'C02'];

/** A world with a record of each kind, and an entry of each that can be withdrawn, made as people make them. */
async function made(): Promise<World> {
  const world = await createWorld();
  const form = () => ({ form: randomUUID() });
  const change = async (by: string, name: string, ref: string, fields: Record<string, unknown>) => {
    const { newest } = (await requireHead(world.deps, kindOf(ref), PROGRAMME, ref)).body;
    return press(world, by, name, { ...form(), ref, opened: newest.version, ...fields });
  };
  await press(world, 'owner', 'risks.raise', raiseForm());
  await press(world, 'owner', 'risks.raise', raiseForm());
  await change('owner', 'risks.reassess', 'R01', reassessForm(1));
  await change('owner', 'risks.mark-happened', 'R02', { reason: 'Nobody applied.', happenedOn: '2026-11-26' });
  await press(world, 'lead2', 'decisions.ask', askForm());
  await change('lead2', 'decisions.change', 'D01', changeForm(1));
  const action = { what: 'Ask two agencies', ownerId: 'owner', dueOn: '2026-12-10', workstream: 'WS2' };
  await press(world, 'office', 'actions.agree', { ...form(), ...action });
  await change('owner', 'actions.change', 'A01', { ...action, dueOn: '2026-12-11', reason: 'One has closed' });
  const question = { text: 'What would bring it back?', ownerId: 'owner', byOn: '2026-12-02' };
  for (const ref of ['Q01', 'Q02']) await press(world, 'chair', 'questions.ask', { ...form(), ...question, text: ref });
  await change('owner', 'questions.answer', 'Q02', { answer: 'A second round.' });
  const asked = {
    proposedOn: '2027-04-30',
    reason: 'No applicants',
    benefit: 'Later',
    body: 'Board',
    byOn: '2026-12-03',
  };
  for (const milestone of ['M02', 'M03'])
    await press(world, 'lead2', 'change-requests.request', { ...form(), ...asked, milestone });
  await change('lead2', 'change-requests.take-back', 'C02', { reason: 'Two applied.' });
  const update = { stated: 'green', forecastOn: '2026-12-31', commentary: 'Two posts are filled.' };
  await change('owner', 'milestones.post-update', 'M02', update);
  return world;
}

const kindOf = (ref: string) =>
  recordTypes.find(({ prefix }) => new RegExp(`^${prefix}\\d`).test(ref)) as RecordType<object>;

interface Opened {
  by: string;
  ref: string;
  answer: Answer;
}

/** The form that a verb saves, opened by whoever may. */
async function openForm(world: World, save: string): Promise<Opened | undefined> {
  const feature = save.split('.')[0];
  const openers = [...verbs.keys()].filter((name) => name.startsWith(`${feature}.open`));
  for (const opener of openers)
    for (const ref of REFS)
      for (const by of WHO) {
        const answer = await press(world, by, opener, { ref }).catch(() => undefined);
        const button =
          answer &&
          elements(answer.card).find(({ verb, associatedInputs }) => verb === save && associatedInputs !== 'none');
        if (answer && button && verbs.get(save)?.form.safeParse(button.data).success) return { by, ref, answer };
      }
  return undefined;
}

/** Another value than the one an input shows, and how a person reads it. */
function other(input: Json): { value: string; reads: string } | undefined {
  const now = String(input.value ?? '');
  if (input.type === 'Input.ChoiceSet') {
    const choices = input.choices as { title: string; value: string }[];
    const choice = choices.find(({ value }) => !now.split(',').includes(value) && value !== '');
    return choice && { value: choice.value, reads: choice.title };
  }
  if (input.type === 'Input.Date')
    return { value: now === '2027-02-03' ? '2027-02-04' : '2027-02-03', reads: '3 February 2027' };
  if (input.type === 'Input.Number') return { value: '7', reads: '7' };
  if (input.type === 'Input.Toggle') return undefined;
  return { value: `${String(input.id)} is mine`, reads: `${String(input.id)} is mine` };
}

describe.each(forms.map(({ verb }) => verb))('%s', { timeout: 60_000 }, (save) => {
  it('shows every field of its form to whoever comes second', async () => {
    const world = await made();
    const opened = await openForm(world, save);
    if (!opened) return expect.fail(`nobody could open the form that ${save} saves: make its record in this test`);
    const { answer, by, ref } = opened;
    const button = elements(answer.card).find(
      ({ verb, associatedInputs }) => verb === save && associatedInputs !== 'none',
    ) as Json;
    const data = button.data as Record<string, unknown>;
    const typed: Record<string, string> = {};
    const reads: Record<string, string> = {};
    for (const input of elements(answer.card).filter(isInput)) {
      const id = String(input.id);
      const mine = other(input);
      typed[id] = mine?.value ?? String(input.value ?? '');
      if (mine) reads[id] = mine.reads;
    }
    const kind = kindOf(ref);
    const head = await requireHead(world.deps, kind, PROGRAMME, ref);
    const moved = { by: by === 'office' ? 'lead2' : 'office', did: `${kind.kind}s.change`, effect: randomUUID() };
    await commit(world.deps, kind, PROGRAMME, head, moved, (head.body as Head<object>).newest.state);
    const conflict = await press(world, by, save, { ...data, ...typed });
    const { version } = (await requireHead(world.deps, kind, PROGRAMME, ref)).body.newest;
    expect(version, 'no conflict was met').toBe(head.body.newest.version + 1);
    // What stands in lines of its own: a name is also in who saved what, and all that was typed in what the buttons carry.
    const seen = JSON.parse(JSON.stringify(conflict.card.body, (key, value) => (key === 'data' ? undefined : value)));
    const lines = new Set(texts(seen).flatMap(({ text }) => String(text).toLowerCase().split('\n')));
    const kept = new Map(
      elements(conflict.card)
        .filter(isInput)
        .map(({ id, value }) => [String(id), String(value)]),
    );
    const missing = Object.entries(reads).filter(
      ([id, text]) =>
        ![text, typed[id]].some((said) => lines.has(String(said).toLowerCase())) && kept.get(id) !== typed[id],
    );
    expect(missing.map(([id]) => id)).toEqual([]);
  });
});
