// The programme's settings changed in chat by its office, each with who and why. What one could get wrong: two people who set different things at once keep
// both, a second delivery sets nothing twice, and what is past stays.

import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CardJson } from '../../src/deps.js';
import { readProgramme } from '../../src/programmes/actor.js';
import { recordTypes } from '../../src/records.js';
import { settingsVerbs } from '../../src/settings/routes.js';
import { SECTIONS } from '../../src/settings/sections.js';
import { verifyProgramme } from '../../src/storage/verify.js';
import { type Assistant, startAssistant } from '../support/assistant.js';
import { valuesOf, wordsOf } from '../support/card-reader.js';
import type { Person } from '../support/person.js';
import { PROGRAMME } from '../support/world.js';

let assistant: Assistant;
let office: Person;
beforeEach(async () => {
  assistant = await startAssistant();
  office = assistant.person('office');
});
afterEach(() => assistant.stop());

const open = (section: string, person = office): Promise<CardJson> => {
  const data = { programmeId: PROGRAMME, section };
  return person.press(
    { type: 'AdaptiveCard', actions: [{ type: 'Action.Execute', title: 'Go', verb: 'settings.open', data }] },
    'Go',
  );
};
const programme = async () => {
  const head = await readProgramme(assistant.deps, PROGRAMME);
  if (!head) throw new TypeError('no programme');
  return head.body.newest;
};

test('A Board is added and taken out, with why, and history says so', async () => {
  expect(wordsOf(await office.say('settings'))).toContain('Boards');
  const form = await open('boards');
  const refused = await office.press(form, 'Save', { addOn: '2026-10-01', why: '' });
  expect(wordsOf(refused)).toContain('Give a day to come');
  expect(wordsOf(refused)).toContain('Say why');
  expect(valuesOf(refused)).toMatchObject({ addOn: '2026-10-01' });
  const activity = office.pressing(refused, 'Save', { addOn: '2027-02-04', why: 'The half-term moved.' });
  await office.send(activity);
  const { version } = await programme();
  await office.send({ ...activity, id: 'again' });
  expect((await programme()).version).toBe(version);
  expect((await programme()).state.boards.map(({ on }) => on)).toEqual(['2026-10-08', '2026-12-03', '2027-02-04']);
  await office.press(await open('boards'), 'Save', { dropOn: '2027-02-04', why: 'Not agreed yet.' });
  // The first form comes once more, late: it does not undo what was done since.
  await office.send({ ...activity, id: 'late' });
  expect((await programme()).state.boards.map(({ on }) => on)).toEqual(['2026-10-08', '2026-12-03']);
  await office.press(await open('boards'), 'Save', { addOn: '2027-02-04', why: 'Agreed.' });
  await office.press(await open('boards'), 'Save', { dropOn: '2026-12-03', why: 'Put off.' });
  expect((await programme()).state.boards.map(({ on }) => on)).toEqual(['2026-10-08', '2027-02-04']);
  const told = wordsOf(await office.say('history settings'));
  expect(told).toContain('Boards set');
  expect(told).toContain('added 4 February 2027');
  expect(told).toContain('taken out 3 December 2026');
  expect(told).toContain('The half-term moved.');
});

