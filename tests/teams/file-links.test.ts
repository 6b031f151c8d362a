// Links to files, attacked one by one. What one could get wrong: the signature says only that we wrote the link; who may read is asked of the
// directory and of the maker when it is opened, so both are tried apart.

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import * as z from 'zod/v4';
import { ProductError } from '../../src/errors.js';
import { sendFile } from '../../src/file-response.js';
import { defineFile, type FileMaker, type OfferedFile } from '../../src/routes.js';
import { type FileLinks, MOST_TOKEN, openFileLinks } from '../../src/teams/file-links.js';
import { createWorld, PROGRAMME, TENANT, type World } from '../support/world.js';

const KEY = 'a key for tests of at least 32 letters';
const Form = z.object({ programmeId: z.string(), ref: z.string() });
const START = '2026-11-26T09:00:00.000Z';

let world: World;
let makes: (ref: string) => Promise<Uint8Array>;
let made: string[];
let makers: ReadonlyMap<string, FileMaker>;
beforeEach(async () => {
  world = await createWorld();
  world.at(START);
  made = [];
  makes = async () => new Uint8Array([1, 2, 3]);
  const maker = defineFile('tests.file', Form, async ({ actor }, { ref }) => {
    made.push(`${actor.member.id} ${ref}`);
    return { name: `${ref}.bin`, contentType: 'application/octet-stream', bytes: await makes(ref) };
  });
  makers = new Map([[maker.name, maker]]);
});
afterEach(async () => {
  vi.useRealTimers();
  await world.deps.store.close();
});

const open = (key = KEY, address: string | undefined = 'https://assistant.example/') =>
  openFileLinks(world.deps, makers, key, () => address);
const offered = (data: Record<string, unknown> = { programmeId: PROGRAMME, ref: 'A' }, maker = 'tests.file') =>
  ({ maker, data, name: 'A.bin', description: '', bytes: 3 }) satisfies OfferedFile;
const who = (memberId = 'lead1') => ({
  tenantId: TENANT,
  objectId: world.objectIdOf(memberId),
  programmeId: PROGRAMME,
});

function tokenOf(links: FileLinks, file = offered(), person = who()): string {
  const url = links.linkTo(file, person);
  if (!url?.startsWith('https://assistant.example/files/')) throw new Error(`no link but ${url}`);
  return url.slice('https://assistant.example/files/'.length);
}

/** The token with its words altered and its signature kept. */
function altered(token: string, change: Record<string, unknown>): string {
  const [body = '', mark] = token.split('.');
  const words = JSON.parse(Buffer.from(body, 'base64url').toString());
  return `${Buffer.from(JSON.stringify({ ...words, ...change })).toString('base64url')}.${mark}`;
}

