// Allow and Decline, with an upload server in OneDrive's place. What one could get wrong: the same Allow may be delivered twice, and an upload
// without a clear answer may have arrived; neither may end in two files or in a sentence that is not true.

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod/v4';
import type { ConversationAddress } from '../../src/deps.js';
import { ProductError } from '../../src/errors.js';
import { defineFile, type FileMaker } from '../../src/routes.js';
import { isAllowedHost } from '../../src/teams/caller.js';
import { consentCard, takeConsent } from '../../src/teams/file-consent.js';
import { freePort } from '../support/free-port.js';
import { createWorld, PROGRAMME, TENANT, type World } from '../support/world.js';

const Form = z.object({ programmeId: z.string(), ref: z.string() });
const CARD = 'the-consent-card';
const FILE_INFO = 'application/vnd.microsoft.teams.card.file.info';

let world: World;
let storage: Server;
let uploads: { url: string; range: string; bytes: string }[];
/** What the upload server answers; 0 cuts the connection once all was read. */
let answers: number;
let makes: () => Promise<Uint8Array>;
let made: string[];
let makers: ReadonlyMap<string, FileMaker>;

beforeEach(async () => {
  world = await createWorld();
  uploads = [];
  answers = 201;
  made = [];
  makes = async () => Buffer.from('twelve bytes');
  const maker = defineFile('tests.file', Form, async ({ actor }, { ref }) => {
    made.push(`${actor.member.id} ${ref}`);
    return { name: `${ref}.bin`, contentType: 'application/octet-stream', bytes: await makes() };
  });
  makers = new Map([[maker.name, maker]]);
  storage = createServer(async (request, response) => {
    let bytes = '';
    for await (const chunk of request) bytes += chunk;
    uploads.push({ url: request.url ?? '', range: String(request.headers['content-range']), bytes });
    if (answers === 0) return void response.destroy();
    response.writeHead(answers, answers === 302 ? { location: '/elsewhere' } : {}).end();
  });
  await new Promise<void>((resolve) => storage.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  storage.closeAllConnections();
  await new Promise((resolve) => storage.close(resolve));
  await world.deps.store.close();
});

const uploadUrl = (path = '/upload') => `http://127.0.0.1:${(storage.address() as AddressInfo).port}${path}`;
const uploadInfo = (url = uploadUrl()) => ({
  contentUrl: 'https://files.example/A.bin',
  name: 'A.bin',
  uploadUrl: url,
  uniqueId: 'u1',
  fileType: 'bin',
});
const context = (change: Record<string, unknown> = {}) => ({
  maker: 'tests.file',
  data: { programmeId: PROGRAMME, ref: 'A' },
  programmeId: PROGRAMME,
  ...change,
});

/** Presses Allow, unless `change` says otherwise. */
async function press(change: Record<string, unknown> = {}, memberId = 'lead1', tenantId = TENANT): Promise<void> {
  const objectId = world.objectIdOf(memberId);
  const address: ConversationAddress = { conversationId: `a:${objectId}`, serviceUrl: 'http://127.0.0.1:1/', tenantId };
  const value = { type: 'fileUpload', action: 'accept', context: context(), uploadInfo: uploadInfo(), ...change };
  const parts = { deps: world.deps, makers, uploadHosts: ['127.0.0.1'] };
  await takeConsent(parts, { tenantId, objectId, origin: { where: 'personal', address } }, { value, replyToId: CARD });
}

const last = () => world.sent.at(-1);
const said = () => JSON.stringify(last()?.message.card);

describe('Allow', () => {
  test('puts the file in whole, and its place takes the place of the question', async () => {
    await press();
    expect(uploads).toEqual([{ url: '/upload', range: 'bytes 0-11/12', bytes: 'twelve bytes' }]);
    expect(world.sent).toHaveLength(1);
    expect(last()).toMatchObject({
      updates: CARD,
      message: {
        attachment: { contentType: FILE_INFO, name: 'A.bin', contentUrl: 'https://files.example/A.bin' },
        card: { uniqueId: 'u1', fileType: 'bin' },
      },
    });
  });

  test('delivered again, at once or later, uploads once', async () => {
    await Promise.all([press(), press(), press()]);
    await press();
    expect(uploads).toHaveLength(1);
    expect(world.sent.filter(({ message }) => message.attachment?.contentType === FILE_INFO)).toHaveLength(1);
    expect(said()).toContain('You allowed this already');
    // What replaced the question stays: the second delivery's sentence is a message of its own.
    expect(last()?.updates).toBeUndefined();
  });

  test('delivered to another process too uploads once: what is claimed is in the store', async () => {
    await press();
    world = { ...(await createWorld({ store: world.deps.store })) };
    await press();
    expect(uploads).toHaveLength(1);
  });

  test('of a file asked for anew uploads anew', async () => {
    await press();
    await press({ uploadInfo: uploadInfo(uploadUrl('/another')) });
    expect(uploads.map(({ url }) => url)).toEqual(['/upload', '/another']);
  });

  test('is answered in a message of its own where the question cannot be replaced', async () => {
    world.deps.messenger.update = async () => ({ outcome: 'inactive' });
    await press();
    expect(last()).toMatchObject({ message: { attachment: { contentType: FILE_INFO } } });
    expect(last()?.updates).toBeUndefined();
  });
});

describe('an upload that ends otherwise', () => {
  test.each([302, 307, 400, 401, 403, 404, 409])('is said not to have arrived when answered %i', async (status) => {
    answers = status;
    await press();
    expect(uploads).toHaveLength(1);
    expect(said()).toContain('The file was not taken');
    expect(said()).not.toContain('may ');
  });

  test.each([0, 408, 416, 500, 503])('may have arrived when answered %i, and is not tried twice', async (status) => {
    answers = status;
    await press();
    expect(uploads).toHaveLength(1);
    expect(said()).toContain('The file may not have arrived');
  });

  test('never began where nobody listens', async () => {
    await press({ uploadInfo: uploadInfo(`http://127.0.0.1:${await freePort()}/upload`) });
    expect(said()).toContain('The file was not taken');
  });
});

describe('a file that is not made', () => {
  test('is said not to be for them, by the maker’s own words where it has some', async () => {
    makes = async () => {
      throw new ProductError('FORBIDDEN', 'not yours', { advice: 'Only leads may read it.' });
    };
    await press();
    expect(said()).toContain('Only leads may read it.');
    expect(uploads).toEqual([]);
  });

  test('for want of the store leaves the question to be answered again', async () => {
    makes = async () => {
      throw new ProductError('UNAVAILABLE', 'the store does not answer');
    };
    await press();
    expect(said()).toContain('Press Allow again in a minute');
    expect(last()?.updates).toBeUndefined();
    makes = async () => Buffer.from('twelve bytes');
    await press();
    expect(uploads).toHaveLength(1);
  });

  test('since the claim could not be written is not uploaded either', async () => {
    world.deps.store.create = async () => {
      throw new ProductError('UNCERTAIN', 'no answer');
    };
    await press();
    expect(uploads).toEqual([]);
    expect(said()).toContain('Nothing was put into your OneDrive');
  });
});

describe('tampering', () => {
  test.each([
    ['an unknown maker', { maker: 'tests.other' }],
    ['data of another form', { data: { ref: 1 } }],
    ['another programme', { programmeId: 'other' }],
    ['no context', undefined],
    ['a text', 'x'],
  ])('with %s makes and uploads nothing', async (_what, change) => {
    const altered = change === undefined || typeof change === 'string' ? change : context(change);
    await press({ context: altered });
    expect(made).toEqual([]);
    expect(uploads).toEqual([]);
    expect(said()).toContain('No file was sent');
    expect(said()).not.toContain('may not have arrived');
  });

  test('somebody of another tenant gets nothing with the same consent', async () => {
    await press({}, 'lead1', '99999999-9999-4999-8999-999999999999');
    expect(made).toEqual([]);
    expect(uploads).toEqual([]);
  });

  test('whoever presses is who it is made for', async () => {
    await press({}, 'observer');
    expect(made).toEqual(['observer A']);
  });

  test.each([
    'https://evil.example/x',
    'https://sharepoint.com.evil.example/x',
    'https://evilsharepoint.com/x',
    'https://sharepoint.com@evil.example/x',
    'https://contoso-my.sharepoint.com:8443/x',
    'http://contoso-my.sharepoint.com/x',
    'http://169.254.169.254/latest/meta-data',
    'http://127.0.0.1:80/x',
    'http://[::1]/x',
    'http://2130706433/x',
    'file:///etc/passwd',
    'data:text/plain,x',
    '//contoso-my.sharepoint.com/x',
    '',
  ])('no upload goes to %s', (url) => {
    expect(isAllowedHost(url, ['sharepoint.com'])).toBe(false);
    expect(isAllowedHost('https://contoso-my.sharepoint.com/personal/x', ['sharepoint.com'])).toBe(true);
  });

  test('a place that is not allowed is told without making anything', async () => {
    await press({ uploadInfo: uploadInfo('https://evil.example/x') });
    expect(made).toEqual([]);
    expect(said()).toContain('that I do not send files to');
  });

  test('the log has neither address, name nor words', async () => {
    await press({ uploadInfo: uploadInfo(uploadUrl('/upload?secret=canary')) });
    answers = 503;
    await press({ uploadInfo: uploadInfo(uploadUrl('/other?secret=canary')) });
    expect(JSON.stringify(world.logged)).not.toMatch(/canary|A\.bin|127\.0\.0\.1/);
  });
});

test('Decline takes the question away and makes nothing', async () => {
  await press({ action: 'decline', uploadInfo: undefined });
  expect(last()?.updates).toBe(CARD);
  expect(said()).toContain('Nothing was put into your OneDrive');
  expect(made).toEqual([]);
});

test('The question names the file safely, and carries nothing but what the maker needs', () => {
  const file = {
    maker: 'tests.file',
    data: context().data,
    name: '../a\u202e"b.docx',
    description: 'A file.',
    bytes: 12,
  };
  expect(consentCard(file, PROGRAMME)).toMatchObject({
    attachment: { contentType: 'application/vnd.microsoft.teams.card.file.consent', name: '_a__b.docx' },
    card: { description: 'A file.', sizeInBytes: 12, acceptContext: context(), declineContext: context() },
  });
});
