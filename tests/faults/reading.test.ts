// F19: every verb, command and file maker of the program's own lists, as every role, in every kind of place, over canaries; and the table of what each
// role may do (reading-table.txt). Pitfall: a new verb without a row fails here; READING_TABLE=write puts it in, and somebody reads what it says.
//
// Guards whose removal makes this fail: each rule of records/may-read.ts, `requireOffice` in people.list-former and people.held, `requireMayAsk` in
// questions/forms.ts, the shared branch of `onOldButton` and `alone` in teams/routing.ts.

import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectPath } from '../../src/project-root.js';
import { onlyShows } from '../../src/routes.js';
import { openFileLinks } from '../../src/teams/file-links.js';
import type { Assistant } from '../support/assistant.js';
import { size, startRun } from '../support/fault-run.js';
import { CHANNEL } from '../support/person.js';
import { PROGRAMME, TENANT } from '../support/world.js';
import { CANARIES, leaksIn, OTHER, objectIdOf, READERS, startWithCanaries } from './reading-store.js';

const TABLE = projectPath('tests', 'faults', 'reading-table.txt');
const REFS: Record<string, string[]> = {
  risks: ['R01', 'I01', 'R02'],
  decisions: ['D01'],
  questions: ['Q01'],
  finance: ['F2627'],
  'family-digests': ['FD20261008'],
  returns: ['Q26272'],
  exports: ['Q26272'],
  milestones: ['M02'],
  'check-ins': ['WS1-2026-W48'],
};
/** What any verb may need besides a reference; each takes only what its form names. */
const FILL: Record<string, unknown> = {
  about: 'M02',
  section: 'finance',
  seat: 'finance',
  number: 1,
  boardOn: '2026-12-03',
  board: '',
  page: 1,
  id: 'member',
  workstream: 'WS2',
  milestone: 'M02',
  opened: 900,
  quarter: 'Q2',
  chosen: PROGRAMME,
  fingerprint: 'a'.repeat(64),
  n: 1,
  to: 'owner',
};
const TEXTS = [
  ...['R01', 'R02', 'I01', 'D01', 'Q01', 'history R01', 'history I01', 'history D01', 'ask R01', 'ask D01', 'ask I01'],
  ...['finance', 'finance 2026/27', 'risks', 'risks high', 'heat map', 'issues', 'decisions', 'decisions corporate'],
  ...['questions', 'my work', 'summary', 'summary 25 November 2026', 'board pack', 'return Q2', 'news', 'people'],
  ...['milestones', 'update M02', 'raise risk', 'agenda', 'audit', 'plan', 'settings', 'delivery', 'help', 'kpis'],
];

let assistant: Assistant;
beforeAll(async () => {
  assistant = await startWithCanaries();
}, 120_000);
afterAll(() => assistant.stop());

let requests = 0;
const found: string[] = [];

/** Looks for canaries in what one request brought about: its answer, and every message it sent. */
function look(reader: string, what: string, status: number, body: unknown, from: number, alone: boolean): void {
  requests += 1;
  if (status >= 500) found.push(`${what} as ${reader}: ${status}`);
  for (const leak of leaksIn(JSON.stringify(body ?? ''), reader, !alone)) found.push(`${what} shows ${reader} ${leak}`);
  for (const { conversationId, activity } of assistant.connector.sent.slice(from)) {
    const own = READERS.find((one) => conversationId === `a:${objectIdOf(one)}`);
    const leaks = leaksIn(JSON.stringify(activity), own ?? '', own === undefined);
    for (const leak of leaks) found.push(`${what} by ${reader} sends ${leak} to ${own ?? conversationId}`);
  }
}

const PLACES = { channel: CHANNEL, group: '19:group@thread.v2', 'other programme': '19:other@thread.tacv2' };
type Place = 'personal' | keyof typeof PLACES;

async function send(reader: string, place: Place, activity: Record<string, unknown>) {
  const person = assistant.person(reader, objectIdOf(reader));
  const base = person.saying('', place === 'personal' ? 'personal' : 'channel');
  const conversation =
    place === 'personal' || place === 'channel'
      ? base.conversation
      : { isGroup: true, conversationType: 'groupChat', tenantId: TENANT, id: PLACES[place] };
  return person.send({ ...base, conversation, ...activity });
}