test('The week, the matrix, closures, workstreams, returns and who reads what are set, and wrong ones are refused beside their field', async () => {
  const week = await office.press(await open('week'), 'Save', { promptTime: '07:00', why: 'Earlier.' });
  expect(wordsOf(week)).toContain('Give a time inside the allowed hours');
  await office.press(week, 'Save', { promptTime: '10:15', digestDay: 'Fri', why: 'Schools begin at nine.' });
  expect((await programme()).state.timetable?.prompt).toEqual({ day: 'Thu', time: '10:15' });
  const rules = await office.press(await open('rules'), 'Save', { highFrom: '4', size: '4', appetite: '40', why: 'x' });
  for (const words of [
    'High begins above medium',
    'the matrix can grow, not shrink',
    'Give a whole number from 2 to 36',
  ])
    expect(wordsOf(rules)).toContain(words);
  await office.press(rules, 'Save', { highFrom: '12', size: '5', appetite: '12', why: 'The Board’s appetite.' });
  expect((await programme()).state.scoring).toMatchObject({ highFrom: 12, appetite: 12, size: 5 });
  await office.press(await open('closures'), 'Save', {
    closureName: 'Easter',
    closureFrom: '2027-03-29',
    closureUntil: '2027-04-09',
    why: 'Schools are closed.',
  });
  expect((await programme()).state.timetable).toMatchObject({
    prompt: { time: '10:15' },
    closures: [{ name: 'Easter' }],
  });
  await office.press(await open('workstreams'), 'Save', {
    workstream: 'new',
    workstreamName: 'Transport',
    why: 'Agreed.',
  });
  expect((await programme()).state.workstreams.at(-1)?.name).toBe('Transport');
  const inUse = await office.press(await open('workstreams'), 'Save', {
    workstream: 'WS2',
    closeIt: 'yes',
    why: 'Done.',
  });
  expect(wordsOf(inUse)).toMatch(/Still open in it: .*M0/);
  const { id } = (await programme()).state.workstreams.at(-1) ?? { id: '' };
  await office.press(await open('workstreams'), 'Save', { workstream: id, closeIt: 'yes', why: 'Merged.' });
  expect((await programme()).state.workstreams.some((one) => one.id === id)).toBe(false);
  await office.press(await open('returns'), 'Save', { addOn: '2027-04-23', why: 'Next quarter.' });
  expect((await programme()).state.returns.at(-1)).toEqual({ dueOn: '2027-04-23' });
  await office.press(await open('finance'), 'Save', {
    readers: 'programme office,finance lead',
    channel: 'no',
    digest: 'yes',
    why: 'Asked by S151.',
  });
  expect((await programme()).state.restricted?.finance).toEqual({
    readers: ['finance lead', 'programme office'],
    channel: false,
    digest: true,
  });
  const round = await office.press(await open('round'), 'Save', {
    opensDaysBefore: '20',
    remindDaysBefore: '30',
    why: 'x',
  });
  expect(wordsOf(round)).toContain('A reminder comes after it has opened');
  await office.press(round, 'Save', {
    remindDaysBefore: '5, 10',
    icbLead: 'owner',
    'section-eah': 'WS2',
    why: 'Agreed.',
  });
  expect((await programme()).state.returnRound).toEqual({
    opensDaysBefore: 20,
    remindDaysBefore: [10, 5],
    icbLead: 'owner',
    sections: { eah: 'WS2' },
  });
  expect((await verifyProgramme(assistant.deps, recordTypes, PROGRAMME)).faults).toEqual([]);
});

test('Every field that a section draws is one that its form takes', async () => {
  const taken = settingsVerbs.find(({ verb }) => verb === 'settings.save')?.form as { shape?: object } | undefined;
  const names = new Set(Object.keys(taken?.shape ?? {}));
  expect(names.size).toBeGreaterThan(30);
  for (const { id } of SECTIONS)
    for (const field of Object.keys(valuesOf(await open(id)))) expect(names, `${id}: ${field}`).toContain(field);
});

test('Two forms of one section: the later one is shown what changed; of two sections, both stand', async () => {
  const [mine, theirs, other] = [await open('rules'), await open('rules'), await open('boards')];
  await office.press(theirs, 'Save', { greenDays: '7', why: 'One.' });
  const late = await office.press(mine, 'Save', { amberDays: '30', why: 'Two.' });
  expect(wordsOf(late)).toContain('Somebody changed this while you were writing');
  expect(valuesOf(late)).toMatchObject({ amberDays: '30' });
  await office.press(other, 'Save', { addOn: '2027-02-04', why: 'Three.' });
  const { state } = await programme();
  expect(state.tolerances.greenDays).toBe(7);
  expect(state.boards.at(-1)).toEqual({ on: '2027-02-04' });
});

test('Others read the settings and change nothing; a child’s name is refused in the reason', async () => {
  const lead = assistant.person('lead2');
  expect(wordsOf(await lead.say('settings'))).toContain('Set by the programme office.');
  expect(wordsOf(await open('boards', lead))).toContain('changed by the programme office');
  const refused = await office.press(await open('boards'), 'Save', {
    addOn: '2027-02-04',
    why: 'NHS number 943 476 5919',
  });
  expect(wordsOf(refused)).toContain('it looks like an NHS number');
  expect(valuesOf(refused)).toMatchObject({ addOn: '2027-02-04' });
});
