// A document on its way to a person: by Teams' own consent, by a link of ten minutes, and by no other way. What one could get wrong: who may
// read it is asked when it is fetched, whoever holds the link.

import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as z from 'zod/v4';
import { noticeCard } from '../../src/programmes/cards.js';
import { PROGRAMME_REF, programmes } from '../../src/programmes/schema.js';
import { defineFile, defineVerb } from '../../src/routes.js';
import { commit, requireHead } from '../../src/storage/ledger.js';
import { returnPlan } from '../returns/world.js';
import { type Assistant, type AssistantOptions, startAssistant } from '../support/assistant.js';
import { wordsOf } from '../support/card-reader.js';
import type { Person } from '../support/person.js';
import { PROGRAMME } from '../support/world.js';

const MEGABYTES = 20 * 1024 * 1024;
const odd = '"; filename=evil.exe\r\nx: y ../../Größe.docx';
const Form = z.object({ programmeId: z.string(), size: z.number() });
const makers = [
  defineFile('tests.big', Form, async (_turn, { size }) => ({
    name: odd,
    contentType: 'application/octet-stream',
    bytes: new Uint8Array(size).fill(7),
  })),
];
const verbs = [
  defineVerb('tests.offer', Form, async (_turn, data) => ({
    card: noticeCard.render({ heading: 'A file', paragraphs: [], quoted: '', reference: '', buttons: [] }),
    summary: 'A file',
    file: { maker: 'tests.big', data, name: 'Big file.bin', description: 'Large.', bytes: data.size },
  })),
];

let assistant: Assistant;
let office: Person;
let uploads: { method: string; range: string; bytes: number }[];
let storage: Server;
let answer: (request: IncomingMessage) => number;
/** The upload server answers once this is over. */
let hold: Promise<void>;

async function start(consent: boolean, more: AssistantOptions = {}): Promise<void> {
  const at = '2026-10-01T08:00:00.000Z';
  assistant = await startAssistant({ bound: true, plan: returnPlan(), at, consent, makers, verbs, ...more });
  assistant.at('2027-01-14T10:00:00.000Z');
  office = assistant.person('office');
}

beforeEach(async () => {
  uploads = [];
  answer = () => 201;
  hold = Promise.resolve();
  storage = createServer((request, response) => {
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
    });
    request.on('end', async () => {
      await hold;
      uploads.push({ method: request.method ?? '', range: String(request.headers['content-range']), bytes });
      const status = answer(request);
      response.statusCode = status;
      if (status === 302) response.setHeader('location', 'http://127.0.0.1:9/');
      response.end();
    });
  });
  await new Promise<void>((resolve) => storage.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  await assistant.stop();
  await new Promise((resolve) => storage.close(resolve));
});

const uploadUrl = (path = 'upload') => `http://127.0.0.1:${(storage.address() as AddressInfo).port}/${path}`;

