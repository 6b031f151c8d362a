// `npm run plan` and `npm run store` as programs, from a template to a programme in another store. What one could get wrong: what they refuse they refuse
// with a sentence and an exit code, and nothing is written over.

import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { projectPath } from '../../src/project-root.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plan-'));
});
afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

function run(program: string, store: string, ...given: string[]): Promise<{ code: number; said: string }> {
  const env = { ...process.env, STORE_FILE: join(folder, store), COSMOS_ENDPOINT: '', COSMOS_DATABASE: '' };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [projectPath('.build', 'src', `${program}.js`), ...given],
      { env },
      (error, out, fault) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, said: `${out}${fault}` }),
    );
  });
}

const plan = {
  programme: [{ id: 'my-area', name: 'Plan', localArea: 'My Area' }],
  workstreams: [{ ref: 'WS1', name: 'One' }],
  people: [{ name: 'Office', contact: 'o@council.example', organisation: 'LA', roles: ['programme office'] }],
  milestones: [{ ref: 'M01', title: 'First', workstream: 'WS1', owner: 'Office', baselineOn: '9 June 2027' }],
};

it('goes from a template to a programme, out as a workbook, and into another store', async () => {
  const file = (name: string) => join(folder, name);
  expect(await run('plan-command', 'a.db')).toMatchObject({ code: 2, said: expect.stringContaining('Usage') });
  expect(await run('plan-command', 'a.db', 'template', file('t.xlsx'))).toMatchObject({ code: 0 });
  expect(await run('plan-command', 'a.db', 'template', file('t.xlsx'))).toMatchObject({
    code: 2,
    said: expect.stringContaining('is there already'),
  });
  expect(await run('plan-command', 'a.db', 'check', file('t.xlsx'), '--new')).toMatchObject({
    code: 1,
    said: expect.stringContaining('Give the plan a short name.'),
  });
  await writeFile(file('p.json'), JSON.stringify(plan));
  expect(await run('plan-command', 'a.db', 'import', file('p.json'))).toMatchObject({
    code: 2,
    said: expect.stringContaining('--new puts one in'),
  });
  expect(await run('plan-command', 'a.db', 'import', file('p.json'), '--new')).toMatchObject({
    code: 2,
    said: expect.stringContaining('--tenant'),
  });
  const tenant = ['--tenant', '5e0d0001-0000-4000-8000-000000000001'];
  expect(await run('plan-command', 'a.db', 'import', file('p.json'), '--new', ...tenant)).toMatchObject({
    code: 0,
    said: expect.stringContaining('It is in, in the name of Office.'),
  });
  expect(await run('plan-command', 'a.db', 'import', file('p.json'))).toMatchObject({
    code: 0,
    said: expect.stringContaining('Nothing to change'),
  });
  expect(await run('plan-command', 'a.db', 'export', file('out.xlsx'))).toMatchObject({ code: 0 });
  expect(await run('plan-command', 'a.db', 'check', file('out.xlsx'))).toMatchObject({
    code: 0,
    said: expect.stringContaining('Nothing to change'),
  });
  expect(await run('store-command', 'a.db', 'export', file('b.jsonl'))).toMatchObject({
    code: 0,
    said: expect.stringContaining('my-area:'),
  });
  const moved = await run('store-command', 'b.db', 'import', file('b.jsonl'));
  expect(moved).toMatchObject({
    code: 0,
    said: expect.stringMatching(/4 records and 6 entries are in, and verify\. Fingerprint/),
  });
  const print = /Fingerprint ([0-9A-F-]+)/.exec(moved.said)?.[1] ?? '';
  expect(await run('ledger-command', 'b.db', 'verify')).toMatchObject({
    code: 0,
    said: expect.stringContaining(print),
  });
  expect(await run('store-command', 'b.db', 'import', file('b.jsonl'))).toMatchObject({
    code: 2,
    said: expect.stringContaining('in this store already'),
  });
}, 60_000);

it('takes words out of a record by the command line, and the chain verifies', async () => {
  await writeFile(join(folder, 'p.json'), JSON.stringify(plan));
  await run(
    'plan-command',
    'a.db',
    'import',
    join(folder, 'p.json'),
    '--new',
    '--tenant',
    '5e0d0001-0000-4000-8000-000000000001',
  );
  const history = await run('ledger-command', 'a.db', 'history', 'programme');
  expect(history.said).toContain('Office');
  const redact = (as: string, field = 'title') =>
    run('ledger-command', 'a.db', 'redact', 'M01', '1', field, '--because', 'It named a family.', '--as', as);
  expect(await redact('nobody')).toMatchObject({ code: 1, said: expect.stringContaining('--as must be a member') });
  const { said } = await run('plan-command', 'a.db', 'check', join(folder, 'p.json'));
  expect(said).toContain('Nothing to change');
  const { said: out } = await run('store-command', 'a.db', 'export', join(folder, 'b.jsonl'));
  expect(out).toContain('my-area');
  const member = /"members":\[\{"id":"([^"]+)"/.exec(await readFile(join(folder, 'b.jsonl'), 'utf8'))?.[1] ?? '';
  expect(await redact(member, 'nothing')).toMatchObject({
    code: 1,
    said: expect.stringContaining('has no such words'),
  });
  expect(await redact(member)).toMatchObject({ code: 0, said: expect.stringContaining('is taken out') });
  expect(await run('ledger-command', 'a.db', 'verify')).toMatchObject({
    code: 0,
    said: expect.stringContaining('0 faults'),
  });
  expect((await run('ledger-command', 'a.db', 'history', 'M01')).said).toContain('because: It named a family.');
}, 60_000);
