// A plan put in by people: by a file attached in the chat or sent by the page, mended, confirmed once, and lived with. What one could get wrong: whoever
// sends it may be nobody yet, so every step asks what they may do.

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CardJson } from '../../src/deps.js';
import { makePlanWorkbook, type PlanRows } from '../../src/plans/workbook.js';
import { demoRows } from '../plans/world.js';
import { type Assistant, startAssistant } from '../support/assistant.js';
import { cardOf, isLate, titlesOf, valuesOf, wordsOf } from '../support/card-reader.js';
import type { Person } from '../support/person.js';
import { PROGRAMME } from '../support/world.js';

const FOUNDER = 'f0f0f0f0-0000-4000-8000-000000000001';
const SARAH = 'f0f0f0f0-0000-4000-8000-000000000002';

let assistant: Assistant;
let founder: Person;
let shelf: Server;
let files: Map<string, Uint8Array>;

beforeEach(async () => {
  assistant = await startAssistant({ founders: [FOUNDER] });
  founder = assistant.person('founder', FOUNDER);
  files = new Map();
  shelf = createServer((request, response) => {
    const bytes = files.get(request.url ?? '');
    if (request.url === '/moved') response.writeHead(302, { location: '/plan.xlsx' });
    else response.writeHead(bytes ? 200 : 404);
    response.end(bytes);
  });
  await new Promise<void>((resolve) => shelf.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  await assistant.stop();
  shelf.closeAllConnections();
  await new Promise((resolve) => shelf.close(resolve));
});

const onShelf = (name: string) => `http://127.0.0.1:${(shelf.address() as AddressInfo).port}/${name}`;
const workbook = (rows: PlanRows) => makePlanWorkbook({ heading: 'Plan', rows });

/** Rows of a plan whose office is reached by e-mail. */
async function newRows(): Promise<Required<PlanRows>> {
  const rows = await demoRows();
  Object.assign(rows.programme[0] ?? {}, { id: 'new-area', localArea: 'New Area' });
  for (const row of rows.people) Object.assign(row, { contact: `${row.ref}@council.example` });
  return rows;
}

/** Attaches a file in the person's own chat; gives the card that answers. */
async function attach(person: Person, name: string, downloadUrl = onShelf(name)): Promise<CardJson> {
  const content = { downloadUrl, uniqueId: name, fileType: name.split('.').at(-1) };
  const attachments = [{ contentType: 'application/vnd.microsoft.teams.file.download.info', name, content }];
  const before = assistant.connector.sent.length;
  await person.send({ ...person.saying(''), attachments });
  const sent = await assistant.connector.waitFor(
    (one) =>
      assistant.connector.sent.indexOf(one) >= before &&
      one.conversationId === `a:${person.objectId}` &&
      !isLate(cardOf(one.activity)),
  );
  return sent.activity.attachments?.[0]?.content as CardJson;
}

async function found(rows: PlanRows): Promise<CardJson> {
  files.set('/plan.xlsx', await workbook(rows));
  const seen = await attach(founder, 'plan.xlsx');
  expect(titlesOf(seen), wordsOf(seen)).toContain('Put it in');
  return founder.press(seen, 'Put it in', { as: 'programme-office' });
}

test('A newcomer puts a plan in: told how, what is to be mended, what it is, and is in it', async () => {
  expect(wordsOf(await founder.say('hello'))).toContain('Put a plan in');
  const rows = await newRows();
  Object.assign(rows.milestones[3] ?? {}, { owner: 'Nobody Known' });
  Object.assign(rows.risks[2] ?? {}, { cause: 'One family, NHS number 943 476 5919, waits for a place.' });
  files.set('/faulty.xlsx', await workbook(rows));
  const faulty = await attach(founder, 'faulty.xlsx');
  expect(wordsOf(faulty)).toContain('2 things to fix');
  expect(wordsOf(faulty)).toContain('Milestones, row 6, D, Owner');
  expect(wordsOf(faulty)).toContain('“Nobody Known” is not on the sheet People.');
  expect(wordsOf(faulty)).toContain('Risks, row 5, B, Cause');
  expect(titlesOf(faulty)).not.toContain('Put it in');
  Object.assign(rows.milestones[3] ?? {}, { owner: 'WS2 lead' });
  Object.assign(rows.risks[2] ?? {}, { cause: 'Few places.' });
  files.set('/plan.xlsx', await workbook(rows));
  const seen = await attach(founder, 'plan.xlsx');
  expect(wordsOf(seen)).toContain('A new programme');
  expect(wordsOf(seen)).toMatch(/Milestones: \d+ added; Risks: \d+ added/);
  const unsaid = await founder.press(seen, 'Put it in', { as: '' });
  expect(wordsOf(unsaid)).toContain('Say who you are');
  const activity = founder.pressing(unsaid, 'Put it in', { as: 'programme-office' });
  const first = (await founder.send(activity)).body as { value: CardJson };
  expect(wordsOf(first.value)).toContain('The programme is there');
  expect((await founder.send({ ...activity, id: 'again' })).body).toEqual(first);
  expect(wordsOf(await founder.say('M01'))).toContain(String(rows.milestones[0]?.title));
  expect(wordsOf(await founder.say('help'))).toContain('New Area');
  // The same file changes nothing.
  expect(wordsOf(await attach(founder, 'plan.xlsx'))).toContain('Nothing to change');
});

test('People are met by the address that Teams gives for them, and by nothing else', async () => {
  await found(await newRows());
  const sarah = assistant.person('sarah', SARAH);
  expect(wordsOf(await sarah.say('hello'))).toContain('I do not know you');
  const known = { id: `29:${SARAH}`, name: 'S', aadObjectId: SARAH, email: 'WS2-lead@council.example' };
  // Teams tells of somebody else: that proves nothing.
  assistant.connector.members.push({ ...known, aadObjectId: FOUNDER });
  expect(wordsOf(await sarah.say('hello'))).toContain('I do not know you');
  assistant.connector.members.splice(0, 1, known);
  const met = await sarah.say('help');
  expect(wordsOf(met)).toContain('You are WS2 lead in');
  assistant.connector.members.splice(0);
  expect(wordsOf(await sarah.say('my work'))).not.toContain('I do not know you');
});

test('Only those who were named found a programme, only its office changes one, and a file is for whoever sent it', async () => {
  const rows = await newRows();
  files.set('/plan.xlsx', await workbook(rows));
  const stranger = assistant.person('stranger', 'f0f0f0f0-0000-4000-8000-000000000003');
  expect(wordsOf(await attach(stranger, 'plan.xlsx'))).toContain('I do not know you');
  const lead = assistant.person('lead2');
  expect(wordsOf(await attach(lead, 'plan.xlsx'))).toContain('by the programme office');
  expect(wordsOf(await lead.say('plan export'))).toContain('by the programme office');
  const seen = await attach(founder, 'plan.xlsx');
  const stolen = { ...lead.pressing(seen, 'Put it in', { as: 'programme-office' }) };
  expect(wordsOf(((await lead.send(stolen)).body as { value: CardJson }).value)).toContain('I do not have this file');
  const asLead = await founder.press(seen, 'Put it in', { as: 'ws2-lead' });
  expect(wordsOf(asLead)).toContain('must be in its programme office');
});

test('A file under the short name of a programme that is there founds nothing, however often it is confirmed', async () => {
  const rows = await newRows();
  Object.assign(rows.programme[0] ?? {}, { id: PROGRAMME });
  files.set('/plan.xlsx', await workbook(rows));
  const seen = await attach(founder, 'plan.xlsx');
  for (let n = 0; n < 2; n += 1)
    expect(wordsOf(await founder.press(seen, 'Put it in', { as: 'programme-office' }))).toContain(
      `There is a programme of the short name ${PROGRAMME} already`,
    );
  expect(wordsOf(await founder.say('M01'))).toContain('Put a plan in');
});

test('Nothing is fetched for somebody who may send nothing', async () => {
  files.set('/plan.xlsx', await workbook(await newRows()));
  let asked = 0;
  shelf.on('request', () => {
    asked += 1;
  });
  expect(wordsOf(await attach(assistant.person('lead2'), 'plan.xlsx'))).toContain('by the programme office');
  const nobody = assistant.person('nobody', 'f0f0f0f0-0000-4000-8000-000000000004');
  expect(wordsOf(await attach(nobody, 'plan.xlsx'))).toContain('I do not know you');
  expect(asked).toBe(0);
});

test('A file from anywhere else, moved, missing, too large or of another kind is refused in words', async () => {
  files.set('/plan.xlsx', await workbook(await newRows()));
  files.set('/large.xlsx', new Uint8Array(6 * 1024 * 1024));
  files.set('/notes.docx', new Uint8Array([80, 75, 3, 4]));
  files.set('/odd.xlsx', new TextEncoder().encode('not a zip'));
  for (const [name, url, words] of [
    ['plan.xlsx', 'https://evil.example/plan.xlsx', 'a place I do not fetch from'],
    ['plan.xlsx', 'http://169.254.169.254/latest', 'a place I do not fetch from'],
    ['moved.xlsx', onShelf('moved'), 'could not fetch'],
    ['gone.xlsx', onShelf('gone.xlsx'), 'could not fetch'],
    ['large.xlsx', onShelf('large.xlsx'), 'too large'],
    ['notes.docx', onShelf('notes.docx'), 'Send an Excel workbook'],
    ['odd.xlsx', onShelf('odd.xlsx'), 'no Excel workbook'],
  ] as const)
    expect(wordsOf(await attach(founder, name, url)), name).toContain(words);
});

test('What changed since somebody looked is shown again before anything is put in', async () => {
  const rows = await newRows();
  await found(rows);
  Object.assign(rows.milestones[0] ?? {}, { title: 'A better title' });
  files.set('/plan.xlsx', await workbook(rows));
  const seen = await attach(founder, 'plan.xlsx');
  expect(wordsOf(seen)).toContain('A better title');
  Object.assign(rows.milestones[1] ?? {}, { title: 'Another one' });
  files.set('/other.xlsx', await workbook({ ...rows, milestones: rows.milestones.slice(0, 1) }));
  await founder.press(await attach(founder, 'other.xlsx'), 'Put it in');
  const late = await founder.press(seen, 'Put it in');
  expect(wordsOf(late)).toContain('Nothing to change');
  Object.assign(rows.milestones[0] ?? {}, { title: 'Third' });
  files.set('/plan.xlsx', await workbook(rows));
  const third = await attach(founder, 'plan.xlsx');
  files.set('/other.xlsx', await workbook({ ...rows, milestones: rows.milestones.slice(1, 2) }));
  await founder.press(await attach(founder, 'other.xlsx'), 'Put it in');
  const again = await founder.press(third, 'Put it in');
  expect(wordsOf(again)).toContain('Something changed since you looked');
  expect(wordsOf(await founder.press(again, 'Put it in'))).toContain('The plan is changed');
  expect(wordsOf(await founder.say('history M01'))).toContain('Changed by a plan workbook');
});

test('The page takes a file from whoever has the link, says all that is to be mended, and the chat shows it', async () => {
  const card = await founder.say('hello');
  const link = /"url":"([^"]+\/send\/[^"]+)"/.exec(JSON.stringify(card))?.[1] ?? '';
  const page = await fetch(link);
  expect(page.headers.get('content-security-policy')).toMatch(/script-src 'nonce-[^']+'/);
  expect(await page.text()).toContain('Send a plan workbook');
  const rows = await newRows();
  for (const row of rows.milestones.slice(0, 12)) Object.assign(row, { workstream: 'WS77' });
  const post = (body: Uint8Array | string, more: Record<string, string> = {}, to = link) =>
    fetch(to, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream', 'x-file-name': 'plan%20one.xlsx', ...more },
      body,
    });
  const faulty = (await (await post(await workbook(rows))).json()) as { heading: string; lines: { label: string }[] };
  expect(faulty.heading).toBe('12 things to fix: plan one.xlsx.');
  expect(faulty.lines.filter(({ label }) => label.startsWith('Milestones, row'))).toHaveLength(12);
  expect(wordsOf(assistant.newestFor(founder))).toContain('12 things to fix');
  const good = (await (await post(await workbook(await newRows()))).json()) as { heading: string };
  expect(good.heading).toContain('A new programme');
  const done = await founder.press(assistant.newestFor(founder), 'Put it in', { as: 'programme-office' });
  expect(wordsOf(done)).toContain('The programme is there');
  expect((await post('x', { 'content-type': 'text/plain' })).status).toBe(415);
  expect((await post('x', { 'x-file-name': '' })).status).toBe(400);
  expect((await post(new Uint8Array(6 * 1024 * 1024))).status).toBe(413);
  expect((await post('x', {}, `${link.slice(0, -3)}abc`)).status).toBe(404);
  expect((await fetch(link.replace('/send/', '/files/'))).status).toBe(404);
  assistant.at('2026-11-26T18:00:00.000Z');
  expect((await fetch(link)).status).toBe(410);
});

test('Whoever is in two programmes says once which one they mean, and every card says which it is of', async () => {
  const rows = await newRows();
  const office = assistant.person('office');
  Object.assign(rows.people.find((row) => row.ref === 'ws2-lead') ?? {}, { contact: office.objectId });
  await found(rows);
  const asked = await office.say('M01');
  expect(wordsOf(asked)).toContain('Which programme do you mean?');
  expect(wordsOf(asked)).toContain('New Area');
  const title = /(\d)\. [^\n]*New Area/.exec(wordsOf(asked))?.[1];
  expect(wordsOf(await office.press(asked, `Number ${title}`))).toContain('In this chat you mean');
  const there = await office.say('M01');
  expect(wordsOf(there)).toContain(String(rows.milestones[0]?.title));
  expect(wordsOf(there)).toContain('New Area');
  const other = await office.press(await office.say('programme'), `Number ${title === '1' ? 2 : 1}`);
  expect(wordsOf(other)).toContain('In this chat you mean');
  expect(wordsOf(await office.say('M01'))).not.toContain('New Area');
  expect(valuesOf(await office.say('update M02'))).toBeDefined();
});