describe('a link', () => {
  test('gives the file to the person it is for, and is offered only where there is an address', async () => {
    const links = open();
    expect(await links.fetch(tokenOf(links))).toMatchObject({ file: { name: 'A.bin' } });
    expect(made).toEqual(['lead1 A']);
    expect(openFileLinks(world.deps, makers, KEY, () => undefined).linkTo(offered(), who())).toBeUndefined();
  });

  test('lives ten minutes, to the millisecond', async () => {
    const links = open();
    const token = tokenOf(links);
    world.at('2026-11-26T09:10:00.000Z');
    expect(await links.fetch(token)).toHaveProperty('file');
    world.at('2026-11-26T09:10:00.001Z');
    expect(await links.fetch(token)).toEqual({ refused: 'gone' });
    expect(made).toHaveLength(1);
  });

  test.each([
    ['for another person', { objectId: '22222222-2222-4222-8222-222222222220' }],
    ['for another tenant', { tenantId: '99999999-9999-4999-8999-999999999999' }],
    ['for another programme', { programmeId: 'other' }],
    ['of another maker', { maker: 'tests.other' }],
    ['of another record', { data: { programmeId: PROGRAMME, ref: 'B' } }],
    ['that lives longer', { until: '2099-01-01T00:00:00.000Z' }],
    ['with more in it', { admin: true }],
  ])('altered to one %s was signed by nobody', async (_what, change) => {
    const links = open();
    expect(await links.fetch(altered(tokenOf(links), change))).toEqual({ refused: 'none' });
    expect(made).toEqual([]);
  });

  test('signed with another key, cut, doubled, or no token at all was signed by nobody', async () => {
    const links = open();
    const token = tokenOf(links);
    const [body = '', mark = ''] = token.split('.');
    const bad = [
      tokenOf(open('another key, also of at least 32 letters')),
      body,
      `${body}.`,
      `.${mark}`,
      `${token}.${mark}`,
      `${body}.${mark.slice(0, -2)}`,
      '',
      '.',
      '../../etc/passwd',
      'x'.repeat(MOST_TOKEN + 1),
    ];
    for (const one of bad) expect(await links.fetch(one), one.slice(0, 40)).toEqual({ refused: 'none' });
    expect(made).toEqual([]);
  });

  test('rightly signed for somebody of another tenant, of no programme or unknown makes nothing', async () => {
    const links = open();
    const strangers = [
      { ...who(), tenantId: '99999999-9999-4999-8999-999999999999' },
      { ...who(), programmeId: 'other' },
      { ...who(), objectId: '99999999-9999-4999-8999-999999999999' },
    ];
    for (const stranger of strangers)
      expect(await links.fetch(tokenOf(links, offered(), stranger))).toEqual({ refused: 'refused' });
    expect(made).toEqual([]);
  });

  test('asks the maker about rights too, and says apart what is refused, over and broken', async () => {
    const links = open();
    makes = async () => {
      throw new ProductError('FORBIDDEN', 'not yours');
    };
    expect(await links.fetch(tokenOf(links))).toEqual({ refused: 'refused' });
    makes = async () => {
      throw new ProductError('UNAVAILABLE', 'the store does not answer');
    };
    expect(await links.fetch(tokenOf(links))).toEqual({ refused: 'unavailable' });
    // Signed before an update that makes this file no more, or from other words.
    expect(await links.fetch(tokenOf(links, offered({ programmeId: PROGRAMME })))).toEqual({ refused: 'gone' });
    expect(await links.fetch(tokenOf(links, offered({}, 'tests.old')))).toEqual({ refused: 'gone' });
  });

  test('is not waited for without end', async () => {
    const links = open();
    const token = tokenOf(links);
    makes = () => new Promise(() => {});
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const fetched = links.fetch(token);
    await vi.waitFor(() => expect(made).toHaveLength(1));
    await vi.advanceTimersByTimeAsync(20_000);
    expect(await fetched).toEqual({ refused: 'unavailable' });
  });

  test('that would be longer than what is read is not offered', () => {
    expect(open().linkTo(offered({ programmeId: PROGRAMME, ref: 'x'.repeat(4_000) }), who())).toBeUndefined();
  });

  test('never stands in the log, whatever becomes of it', async () => {
    const links = open();
    const token = tokenOf(links);
    await links.fetch(token);
    makes = async (ref) => {
      throw new Error(`cannot make ${ref} of ${token}`);
    };
    await links.fetch(token);
    await links.fetch(altered(token, { ref: 'B' }));
    expect(world.logged.length).toBeGreaterThan(1);
    for (const part of token.split('.')) expect(JSON.stringify(world.logged)).not.toContain(part);
  });
});

describe('the name of a file', () => {
  test.each([
    ['Return 2026-27 Q3, draft.docx', 'Return 2026-27 Q3, draft.docx'],
    ['Größe (neu).docx', 'Größe (neu).docx'],
    ['../../etc/passwd', '_.._etc_passwd'],
    ['..\\..\\boot.ini', '_.._boot.ini'],
    ['a"; filename="evil.exe', 'a_; filename=_evil.exe'],
    ['a\r\nset-cookie: x=1.docx', 'a__set-cookie_ x=1.docx'],
    ['a\u202excod.exe', 'a_xcod.exe'],
    ['a\ud800.docx', 'a_.docx'],
    ["it's*.docx", "it's_.docx"],
    ['...', 'file'],
  ])('%j can neither break a header nor leave its folder', async (name, expected) => {
    let headers: Record<string, string> = {};
    const writeHead = (_status: number, given: typeof headers) => {
      headers = given;
    };
    const response = { writeHead, end: () => undefined };
    const file = { name, contentType: 'application/octet-stream', bytes: new Uint8Array(1) };
    const request = { params: { token: 'x' }, method: 'GET' };
    await sendFile(
      async () => ({ file }),
      request as never,
      response as never,
      () => expect.unreachable(),
    );
    const disposition = headers['content-disposition'] ?? '';
    // The letters that RFC 8187 allows, and no others.
    const found = /^attachment; filename="([\w .,()-]+)"; filename\*=UTF-8''((?:[\w!#$&+.^`|~-]|%[\dA-F]{2})+)$/.exec(
      disposition,
    );
    expect(found, disposition).not.toBeNull();
    expect(decodeURIComponent(found?.[2] ?? '')).toBe(expected);
  });
});