function linkOn(card: unknown): string {
  const found = /"Action\.OpenUrl","title":"Download [^"]+","url":"([^"]+)"/.exec(JSON.stringify(card));
  if (!found?.[1]) throw new Error(`no link on ${JSON.stringify(card)}`);
  return found[1];
}

async function offered(person: Person, title = 'Word document'): Promise<unknown> {
  return person.press(await person.say('return'), title);
}

/** The newest consent card in a person's chat, and the message it is. */
function consentOf(person: Person) {
  const chat = `a:${person.objectId}`;
  const sent = assistant.connector.sent.filter(({ conversationId }) => conversationId === chat);
  const attachments = sent.flatMap(({ activity, activityId }) =>
    ((activity.attachments ?? []) as { contentType: string; content: Record<string, unknown> }[]).map((one) => ({
      ...one,
      activityId,
    })),
  );
  return attachments.findLast(({ contentType }) => contentType.endsWith('file.consent'));
}

function consenting(person: Person, change: Record<string, unknown> = {}) {
  const context = consentOf(person)?.content.acceptContext;
  return {
    ...person.saying('x'),
    type: 'invoke',
    name: 'fileConsent/invoke',
    text: undefined,
    replyToId: consentOf(person)?.activityId,
    value: {
      type: 'fileUpload',
      action: 'accept',
      context,
      uploadInfo: {
        contentUrl: 'https://files.example/x',
        name: 'Return.docx',
        uploadUrl: uploadUrl(),
        uniqueId: 'u1',
        fileType: 'docx',
      },
      ...change,
    },
  };
}

function lastTo(person: Person): string {
  return JSON.stringify(
    assistant.connector.sent.findLast(({ conversationId }) => conversationId === `a:${person.objectId}`)?.activity,
  );
}

test('In a personal chat the document comes by consent, once, and its place is shown', async () => {
  await start(true);
  const card = await offered(office);
  expect(wordsOf(card as never)).toContain('Teams asks you, in a message of its own');
  expect(consentOf(office)?.content).toMatchObject({ acceptContext: { maker: 'exports.return-word' } });
  const asked = Number(consentOf(office)?.content.sizeInBytes);
  const { status } = await office.send(consenting(office));
  expect(status).toBe(200);
  expect(uploads).toHaveLength(1);
  expect(uploads[0]?.method).toBe('PUT');
  expect(uploads[0]?.range).toBe(`bytes 0-${(uploads[0]?.bytes ?? 0) - 1}/${uploads[0]?.bytes}`);
  // Made anew, so its clock in the zip may differ by a few bytes from what was asked for.
  expect(Math.abs((uploads[0]?.bytes ?? 0) - asked)).toBeLessThan(200);
  expect(asked).toBeGreaterThan(5_000);
  expect(lastTo(office)).toContain('application/vnd.microsoft.teams.card.file.info');
  // The question is gone from the chat: what stands in its place is the file.
  const question = consentOf(office)?.activityId;
  expect(assistant.connector.sent.at(-1)).toMatchObject({ how: 'put', activityId: question });
  // Teams delivers it once more, as it was and with another activity id.
  await office.send(consenting(office));
  expect(lastTo(office)).toContain('You allowed this already');
  expect(uploads).toHaveLength(1);
});

test('Whoever declines is asked no more, and nothing is uploaded', async () => {
  await start(true);
  await offered(office);
  await office.send(consenting(office, { action: 'decline', uploadInfo: undefined }));
  expect(lastTo(office)).toContain('Nothing was put into your OneDrive');
  expect(assistant.connector.sent.at(-1)).toMatchObject({ how: 'put', activityId: consentOf(office)?.activityId });
  expect(uploads).toHaveLength(0);
});

test('A slow upload keeps nobody waiting, and its end is told when it comes', async () => {
  await start(true);
  await offered(office);
  let letGo = () => {};
  hold = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const before = performance.now();
  const { status } = await office.send(consenting(office));
  expect(status).toBe(200);
  expect(performance.now() - before).toBeLessThan(4_500);
  expect(lastTo(office)).not.toContain('file.info');
  letGo();
  await assistant.connector.waitFor(({ activity }) => JSON.stringify(activity).includes('file.info'));
  expect(uploads).toHaveLength(1);
});

test('An upload goes nowhere but where Microsoft keeps files, follows nothing, and an unclear end is said', async () => {
  await start(true);
  await offered(office);
  for (const evil of [
    'https://evil.example/x',
    'http://169.254.169.254/latest',
    'file:///etc/passwd',
    `${uploadUrl().replace('http://', 'http://a:b@')}`,
  ]) {
    const uploadInfo = { contentUrl: 'x', name: 'x', uploadUrl: evil, uniqueId: 'u', fileType: 'docx' };
    await office.send(consenting(office, { uploadInfo }));
    expect(lastTo(office)).toContain('that I do not send files to');
  }
  expect(uploads).toHaveLength(0);
  answer = () => 302;
  await office.send(consenting(office));
  expect(lastTo(office)).toContain('The file was not taken');
  await offered(office);
  answer = () => 503;
  const uploadInfo = { contentUrl: 'x', name: 'x', uploadUrl: uploadUrl('2'), uniqueId: 'u', fileType: 'docx' };
  await office.send(consenting(office, { uploadInfo }));
  expect(lastTo(office)).toContain('The file may not have arrived');
  expect(uploads).toHaveLength(2);
});

test('Somebody else’s consent, or altered context, makes nothing that they may not read', async () => {
  await start(true);
  await offered(office);
  const observer = assistant.person('observer');
  await observer.say('help');
  const context = consentOf(office)?.content.acceptContext as Record<string, unknown>;
  await observer.send(consenting(observer, { context }));
  expect(lastTo(observer)).toContain('You can read the return here once it was sent');
  for (const bad of [
    { ...context, maker: 'nobody' },
    { ...context, data: { ref: '../x' } },
    { ...context, programmeId: 'other' },
    'x',
    null,
  ])
    await office.send(consenting(office, { context: bad }));
  expect(uploads).toHaveLength(0);
});

test('Elsewhere it comes by a link: the very file, under a safe name, for ten minutes', async () => {
  await start(false);
  const url = linkOn(await offered(office));
  const response = await fetch(url);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toContain('wordprocessingml');
  expect(response.headers.get('content-disposition')).toContain('attachment; filename="Return 2026-27 Q3, draft.docx"');
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  const bytes = new Uint8Array(await response.arrayBuffer());
  expect([...bytes.slice(0, 2)]).toEqual([0x50, 0x4b]);
  const head = await fetch(url, { method: 'HEAD' });
  expect(head.status).toBe(200);
  expect(Number(head.headers.get('content-length'))).toBeGreaterThan(5_000);
  expect(JSON.stringify(assistant.logged)).not.toContain(url.split('/files/')[1]);

  const [base, token = ''] = url.split('/files/');
  const [body = '', mark = ''] = token.split('.');
  const payload = JSON.parse(Buffer.from(body, 'base64url').toString());
  const other = Buffer.from(JSON.stringify({ ...payload, objectId: assistant.person('chair').objectId })).toString(
    'base64url',
  );
  const forged = [
    `${other}.${mark}`,
    `${body}.${mark.slice(0, -2)}AA`,
    body,
    `${body}.`,
    '..',
    'x'.repeat(5_000),
    `${body}.${mark}.x`,
  ];
  for (const bad of forged) expect((await fetch(`${base}/files/${bad}`)).status, bad.slice(0, 40)).toBe(404);
  assistant.at('2027-01-14T10:11:00.000Z');
  const late = await fetch(url);
  expect(late.status).toBe(410);
  expect(await late.json()).toEqual({ error: 'this link is over; ask for the file again' });
});

test('From a channel without dialogs the file is asked about in the own chat, and nowhere else', async () => {
  await start(true, { dialogs: false });
  await office.say('help');
  const before = assistant.connector.sent.length;
  const pressed = {
    ...office.saying('x', 'channel'),
    type: 'invoke',
    name: 'adaptiveCard/action',
    text: undefined,
    value: { action: { type: 'Action.Execute', verb: 'tests.offer', data: { programmeId: PROGRAMME, size: 3 } } },
  };
  expect((await office.send(pressed)).body).toMatchObject({ value: 'It is open for you in our own chat.' });
  const sent = assistant.connector.sent.slice(before);
  expect(sent.map(({ conversationId }) => conversationId)).toEqual([`a:${office.objectId}`, `a:${office.objectId}`]);
  expect(consentOf(office)?.content).toMatchObject({ acceptContext: { maker: 'tests.big' } });
  expect(lastTo(office)).toContain('Teams asks you, in a message of its own');
});

test('Where there is neither consent nor link, the card says what to do, and says what is so', async () => {
  const offer = () => ({
    ...office.saying('x'),
    text: undefined,
    value: { verb: 'tests.offer', programmeId: PROGRAMME, size: 3 },
  });
  await start(false, { publicAddress: false });
  await office.send(offer());
  expect(lastTo(office)).toContain('There is no way to send it from here');
  await assistant.stop();
  await start(true, { publicAddress: false });
  assistant.connector.script((call) =>
    JSON.stringify(call.body).includes('file.consent') ? { status: 403 } : undefined,
  );
  await office.send(offer());
  expect(lastTo(office)).toContain('I could not ask you just now');
  expect(lastTo(office)).not.toContain('Download');
  const dialog = {
    ...office.saying('x', 'channel'),
    type: 'invoke',
    name: 'task/fetch',
    text: undefined,
    value: { data: { verb: 'tests.offer', programmeId: PROGRAMME, size: 3 } },
  };
  const { body } = await office.send(dialog);
  expect(JSON.stringify(body)).toContain('ask for it in our own chat');
});

test('A link serves whoever it is for as they are when it is opened', async () => {
  await start(false);
  const { deps } = assistant;
  const pcf = assistant.person('pcf-lead');
  const partial = await fetch(linkOn(await offered(pcf, 'Excel workbook')));
  expect(partial.headers.get('content-type')).toContain('spreadsheetml');
  const url = linkOn(await offered(assistant.person('lead1')));
  expect((await fetch(url)).status).toBe(200);
  const head = await requireHead(deps, programmes, PROGRAMME, PROGRAMME_REF);
  const programme = head.body.newest.state;
  const left = { ...programme, members: programme.members.filter(({ id }) => id !== 'lead1') };
  await commit(deps, programmes, PROGRAMME, head, { by: 'office', did: 'tests.leave', effect: 'tests.leave' }, left);
  expect((await fetch(url)).status).toBe(403);
});

test('Large files and odd names are served as they are, and cannot break a header', async () => {
  await start(false);
  const offer = {
    ...office.saying('x'),
    text: undefined,
    value: { verb: 'tests.offer', programmeId: PROGRAMME, size: MEGABYTES },
  };
  await office.send(offer);
  const response = await fetch(linkOn(JSON.parse(lastTo(office))));
  expect(response.status).toBe(200);
  expect(response.headers.get('x')).toBeNull();
  expect(response.headers.get('content-disposition')).toMatch(
    /^attachment; filename="[\w .,()-]+"; filename\*=UTF-8''[\w%.!~-]+$/,
  );
  expect(response.headers.get('content-disposition')).not.toMatch(/\.\.[/\\]|%2F|%5C|%0D|%0A/i);
  expect((await response.arrayBuffer()).byteLength).toBe(MEGABYTES);
});