type Data = Record<string, unknown>;
const pressing = (verb: string, data: Data) => ({
  type: 'invoke',
  name: 'adaptiveCard/action',
  text: undefined,
  value: { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' },
});
const opening = (verb: string, data: Data) => ({
  type: 'invoke',
  name: 'task/fetch',
  text: undefined,
  value: { data: { ...data, verb } },
});
const older = (verb: string, data: Data) => ({ text: undefined, value: { ...data, verb } });

function dataOf(name: string, programmeId: string, refs = REFS[name.split('.')[0] ?? ''] ?? ['M02']): Data[] {
  // Whoever is asked about must still be there afterwards.
  const id = /^people\.(?:remove|erase|save)$/.test(name) ? 'nobody-here' : FILL.id;
  // The first is one that nothing but a right keeps from anybody.
  const abouts = /^questions\.(?:open-)?ask$/.test(name) ? ['M02', 'R01', 'I01', 'D01'] : ['M02'];
  return refs.flatMap((ref) => abouts.map((about) => ({ ...FILL, programmeId, ref, id, about, form: randomUUID() })));
}

/** What became of the newest turn: `a`nswered, `r`efused with a sentence, or `f`: the form does not fit, whoever sends it. */
function outcome(from: number): string {
  const turn = assistant.logged.slice(from).findLast(({ event }) => event === 'turn' || event === 'fault');
  if (!turn || turn.event === 'fault') return 'f';
  return turn.fields.outcome === 'answered' ? 'a' : 'r';
}

test('what each role may do is what the table says', async () => {
  const { verbs, commands, makers } = assistant.bot.offers;
  const members = READERS.filter((one) => one !== 'stranger');
  const rows = new Map<string, string>();
  const note = async (name: string, run: (reader: string) => Promise<string>) => {
    const said: string[] = [];
    for (const reader of members) said.push(`${reader}:${await run(reader)}`);
    rows.set(name, said.join(' '));
  };
  for (const { verb } of verbs.values())
    await note(`verb ${verb}`, async (reader) => {
      const [from, logged] = [assistant.connector.sent.length, assistant.logged.length];
      const [data = {}] = dataOf(verb, PROGRAMME);
      const { status, body } = await send(reader, 'personal', pressing(verb, data));
      look(reader, verb, status, body, from, true);
      return outcome(logged);
    });
  const { programme } = (await import('../support/world.js')).testPlan;
  for (const command of commands)
    rows.set(
      `command ${command.name} (${command.audience})`,
      programme.members.map((one) => `${one.id}:${command.offeredTo(one, programme) ? 'o' : 'n'}`).join(' '),
    );
  const key = 'a key for tests of at least 32 letters';
  const links = openFileLinks(assistant.deps, makers, key, () => assistant.url);
  for (const { name, makeForAll } of makers.values())
    await note(`file ${name}${makeForAll ? ' (for all)' : ''}`, async (reader) => {
      const [data = {}] = dataOf(name, PROGRAMME, name === 'returns.word' ? ['Q26272'] : undefined);
      const who = { tenantId: TENANT, objectId: objectIdOf(reader), programmeId: PROGRAMME };
      const url = links.linkTo({ maker: name, data, name: 'x', description: '', bytes: 1 }, who) ?? '';
      const response = await fetch(url);
      const bytes = new Uint8Array(await response.arrayBuffer());
      look(reader, `file ${name}`, response.status, textOf(bytes), assistant.connector.sent.length, true);
      return response.status === 200 ? 'a' : 'r';
    });
  const table = [...rows].map(([name, said]) => `${name} | ${said}`);
  if (process.env.READING_TABLE === 'write') writeFileSync(TABLE, `${table.join('\n')}\n`);
  const expected = new Map(
    readFileSync(TABLE, 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split(' | ') as [string, string]),
  );
  const missing = [...rows.keys()].filter((name) => !expected.has(name));
  expect(
    missing,
    'no row says what these give each role: READING_TABLE=write puts them in; read what they say',
  ).toEqual([]);
  expect(
    [...expected.keys()].filter((name) => !rows.has(name)),
    'rows of what is gone',
  ).toEqual([]);
  for (const [name, said] of rows) expect(`${name} | ${said}`).toBe(`${name} | ${expected.get(name)}`);
  expect(found).toEqual([]);
}, 600_000);

test('nobody is shown a canary, wherever they ask', async () => {
  const run = startRun('F19');
  const { verbs } = assistant.bot.offers;
  const places = Object.keys(PLACES) as Place[];
  const share = size(0.05, 1);
  for (const { verb } of verbs.values())
    for (const [n, reader] of READERS.entries()) {
      const random = run.of(n + verb.length * 31);
      const all = [
        ...dataOf(verb, PROGRAMME),
        ...dataOf(verb, OTHER),
        ...dataOf(verb, 'no-such'),
        ...dataOf(verb, PROGRAMME, ['R77']),
      ];
      for (const data of all)
        for (const place of ['personal', ...places] as Place[]) {
          const how = random.pick([pressing, opening, older]);
          if (!random.chance(onlyShows(verb) ? share : share / 2)) continue;
          const from = assistant.connector.sent.length;
          const alone = how !== older || place === 'personal';
          const { status, body } = await send(reader, place, how(verb, data));
          look(reader, `${verb} (${how.name}) in ${place}`, status, body, from, alone);
        }
    }
  for (const text of TEXTS)
    for (const reader of READERS)
      for (const place of ['personal', 'channel', 'group'] as Place[]) {
        if (!run.random.chance(size(0.4, 1))) continue;
        const from = assistant.connector.sent.length;
        const typed = place === 'personal' ? text : `<at>Bot</at> ${text}`;
        const { status, body } = await send(reader, place, { text: typed });
        look(reader, `"${text}" in ${place}`, status, body, from, place === 'personal');
      }
  await assistant.settled();
  look('', 'what was sent by itself', 200, '', 0, false);
  run.print({ requests, roles: READERS.length, canaries: Object.keys(CANARIES).length });
  expect([...new Set(found)]).toEqual([]);
}, 1_800_000);

/** The text of a file: of a document or workbook, that of its parts. */
function textOf(bytes: Uint8Array): string {
  const decoder = new TextDecoder();
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return decoder.decode(bytes);
  const parts = Object.values(unzipSync(bytes)).map((part) => decoder.decode(part));
  return parts.join('\n').replace(/<[^>]+>/g, '');
}
